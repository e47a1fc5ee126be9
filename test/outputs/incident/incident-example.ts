import type { Finding } from '#findings/index.ts'
import type { Actor, Descendant, Harm, Incident, PlanStep, Story, TimelineEntry } from '#incidents/index.ts'
import type { StandingRisk } from '#posture/index.ts'
import type { ToldIncident } from '../../../src/outputs/incident/told-incident.ts'
import { finding } from '../../incidents/finding-example.ts'

export const ms = (time: string): number => Date.parse(time)
export const eventId = (n: number): string => `11111111-2222-4333-8444-${String(n).padStart(12, '0')}`
export const eventIds = (from: number, count: number): readonly string[] =>
  Array.from({ length: count }, (_, n) => eventId(from + n))

const ALICE = 'arn:aws:iam::123456789012:user/alice'
const ADMIN_ROLE = 'arn:aws:iam::123456789012:role/deploy-admin'
const FAR_ROLE = 'arn:aws:iam::111122223333:role/org-reader'
const SYNC = 'arn:aws:iam::123456789012:user/backup-sync'

const FINDINGS: readonly Finding[] = [
  finding({
    id: 'fnd-trail',
    detectionId: 'trail-stopped',
    title: 'CloudTrail logging stopped',
    level: 'critical',
    why: 'deploy-admin stopped logging of trail/organisation-trail',
    techniques: [{ id: 'T1562.008', name: 'Disable or Modify Cloud Logs' }],
    tactics: ['defense-evasion'],
    rows: ['5.6'],
    calls: ['cloudtrail.amazonaws.com:StopLogging'],
    resources: ['arn:aws:cloudtrail:us-east-1:123456789012:trail/organisation-trail'],
    firstMs: ms('2026-03-07T02:40:11Z'),
    lastMs: ms('2026-03-07T02:41:00Z'),
    count: 3,
    deniedCount: 2,
    eventIds: eventIds(500, 3),
    falsePositives: ['A trail that is taken down on purpose, announced and by the usual role'],
  }),
  finding({
    id: 'fnd-snapshot',
    detectionId: 'snapshot-shared-with-foreign-account',
    title: 'Snapshot shared with a foreign account',
    level: 'high',
    why: 'deploy-admin shared snap-0123456789abcdef0 with account 444455556666, which has no logs here',
    techniques: [{ id: 'T1537', name: 'Transfer Data to Cloud Account' }],
    tactics: ['exfiltration'],
    rows: ['3.4'],
    calls: ['ec2.amazonaws.com:ModifySnapshotAttribute'],
    resources: ['snap-0123456789abcdef0'],
    firstMs: ms('2026-03-09T23:39:10Z'),
    lastMs: ms('2026-03-09T23:40:51Z'),
    count: 2,
    eventIds: eventIds(700, 2),
  }),
  finding({
    id: 'fnd-key',
    detectionId: 'key-created-for-other-user',
    title: 'Access key created for another user and used',
    kind: 'correlation',
    level: 'high',
    why: 'alice created access key AKIAI44QH8DHBEXAMPLE for backup-sync; it was used 4 minutes later from 198.51.100.23',
    resources: ['backup-sync', 'AKIAI44QH8DHBEXAMPLE'],
    sourceIps: ['203.0.113.7', '198.51.100.23'],
    firstMs: ms('2026-03-07T02:24:00Z'),
    lastMs: ms('2026-03-07T02:28:12Z'),
    count: 2,
    eventIds: eventIds(600, 2),
  }),
  finding({
    id: 'fnd-network',
    detectionId: 'key-from-new-network',
    title: 'Access key used from a network it never used before',
    kind: 'behaviour',
    level: 'medium',
    why: 'AKIAIOSFODNN7EXAMPLE was used from AS64500 (NL); in 41 days before it came from AS64496 (DE) only',
    techniques: [{ id: 'T1078.004', name: 'Cloud Accounts' }],
    tactics: ['initial-access'],
    rows: ['1.1'],
    calls: ['sts.amazonaws.com:GetCallerIdentity'],
    resources: [],
    firstMs: ms('2026-03-07T02:14:02Z'),
    lastMs: ms('2026-03-10T00:02:00Z'),
    count: 931,
    deniedCount: 204,
    eventIds: eventIds(1000, 60),
    falsePositives: ['The owner travels, or works over a VPN for the first time'],
  }),
]

