import { type AccountCheck, failed, notApplicable, passed, valueOf, whenKnown } from '../check.ts'
import type { AccountSnapshot } from '../snapshot/snapshot.ts'
import { counted, dayOf, days, daysSince } from '../times.ts'

const root = ({ partition, accountId }: AccountSnapshot): string => `arn:${partition}:iam::${accountId}:root`
const BY_HAND =
  'Sign in as root (https://console.aws.amazon.com/iam/home#/security_credentials): only root can do this.'
/** Daily work by root within so many days is told. */
const RECENT_DAYS = 30

const rootAccessKey: AccountCheck = {
  id: 'root-access-key',
  title: 'Root has an access key',
  rows: ['5.3', '1.5'],
  level: 'critical',
  why: 'Nothing limits what a root key can do, and no policy can take it away: whoever finds it owns the account.',
  cis: ['1.4'],
  controls: ['IAM.4'],
  scope: 'account',
  look: ({ account }) =>
    whenKnown(
      account.accountSummary,
      { resource: root(account), leavesOpen: 'Whether root has access keys.' },
      ({ AccountAccessKeysPresent: keys = 0 }) => [
        keys > 0
          ? failed(root(account), `Root has ${counted(keys, 'access key')}.`, {
              fix: [
                `${BY_HAND} Find what uses the key (trailhound principal ${root(account)}), give that a role, then delete the key.`,
              ],
            })
          : passed(root(account), 'Root has no access key.'),
      ],
    ),
}

const rootWithoutMfa: AccountCheck = {
  id: 'root-without-mfa',
  title: 'Root signs in without MFA',
  rows: ['5.2', '1.5'],
  level: 'critical',
  why: 'A guessed, reused or phished password alone then opens everything.',
  cis: ['1.5'],
  controls: ['IAM.9'],
  scope: 'account',
  look: ({ account }) =>
    whenKnown(
      account.accountSummary,
      { resource: root(account), leavesOpen: 'Whether root has MFA.' },
      ({ AccountMFAEnabled: mfa = 0, AccountPasswordPresent: password = 1 }) => {
        if (mfa > 0) return [passed(root(account), 'Root has MFA.')]
        return password === 0
          ? [notApplicable(root(account), 'Root has no password: it cannot sign in.')]
          : [
              failed(root(account), 'Root has no MFA.', {
                fix: [`${BY_HAND} Register a hardware key, and a second one as a spare.`],
              }),
            ]
      },
    ),
}

const rootMfaNotHardware: AccountCheck = {
  id: 'root-mfa-not-hardware',
  title: "Root's MFA is an app, no hardware",
  rows: ['5.2'],
  level: 'low',
  why: 'A code from an app can be phished together with the password, and its secret can be copied.',
  cis: ['1.6'],
  controls: ['IAM.6'],
  scope: 'account',
  look: ({ account }) =>
    whenKnown(
      account.virtualMfaDevices,
      { resource: root(account), leavesOpen: "Whether root's MFA is hardware." },
      (devices) => {
        if (valueOf(account.accountSummary)?.['AccountMFAEnabled'] !== 1)
          return [notApplicable(root(account), 'It is not known that root has MFA at all.')]
        const virtual = devices.find(
          ({ SerialNumber, User }) =>
            User?.Arn === root(account) || SerialNumber.endsWith('/root-account-mfa-device'),
        )
        return virtual === undefined
          ? [passed(root(account), "Root's MFA is no virtual device.")]
          : [
              failed(root(account), `Root's MFA is the virtual device ${virtual.SerialNumber}.`, {
                fix: [`${BY_HAND} Register a hardware key (FIDO2), then remove the app.`],
              }),
            ]
      },
    ),
}

const rootUsedLately: AccountCheck = {
  id: 'root-used-lately',
  title: 'Root signs in for daily work',
  rows: ['5.2', '1.5'],
  level: 'medium',
  why: 'What root does cannot be limited, and a thief as root looks like any other day where root is in use.',
  cis: ['1.7'],
  controls: [],
  scope: 'account',
  look: ({ account, nowMs, usage }) =>
    whenKnown(
      account.credentialReport,
      { resource: root(account), leavesOpen: 'When root signed in last.' },
      (rows) => {
        const used = rows.find(({ user }) => user === '<root_account>')?.password_last_used
        const ago = daysSince(used, nowMs)
        const seen = usage?.signIns.get(root(account))
        if (ago === undefined || ago > RECENT_DAYS)
          return [passed(root(account), `Root did not sign in for ${days(RECENT_DAYS)}.`)]
        const without = seen?.withoutMfa ?? 0
        return [
          failed(root(account), `Root signed in ${days(ago)} before the snapshot was taken.`, {
            ...(seen === undefined
              ? {}
              : {
                  use: `The logs show ${counted(seen.withMfa + without, 'sign-in')}, the last on ${dayOf(seen.lastMs)}, ${String(without)} of them without MFA.`,
                }),
            ...(without > 0 ? { level: 'critical' as const } : {}),
            fix: [
              'Give the people who need it a role for what they did as root; keep root for what only root can do.',
            ],
          }),
        ]
      },
    ),
}

export const ROOT_CHECKS: readonly AccountCheck[] = [
  rootAccessKey,
  rootWithoutMfa,
  rootMfaNotHardware,
  rootUsedLately,
]
