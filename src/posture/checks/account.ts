import { call } from '../calls.ts'
import { type AccountCheck, failed, passed, whenKnown } from '../check.ts'
import type { PublicAccessBlock } from '../snapshot/trails.ts'

const LEAST_LENGTH = 14
const LEAST_REUSE = 24

const passwordFix = (): ReturnType<typeof call> =>
  call('iam', 'update-account-password-policy', {
    'minimum-password-length': String(LEAST_LENGTH),
    'password-reuse-prevention': String(LEAST_REUSE),
    'require-symbols': true,
    'require-numbers': true,
    'require-uppercase-characters': true,
    'require-lowercase-characters': true,
    'allow-users-to-change-password': true,
  })

const passwordsShort: AccountCheck = {
  id: 'password-policy-short',
  title: `Passwords may be shorter than ${String(LEAST_LENGTH)} characters`,
  rows: ['5.2'],
  level: 'medium',
  why: 'Short passwords are guessed, or found by trying lists of leaked ones.',
  cis: ['1.8'],
  controls: ['IAM.7', 'IAM.15'],
  scope: 'account',
  look: ({ account: { accountId, passwordPolicy } }) =>
    whenKnown(
      passwordPolicy,
      { resource: accountId, leavesOpen: 'How short passwords may be.' },
      (policy) => {
        const least = policy?.MinimumPasswordLength ?? 8
        const text =
          policy === null
            ? "The account has no password policy: AWS's default of 8 characters holds."
            : `Passwords have at least ${String(least)} characters.`
        return [
          least < LEAST_LENGTH ? failed(accountId, text, { fix: [passwordFix()] }) : passed(accountId, text),
        ]
      },
    ),
}

const passwordsReused: AccountCheck = {
  id: 'password-policy-reuse',
  title: 'Old passwords may be used again',
  rows: ['5.2'],
  level: 'low',
  why: 'A password that leaked once comes back.',
  cis: ['1.9'],
  controls: ['IAM.16'],
  scope: 'account',
  look: ({ account: { accountId, passwordPolicy } }) =>
    whenKnown(
      passwordPolicy,
      { resource: accountId, leavesOpen: 'Whether old passwords may be used again.' },
      (policy) => {
        const kept = policy?.PasswordReusePrevention ?? 0
        const text = `The last ${String(kept)} passwords may not be used again.`
        return [
          kept < LEAST_REUSE ? failed(accountId, text, { fix: [passwordFix()] }) : passed(accountId, text),
        ]
      },
    ),
}

const securityContact: AccountCheck = {
  id: 'security-contact-missing',
  title: 'Nobody is named as security contact',
  rows: ['1.6'],
  level: 'low',
  why: 'AWS writes to this address when it sees a leaked key or abuse; without it the mail goes to the owner of root alone.',
  cis: ['1.2'],
  controls: ['Account.1'],
  scope: 'account',
  look: ({ account }) =>
    whenKnown(
      account.securityContact,
      { resource: account.accountId, leavesOpen: 'Whether AWS can reach somebody about a leaked key.' },
      (contact) => [
        contact === null
          ? failed(account.accountId, 'The account has no alternate contact for security.', {
              fix: [
                'With a name, a shared mailbox and a number of yours:',
                call('account', 'put-alternate-contact', {
                  'alternate-contact-type': 'SECURITY',
                  name: 'NAME',
                  title: 'TITLE',
                  'email-address': 'MAILBOX',
                  'phone-number': 'NUMBER',
                }),
              ],
            })
          : passed(account.accountId, 'A security contact is named.'),
      ],
    ),
}

const ALL_BLOCKS = [
  'BlockPublicAcls',
  'IgnorePublicAcls',
  'BlockPublicPolicy',
  'RestrictPublicBuckets',
] as const

/** Of the four blocks, those that are off. */
export const openBlocks = (block: PublicAccessBlock | null): readonly string[] =>
  ALL_BLOCKS.filter((name) => block?.[name] !== true)

export const BLOCK_ALL = ALL_BLOCKS.map((name) => `${name}=true`).join(',')

const s3AccountBlock: AccountCheck = {
  id: 's3-account-public-access',
  title: 'Buckets of the account can be made public',
  rows: ['5.5', '3.4'],
  level: 'medium',
  why: 'One call makes a bucket public, by mistake or by a thief; the block of the account stops it whatever the bucket says.',
  cis: ['2.1.4'],
  controls: ['S3.1'],
  scope: 'account',
  look: ({ account: { accountId, s3PublicAccessBlock } }) =>
    whenKnown(
      s3PublicAccessBlock,
      { resource: accountId, leavesOpen: 'Whether buckets can be made public.' },
      (block) => {
        const open = openBlocks(block)
        if (open.length === 0)
          return [passed(accountId, 'All four public access blocks of the account are on.')]
        return [
          failed(accountId, `Off for the account: ${open.join(', ')}.`, {
            fix: [
              'First find buckets that are meant to be public (a website, downloads): they stop.',
              call('s3control', 'put-public-access-block', {
                'account-id': accountId,
                'public-access-block-configuration': BLOCK_ALL,
              }),
            ],
          }),
        ]
      },
    ),
}

const userPolicies: AccountCheck = {
  id: 'policies-on-users',
  title: 'A user has policies of its own',
  rows: ['5.1'],
  level: 'low',
  why: 'Rights given user by user are forgotten user by user; a group or role shows who may do what.',
  cis: ['1.15'],
  controls: ['IAM.2'],
  scope: 'account',
  look: ({ account }) =>
    whenKnown(
      account.authorizationDetails,
      { resource: account.accountId, leavesOpen: 'Which users have policies of their own.' },
      ({ UserDetailList }) =>
        UserDetailList.map(({ Arn, UserName, UserPolicyList, AttachedManagedPolicies }) => {
          const names = [...UserPolicyList, ...AttachedManagedPolicies].map(({ PolicyName }) => PolicyName)
          if (names.length === 0) return passed(Arn, `${UserName} has rights by groups only.`)
          return failed(Arn, `${UserName} has ${names.join(', ')}.`, {
            fix: [
              'Give a group the same rights, put the user into it, look that all works; then:',
              ...AttachedManagedPolicies.map(({ PolicyArn }) =>
                call('iam', 'detach-user-policy', { 'user-name': UserName, 'policy-arn': PolicyArn }),
              ),
              ...UserPolicyList.map(({ PolicyName }) =>
                call('iam', 'delete-user-policy', { 'user-name': UserName, 'policy-name': PolicyName }),
              ),
            ],
          })
        }),
    ),
}

export const ACCOUNT_CHECKS: readonly AccountCheck[] = [
  passwordsShort,
  passwordsReused,
  securityContact,
  s3AccountBlock,
  userPolicies,
]