const INCIDENT: Incident = {
  id: 'inc-4f1d0c6a2b',
  rank: 1,
  severity: 'critical',
  score: 412,
  title: 'alice: trail stopped; snapshot shared with 444455556666; keys created',
  accessKeys: [
    'AKIAIOSFODNN7EXAMPLE',
    'AKIAI44QH8DHBEXAMPLE',
    'ASIAIOSFODNN7EXAMPLE',
    'ASIAI44QH8DHBEXAMPLE',
  ],
  principals: [ALICE, ADMIN_ROLE, SYNC, FAR_ROLE],
  accountIds: ['123456789012', '111122223333'],
  ips: ['203.0.113.7', '198.51.100.23', '2001:db8::7'],
  eventIds: [...eventIds(500, 3), ...eventIds(700, 2), ...eventIds(600, 2), ...eventIds(1000, 60)],
  eventCount: 938,
  firstMs: ms('2026-03-07T02:14:02Z'),
  lastMs: ms('2026-03-10T00:02:00Z'),
  detectedMs: ms('2026-03-07T02:14:02Z'),
  findingIds: FINDINGS.map(({ id }) => id),
  tactics: ['defense-evasion', 'exfiltration', 'persistence', 'initial-access'],
  rows: ['5.6', '3.4', '2.1', '1.1'],
}

const ACTORS: readonly Actor[] = [
  {
    principal: ALICE,
    isIntruder: true,
    why: 'A network, country, client and hours that the key never showed in 41 days; it began by asking who it is',
    accessKeys: ['AKIAIOSFODNN7EXAMPLE'],
    places: [
      {
        network: 'AS64500',
        operator: 'Example Hosting B.V.',
        country: 'NL',
        kind: 'hosting',
        addresses: ['203.0.113.7', '203.0.113.9'],
        eventCount: 690,
      },
      {
        network: 'AS64501',
        operator: 'Example VPN',
        country: 'RO',
        kind: 'vpn',
        addresses: ['198.51.100.23', '2001:db8::7'],
        eventCount: 241,
      },
    ],
    clients: ['Boto3/1.34.0 md/Botocore#1.34.0 ua/2.0 os/linux#6.1 lang/python#3.11', 'aws-cli/2.15.30'],
    eventCount: 931,
    firstMs: ms('2026-03-07T02:14:02Z'),
    lastMs: ms('2026-03-10T00:02:00Z'),
  },
  {
    principal: SYNC,
    isIntruder: true,
    why: 'Its key was made by the intruder and used from the same place',
    accessKeys: ['AKIAI44QH8DHBEXAMPLE'],
    places: [
      {
        network: 'AS64501',
        operator: 'Example VPN',
        country: 'RO',
        kind: 'vpn',
        addresses: ['198.51.100.23'],
        eventCount: 88,
      },
    ],
    clients: ['aws-cli/2.15.30'],
    eventCount: 88,
    firstMs: ms('2026-03-07T02:28:12Z'),
    lastMs: ms('2026-03-09T23:58:00Z'),
  },
  {
    principal: ALICE,
    isIntruder: false,
    why: 'The network, client and working hours of the 41 days before',
    accessKeys: ['AKIAIOSFODNN7EXAMPLE'],
    places: [
      {
        network: 'AS64496',
        operator: 'Example Telekom',
        country: 'DE',
        kind: 'isp',
        addresses: ['192.0.2.44'],
        eventCount: 318,
      },
      {
        network: 'own:office',
        operator: null,
        country: null,
        kind: 'own',
        addresses: ['192.0.2.130'],
        eventCount: 96,
      },
    ],
    clients: ['APN/1.0 HashiCorp/1.0 Terraform/1.7.5'],
    eventCount: 414,
    firstMs: ms('2026-03-02T08:02:11Z'),
    lastMs: ms('2026-03-09T16:40:00Z'),
  },
]

