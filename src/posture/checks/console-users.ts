import type { Level } from '#findings/index.ts'
import { call } from '../calls.ts'
import {
  type AccountCheck,
  failed,
  notApplicable,
  type Outcome,
  type Place,
  passed,
  whenKnown,
} from '../check.ts'
import type { CredentialReportRow } from '../snapshot/identity.ts'
import { counted, dayOf, days, daysSince } from '../times.ts'
import type { SignInUse } from '../usage.ts'
import { administrators } from './administrators.ts'

/** CIS 1.12: what nobody uses for so long is switched off. */
const UNUSED_DAYS = 45

const hasPassword = ({ password_enabled }: CredentialReportRow): boolean => password_enabled === 'true'
const users = (rows: readonly CredentialReportRow[]): readonly CredentialReportRow[] =>
  rows.filter(({ user }) => user !== '<root_account>')

const withPassword = (
  { account }: Place,
  leavesOpen: string,
  look: (row: CredentialReportRow) => Outcome,
): readonly Outcome[] =>
  whenKnown(account.credentialReport, { resource: account.accountId, leavesOpen }, (rows) => {
    const found = users(rows).filter(hasPassword)
    return found.length === 0
      ? [notApplicable(account.accountId, 'No IAM user has a console password.')]
      : found.map(look)
  })

const consoleUserWithoutMfa: AccountCheck = {
  id: 'console-user-without-mfa',
  title: 'A user signs in to the console without MFA',
  rows: ['5.2'],
  level: 'high',
  why: 'The password alone opens the console: phished, guessed or reused elsewhere, it is enough.',
  cis: ['1.10'],
  controls: ['IAM.5'],
  scope: 'account',
  look: (place) => {
    const admins = administrators(place.account)
    return withPassword(place, 'Which users sign in without MFA.', (row) => {
      if (row.mfa_active === 'true') return passed(row.arn, `${row.user} has MFA.`)
      const isAdmin = admins.has(row.arn)
      const seen = place.usage?.signIns.get(row.arn)
      return failed(
        row.arn,
        `${row.user} has a console password and no MFA${isAdmin ? ', and is an administrator' : ''}.`,
        {
          ...mfaLevel(isAdmin, seen, place.usage !== undefined),
          fix: [
            call('iam', 'delete-login-profile', { 'user-name': row.user }),
            `Or have ${row.user} register a device: until then, deny everything but that (aws:MultiFactorAuthPresent).`,
          ],
        },
      )
    })
  },
}

/** Used without MFA, or an administrator's: graver. Never used in the logs: milder. */
function mfaLevel(
  isAdmin: boolean,
  seen: SignInUse | undefined,
  hasLogs: boolean,
): { level: Level; use?: string } {
  if (seen !== undefined && seen.withoutMfa > 0)
    return {
      level: isAdmin ? 'critical' : 'high',
      use: `The logs show ${counted(seen.withoutMfa, 'sign-in')} without MFA, the last on ${dayOf(seen.lastWithoutMfaMs)}.`,
    }
  if (!hasLogs) return { level: isAdmin ? 'critical' : 'high' }
  return { level: isAdmin ? 'high' : 'medium', use: 'The logs show no sign-in without MFA.' }
}

const consolePasswordUnused: AccountCheck = {
  id: 'console-password-unused',
  title: 'A console password that nobody uses',
  rows: ['5.2', '5.3'],
  level: 'low',
  why: 'Nobody notices when somebody else begins to use it.',
  cis: ['1.12'],
  controls: ['IAM.22', 'IAM.8'],
  scope: 'account',
  look: (place) =>
    withPassword(place, 'Which console passwords nobody uses.', (row) => {
      const since = daysSince(row.password_last_used, place.nowMs)
      const age = since ?? daysSince(row.password_last_changed, place.nowMs) ?? 0
      if (age < UNUSED_DAYS)
        return passed(row.arn, `${row.user} signed in, or got the password, ${days(age)} before.`)
      const what =
        since === undefined
          ? `has had a password for ${days(age)} and never signed in`
          : `did not sign in for ${days(age)}`
      return failed(row.arn, `${row.user} ${what}.`, {
        fix: [call('iam', 'delete-login-profile', { 'user-name': row.user })],
      })
    }),
}

const signInWithoutMfa: AccountCheck = {
  id: 'sign-in-without-mfa',
  title: 'The logs show console sign-ins without MFA',
  rows: ['5.2'],
  level: 'high',
  why: 'What a setting says is one thing; this is what really happened, by users who may have got MFA since, or lost it.',
  cis: ['1.10'],
  controls: [],
  scope: 'account',
  look: ({ account, usage }) => {
    if (usage === undefined) return [notApplicable(account.accountId, 'No logs were given (--workspace).')]
    const own = [...usage.signIns].filter(([principal]) =>
      principal.startsWith(`arn:${account.partition}:iam::${account.accountId}:`),
    )
    const without = own.filter(([, { withoutMfa }]) => withoutMfa > 0)
    if (without.length === 0)
      return [passed(account.accountId, 'The logs show no console sign-in of a user or root without MFA.')]
    return without.map(([principal, { withoutMfa, withMfa, lastWithoutMfaMs }]) =>
      failed(
        principal,
        `${principal} signed in ${counted(withoutMfa, 'time')} without MFA and ${counted(withMfa, 'time')} with it.`,
        {
          ...(principal.endsWith(':root') ? { level: 'critical' as const } : {}),
          use: `The last without was on ${dayOf(lastWithoutMfaMs)}.`,
          fix: [
            `Look at what followed: trailhound principal ${principal}.`,
            'Deny everything but the registering of a device where aws:MultiFactorAuthPresent is not true.',
          ],
        },
      ),
    )
  },
}

export const CONSOLE_USER_CHECKS: readonly AccountCheck[] = [
  consoleUserWithoutMfa,
  consolePasswordUnused,
  signInWithoutMfa,
]
