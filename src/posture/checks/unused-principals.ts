import { DAY_MS } from '#kernel/index.ts'
import { call } from '../calls.ts'
import { type AccountCheck, failed, notApplicable, type Outcome, passed, whenKnown } from '../check.ts'
import { privilegesIn } from '../privilege/of-account.ts'
import type { Privilege } from '../privilege/privilege-of.ts'
import { days, daysSince } from '../times.ts'

const UNUSED_DAYS = 90

const roleUnused: AccountCheck = {
  id: 'role-unused',
  title: 'A role that nobody uses',
  rows: ['5.1'],
  level: 'low',
  why: 'Nobody notices when somebody begins to use it.',
  cis: [],
  controls: [],
  scope: 'account',
  look: (place) => {
    const { account, nowMs } = place
    const leavesOpen = 'Which roles nobody uses.'
    return whenKnown(account.authorizationDetails, { resource: account.accountId, leavesOpen }, () => {
      const roles = privilegesIn(place).privileges.filter(
        ({ principal, isServiceLinked }) => principal.kind === 'role' && !isServiceLinked,
      )
      if (roles.length === 0) return [notApplicable(account.accountId, 'There is no role.')]
      return roles.map((role) => unusedRole(role, nowMs))
    })
  },
}

/** The later of what IAM tells and what the logs show. */
function unusedRole({ principal, rights, use }: Privilege, nowMs: number): Outcome {
  const { arn, name, createdAt, lastUsedAt } = principal
  const told = [
    daysSince(lastUsedAt, nowMs),
    use?.lastMs === undefined ? undefined : Math.max(0, Math.floor((nowMs - use.lastMs) / DAY_MS)),
  ].filter((age) => age !== undefined)
  const used = told.length === 0 ? undefined : Math.min(...told)
  const age = daysSince(createdAt, nowMs) ?? UNUSED_DAYS
  if (age < UNUSED_DAYS) return passed(arn, `${name} was made ${days(age)} before.`)
  if (used !== undefined && used < UNUSED_DAYS) return passed(arn, `${name} was used ${days(used)} before.`)
  return failed(arn, `${name} was ${used === undefined ? 'never used' : `not used for ${days(used)}`}.`, {
    ...(rights === 'ordinary' ? {} : { level: 'medium' as const, use: 'It is an administrator.' }),
    fix: [
      `Deny it everything for some days (an inline policy with Deny * on *), then delete it: its policies first.`,
      call('iam', 'list-role-policies', { 'role-name': name }),
      call('iam', 'list-attached-role-policies', { 'role-name': name }),
    ],
  })
}

const userWithoutUse: AccountCheck = {
  id: 'user-without-credentials',
  title: 'A user who has neither password nor key',
  rows: ['5.1'],
  level: 'low',
  why: 'Its rights wait for whoever may make a key for it: a way back in that looks like an old friend.',
  cis: [],
  controls: ['IAM.8'],
  scope: 'account',
  look: ({ account }) => {
    const { credentialReport, accessKeys, accountId } = account
    const where = { resource: accountId, leavesOpen: 'Which users are left over.' }
    return whenKnown(credentialReport, where, (rows) =>
      whenKnown(accessKeys, where, (keys) => {
        const users = rows.filter(({ user }) => user !== '<root_account>')
        if (users.length === 0) return [notApplicable(accountId, 'There is no IAM user.')]
        const active = new Set(
          keys.filter(({ Status }) => Status === 'Active').map(({ UserName }) => UserName),
        )
        return users.map(({ user, arn, password_enabled }) =>
          password_enabled === 'true' || active.has(user)
            ? passed(arn, `${user} has a password or a key.`)
            : failed(arn, `${user} has neither a password nor an active key.`, {
                fix: [
                  `See that nothing else needs it (Git or Cassandra credentials, SSH keys), take away its policies and groups, then:`,
                  call('iam', 'delete-user', { 'user-name': user }),
                ],
              }),
        )
      }),
    )
  },
}

export const UNUSED_PRINCIPAL_CHECKS: readonly AccountCheck[] = [roleUnused, userWithoutUse]
