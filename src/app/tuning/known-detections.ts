import { nameOf, type RuleSet } from '#detections/index.ts'
import { isAbout } from '#findings/index.ts'
import { isFindingType } from '#guardduty/index.ts'

/** Of rules and behaviours every one that findings can come from. */
export const detectionsOf = ({ rules, correlations, behaviours }: RuleSet) => [
  ...[...rules, ...correlations].filter(({ standalone }) => standalone),
  ...behaviours,
]

/** Whether findings can come from what has this id or name: a rule, a behaviour, or a type of GuardDuty's. */
export const isKnownDetection = (name: string, rules: RuleSet): boolean =>
  isFindingType(name.replace(/^guardduty:/iu, '')) ||
  detectionsOf(rules).some((one) =>
    isAbout({ detections: [name] }, { detectionId: one.id, detection: nameOf(one) }),
  )
