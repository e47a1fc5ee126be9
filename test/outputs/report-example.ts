import type { Finding } from '#findings/index.ts'
import {
  buildReport,
  coverageNotes,
  type Report,
  type ReportCoverage,
  type ReportInput,
} from '#outputs/index.ts'
import { finding } from '../incidents/finding-example.ts'
import { incidentsOf } from '../incidents/incidents-of.ts'

const ms = (time: string): number => Date.parse(time)
const id = (n: number): string => `11111111-2222-4333-8444-${String(n).padStart(12, '0')}`
const ids = (from: number, count: number): readonly string[] =>
  Array.from({ length: count }, (_, n) => id(from + n))

const DEPLOY = 'arn:aws:iam::123456789012:role/deploy'

/** A key found by a stranger: he looks round, digs in, blinds the trail and takes a snapshot away. */
const STOLEN_KEY: readonly Finding[] = [
  finding({
    id: 'fnd-recon',
    detectionId: 'enumeration-over-many-services',
    title: 'Enumeration over many services',
    kind: 'correlation',
    level: 'medium',
    why: 'AKIAIOSFODNN7EXAMPLE listed or described things of 14 services within 10 minutes',
    techniques: [{ id: 'T1580', name: 'Cloud Infrastructure Discovery' }],
    tactics: ['discovery'],
    calls: [
      's3.amazonaws.com:ListBuckets',
      'iam.amazonaws.com:ListUsers',
      'ec2.amazonaws.com:DescribeInstances',
      'secretsmanager.amazonaws.com:ListSecrets',
    ],
    resources: [],
    sourceIps: ['203.0.113.7'],
    regions: ['us-east-1', 'eu-west-1'],
    clients: ['Boto3/1.34.0 md/Botocore#1.34.0 ua/2.0 os/linux#6.1 lang/python#3.11'],
    firstMs: ms('2026-03-07T02:14:09Z'),
    lastMs: ms('2026-03-07T02:21:40Z'),
    count: 312,
    deniedCount: 188,
    eventIds: ids(100, 312),
    falsePositives: ['Inventory and compliance scanners, which do this every day by the same role'],
    respond: [
      'Look at what the key did after the enumeration: what it could read is what it will be used for',
    ],
  }),
  finding({
    id: 'fnd-trail',
    detectionId: 'trail-stopped',
    title: 'CloudTrail logging stopped',
    level: 'critical',
    why: 'alice stopped logging of trail/organisation-trail',
    techniques: [{ id: 'T1562.008', name: 'Disable or Modify Cloud Logs' }],
    tactics: ['defense-evasion'],
    rows: ['5.6'],
    calls: ['cloudtrail.amazonaws.com:StopLogging'],
    resources: ['arn:aws:cloudtrail:us-east-1:123456789012:trail/organisation-trail'],
    firstMs: ms('2026-03-07T02:30:11Z'),
    lastMs: ms('2026-03-07T02:31:00Z'),
    count: 3,
    deniedCount: 2,
    eventIds: ids(500, 3),
    falsePositives: ['A trail that is taken down on purpose, announced and by the usual role'],
    respond: [
      'Switch the trail on again: aws cloudtrail start-logging --name <trail>',
      'Set the access key to inactive, and revoke the sessions it issued: those go on although the key is inactive',
    ],
  }),
  finding({
    id: 'fnd-key',
    level: 'high',
    title: 'Access key created for another user and used',
    detectionId: 'key-created-for-other-user',
    why: 'alice created access key AKIAI44QH8DHBEXAMPLE for backup-admin; it was used 4 minutes later from 198.51.100.23',
    kind: 'correlation',
    resources: ['backup-admin', 'AKIAI44QH8DHBEXAMPLE'],
    sourceIps: ['203.0.113.7', '198.51.100.23'],
    firstMs: ms('2026-03-07T02:24:00Z'),
    lastMs: ms('2026-03-07T02:28:12Z'),
    count: 2,
    eventIds: ids(600, 2),
    respond: [
      'Delete the new access key of the other user',
      'Set the access key to inactive, and revoke the sessions it issued: those go on although the key is inactive',
    ],
  }),
  finding({
    id: 'fnd-snapshot',
    level: 'high',
    title: 'Snapshot shared with a foreign account',
    detectionId: 'snapshot-shared-with-foreign-account',
    why: 'alice shared snap-0123456789abcdef0 with account 444455556666, which has no logs here',
    techniques: [{ id: 'T1537', name: 'Transfer Data to Cloud Account' }],
    tactics: ['exfiltration'],
    rows: ['3.4'],
    calls: ['ec2.amazonaws.com:ModifySnapshotAttribute'],
    resources: ['snap-0123456789abcdef0'],
    regions: ['eu-west-1'],
    firstMs: ms('2026-03-07T03:39:10Z'),
    lastMs: ms('2026-03-07T03:40:51Z'),
    count: 2,
    eventIds: ids(700, 2),
    falsePositives: ['A backup account of your own that is not named in the settings'],
    respond: [
      'Take the share back: aws ec2 modify-snapshot-attribute --operation-type remove …',
      'Take the data on the volume as known to others',
    ],
  }),
  finding({
    id: 'fnd-identity',
    detectionId: 'caller-identity-asked',
    title: 'Caller identity asked',
    level: 'low',
    count: 9,
    tactics: ['discovery'],
    firstMs: ms('2026-03-07T02:14:02Z'),
  }),
]

