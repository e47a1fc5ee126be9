import type { Call, Draft, Reader, Readers } from './facts.ts'
import { grantsOf } from './policy.ts'
import { at, foreignAccounts, get, isAccount, records, text, texts } from './values.ts'

/** Policies on resources: who else may use a key, queue, function, secret, repository … */
export const RESOURCE_POLICY_READERS: Readers = {
  'kms:PutKeyPolicy': policyOn('key', ['keyId'], ['policy']),
  'kms:CreateKey': policyOn('key', ['keyId'], ['policy']),
  'kms:CreateGrant': (call) => grant(call),
  'sqs:SetQueueAttributes': policyOn('queue', ['queueUrl'], ['attributes.Policy']),
  'sqs:CreateQueue': policyOn('queue', ['queueName'], ['attributes.Policy', 'attribute.Policy']),
  'sqs:AddPermission': (call) => ({
    ...givenTo(
      call,
      texts(get(call.request, 'aWSAccountIds')).concat(texts(get(call.request, 'accountIds'))),
    ),
    actions: texts(get(call.request, 'actions')).concat(texts(get(call.request, 'actionNames'))),
    target: text(call.request, 'queueUrl'),
    target_kind: 'queue',
  }),
  'sns:SetTopicAttributes': (call) => {
    const isPolicy = text(call.request, 'attributeName') === 'Policy'
    const grants = isPolicy ? grantsOf(get(call.request, 'attributeValue'), call.accountId) : {}
    return { ...grants, target: text(call.request, 'topicArn'), target_kind: 'topic' }
  },
  'sns:CreateTopic': policyOn('topic', ['name'], ['attributes.Policy']),
  'sns:AddPermission': (call) => ({
    ...givenTo(
      call,
      texts(get(call.request, 'aWSAccountId')).concat(texts(get(call.request, 'aWSAccountIds'))),
    ),
    actions: texts(get(call.request, 'actionName')).concat(texts(get(call.request, 'actionNames'))),
    target: text(call.request, 'topicArn'),
    target_kind: 'topic',
  }),
  'lambda:AddPermission': lambdaPermission,
  'lambda:AddLayerVersionPermission': (call) => ({
    ...statementFor(call, text(call.request, 'organizationId') !== undefined),
    target: text(call.request, 'layerName'),
    target_kind: 'layer',
  }),
  'lambda:CreateFunctionUrlConfig': functionUrl,
  'lambda:UpdateFunctionUrlConfig': functionUrl,
  'secretsmanager:PutResourcePolicy': policyOn('secret', ['secretId'], ['resourcePolicy']),
  'ecr:SetRepositoryPolicy': policyOn('repository', ['repositoryName'], ['policyText']),
  'ecr:PutRegistryPolicy': policyOn('registry', ['registryId'], ['policyText']),
  'glue:PutResourcePolicy': policyOn('catalog', ['resourceArn'], ['policyInJson']),
  'backup:PutBackupVaultAccessPolicy': policyOn('backup-vault', ['backupVaultName'], ['policy']),
  'es:UpdateElasticsearchDomainConfig': policyOn('domain', ['domainName'], ['accessPolicies']),
  'es:UpdateDomainConfig': policyOn('domain', ['domainName'], ['accessPolicies']),
  'es:CreateElasticsearchDomain': policyOn('domain', ['domainName'], ['accessPolicies']),
  'es:CreateDomain': policyOn('domain', ['domainName'], ['accessPolicies']),
  'elasticfilesystem:PutFileSystemPolicy': policyOn('file-system', ['fileSystemId'], ['policy']),
  'apigateway:CreateRestApi': policyOn(
    'api',
    ['createRestApiInput.name', 'name'],
    ['createRestApiInput.policy', 'policy'],
  ),
  'apigateway:UpdateRestApi': patchedApi,
  'events:PutPermission': eventBusPermission,
  'logs:PutResourcePolicy': policyOn('log-policy', ['policyName'], ['policyDocument']),
  'logs:PutDestinationPolicy': policyOn('log-destination', ['destinationName'], ['accessPolicy']),
  'glacier:SetVaultAccessPolicy': policyOn('vault', ['vaultName'], ['policy.policy', 'policy']),
  'dynamodb:PutResourcePolicy': policyOn('table', ['resourceArn'], ['policy']),
  'kinesis:PutResourcePolicy': policyOn('stream', ['resourceARN'], ['policy']),
  'ses:PutIdentityPolicy': policyOn('identity', ['identity'], ['policy']),
  'ses:CreateEmailIdentityPolicy': policyOn('identity', ['emailIdentity'], ['policy']),
  'acm-pca:PutPolicy': policyOn('certificate-authority', ['resourceArn'], ['policy']),
  'cloudtrail:PutResourcePolicy': policyOn('trail', ['resourceArn'], ['resourcePolicy']),
  'organizations:PutResourcePolicy': policyOn('organization', ['resourceArn'], ['content']),
  'codebuild:PutResourcePolicy': policyOn('project', ['resourceArn'], ['policy']),
  'codeartifact:PutDomainPermissionsPolicy': policyOn('domain', ['domain'], ['policyDocument']),
  'codeartifact:PutRepositoryPermissionsPolicy': policyOn('repository', ['repository'], ['policyDocument']),
  'kafka:PutClusterPolicy': policyOn('cluster', ['clusterArn'], ['policy']),
  'redshift:PutResourcePolicy': policyOn('cluster', ['resourceArn'], ['policy']),
  'redshift-serverless:PutResourcePolicy': policyOn('snapshot', ['resourceArn'], ['policy']),
  'ssm:PutResourcePolicy': policyOn('parameter', ['resourceArn'], ['policy']),
  'vpc-lattice:PutResourcePolicy': policyOn('service-network', ['resourceArn'], ['policy']),
  'vpc-lattice:PutAuthPolicy': policyOn('service-network', ['resourceIdentifier'], ['policy']),
  'ec2:ModifyVpcEndpoint': policyOn(
    'vpc-endpoint',
    ['ModifyVpcEndpointRequest.VpcEndpointId', 'vpcEndpointId'],
    ['ModifyVpcEndpointRequest.PolicyDocument', 'policyDocument'],
  ),
}

