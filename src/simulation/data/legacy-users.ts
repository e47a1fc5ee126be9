import type { AgentName } from './agents.ts'
import type { NetworkName } from './networks.ts'

/** An IAM user with a key of its own, from before Identity Center. */
export interface LegacyUserPlan {
  readonly name: string
  readonly account: 'management' | 'production' | 'development'
  /** Where it calls from: an operator (one address), or the office. */
  readonly network: NetworkName | 'office'
  readonly agent: AgentName
  /** Runs a day (on working days only, where hours are given: UTC). */
  readonly runsPerDay: number
  readonly workHours?: readonly [from: number, to: number]
  readonly callsPerRun: number
  readonly calls: readonly string[]
  /** Makes a session with MFA first. */
  readonly mfa?: boolean
}

type Rest = Pick<LegacyUserPlan, 'network' | 'calls'> & Partial<LegacyUserPlan>

/** A program on a server somewhere: the same few calls, day and night. */
const machine = (name: string, rest: Rest): LegacyUserPlan => ({
  name,
  account: 'production',
  agent: 'boto3Script',
  runsPerDay: 4,
  callsPerRun: 5,
  ...rest,
})

/** Somebody with a key on his laptop, at work. */
const person = (name: string, rest: Rest): LegacyUserPlan => ({
  name,
  account: 'production',
  agent: 'cliMac',
  runsPerDay: 3,
  workHours: [8, 16],
  callsPerRun: 5,
  ...rest,
})

const READ_EC2 = ['ec2:DescribeInstances', 'ec2:DescribeVolumes', 'ec2:DescribeSecurityGroups']
const READ_LOGS = ['logs:FilterLogEvents', 'logs:DescribeLogGroups', 'monitoring:GetMetricData']
const READ_DATA = ['s3:GetObject', 's3:ListObjects', 'athena:StartQueryExecution', 'athena:GetQueryResults']
const READ_APPS = [
  'ecs:DescribeServices',
  'lambda:GetFunction20150331v2',
  'dynamodb:DescribeTable',
  's3:ListBuckets',
  'sts:GetCallerIdentity',
]
const READ_DB = ['rds:DescribeDBInstances', 'rds:DescribeDBSnapshots', 'rds:DescribeEvents']

const NAMED = {
  backupSync: {
    name: 'backup-sync',
    account: 'production',
    network: 'office',
    agent: 'cliOld',
    runsPerDay: 1,
    callsPerRun: 40,
    calls: ['s3:PutObject', 's3:PutObject', 's3:PutObject', 's3:ListObjects'],
  },
  reporting: {
    name: 'legacy-reporting',
    account: 'production',
    network: 'hetzner',
    agent: 'boto3Script',
    runsPerDay: 8,
    callsPerRun: 9,
    calls: [
      's3:GetObject',
      's3:GetObject',
      's3:ListObjects',
      'athena:StartQueryExecution',
      'athena:GetQueryExecution',
      'athena:GetQueryResults',
    ],
  },
  contractor: {
    name: 'contractor-jlee',
    account: 'development',
    network: 'comcast-us',
    agent: 'cliMac',
    runsPerDay: 5,
    workHours: [14, 22],
    callsPerRun: 7,
    calls: [
      's3:ListBuckets',
      'lambda:ListFunctions20150331',
      'lambda:GetFunction20150331v2',
      'logs:FilterLogEvents',
      'sts:GetCallerIdentity',
      'dynamodb:DescribeTable',
    ],
  },
  keller: {
    name: 'm.keller',
    account: 'production',
    network: 'telekom-de',
    agent: 'cliLinux',
    runsPerDay: 4,
    workHours: [7, 16],
    callsPerRun: 8,
    calls: [
      'ec2:DescribeInstances',
      'rds:DescribeDBInstances',
      'ec2:DescribeSecurityGroups',
      's3:ListBuckets',
      'iam:GetUser',
      'ssm:GetParameter',
    ],
    mfa: true,
  },
  devTom: {
    name: 'dev-tom',
    account: 'production',
    network: 'bt-uk',
    agent: 'cliWindows',
    runsPerDay: 6,
    workHours: [9, 17],
    callsPerRun: 6,
    calls: [
      'sts:GetCallerIdentity',
      'ecs:DescribeServices',
      'ecs:ListTasks',
      'logs:FilterLogEvents',
      'lambda:GetFunction20150331v2',
      's3:ListBuckets',
    ],
  },
  mail: {
    name: 'ses-smtp',
    account: 'production',
    network: 'aws-eu-central-1',
    agent: 'javaTask',
    runsPerDay: 4,
    callsPerRun: 2,
    calls: ['ses:GetSendQuota', 'ses:GetAccount'],
  },
  monitoring: {
    name: 'uptime-monitor',
    account: 'management',
    network: 'ovh',
    agent: 'goScript',
    runsPerDay: 24,
    callsPerRun: 4,
    calls: ['monitoring:GetMetricData', 'monitoring:DescribeAlarms', 'ec2:DescribeInstanceStatus'],
  },
  oldDeployer: {
    name: 'old-deployer',
    account: 'production',
    network: 'digitalocean',
    agent: 'boto3Script',
    runsPerDay: 0,
    callsPerRun: 0,
    calls: [],
  },
} as const satisfies Readonly<Record<string, LegacyUserPlan>>

