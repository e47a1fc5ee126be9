import { parsePolicy } from '../policy/policy.ts'
import { matches } from '../policy/wildcard.ts'
import type { Principal } from '../principals.ts'

export interface PassableRoles {
  /** Those of administrators first. */
  readonly roles: readonly string[]
  readonly administrators: boolean
}

/** Roles of an account that trust a service and whose ARN one of the patterns matches. */
export type RolesByService = (
  accountId: string,
  service: string,
  patterns: readonly string[],
) => PassableRoles

interface Role {
  readonly arn: string
  readonly isAdministrator: boolean
}

/** @param administrators - ARNs of roles that are administrators. */
export function rolesByService(
  principals: readonly Principal[],
  administrators: ReadonlySet<string>,
): RolesByService {
  const byService = new Map<string, Role[]>()
  for (const { arn, accountId, trust } of principals) {
    if (trust === undefined || isServiceLinked(arn)) continue
    for (const service of trustedServices(trust)) {
      const key = `${accountId} ${service}`
      const role = { arn, isAdministrator: administrators.has(arn) }
      const known = byService.get(key)
      if (known === undefined) byService.set(key, [role])
      else known.push(role)
    }
  }
  const answers = new Map<string, PassableRoles>()
  return (accountId, service, patterns) => {
    const key = `${accountId} ${service} ${patterns.join(' ')}`
    const known = answers.get(key)
    if (known !== undefined) return known
    const met = (byService.get(`${accountId} ${service}`) ?? []).filter(({ arn }) =>
      patterns.some((pattern) => matches(pattern, arn)),
    )
    const answer = {
      roles: met
        .toSorted((a, b) => Number(b.isAdministrator) - Number(a.isAdministrator))
        .map(({ arn }) => arn),
      administrators: met.some((role) => role.isAdministrator),
    }
    answers.set(key, answer)
    return answer
  }
}

/** AWS hands these out itself: nobody passes them. */
export const isServiceLinked = (arn: string): boolean => arn.includes(':role/aws-service-role/')

const trustedServices = (trust: string): readonly string[] => [
  ...new Set(
    parsePolicy(trust).statements.flatMap(({ effect, principals }) =>
      effect === 'Allow' ? (principals?.services ?? []) : [],
    ),
  ),
]
