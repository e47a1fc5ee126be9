import type { Level } from '#findings/index.ts'
import { type AccountCheck, failed, notApplicable, type Outcome, passed, whenKnown } from '../check.ts'
import { privilegesIn } from '../privilege/of-account.ts'
import type { Escalation } from '../privilege/paths/escalations.ts'
import type { Privilege } from '../privilege/privilege-of.ts'
import { counted, dayOf, days } from '../times.ts'

const MOST_TOLD = 4

const escalationPath: AccountCheck = {
  id: 'escalation-path',
  title: 'A user or role has a way to more rights than it has',
  rows: ['5.1'],
  level: 'medium',
  why: 'Whoever steals its credentials needs one or two calls more to be an administrator.',
  cis: [],
  controls: [],
  scope: 'account',
  look: (place) => {
    const { account } = place
    const leavesOpen = 'Which users and roles can make themselves administrators.'
    return whenKnown(account.authorizationDetails, { resource: account.accountId, leavesOpen }, () => {
      const own = privilegesIn(place).privileges.filter(({ isServiceLinked }) => !isServiceLinked)
      if (own.length === 0) return [notApplicable(account.accountId, 'There is no user and no role.')]
      return own.map(outcomeOf)
    })
  },
}

function outcomeOf(privilege: Privilege): Outcome {
  const { principal, rights, escalations, administratorRoles, use } = privilege
  const { arn } = principal
  if (rights === 'administrator') return passed(arn, `${arn} is an administrator already.`)
  const roles = administratorRoles.slice(0, MOST_TOLD).join(', ')
  const ways = [
    ...escalations.toSorted((a, b) => GRAVITY[gravityOf(b)] - GRAVITY[gravityOf(a)]).map(wayOf),
    ...(administratorRoles.length > 0 ? [`assumes ${roles} (sts:AssumeRole)`] : []),
  ]
  if (ways.length === 0) return passed(arn, `${arn} has no way to more rights that is known.`)
  const more = ways.length - MOST_TOLD
  return failed(
    arn,
    `${arn} ${ways.slice(0, MOST_TOLD).join('; ')}${more > 0 ? `; and ${String(more)} ways more` : ''}.`,
    {
      level: levelOf(privilege),
      ...(use === undefined ? {} : { use: useOf(privilege) }),
      fix: [
        `Take out what it does not use: trailhound audit policy ${arn} tells and proposes a policy.`,
        'Name the resources of what has to stay, and bound it: a permissions boundary on what it makes, iam:PassedToService on roles that it hands over.',
      ],
    },
  )
}

const GRAVITY = { low: 0, medium: 1, high: 2 } as const
type Gravity = keyof typeof GRAVITY

/** High: surely an administrator. Low: into something that runs, on named resources, or under conditions. */
function gravityOf({ path, everywhere, certain, reachesAdministrator }: Escalation): Gravity {
  if (!certain) return 'low'
  if (reachesAdministrator) return 'high'
  if (path.kind === 'direct' || path.kind === 'others') return everywhere ? 'high' : 'medium'
  return everywhere ? 'medium' : 'low'
}

function levelOf({ escalations, administratorRoles }: Privilege): Level {
  const gravities = [
    ...escalations.map(gravityOf),
    ...(administratorRoles.length > 0 ? ['medium' as const] : []),
  ]
  return gravities.reduce<Gravity>((most, one) => (GRAVITY[one] > GRAVITY[most] ? one : most), 'low')
}

function wayOf({ path, resources, moreResources, certain, roles, reachesAdministrator }: Escalation): string {
  const on = resources.slice(0, 2).join(', ')
  const others = moreResources + Math.max(0, resources.length - 2)
  const role =
    roles[0] === undefined ? '' : `, such as ${roles[0]}${reachesAdministrator ? ', an administrator' : ''}`
  return (
    `${path.how}${role} (${path.actions.join(', ')} on ${on}${others > 0 ? ` and ${String(others)} more` : ''}` +
    `${certain ? '' : ', under conditions'})`
  )
}

function useOf({ use, escalations }: Privilege): string {
  if (use === undefined) return ''
  if (use.lastMs === undefined) return `The logs of ${days(use.days)} show no call by it.`
  const needed = escalations.flatMap(({ path }) => path.actions)
  const used = [...new Set(needed)].filter((action) => use.actionNames.has(action))
  const which =
    used.length === 0 ? 'none of them one of these' : `${used.slice(0, MOST_TOLD).join(', ')} among them`
  return `The logs of ${days(use.days)} show ${counted(use.events, 'call')} by it, ${needed.length > 0 ? `${which}, ` : ''}the last on ${dayOf(use.lastMs)}.`
}

export const ESCALATION_CHECKS: readonly AccountCheck[] = [escalationPath]