const OTHERS = {
  metabase: machine('svc-metabase', { network: 'digitalocean', calls: READ_DATA }),
  fivetran: machine('svc-fivetran', { network: 'google-cloud', calls: READ_DATA }),
  zapier: machine('svc-zapier', {
    network: 'aws-us-east-1',
    calls: ['sns:ListTopics', 'sqs:GetQueueAttributes'],
  }),
  crm: machine('svc-crm-sync', { network: 'azure-eu', calls: ['s3:PutObject', 's3:ListObjects'] }),
  sftp: machine('svc-sftp', { network: 'hetzner', calls: ['s3:PutObject', 's3:ListObjects'] }),
  grafana: machine('svc-grafana', { network: 'ovh', calls: READ_LOGS, runsPerDay: 12 }),
  statuspage: machine('svc-statuspage', {
    network: 'linode',
    calls: ['monitoring:GetMetricData', 'ec2:DescribeInstanceStatus'],
  }),
  jenkins: machine('svc-jenkins', {
    network: 'office',
    calls: [
      'ecr:GetAuthorizationToken',
      'ecs:DescribeServices',
      'ecs:UpdateService',
      'sts:GetCallerIdentity',
    ],
  }),
  retool: machine('svc-retool', { network: 'aws-us-west-2', calls: READ_APPS }),
  snapshots: machine('svc-snapshots', {
    network: 'office',
    calls: ['ec2:DescribeSnapshots', 'ec2:DescribeVolumes'],
  }),
  terraformOld: machine('svc-terraform-old', { network: 'office', agent: 'terraform', calls: READ_EC2 }),
  braun: person('h.braun', { network: 'vodafone-de', calls: READ_EC2 }),
  ito: person('k.ito', { network: 'att-us', calls: READ_APPS, workHours: [15, 23] }),
  novak: person('p.novak', { network: 'telekom-de', calls: READ_LOGS, agent: 'cliLinux' }),
  olsen: person('s.olsen', { network: 'telia-se', calls: READ_APPS }),
  costa: person('r.costa', { network: 'vivo-br', calls: READ_LOGS, workHours: [12, 20] }),
  dubois: person('a.dubois', { network: 'orange-fr', calls: READ_EC2, agent: 'cliWindows' }),
  patel: person('v.patel', { network: 'airtel-in', calls: READ_DB, workHours: [5, 13] }),
  baker: person('j.baker', { network: 'sky-uk', calls: READ_APPS, account: 'development' }),
  romero: person('l.romero', { network: 'telefonica-es', calls: READ_DATA }),
  schmidt: person('t.schmidt', { network: 'office', calls: READ_DB, agent: 'cliWindows' }),
  nguyen: person('c.nguyen', {
    network: 'comcast-us',
    calls: READ_EC2,
    workHours: [14, 22],
    account: 'development',
  }),
  ivanov: person('d.ivanov', { network: 'vodafone-de', calls: READ_APPS, agent: 'cliLinux' }),
  cohen: person('m.cohen', { network: 'att-us', calls: READ_DB, workHours: [14, 22] }),
  moreau: person('e.moreau', { network: 'orange-fr', calls: READ_LOGS }),
  horvat: person('z.horvat', { network: 'vodafone-de', calls: READ_EC2 }),
  lindberg: person('n.lindberg', { network: 'telia-se', calls: READ_DB, agent: 'cliLinux' }),
  looker: machine('svc-looker', { network: 'google-cloud', calls: READ_DATA }),
  airbyte: machine('svc-airbyte', { network: 'digitalocean', calls: READ_DATA, account: 'development' }),
  evans: person('o.evans', {
    network: 'bt-uk',
    calls: ['iam:ListRoles', 'organizations:ListAccounts'],
    account: 'management',
  }),
  admin: person('break-glass', { network: 'office', calls: [], runsPerDay: 0, account: 'management' }),
  ops: person('f.wagner', {
    network: 'telekom-de',
    calls: ['organizations:ListAccounts', 'iam:ListRoles', 'cloudtrail:DescribeTrails'],
    account: 'management',
    agent: 'cliLinux',
  }),
  audit: person('g.larsson', {
    network: 'telia-se',
    calls: ['config:DescribeConfigurationRecorders', 'guardduty:ListDetectors', 'cloudtrail:LookupEvents'],
    account: 'management',
  }),
} as const satisfies Readonly<Record<string, LegacyUserPlan>>

export const LEGACY_USERS = { ...NAMED, ...OTHERS }

export type LegacyUserName = keyof typeof LEGACY_USERS
