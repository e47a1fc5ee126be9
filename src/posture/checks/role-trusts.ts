import { type AccountCheck, type CheckFacts, failed, notApplicable, passed, whenKnown } from '../check.ts'
import { privilegesIn } from '../privilege/of-account.ts'
import type { Privilege } from '../privilege/privilege-of.ts'
import type { OutsideTrust } from '../privilege/trust/trust.ts'
import { counted, dayOf, days } from '../times.ts'

const MOST_TOLD = 3

/** Looks at every role's trust for one kind of openness. */
const trustCheck = (
  facts: Omit<CheckFacts, 'rows' | 'cis' | 'controls'>,
  { openness, fix }: { readonly openness: OutsideTrust['openness']; readonly fix: string },
): AccountCheck => ({
  ...facts,
  rows: ['5.1'],
  cis: [],
  controls: [],
  scope: 'account',
  look: (place) => {
    const { account } = place
    const leavesOpen = 'Whom roles let in from outside.'
    return whenKnown(account.authorizationDetails, { resource: account.accountId, leavesOpen }, () => {
      const roles = privilegesIn(place).privileges.filter(
        ({ principal, isServiceLinked }) => principal.kind === 'role' && !isServiceLinked,
      )
      if (roles.length === 0) return [notApplicable(account.accountId, 'There is no role.')]
      return roles.map((role) => {
        const { arn } = role.principal
        const open = role.outsideTrust.filter((one) => one.openness === openness)
        if (open.length === 0) return passed(arn, `${arn} does not.`)
        return failed(arn, `${arn} trusts ${open.slice(0, MOST_TOLD).map(trusted).join('; ')}`, {
          ...(role.rights === 'ordinary' ? {} : { level: 'critical' as const }),
          ...(role.use === undefined ? {} : { use: useOf(role) }),
          fix: [fix],
        })
      })
    })
  },
})

const trusted = ({ who, why, subjects }: OutsideTrust): string =>
  `${who === '*' ? 'everybody' : who}${subjects.length > 0 ? ` (${subjects.slice(0, MOST_TOLD).join(', ')})` : ''}: ${why}`

function useOf({ rights, use }: Privilege): string {
  const able = rights === 'ordinary' ? '' : 'It is an administrator. '
  if (use?.lastMs === undefined) return `${able}The logs of ${days(use?.days ?? 0)} show no call by it.`
  return `${able}The logs of ${days(use.days)} show ${counted(use.events, 'call')} by it, the last on ${dayOf(use.lastMs)}.`
}

export const ROLE_TRUST_CHECKS: readonly AccountCheck[] = [
  trustCheck(
    {
      id: 'role-open-to-everybody',
      title: 'Anybody in the world can assume a role',
      level: 'critical',
      why: 'It takes no theft: an account of one’s own anywhere is enough.',
    },
    {
      openness: 'open',
      fix: 'Name the accounts in its trust; for GitHub and the like ask for the subject: …:sub like repo:OWNER/REPOSITORY:ref:refs/heads/main.',
    },
  ),
  trustCheck(
    {
      id: 'role-trust-wide',
      title: 'A role lets in more of another provider or account than it needs',
      level: 'medium',
      why: 'One repository, pipeline or pod of many that is taken over is enough to get in.',
    },
    {
      openness: 'wide',
      fix: 'Ask for the subject in its trust: one repository and branch, one project, one service account.',
    },
  ),
  trustCheck(
    {
      id: 'role-without-external-id',
      title: 'A role lets in a foreign account without an external id',
      level: 'medium',
      why: 'Whoever may act in that account gets in; a provider of many customers there can be led in by another customer.',
    },
    {
      openness: 'no-external-id',
      fix: 'Ask the provider for an external id and put sts:ExternalId into its trust. If the account is your own: name it in the settings (accounts), and ask for aws:PrincipalOrgID.',
    },
  ),
]