const OTHERS: readonly Finding[] = [
  finding({
    id: 'fnd-group',
    principal: DEPLOY,
    actorClass: 'ci',
    accessKeys: ['ASIAIOSFODNN7EXAMPLE', 'ASIAI44QH8DHBEXAMPLE'],
    detectionId: 'security-group-opened-to-world',
    title: 'Security group opened to the world on an administration port',
    why: 'deploy opened tcp 22 of sg-0123456789abcdef0 to 0.0.0.0/0',
    techniques: [{ id: 'T1562.007', name: 'Disable or Modify Cloud Firewall' }],
    tactics: ['defense-evasion'],
    rows: ['4.1'],
    calls: ['ec2.amazonaws.com:AuthorizeSecurityGroupIngress'],
    resources: ['sg-0123456789abcdef0'],
    sourceIps: ['192.0.2.44'],
    clients: ['APN/1.0 HashiCorp/1.0 Terraform/1.7.5'],
    falsePositives: [],
    respond: [],
    firstMs: ms('2026-03-05T10:00:00Z'),
    lastMs: ms('2026-03-05T10:00:00Z'),
    eventIds: ids(800, 1),
  }),
  finding({
    id: 'fnd-lead-1',
    principal: 'arn:aws:iam::111122223333:user/carol',
    accessKeys: [],
    accountId: '111122223333',
    detectionId: 'console-login-without-mfa',
    title: 'Console login without MFA',
    level: 'low',
    count: 12,
  }),
  finding({
    id: 'fnd-lead-2',
    principal: 'arn:aws:iam::111122223333:user/carol',
    accessKeys: [],
    accountId: '111122223333',
    detectionId: 'bucket-policy-read',
    title: 'Bucket policies read',
    level: 'low',
    count: 1,
    deniedCount: 1,
  }),
  finding({
    id: 'fnd-info',
    principal: DEPLOY,
    actorClass: 'ci',
    accessKeys: [],
    detectionId: 'role-assumed',
    title: 'Role assumed',
    level: 'informational',
    count: 4000,
  }),
]

const INPUT: ReportInput = {
  files: 48,
  skipped: 2,
  bytes: 12_345_678,
  records: 12_345,
  events: 12_300,
  guardDutyFindings: 0,
  duplicates: 45,
  rejected: [
    {
      file: '/logs/2026/03/06/123456789012_CloudTrail_us-east-1_20260306T0105Z_k2.json.gz',
      place: 'byte 10422',
      reason: 'gzip ends too early; 41 records before it were kept',
    },
    { file: '/logs/notes.txt', place: 'file', reason: 'neither JSON nor CSV' },
  ],
  rejectedCount: 2,
  notEvents: [
    { file: '/logs/digest.json.gz', what: 'CloudTrail digest' },
    { file: '/logs/digest2.json.gz', what: 'CloudTrail digest' },
  ],
  notEventsCount: 2,
}

const COVERAGE: Omit<ReportCoverage, 'notes'> = {
  accounts: [
    {
      id: '123456789012',
      regions: ['eu-west-1', 'us-east-1'],
      firstEvent: '2026-03-01T00:00:12.000Z',
      lastEvent: '2026-03-07T23:58:01.000Z',
      events: 12_000,
    },
    {
      id: '111122223333',
      regions: ['us-east-1'],
      firstEvent: '2026-03-01T00:03:00.000Z',
      lastEvent: '2026-03-07T22:10:09.000Z',
      events: 300,
    },
  ],
  regionsWithEvents: ['eu-west-1', 'us-east-1'],
  dataEvents: { s3: false, lambda: false, dynamodb: false },
  readEvents: true,
  gaps: [
    {
      accountId: '123456789012',
      region: 'us-east-1',
      from: '2026-03-07T02:31:00.000Z',
      to: '2026-03-07T06:02:00.000Z',
    },
  ],
  days: 7,
  firstEvent: '2026-03-01T00:00:12.000Z',
  lastEvent: '2026-03-07T23:58:01.000Z',
}

/** A plausible run: one theft, one thing worth a look, two leads, bad input, and blind spots. */
export function exampleReport(findings: readonly Finding[] = [...STOLEN_KEY, ...OTHERS]): Report {
  return buildReport({
    tool: { name: 'trailhound', version: '0.1.0' },
    generatedAtMs: ms('2026-03-08T07:30:00Z'),
    input: INPUT,
    coverage: {
      ...COVERAGE,
      notes: coverageNotes(COVERAGE, { events: INPUT.events, rejectedCount: 2, brokenRuleFiles: 1 }),
    },
    rules: {
      loaded: 128,
      errors: [
        {
          file: 'my-rules/odd.yml',
          line: 12,
          reason: "unknown modifier 'startwith'; did you mean 'startswith'?",
        },
      ],
      warnings: [],
    },
    findings,
    incidents: incidentsOf(findings),
  })
}

/** The same run with nothing in it. */
export function emptyReport(events: number): Report {
  const coverage =
    events === 0 ? { ...COVERAGE, accounts: [], regionsWithEvents: [], gaps: [], days: 0 } : COVERAGE
  const notes = coverageNotes(coverage, { events, rejectedCount: 0, brokenRuleFiles: 0 })
  const input = {
    ...INPUT,
    events,
    rejected: [],
    rejectedCount: 0,
    notEvents: [],
    notEventsCount: 0,
    skipped: 0,
  }
  return {
    ...exampleReport([]),
    input,
    coverage: { ...coverage, notes },
    rules: { loaded: 128, errors: [], warnings: [] },
  }
}
