import { type CompiledRule, compileRules, type RuleSet } from '#detections/index.ts'

/** A rule around one detection, written as JSON (which is YAML). */
export const ruleText = (detection: unknown, more: Readonly<Record<string, unknown>> = {}): string =>
  JSON.stringify({
    title: 'Test',
    id: 'test-rule',
    logsource: { product: 'aws', service: 'cloudtrail' },
    detection,
    level: 'low',
    ...more,
  })

export const PLACEHOLDERS = {
  own_accounts: ['123456789012', '111122223333'],
  trusted_networks: ['192.0.2.0/24', '2001:db8::/32'],
  ci_roles: ['arn:aws:iam::*:role/ci-*'],
  iac_roles: [],
}

export const compileText = (...texts: readonly string[]): RuleSet =>
  compileRules(
    texts.map((text, i) => ({ file: `rule${String(i)}.yml`, text })),
    { placeholders: PLACEHOLDERS },
  )

/** The only rule of some text; throws with the problems where it does not compile. */
export function compileOne(text: string): CompiledRule {
  const { rules, errors } = compileText(text)
  const [rule] = rules
  if (rule === undefined || errors.length > 0) throw new Error(errors.map(({ reason }) => reason).join('; '))
  return rule
}

/** A rule of one selection. */
export const ruleOf = (selection: unknown): CompiledRule =>
  compileOne(ruleText({ selection, condition: 'selection' }))

/** Reasons why a selection cannot be compiled. */
export const faultsOf = (selection: unknown): readonly string[] =>
  compileText(ruleText({ selection, condition: 'selection' })).errors.map(({ reason }) => reason)