function entry(
  changes: Partial<TimelineEntry> & Pick<TimelineEntry, 'what' | 'stage' | 'firstMs'>,
): TimelineEntry {
  return {
    lastMs: changes.firstMs,
    count: 1,
    deniedCount: 0,
    principal: ALICE,
    address: '203.0.113.7',
    region: 'us-east-1',
    eventIds: [eventId(changes.firstMs % 1_000_000_007)],
    findingIds: [],
    ...changes,
  }
}

const TIMELINE: readonly TimelineEntry[] = [
  entry({
    stage: 'initial-access',
    what: 'sts:GetCallerIdentity',
    firstMs: ms('2026-03-07T02:14:02Z'),
    findingIds: ['fnd-network'],
  }),
  entry({
    stage: 'discovery',
    what: 'iam:ListUsers and 13 other calls that look round',
    firstMs: ms('2026-03-07T02:14:40Z'),
    lastMs: ms('2026-03-07T02:21:40Z'),
    count: 312,
    deniedCount: 188,
    eventIds: eventIds(100, 20),
  }),
  entry({
    stage: 'persistence',
    what: 'iam:CreateAccessKey for backup-sync',
    firstMs: ms('2026-03-07T02:24:00Z'),
    findingIds: ['fnd-key'],
    eventIds: eventIds(600, 1),
  }),
  entry({
    stage: 'privilege-escalation',
    what: 'iam:AttachUserPolicy AdministratorAccess to backup-sync',
    firstMs: ms('2026-03-07T02:25:31Z'),
    count: 2,
    deniedCount: 1,
  }),
  entry({
    stage: 'lateral-movement',
    what: 'sts:AssumeRole of deploy-admin',
    firstMs: ms('2026-03-07T02:33:00Z'),
    principal: SYNC,
    address: '198.51.100.23',
  }),
  entry({
    stage: 'defense-evasion',
    what: 'cloudtrail:StopLogging of organisation-trail',
    firstMs: ms('2026-03-07T02:40:11Z'),
    lastMs: ms('2026-03-07T02:41:00Z'),
    count: 3,
    deniedCount: 2,
    principal: ADMIN_ROLE,
    address: '198.51.100.23',
    findingIds: ['fnd-trail'],
    eventIds: eventIds(500, 3),
  }),
  entry({
    stage: 'credential-access',
    what: 'secretsmanager:GetSecretValue of prod/payments/db and 3 others',
    firstMs: ms('2026-03-07T02:52:00Z'),
    lastMs: ms('2026-03-07T02:53:20Z'),
    count: 4,
    principal: ADMIN_ROLE,
  }),
  entry({
    stage: 'collection',
    what: 's3:GetObject of 120 objects in example-payroll',
    firstMs: ms('2026-03-09T22:10:00Z'),
    lastMs: ms('2026-03-09T23:20:00Z'),
    count: 120,
    principal: ADMIN_ROLE,
    address: '198.51.100.23',
    region: 'eu-west-1',
    eventIds: eventIds(300, 20),
  }),
  entry({
    stage: 'lateral-movement',
    what: 'sts:AssumeRole of org-reader in 111122223333',
    firstMs: ms('2026-03-09T23:30:00Z'),
    principal: ADMIN_ROLE,
    address: '2001:db8::7',
  }),
  entry({
    stage: 'exfiltration',
    what: 'ec2:ModifySnapshotAttribute of snap-0123456789abcdef0 for 444455556666',
    firstMs: ms('2026-03-09T23:39:10Z'),
    lastMs: ms('2026-03-09T23:40:51Z'),
    count: 2,
    principal: ADMIN_ROLE,
    region: 'eu-west-1',
    findingIds: ['fnd-snapshot'],
    eventIds: eventIds(700, 2),
  }),
  entry({
    stage: 'impact',
    what: 'ec2:RunInstances of 8 p4d.24xlarge',
    firstMs: ms('2026-03-10T00:02:00Z'),
    principal: ADMIN_ROLE,
    region: 'ap-southeast-2',
  }),
]

