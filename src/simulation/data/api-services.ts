/** What a service's records look like, whatever the call. */
export interface ApiService {
  readonly source: string
  /** Record version its records carry. */
  readonly version: string
  /** Endpoint, `*` for the region. */
  readonly host: string
  /** Calls land in us-east-1, wherever they are made. */
  readonly global?: boolean
  readonly apiVersion?: string
}

const regional = (name: string, version: string, rest: Partial<ApiService> = {}): ApiService => ({
  source: `${name}.amazonaws.com`,
  version,
  host: `${name}.*.amazonaws.com`,
  ...rest,
})
const global = (name: string, version: string): ApiService => ({
  source: `${name}.amazonaws.com`,
  version,
  host: `${name}.amazonaws.com`,
  global: true,
})

/** By the prefix used in `service:Call`. */
export const API_SERVICES: Readonly<Record<string, ApiService>> = {
  account: global('account', '1.09'),
  acm: regional('acm', '1.11'),
  apigateway: regional('apigateway', '1.09'),
  appconfig: regional('appconfig', '1.11'),
  athena: regional('athena', '1.11'),
  autoscaling: regional('autoscaling', '1.10'),
  backup: regional('backup', '1.11'),
  bedrock: regional('bedrock', '1.11', { host: 'bedrock-runtime.*.amazonaws.com' }),
  billing: global('billing', '1.09'),
  billingconsole: global('billingconsole', '1.09'),
  budgets: global('budgets', '1.08'),
  ce: global('ce', '1.11'),
  cloudformation: regional('cloudformation', '1.11'),
  cloudfront: global('cloudfront', '1.11'),
  cloudtrail: regional('cloudtrail', '1.11'),
  codebuild: regional('codebuild', '1.08'),
  config: regional('config', '1.08'),
  cur: global('cur', '1.08'),
  datasync: regional('datasync', '1.11'),
  detective: regional('detective', '1.08', { host: 'api.detective.*.amazonaws.com' }),
  dynamodb: regional('dynamodb', '1.11', { apiVersion: '2012-08-10' }),
  ebs: regional('ebs', '1.09'),
  ec2: regional('ec2', '1.10'),
  'ec2-instance-connect': regional('ec2-instance-connect', '1.08'),
  ecr: regional('ecr', '1.08', { host: 'api.ecr.*.amazonaws.com' }),
  ecs: regional('ecs', '1.11'),
  elasticache: regional('elasticache', '1.08'),
  elasticfilesystem: regional('elasticfilesystem', '1.08'),
  elasticloadbalancing: regional('elasticloadbalancing', '1.10', { apiVersion: '2015-12-01' }),
  events: regional('events', '1.11'),
  glue: regional('glue', '1.11'),
  guardduty: regional('guardduty', '1.11'),
  health: global('health', '1.08'),
  iam: global('iam', '1.11'),
  kms: regional('kms', '1.11'),
  lambda: regional('lambda', '1.11'),
  logs: regional('logs', '1.11', { apiVersion: '20140328' }),
  monitoring: regional('monitoring', '1.11'),
  notifications: regional('notifications', '1.11'),
  organizations: global('organizations', '1.08'),
  payments: global('payments', '1.09'),
  rds: regional('rds', '1.11'),
  'resource-explorer-2': regional('resource-explorer-2', '1.09'),
  route53: global('route53', '1.11'),
  s3: regional('s3', '1.11'),
  secretsmanager: regional('secretsmanager', '1.11'),
  securityhub: regional('securityhub', '1.11'),
  servicequotas: regional('servicequotas', '1.09'),
  ses: regional('ses', '1.11', { host: 'email.*.amazonaws.com' }),
  signin: { source: 'signin.amazonaws.com', version: '1.11', host: '*.signin.aws.amazon.com' },
  sns: regional('sns', '1.11'),
  sqs: regional('sqs', '1.11'),
  ssm: regional('ssm', '1.11'),
  sso: { source: 'sso.amazonaws.com', version: '1.11', host: 'portal.sso.*.amazonaws.com' },
  states: regional('states', '1.11'),
  sts: regional('sts', '1.11'),
  support: global('support', '1.08'),
  tagging: regional('tagging', '1.08'),
  trustedadvisor: global('trustedadvisor', '1.08'),
}

/** Calls whose name does not tell whether they only read: as CloudTrail's `readOnly` has them. */
export const READ_ONLY_EXCEPTIONS: Readonly<Record<string, boolean>> = {
  AssumeRole: true,
  AssumeRoleWithSAML: true,
  AssumeRoleWithWebIdentity: true,
  Decrypt: true,
  Encrypt: true,
  GenerateDataKey: true,
  GenerateDataKeyWithoutPlaintext: true,
  HeadBucket: true,
  HeadObject: true,
  Query: true,
  Scan: true,
  Search: true,
  StartQueryExecution: false,
  GetFederationToken: false,
  GetSessionToken: false,
  GetSigninToken: false,
  GetQueryResults: true,
  StartQuery: true,
  FilterLogEvents: true,
  PreviewAgents: true,
  InvokeModel: true,
  LookupEvents: true,
  CheckMfa: false,
  AdminGetUser: true,
  SimulatePrincipalPolicy: true,
  GenerateCredentialReport: true,
}
