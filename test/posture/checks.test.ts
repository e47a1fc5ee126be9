import { describe, expect, test } from 'vitest'
import { auditChecks } from '#posture/index.ts'
import { BADLY_MADE, denied, HALF_MADE, WELL_MADE } from './accounts.ts'
import { outcomesOf, reportOf } from './outcomes-of.ts'

const CHECK_IDS = auditChecks().map(({ id }) => id)
/** They look at logs alone: test/posture/usage.test.ts. */
const BY_LOGS = [
  'sign-in-without-mfa',
  'access-key-from-unexpected-network',
  'more-rights-than-used',
  'trail-not-in-logs',
]

interface Case {
  readonly check: string
  readonly level: string
  readonly says: string
  /** A part of its first command, where there is one. */
  readonly fix?: string
  readonly account?: unknown
}

/** Why each check fails. */
const CASES: readonly Case[] = [
  { check: 'root-access-key', level: 'critical', says: 'Root has 1 access key.' },
  { check: 'root-without-mfa', level: 'critical', says: 'Root has no MFA.' },
  {
    check: 'root-mfa-not-hardware',
    level: 'low',
    says: "Root's MFA is the virtual device arn:aws:iam::123456789012:mfa/root-account-mfa-device.",
    account: HALF_MADE,
  },
  { check: 'root-used-lately', level: 'medium', says: 'Root signed in 3 days before' },
  {
    check: 'console-user-without-mfa',
    level: 'critical',
    says: 'mallory has a console password and no MFA, and is an administrator.',
    fix: "aws iam delete-login-profile --user-name 'mallory'",
  },
  {
    check: 'console-password-unused',
    level: 'low',
    says: 'mallory did not sign in for 120 days.',
    fix: "aws iam delete-login-profile --user-name 'mallory'",
  },
  {
    check: 'access-key-old',
    level: 'medium',
    says: 'Key AKIAIOSFODNN7EXAMPLE of mallory is 800 days old.',
    fix: "aws iam create-access-key --user-name 'mallory'",
  },
  {
    check: 'access-key-unused',
    level: 'medium',
    says: 'Key AKIAIOSFODNN7EXAMPLE of mallory was last used 60 days before.',
    fix: "aws iam update-access-key --user-name 'mallory' --access-key-id 'AKIAIOSFODNN7EXAMPLE' --status 'Inactive'",
  },
  {
    check: 'access-key-never-used',
    level: 'medium',
    says: 'Key AKIAI44QH8DHBEXAMPLE of mallory was never used.',
    fix: "aws iam delete-access-key --user-name 'mallory' --access-key-id 'AKIAI44QH8DHBEXAMPLE'",
  },
  {
    check: 'two-active-access-keys',
    level: 'low',
    says: 'mallory has two active keys: AKIAIOSFODNN7EXAMPLE, AKIAI44QH8DHBEXAMPLE.',
    fix: "--access-key-id 'AKIAI44QH8DHBEXAMPLE' --status 'Inactive'",
  },
  {
    check: 'access-key-of-idle-person',
    level: 'high',
    says: 'mallory did not sign in for 120 days; key AKIAIOSFODNN7EXAMPLE is active.',
    fix: "--status 'Inactive'",
  },
  {
    check: 'password-policy-short',
    level: 'medium',
    says: 'has no password policy',
    fix: "--minimum-password-length '14'",
  },
  {
    check: 'password-policy-reuse',
    level: 'low',
    says: 'The last 0 passwords',
    fix: "--password-reuse-prevention '24'",
  },
  {
    check: 'security-contact-missing',
    level: 'low',
    says: 'no alternate contact',
    fix: "--alternate-contact-type 'SECURITY'",
  },
  {
    check: 's3-account-public-access',
    level: 'medium',
    says: 'Off for the account: BlockPublicAcls, IgnorePublicAcls, ',
    fix: "aws s3control put-public-access-block --account-id '123456789012'",
  },
  {
    check: 'policies-on-users',
    level: 'low',
    says: 'mallory has all, ReadOnlyAccess.',
    fix: "aws iam detach-user-policy --user-name 'mallory' --policy-arn 'arn:aws:iam::aws:policy/ReadOnlyAccess'",
  },
  {
    check: 'trail-missing',
    level: 'critical',
    says: 'None of 1 trail logs all management events of all regions.',
    fix: '--is-multi-region-trail',
  },
  {
    check: 'trail-stopped',
    level: 'high',
    says: 'organisation does not log.',
    fix: 'aws cloudtrail start-logging --name',
  },
  {
    check: 'trail-narrowed',
    level: 'high',
    says: 'organisation leaves out reads, kms.amazonaws.com.',
    fix: 'aws cloudtrail put-event-selectors',
  },
  {
    check: 'trail-delivery-fails',
    level: 'high',
    says: 'organisation fails to deliver: logs: AccessDenied.',
    fix: "aws s3api get-bucket-policy --bucket 'example-logs'",
  },
  {
    check: 'trail-without-validation',
    level: 'medium',
    says: 'writes no digests',
    fix: '--enable-log-file-validation --region eu-central-1',
  },
  { check: 'trail-without-kms-key', level: 'low', says: 'has no KMS key', fix: "--kms-key-id 'KEY_ARN'" },
  {
    check: 'trail-without-cloudwatch',
    level: 'low',
    says: 'goes to no log group',
    fix: '--cloud-watch-logs-log-group-arn',
  },
  {
    check: 's3-data-events-off',
    level: 'medium',
    says: 'No trail logs reads and writes of objects in all buckets.',
  },
  {
    check: 'trail-bucket-public',
    level: 'critical',
    says: 'example-logs is public by its policy.',
    fix: 'aws s3api put-public-access-block',
  },
  {
    check: 'trail-bucket-public-access',
    level: 'medium',
    says: 'Off for example-logs: BlockPublicAcls',
    fix: 'aws s3api put-public-access-block',
  },
  {
    check: 'trail-bucket-shared',
    level: 'medium',
    says: 'lets in 999988887777, *.',
    fix: 'aws s3api get-bucket-policy',
  },
  {
    check: 'trail-bucket-not-versioned',
    level: 'medium',
    says: 'keeps no versions',
    fix: "'Status=Enabled'",
  },
  {
    check: 'trail-bucket-expires-soon',
    level: 'medium',
    says: 'example-logs deletes: rule thrift after 30 days.',
    fix: 'get-bucket-lifecycle-configuration',
  },
  { check: 'trail-bucket-without-mfa-delete', level: 'low', says: 'has no MFA Delete' },
  {
    check: 'trail-bucket-not-logged',
    level: 'low',
    says: 'has no access logs',
    fix: 'aws s3api put-bucket-logging',
  },
  {
    check: 'guardduty-off',
    level: 'high',
    says: 'GuardDuty is off in eu-central-1.',
    fix: 'aws guardduty create-detector --enable --region eu-central-1',
  },
  {
    check: 'guardduty-features-off',
    level: 'medium',
    says: 'Off in eu-central-1: S3_DATA_EVENTS, EKS_AUDIT_LOGS',
    fix: `--features '[{"Name":"S3_DATA_EVENTS","Status":"ENABLED"}`,
    account: HALF_MADE,
  },
  {
    check: 'guardduty-findings-suppressed',
    level: 'medium',
    says: 'Filter quiet archives what it matches',
    fix: "get-filter --detector-id 'd1' --filter-name 'quiet'",
    account: HALF_MADE,
  },
  {
    check: 'guardduty-findings-open',
    level: 'high',
    says: '2 findings of severity 7 or more',
    fix: 'aws guardduty list-findings',
    account: HALF_MADE,
  },
  {
    check: 'guardduty-findings-not-kept',
    level: 'low',
    says: 'exported nowhere',
    fix: 'create-publishing-destination',
    account: HALF_MADE,
  },
  {
    check: 'security-hub-off',
    level: 'low',
    says: 'Security Hub is off in eu-central-1.',
    fix: 'aws securityhub enable-security-hub',
  },
  {
    check: 'detective-off',
    level: 'informational',
    says: 'Detective is off in eu-central-1.',
    fix: 'aws detective create-graph',
  },
  {
    check: 'access-analyzer-off',
    level: 'medium',
    says: 'Access Analyzer for external access is off',
    fix: 'aws accessanalyzer create-analyzer',
  },
  {
    check: 'inspector-off',
    level: 'informational',
    says: 'Inspector is off for ec2, lambda in eu-central-1.',
  },
  {
    check: 'config-recorder-off',
    level: 'medium',
    says: 'There is no recorder in eu-central-1.',
    fix: 'aws configservice put-configuration-recorder',
  },
  {
    check: 'config-recorder-narrow',
    level: 'low',
    says: 'records 1 type of resources, IAM not among them.',
    fix: 'put-configuration-recorder',
    account: HALF_MADE,
  },
  {
    check: 'config-delivery-fails',
    level: 'medium',
    says: 'fails to deliver to gone: NoSuchBucket.',
    fix: 'put-delivery-channel',
    account: HALF_MADE,
  },
  {
    check: 'config-rule-noncompliant',
    level: 'medium',
    says: 'Rule iam-user-mfa-enabled of eu-central-1',
    fix: "get-compliance-details-by-config-rule --config-rule-name 'iam-user-mfa-enabled'",
  },
  {
    check: 'snapshot-public',
    level: 'critical',
    says: 'Snapshot snap-0123456789abcdef0',
    fix: "--operation-type 'remove' --group-names 'all'",
  },
  {
    check: 'snapshots-can-be-public',
    level: 'medium',
    says: 'can be made public',
    fix: "--state 'block-all-sharing'",
  },
  {
    check: 'ebs-encryption-off',
    level: 'low',
    says: 'not encrypted by themselves',
    fix: 'enable-ebs-encryption-by-default',
  },
  {
    check: 'kms-key-not-rotated',
    level: 'low',
    says: 'Key k1 of eu-central-1 is never renewed.',
    fix: "enable-key-rotation --key-id 'k1'",
  },
  {
    check: 'kms-key-to-be-deleted',
    level: 'high',
    says: 'Key k2 of eu-central-1 is to be deleted on 2026-12-01.',
    fix: "cancel-key-deletion --key-id 'k2'",
  },
  {
    check: 'admin-port-open-to-world',
    level: 'high',
    says: 'sg-1 (web) of eu-central-1 opens tcp 22 to 0.0.0.0/0. 1 interface attached, 1 with a public address: i-0123456789abcdef0 192.0.2.10.',
    fix: 'revoke-security-group-ingress --group-id ',
  },
  {
    check: 'all-ports-open-to-world',
    level: 'medium',
    says: 'sg-2 (default) of eu-central-1 opens all ports and protocols to ::/0. 1 interface attached, 0 with a public address: database.',
    fix: '"IpProtocol":"-1","IpRanges":[],"Ipv6Ranges":[{"CidrIpv6":"::/0"}]',
  },
  {
    check: 'default-group-allows',
    level: 'low',
    says: 'has 1 rule in and 0 out',
    fix: 'describe-security-group-rules',
  },
  {
    check: 'imdsv1-allowed',
    level: 'high',
    says: 'answers IMDSv1 and hands out credentials of arn:aws:iam::123456789012:instance-profile/web; it has the public address 192.0.2.10.',
    fix: "--http-tokens 'required'",
  },
  {
    check: 'flow-logs-off',
    level: 'low',
    says: 'vpc-1 of eu-central-1 has no flow log.',
    fix: 'create-flow-logs',
  },
  {
    check: 'escalation-path',
    level: 'high',
    says: 'user/grace attaches any policy to a user (iam:AttachUserPolicy on *).',
  },
  {
    check: 'policy-allows-everything',
    level: 'high',
    says: 'The policy all of arn:aws:iam::123456789012:user/mallory allows every action on every resource.',
  },
  {
    check: 'role-unused',
    level: 'low',
    says: 'forgotten was not used for 200 days.',
    fix: "aws iam list-role-policies --role-name 'forgotten'",
  },
  {
    check: 'user-without-credentials',
    level: 'low',
    says: 'grace has neither a password nor an active key.',
    fix: "aws iam delete-user --user-name 'grace'",
  },
  {
    check: 'role-open-to-everybody',
    level: 'critical',
    says: 'role/open trusts everybody: It lets in any principal of any account.',
  },
  {
    check: 'role-trust-wide',
    level: 'medium',
    says: 'oidc-provider/token.actions.githubusercontent.com (repo:example/*): repo:example/* lets in more than one',
  },
  {
    check: 'role-without-external-id',
    level: 'medium',
    says: 'role/vendor trusts 999988887777: It asks for no external id',
  },
]