const LINEAGE: readonly Descendant[] = [
  {
    credential: 'AKIAI44QH8DHBEXAMPLE',
    kind: 'key',
    parent: 'AKIAIOSFODNN7EXAMPLE',
    call: 'iam:CreateAccessKey',
    eventId: eventId(600),
    madeMs: ms('2026-03-07T02:24:00Z'),
    principal: SYNC,
    expiresMs: null,
    state: 'alive',
    eventCount: 88,
  },
  {
    credential: 'ASIAIOSFODNN7EXAMPLE',
    kind: 'session',
    parent: 'AKIAI44QH8DHBEXAMPLE',
    call: 'sts:AssumeRole',
    eventId: eventId(610),
    madeMs: ms('2026-03-07T02:33:00Z'),
    principal: ADMIN_ROLE,
    expiresMs: ms('2026-03-07T03:33:00Z'),
    state: 'ended',
    eventCount: 212,
  },
  {
    credential: 'ASIAI44QH8DHBEXAMPLE',
    kind: 'session',
    parent: 'ASIAIOSFODNN7EXAMPLE',
    call: 'sts:AssumeRole',
    eventId: eventId(611),
    madeMs: ms('2026-03-09T23:30:00Z'),
    principal: FAR_ROLE,
    expiresMs: ms('2026-03-10T11:30:00Z'),
    state: 'alive',
    eventCount: 14,
  },
  {
    credential: 'arn:aws:iam::123456789012:user/support-2',
    kind: 'user',
    parent: 'ASIAIOSFODNN7EXAMPLE',
    call: 'iam:CreateUser',
    eventId: eventId(612),
    madeMs: ms('2026-03-07T02:44:00Z'),
    principal: null,
    expiresMs: null,
    state: 'alive',
    eventCount: 0,
  },
  {
    credential: 'arn:aws:iam::123456789012:user/support-2',
    kind: 'console',
    parent: 'arn:aws:iam::123456789012:user/support-2',
    call: 'signin:ConsoleLogin',
    eventId: eventId(613),
    madeMs: ms('2026-03-09T21:50:00Z'),
    principal: 'arn:aws:iam::123456789012:user/support-2',
    expiresMs: null,
    state: 'unknown',
    eventCount: 31,
  },
]

function harm(changes: Partial<Harm> & Pick<Harm, 'kind' | 'what' | 'call'>): Harm {
  return {
    accountId: '123456789012',
    region: 'us-east-1',
    count: 1,
    deniedCount: 0,
    bytes: null,
    to: null,
    before: null,
    after: null,
    isAlive: null,
    firstMs: ms('2026-03-07T02:52:00Z'),
    eventIds: eventIds(900, 2),
    ...changes,
  }
}