function policyOn(kind: string, targets: readonly string[], policies: readonly string[]): Reader {
  return (call) => {
    const policy = policies
      .map((path) => at(call.request, path))
      .find((value) => value !== undefined && value !== '')
    const target = text(call.request, ...targets)
    return { ...grantsOf(policy, call.accountId), target, target_kind: kind }
  }
}

function grant(call: Call): Draft {
  const grantee = text(call.request, 'granteePrincipal')
  const isService = grantee !== undefined && /^[a-z0-9.-]+\.amazonaws\.com$/u.test(grantee)
  return {
    accounts: foreignAccounts([grantee], call.accountId),
    principals: isService ? [] : texts(grantee),
    services: isService ? [grantee] : [],
    actions: texts(get(call.request, 'operations')),
    target: text(call.request, 'keyId'),
    target_kind: 'key',
  }
}

/** Principals named one by one, `*` among them. */
function givenTo(call: Call, principals: readonly string[], isLimited = false): Draft {
  const toAll = principals.includes('*')
  return {
    accounts: foreignAccounts(principals, call.accountId),
    principals,
    public: toAll && !isLimited,
    conditional: toAll && isLimited,
  }
}

/** One statement in the request's own words: `principal`, `action`. */
function statementFor(call: Call, isLimited: boolean): Draft {
  const principal = text(call.request, 'principal')
  const isService = principal !== undefined && /\.amazon(?:aws)?\.com$/u.test(principal)
  const services = isService ? [principal] : []
  const draft = isService ? {} : givenTo(call, texts(principal), isLimited)
  return { ...draft, services, actions: texts(get(call.request, 'action')) }
}

function lambdaPermission(call: Call): Draft {
  const limits = [
    text(call.request, 'sourceAccount'),
    text(call.request, 'sourceArn'),
    text(call.request, 'principalOrgID'),
  ]
  const draft = statementFor(
    call,
    limits.some((limit) => limit !== undefined),
  )
  const accounts = foreignAccounts([...(draft.principals ?? []), ...limits], call.accountId)
  return { ...draft, accounts, ...functionTarget(call) }
}

function functionTarget(call: Call): Draft {
  return { target: text(call.request, 'functionName'), target_kind: 'function' }
}

/** A function's own address that asks for no signature. */
function functionUrl(call: Call): Draft {
  return { public: text(call.request, 'authType') === 'NONE', ...functionTarget(call) }
}

function patchedApi(call: Call): Draft {
  const operations = records(
    at(call.request, 'updateRestApiInput.patchOperations') ?? get(call.request, 'patchOperations'),
  )
  const patch = operations.find((operation) => text(operation, 'path') === '/policy')
  const grants = patch === undefined ? {} : grantsOf(get(patch, 'value'), call.accountId)
  return { ...grants, target: text(call.request, 'restApiId'), target_kind: 'api' }
}

/** By account, or by a condition that names the organisation, or by a whole policy. */
function eventBusPermission(call: Call): Draft {
  const bus = { target: text(call.request, 'eventBusName') ?? 'default', target_kind: 'event-bus' }
  const policy = get(call.request, 'policy')
  if (policy !== undefined) return { ...grantsOf(policy, call.accountId), ...bus }
  const isLimited = text(call.request, 'condition.value') !== undefined
  const principals = texts(get(call.request, 'principal')).filter((name) => name === '*' || isAccount(name))
  return { ...givenTo(call, principals, isLimited), actions: texts(get(call.request, 'action')), ...bus }
}
