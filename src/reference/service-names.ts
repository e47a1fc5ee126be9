/**
 * Where the name in `eventSource` (without `.amazonaws.com`) differs from the prefix of the service's IAM actions, or
 * where one source speaks for several prefixes. The first prefix that knows the action wins.
 */
const PREFIXES: Readonly<Record<string, readonly string[]>> = {
  'agreement-marketplace': ['aws-marketplace'],
  'application-insights': ['applicationinsights'],
  autoscaling: ['autoscaling', 'application-autoscaling', 'autoscaling-plans'],
  backupstorage: ['backup-storage'],
  bedrock: ['bedrock', 'bedrock-agentcore'],
  'bedrock-agent': ['bedrock'],
  'bedrock-agent-runtime': ['bedrock'],
  'bedrock-runtime': ['bedrock'],
  billingconsole: ['aws-portal', 'billing', 'payments', 'tax', 'consolidatedbilling', 'invoicing'],
  'catalog-marketplace': ['aws-marketplace'],
  'catalog.marketplace': ['aws-marketplace'],
  cloudhsmv2: ['cloudhsm'],
  'cost-explorer': ['ce'],
  'data.iot': ['iot'],
  'data.mediastore': ['mediastore'],
  'discovery-marketplace': ['aws-marketplace'],
  docdb: ['rds'],
  email: ['ses'],
  'entitlement.marketplace': ['aws-marketplace'],
  'execute-api': ['execute-api', 'apigateway'],
  identitystore: ['identitystore', 'sso-directory'],
  iotdata: ['iot'],
  'jobs.iot': ['iotjobsdata'],
  'lex-models': ['lex'],
  marketplace: ['aws-marketplace', 'aws-marketplace-management'],
  'metering-marketplace': ['aws-marketplace'],
  'metering.marketplace': ['aws-marketplace'],
  'models.lex': ['lex'],
  'models-v2-lex': ['lex'],
  monitoring: ['cloudwatch'],
  'mturk-requester': ['mechanicalturk'],
  mwaa: ['airflow'],
  neptune: ['rds'],
  opensearch: ['es', 'opensearch'],
  payment: ['payments'],
  pinpoint: ['mobiletargeting'],
  'procurement-marketplace': ['aws-marketplace'],
  'runtime-v2-lex': ['lex'],
  'runtime.lex': ['lex'],
  'runtime.sagemaker': ['sagemaker'],
  s3: ['s3', 's3express', 's3-object-lambda', 's3-outposts'],
  's3-outposts': ['s3-outposts', 's3'],
  'sagemaker-runtime': ['sagemaker'],
  'servicecatalog-appregistry': ['servicecatalog'],
  sso: ['sso', 'sso-directory', 'identity-sync'],
  'sso-directory': ['sso-directory', 'identitystore'],
  'sso-oidc': ['sso-oauth', 'sso'],
  'streams.dynamodb': ['dynamodb'],
  tagging: ['tag'],
  tagpolicies: ['tag'],
  transcribestreaming: ['transcribe'],
  waf: ['waf', 'waf-regional'],
  zocalo: ['workdocs'],
}

const SUFFIX = '.amazonaws.com'

/** `eventSource` without `.amazonaws.com`. */
export function serviceOf(eventSource: string): string {
  return eventSource.endsWith(SUFFIX) ? eventSource.slice(0, -SUFFIX.length) : eventSource
}

/** IAM prefixes under which a service's actions may stand, likeliest first. */
export function iamPrefixes(service: string): readonly string[] {
  return Object.hasOwn(PREFIXES, service) ? (PREFIXES[service] ?? [service]) : [service]
}