const DAMAGE: Story['damage'] = {
  taken: [
    harm({
      kind: 'object',
      what: 'example-payroll (120 objects)',
      call: 's3:GetObject',
      region: 'eu-west-1',
      count: 120,
      bytes: 3_412_000_000,
      to: '198.51.100.23 (AS64501, RO)',
      firstMs: ms('2026-03-09T22:10:00Z'),
    }),
    harm({
      kind: 'snapshot',
      what: 'snap-0123456789abcdef0',
      call: 'ec2:ModifySnapshotAttribute',
      region: 'eu-west-1',
      to: 'account 444455556666',
      firstMs: ms('2026-03-09T23:39:10Z'),
    }),
  ],
  changed: [
    harm({
      kind: 'trail',
      what: 'organisation-trail',
      call: 'cloudtrail:StopLogging',
      count: 3,
      deniedCount: 2,
      before: 'logging',
      after: 'stopped',
      firstMs: ms('2026-03-07T02:40:11Z'),
    }),
    harm({
      kind: 'security-group',
      what: 'sg-0123456789abcdef0',
      call: 'ec2:AuthorizeSecurityGroupIngress',
      before: null,
      after: 'tcp 22 from 0.0.0.0/0',
    }),
  ],
  created: [
    harm({ kind: 'key', what: 'AKIAI44QH8DHBEXAMPLE', call: 'iam:CreateAccessKey', isAlive: true }),
    harm({ kind: 'user', what: 'support-2', call: 'iam:CreateUser', isAlive: true }),
    harm({ kind: 'function', what: 'log-shipper', call: 'lambda:CreateFunction', isAlive: false }),
  ],
  money: [
    harm({
      kind: 'instance',
      what: '8 × p4d.24xlarge',
      call: 'ec2:RunInstances',
      region: 'ap-southeast-2',
      isAlive: true,
      firstMs: ms('2026-03-10T00:02:00Z'),
    }),
  ],
  read: [
    harm({ kind: 'secret', what: 'prod/payments/db', call: 'secretsmanager:GetSecretValue', count: 1 }),
    harm({ kind: 'secret', what: 'prod/mail/smtp', call: 'secretsmanager:GetSecretValue', count: 1 }),
    harm({ kind: 'parameter', what: '/prod/*', call: 'ssm:GetParametersByPath', count: 9, deniedCount: 3 }),
  ],
}

const CONTAINMENT: readonly PlanStep[] = [
  {
    title: 'Turn off both access keys',
    why: 'The stolen key, and the one the intruder made from it, are still active',
    commands: [
      'aws iam update-access-key --user-name alice --access-key-id AKIAIOSFODNN7EXAMPLE --status Inactive',
      'aws iam update-access-key --user-name backup-sync --access-key-id AKIAI44QH8DHBEXAMPLE --status Inactive',
    ],
    breaks: ["alice's Terraform runs from AS64496, on 23 of the last 30 days, by this key"],
    undo: [
      'aws iam update-access-key --user-name alice --access-key-id AKIAIOSFODNN7EXAMPLE --status Active',
    ],
  },
  {
    title: 'Revoke the sessions of deploy-admin',
    why: 'A session goes on until it ends by itself, whatever happens to the key it came from',
    commands: [
      `aws iam put-role-policy --role-name deploy-admin --policy-name RevokeOlderSessions --policy-document '{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"*","Resource":"*","Condition":{"DateLessThan":{"aws:TokenIssueTime":"2026-03-10T08:00:00Z"}}}]}'`,
    ],
    breaks: ['Deployments under way at that moment; new ones are not touched'],
    undo: ['aws iam delete-role-policy --role-name deploy-admin --policy-name RevokeOlderSessions'],
  },
  {
    title: 'Switch the trail on again',
    why: 'Nothing was logged in us-east-1 since 2026-03-07 02:41',
    commands: ['aws cloudtrail start-logging --name organisation-trail --region us-east-1'],
    breaks: [],
    undo: [],
  },
]

const UNDO: readonly PlanStep[] = [
  {
    title: 'Take back the share of snap-0123456789abcdef0',
    why: 'Account 444455556666 can still copy it; what it copied already is gone',
    commands: [
      'aws ec2 modify-snapshot-attribute --region eu-west-1 --snapshot-id snap-0123456789abcdef0 --attribute createVolumePermission --operation-type remove --user-ids 444455556666',
    ],
    breaks: [],
    undo: [],
  },
  {
    title: 'Close tcp 22 of sg-0123456789abcdef0',
    why: 'It was opened to everybody; nothing before says that it was open',
    commands: [
      'aws ec2 revoke-security-group-ingress --region us-east-1 --group-id sg-0123456789abcdef0 --protocol tcp --port 22 --cidr 0.0.0.0/0',
    ],
    breaks: ['Whoever came to rely on the open port since'],
    undo: [],
  },
]

