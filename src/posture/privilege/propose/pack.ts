/** A statement as IAM's JSON has it. */
export interface StatementJson {
  readonly Sid: string
  readonly Effect: 'Allow' | 'Deny'
  readonly Action?: readonly string[]
  readonly NotAction?: readonly string[]
  readonly Resource?: readonly string[]
  readonly NotResource?: readonly string[]
  readonly Condition?: Readonly<Record<string, unknown>>
}

export interface PolicyJson {
  readonly Version: '2012-10-17'
  readonly Statement: readonly StatementJson[]
}

/**
 * Characters of a managed policy, spaces aside.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export const LARGEST_POLICY = 6144
/** Managed policies that one user or role may have, unless AWS raised it. */
export const MOST_POLICIES = 10

const ENVELOPE = '{"Version":"2012-10-17","Statement":[]}'.length
/** For a comma and the number behind a Sid. */
const ASIDE = 10

/** As IAM counts it. */
export const sizeOfJson = (value: unknown): number => JSON.stringify(value).replace(/\s/gu, '').length

/** Statements in policies, each filled as far as it goes; what their Sids begin with is numbered. */
export function packPolicies(statements: readonly StatementJson[]): readonly PolicyJson[] {
  const room = LARGEST_POLICY - ENVELOPE
  const policies: StatementJson[][] = []
  let left = 0
  let number = 0
  for (const statement of statements.flatMap((one) => splitToFit(one, room))) {
    const size = sizeOfJson(statement) + ASIDE
    if (policies.length === 0 || size > left) {
      policies.push([])
      left = room
    }
    policies.at(-1)?.push({ ...statement, Sid: `${statement.Sid}${String(++number)}` })
    left -= size
  }
  return policies.map((Statement) => ({ Version: '2012-10-17', Statement }))
}

/** A statement says the same in two halves of its actions, or of its resources; what is excepted cannot be halved. */
function splitToFit(statement: StatementJson, room: number): readonly StatementJson[] {
  if (sizeOfJson(statement) + ASIDE <= room) return [statement]
  const [part, other] =
    sizeOfJson(statement.Action ?? []) >= sizeOfJson(statement.Resource ?? [])
      ? (['Action', 'Resource'] as const)
      : (['Resource', 'Action'] as const)
  const [key, list] = [part, other]
    .map((name) => [name, statement[name] ?? []] as const)
    .find(([, texts]) => texts.length > 1) ?? [part, []]
  if (list.length < 2) return [statement]
  const half = Math.ceil(list.length / 2)
  return [list.slice(0, half), list.slice(half)].flatMap((texts) =>
    splitToFit({ ...statement, [key]: texts }, room),
  )
}
