import { type Finding, LEVELS } from '#findings/index.ts'

const MEDIUM = LEVELS.indexOf('medium')

/** Worth a look by itself. */
export const isGrave = (finding: Finding | undefined): boolean =>
  finding !== undefined && LEVELS.indexOf(finding.level) >= MEDIUM