describe('on an account made badly', () => {
  test.each(CASES)('$check fails: $says', ({ check, level, says, fix, account = BADLY_MADE }) => {
    const found = outcomesOf(account).filter((one) => one.check === check && one.result === 'failed')
    expect(found.map(({ evidence }) => evidence)).toContainEqual(expect.stringContaining(says))
    const [first] = found
    expect(first?.level).toBe(level)
    expect(first?.fix?.length).toBeGreaterThan(0)
    expect(commandsOf(account, check).join('\n')).toContain(fix ?? '')
  })

  test('every check but those by logs has a case', () => {
    expect(new Set([...CASES.map(({ check }) => check), ...BY_LOGS])).toEqual(new Set(CHECK_IDS))
  })
})

test('on an account made well no check fails, and all is known', () => {
  const found = outcomesOf(WELL_MADE)
  expect(found.filter(({ result }) => result === 'failed' || result === 'notKnown')).toEqual([])
  const passing = new Set(found.filter(({ result }) => result === 'passed').map(({ check }) => check))
  expect(CHECK_IDS.filter((id) => !passing.has(id))).toEqual(BY_LOGS)
})

describe('calls that told nothing', () => {
  /** Every known part of an account, however deep, said to be denied instead. */
  const closed = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(closed)
    if (typeof value !== 'object' || value === null) return value
    if ('value' in value) return denied('any:Call')
    return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, closed(part)]))
  }

  test('never count as passed, nor as failed', () => {
    for (const account of [WELL_MADE, BADLY_MADE]) {
      const found = outcomesOf(closed(account))
      expect(new Set(found.map(({ result }) => result))).toEqual(new Set(['notKnown', 'notApplicable']))
      const unknown = found.filter(({ result }) => result === 'notKnown')
      expect(new Set(unknown.map(({ check }) => check))).toEqual(
        new Set(CHECK_IDS.filter((id) => !BY_LOGS.includes(id))),
      )
      for (const { notKnown } of unknown)
        expect(notKnown).toMatchObject({ action: 'any:Call', error: 'AccessDenied' })
    }
  })

  test('one part at a time: what passed with it does not pass without it', () => {
    const parts = Object.keys(WELL_MADE).filter(
      (name) => !['accountId', 'regions', 'trailBuckets'].includes(name),
    )
    for (const part of parts) {
      const found = outcomesOf({ ...WELL_MADE, [part]: denied(`any:${part}`) })
      expect(
        found.filter(({ result }) => result === 'failed'),
        part,
      ).toEqual([])
    }
  })

  test('a part that the snapshot lacks is not known either', () => {
    const found = outcomesOf({ accountId: '123456789012', enabledRegions: { value: ['eu-west-1'] } })
    expect(found.filter(({ result }) => result === 'passed' || result === 'failed')).toEqual([])
    expect(found.filter(({ region }) => region === 'eu-west-1').length).toBeGreaterThan(20)
  })
})

/** Written as the report has them. */
function commandsOf(account: unknown, check: string): readonly string[] {
  return reportOf(account)
    .results.filter((one) => one.check === check && one.result === 'failed')
    .flatMap(({ fix }) => fix.flatMap((step) => ('run' in step ? [step.run] : [])))
}