const STORY: Story = {
  verdict: {
    text: "Somebody other than its owner uses alice's access key since 2026-03-07 02:14 UTC, made a second key, stopped the trail, took 3.4 GB of payroll data and gave a snapshot to a foreign account. Two credentials and a user of the intruder's still work.",
    confidence: 'high',
    reasons: [
      'The key came from AS64500 (NL, hosting) while its owner used it from AS64496 (DE) in the same hour',
      'The trail was stopped by a role that never touched it in 41 days',
      'A snapshot was given to account 444455556666, which has no logs here',
    ],
    firstBadMs: ms('2026-03-07T02:14:02Z'),
    dwellMs: ms('2026-03-10T00:02:00Z') - ms('2026-03-07T02:14:02Z'),
  },
  actors: ACTORS,
  timeline: TIMELINE,
  lineage: LINEAGE,
  damage: DAMAGE,
  unknown: [
    'No data events of DynamoDB are in these logs: what was read from tables does not show.',
    'us-east-1 has no events from 2026-03-07 02:41 to 06:02: the trail was stopped.',
    'How the key was stolen does not show in CloudTrail.',
  ],
  containment: CONTAINMENT,
  undo: UNDO,
}

const STANDING: StandingRisk = {
  audits: [{ collectedAt: '2026-03-01T06:00:00.000Z', accounts: ['123456789012'] }],
  notAudited: ['111122223333'],
  risks: [
    {
      tie: 'actor',
      check: 'access-key-old',
      title: 'An access key is older than 90 days',
      level: 'high',
      accountId: '123456789012',
      region: null,
      resource: 'AKIAIOSFODNN7EXAMPLE',
      evidence: 'Key AKIAIOSFODNN7EXAMPLE of alice is 541 days old.',
      collectedAt: '2026-03-01T06:00:00.000Z',
    },
  ],
  moreRisks: 2,
}

/** A key found by a stranger, told to the end. */
export function exampleTold(changes: Partial<ToldIncident> = {}): ToldIncident {
  return {
    incident: INCIDENT,
    story: STORY,
    findings: FINDINGS,
    standing: STANDING,
    tool: { name: 'trailhound', version: '0.1.0' },
    toldMs: ms('2026-03-10T08:00:00Z'),
    ...changes,
  }
}

/** A story as large as the contract lets it be, of 10,000 events. */
export function largestTold(): ToldIncident {
  const told = exampleTold()
  const { story, incident, findings } = told
  const many = <Item>(
    items: readonly Item[],
    count: number,
    made: (item: Item, n: number) => Item,
  ): readonly Item[] =>
    Array.from({ length: count }, (_, n) => items[n % items.length]).flatMap((item, n) =>
      item === undefined ? [] : [made(item, n)],
    )
  const harms = (items: readonly Harm[]): readonly Harm[] =>
    many(items, 200, (item, n) => ({ ...item, what: `${item.what}-${n}`, eventIds: eventIds(n * 20, 20) }))
  const { damage } = story
  return exampleTold({
    incident: { ...incident, eventCount: 10_000, eventIds: eventIds(0, 10_000) },
    findings: many(findings, 200, (item, n) => ({ ...item, id: `${item.id}-${n}` })),
    story: {
      ...story,
      timeline: many(story.timeline, 500, (item, n) => ({
        ...item,
        firstMs: item.firstMs + n * 60_000,
        lastMs: item.lastMs + n * 60_000,
        count: 20,
        eventIds: eventIds(n * 20, 20),
      })),
      lineage: many(story.lineage, 1000, (item, n) => ({
        ...item,
        credential: `ASIA${String(n).padStart(16, '0')}`,
        parent: n === 0 ? null : `ASIA${String(n % 7 === 0 ? 0 : n - 1).padStart(16, '0')}`,
      })),
      damage: {
        read: harms(damage.read),
        changed: harms(damage.changed),
        taken: harms(damage.taken),
        created: harms(damage.created),
        money: harms(damage.money),
      },
      containment: many(story.containment, 50, (item) => item),
      undo: many(story.undo, 200, (item) => item),
    },
  })
}

