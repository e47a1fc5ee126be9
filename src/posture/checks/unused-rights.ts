import { type AccountCheck, failed, notApplicable, type Outcome, passed, whenKnown } from '../check.ts'
import { allowsEverything } from '../privilege/allows-everything.ts'
import { privilegesIn } from '../privilege/of-account.ts'
import type { Privilege } from '../privilege/privilege-of.ts'
import type { AccountSnapshot } from '../snapshot/snapshot.ts'
import { counted, days } from '../times.ts'

/** With fewer days of logs, what happens once a month was not seen: nothing is said of what is not used. */
const LEAST_DAYS = 14
/** More rights than used is told from so many times as many on; every policy leaves a little over. */
const FAR_MORE = 4
const MOST_TOLD = 8

const moreRightsThanUsed: AccountCheck = {
  id: 'more-rights-than-used',
  title: 'A user or role may do far more than it does',
  rows: ['5.1'],
  level: 'low',
  why: 'What nobody uses only a thief gains by.',
  cis: [],
  controls: [],
  scope: 'account',
  look: (place) => {
    const { account } = place
    if (place.usage === undefined)
      return [notApplicable(account.accountId, 'No logs were given (--workspace).')]
    const leavesOpen = 'Which users and roles may do more than they need.'
    return whenKnown(account.authorizationDetails, { resource: account.accountId, leavesOpen }, () => {
      const { privileges, history } = privilegesIn(place)
      if (history === undefined)
        return [notApplicable(account.accountId, 'There are no logs of this account.')]
      if (history.days < LEAST_DAYS)
        return [
          notApplicable(
            account.accountId,
            `${days(history.days)} of logs are too few: ${String(LEAST_DAYS)} are needed.`,
          ),
        ]
      const able = privileges.filter(
        ({ isServiceLinked, allowedActions }) => !isServiceLinked && allowedActions > 0,
      )
      return able.map(outcomeOf)
    })
  },
}

function outcomeOf({ principal, rights, allowedActions, allowedServices, use }: Privilege): Outcome {
  const { arn } = principal
  const used = use?.actionNames.size ?? 0
  const unused = use?.unusedServices ?? []
  const fact = `${arn} may use ${counted(allowedActions, 'action')} of ${counted(allowedServices.length, 'service')}`
  if (unused.length === 0 || allowedActions < FAR_MORE * Math.max(used, 1))
    return passed(arn, `${fact} and used ${String(used)}.`)
  const named = unused.length <= MOST_TOLD ? `, not ${unused.join(', ')}` : ''
  return failed(
    arn,
    `${fact}; it used ${String(used)} of ${counted(allowedServices.length - unused.length, 'service')}${named}.`,
    {
      level: rights === 'ordinary' ? 'low' : 'medium',
      use: `By ${days(use?.days ?? 0)} of logs.`,
      fix: [`trailhound audit policy ${arn} proposes a policy that still allows all that was used.`],
    },
  )
}

const policyAllowsEverything: AccountCheck = {
  id: 'policy-allows-everything',
  title: 'A policy of your own allows everything',
  rows: ['5.1'],
  level: 'high',
  why: 'Whoever gets hold of any credential that it is given to has the account.',
  cis: ['1.16'],
  controls: ['IAM.1'],
  scope: 'account',
  look: ({ account }) => {
    const leavesOpen = 'Whether policies of your own allow everything.'
    return whenKnown(account.authorizationDetails, { resource: account.accountId, leavesOpen }, (details) => {
      const found = policiesOf(details).filter(({ document }) => allowsEverything(document))
      if (found.length === 0) return [passed(account.accountId, 'No policy of your own allows everything.')]
      return found.map(({ resource, name }) =>
        failed(resource, `The policy ${name} of ${resource} allows every action on every resource.`, {
          fix: [
            'Give AdministratorAccess to the few who need it, by roles with MFA; trailhound audit policy proposes a policy for the others.',
          ],
        }),
      )
    })
  },
}

type Details = Extract<AccountSnapshot['authorizationDetails'], { readonly value: unknown }>['value']

/** AWS's own are not among them. */
const policiesOf = ({ UserDetailList, GroupDetailList, RoleDetailList, Policies }: Details) => [
  ...Policies.filter(({ Arn }) => !Arn.includes(':iam::aws:')).map(
    ({ Arn, PolicyName, PolicyVersionList }) => ({
      resource: Arn,
      name: PolicyName,
      document: PolicyVersionList.find(({ IsDefaultVersion }) => IsDefaultVersion)?.Document ?? '',
    }),
  ),
  ...[
    ...UserDetailList.map(({ Arn, UserPolicyList }) => ({ Arn, list: UserPolicyList })),
    ...GroupDetailList.map(({ Arn, GroupPolicyList }) => ({ Arn, list: GroupPolicyList })),
    ...RoleDetailList.map(({ Arn, RolePolicyList }) => ({ Arn, list: RolePolicyList })),
  ].flatMap(({ Arn, list }) =>
    list.map(({ PolicyName, PolicyDocument }) => ({
      resource: Arn,
      name: PolicyName,
      document: PolicyDocument,
    })),
  ),
]

export const UNUSED_RIGHTS_CHECKS: readonly AccountCheck[] = [moreRightsThanUsed, policyAllowsEverything]