/** The text wherever a text can stand. */
export function hostileTold(text: string): ToldIncident {
  const told = exampleTold()
  const { story, incident } = told
  const step: PlanStep = { title: text, why: text, commands: [text], breaks: [text], undo: [text] }
  const place = { network: text, operator: text, country: text, kind: text, addresses: [text], eventCount: 1 }
  const [actor] = ACTORS
  const evil = harm({
    kind: text,
    what: text,
    call: text,
    accountId: text,
    region: text,
    to: text,
    before: text,
    after: text,
    bytes: 12,
    isAlive: true,
    eventIds: [text],
  })
  const made: Descendant = {
    credential: text,
    kind: 'key',
    parent: text,
    call: text,
    eventId: text,
    madeMs: Number.NaN,
    principal: text,
    expiresMs: Number.POSITIVE_INFINITY,
    state: 'alive',
    eventCount: 1,
  }
  return {
    tool: { name: text, version: text },
    toldMs: told.toldMs,
    findings: [
      finding({
        id: text,
        detectionId: text,
        detection: text,
        title: text,
        why: text,
        techniques: [{ id: text, name: text }],
        tactics: [text],
        rows: [text],
        principal: text,
        eventIds: [text],
        falsePositives: [text],
        calls: [text],
        resources: [text],
      }),
    ],
    standing: {
      audits: [{ collectedAt: text, accounts: [text] }],
      notAudited: [text],
      risks: told.standing.risks.map((risk) => ({
        ...risk,
        check: text,
        title: text,
        resource: text,
        evidence: text,
      })),
      moreRisks: 1,
    },
    incident: {
      ...incident,
      id: text,
      title: text,
      accessKeys: [text],
      principals: [text],
      accountIds: [text],
      ips: [text],
      eventIds: [text],
      findingIds: [text],
      tactics: [text],
      rows: [text],
    },
    story: {
      ...story,
      verdict: { ...story.verdict, text, reasons: [text] },
      actors:
        actor === undefined
          ? []
          : [{ ...actor, principal: text, why: text, accessKeys: [text], places: [place], clients: [text] }],
      timeline: [
        entry({
          stage: 'impact',
          what: text,
          firstMs: Number.NaN,
          principal: text,
          address: text,
          region: text,
          eventIds: [text],
          findingIds: [text],
        }),
        entry({ stage: 'other', what: text, firstMs: 8.64e15, eventIds: [text] }),
      ],
      lineage: [made, { ...made, credential: `${text}2` }],
      damage: { read: [evil], changed: [evil], taken: [evil], created: [evil], money: [evil] },
      unknown: [text],
      containment: [step],
      undo: [step],
    },
  }
}

/** As little as there can be. */
export function emptyTold(): ToldIncident {
  const { incident, story } = exampleTold()
  return exampleTold({
    findings: [],
    incident: {
      ...incident,
      accessKeys: [],
      principals: [],
      accountIds: [],
      ips: [],
      eventIds: [],
      findingIds: [],
      tactics: [],
      rows: [],
    },
    story: {
      verdict: { ...story.verdict, reasons: [] },
      actors: [],
      timeline: [],
      lineage: [],
      damage: { read: [], changed: [], taken: [], created: [], money: [] },
      unknown: [],
      containment: [],
      undo: [],
    },
  })
}
