import { describe, expect, test } from 'vitest'
import { A, B, policy, read } from './read.ts'

const toAll = policy({ Effect: 'Allow', Principal: '*', Action: 'x:Get', Resource: '*' })
const toB = policy({
  Effect: 'Allow',
  Principal: { AWS: `arn:aws:iam::${B}:root` },
  Action: 'x:Get',
  Resource: '*',
})
const toOwn = policy({
  Effect: 'Allow',
  Principal: { AWS: `arn:aws:iam::${A}:root` },
  Action: 'x:Get',
  Resource: '*',
})

describe('policies on resources', () => {
  test.each([
    ['kms', 'PutKeyPolicy', (p: string) => ({ keyId: 'k', policy: p })],
    ['s3', 'PutBucketPolicy', (p: string) => ({ bucketName: 'b', bucketPolicy: p, policy: [''] })],
    ['sqs', 'SetQueueAttributes', (p: string) => ({ queueUrl: 'q', attributes: { Policy: p } })],
    [
      'sns',
      'SetTopicAttributes',
      (p: string) => ({ topicArn: 't', attributeName: 'Policy', attributeValue: p }),
    ],
    ['secretsmanager', 'PutResourcePolicy', (p: string) => ({ secretId: 's', resourcePolicy: p })],
    ['ecr', 'SetRepositoryPolicy', (p: string) => ({ repositoryName: 'r', policyText: p })],
    ['glue', 'PutResourcePolicy', (p: string) => ({ policyInJson: p })],
    ['backup', 'PutBackupVaultAccessPolicy', (p: string) => ({ backupVaultName: 'v', policy: p })],
    ['es', 'UpdateElasticsearchDomainConfig', (p: string) => ({ domainName: 'd', accessPolicies: p })],
    ['elasticfilesystem', 'PutFileSystemPolicy', (p: string) => ({ fileSystemId: 'fs', policy: p })],
    ['glacier', 'SetVaultAccessPolicy', (p: string) => ({ vaultName: 'v', policy: { policy: p } })],
    ['logs', 'PutDestinationPolicy', (p: string) => ({ destinationName: 'd', accessPolicy: p })],
    [
      'apigateway',
      'UpdateRestApi',
      (p: string) => ({ restApiId: 'a', patchOperations: [{ op: 'replace', path: '/policy', value: p }] }),
    ],
  ])('%s %s: everybody, another account, one’s own', (service, name, request) => {
    expect(read(service, name, request(toAll))).toMatchObject({ public: true, actions: ['x:Get'] })
    expect(read(service, name, request(toB))).toMatchObject({ accounts: [B] })
    const own = read(service, name, request(toOwn))
    expect([own?.public, own?.conditional, own?.accounts]).toEqual([undefined, undefined, undefined])
  })

  test.each([
    ['everybody', { principal: '*' }, { public: true }],
    [
      'everybody of an organisation',
      { principal: '*', principalOrgID: 'o-abcdefghij' },
      { conditional: true },
    ],
    ['an account', { principal: B }, { accounts: [B] }],
    ['a service', { principal: 's3.amazonaws.com', sourceAccount: A }, { services: ['s3.amazonaws.com'] }],
    ['a service for another account', { principal: 's3.amazonaws.com', sourceAccount: B }, { accounts: [B] }],
  ])('lambda AddPermission: %s', (_name, request, facts) => {
    const found = read('lambda', 'AddPermission20150331v2', {
      functionName: 'f',
      action: 'lambda:InvokeFunction',
      ...request,
    })
    expect(found).toMatchObject({ target: 'f', ...facts })
  })

  test.each([
    [
      'a function’s open address',
      'lambda',
      'CreateFunctionUrlConfig',
      { functionName: 'f', authType: 'NONE' },
      { public: true },
    ],
    [
      'an address that asks for a signature',
      'lambda',
      'CreateFunctionUrlConfig',
      { functionName: 'f', authType: 'AWS_IAM' },
      { target: 'f' },
    ],
    [
      'a queue',
      'sqs',
      'AddPermission',
      { queueUrl: 'q', aWSAccountIds: [B], actions: ['*'] },
      { accounts: [B] },
    ],
    [
      'an event bus for all',
      'events',
      'PutPermission',
      { principal: '*', action: 'events:PutEvents' },
      { public: true },
    ],
    [
      'an event bus for an organisation',
      'events',
      'PutPermission',
      { principal: '*', condition: { value: 'o-abcdefghij' } },
      { conditional: true },
    ],
    [
      'a grant to another account',
      'kms',
      'CreateGrant',
      { keyId: 'k', granteePrincipal: `arn:aws:iam::${B}:role/r`, operations: ['Decrypt'] },
      { accounts: [B], actions: ['Decrypt'] },
    ],
  ])('%s', (...[, service, name, request, facts]) => {
    expect(read(service, name, request)).toMatchObject(facts)
  })
})

describe('buckets', () => {
  const group = (uri: string) => ({
    bucketName: 'b',
    AccessControlPolicy: { AccessControlList: { Grant: { Grantee: { URI: uri }, Permission: 'READ' } } },
  })
  const AUTHENTICATED = 'http://acs.amazonaws.com/groups/global/AuthenticatedUsers'
  test.each([
    ['everybody with an account', 'PutBucketAcl', group(AUTHENTICATED), true],
    ['log delivery', 'PutBucketAcl', group('http://acs.amazonaws.com/groups/s3/LogDelivery'), undefined],
    ['a canned list', 'PutBucketAcl', { bucketName: 'b', 'x-amz-acl': 'public-read' }, true],
    ['a private canned list', 'PutBucketAcl', { bucketName: 'b', 'x-amz-acl': 'private' }, undefined],
    [
      'a header',
      'PutObjectAcl',
      { bucketName: 'b', key: 'k', accessControlList: { 'x-amz-grant-read': `uri=${AUTHENTICATED}` } },
      true,
    ],
  ])('%s', (...[, name, request, isPublic]) => {
    expect(read('s3', name, request)?.public).toBe(isPublic)
  })

  test('replication names bucket and account', () => {
    const rule = { Destination: { Bucket: 'arn:aws:s3:::elsewhere', Account: B } }
    expect(
      read('s3', 'PutBucketReplication', { bucketName: 'b', ReplicationConfiguration: { Rule: rule } }),
    ).toMatchObject({
      target: 'b',
      destination: 'arn:aws:s3:::elsewhere',
      accounts: [B],
    })
  })

  const expiry = (Days: number, Status = 'Enabled') => ({
    LifecycleConfiguration: { Rule: { Expiration: { Days }, Status } },
  })
  test.each([
    ['logs kept a month', { bucketName: 'cloudtrail-logs', ...expiry(30) }, true],
    ['logs kept longer', { bucketName: 'cloudtrail-logs', ...expiry(31) }, undefined],
    ['a rule that is off', { bucketName: 'cloudtrail-logs', ...expiry(1, 'Disabled') }, undefined],
    ['scratch data', { bucketName: 'scratch', ...expiry(1) }, undefined],
  ])('expiry: %s', (_name, request, narrowed) => {
    expect(read('s3', 'PutBucketLifecycle', request)?.narrowed).toBe(narrowed)
  })

  test('a key of another account locks the bucket', () => {
    const rule = {
      ApplyServerSideEncryptionByDefault: { KMSMasterKeyID: `arn:aws:kms:eu-west-1:${B}:key/1` },
    }
    expect(
      read('s3', 'PutBucketEncryption', {
        bucketName: 'b',
        ServerSideEncryptionConfiguration: { Rule: rule },
      }),
    ).toMatchObject({ accounts: [B] })
  })
})

describe('sharing', () => {
  const add = (item: object) => ({ snapshotId: 's', createVolumePermission: { add: { items: [item] } } })
  test.each([
    [
      'snapshot to an account',
      'ec2',
      'ModifySnapshotAttribute',
      add({ userId: B }),
      { target: 's', accounts: [B] },
    ],
    ['snapshot to oneself', 'ec2', 'ModifySnapshotAttribute', add({ userId: A }), { target: 's' }],
    ['snapshot to all', 'ec2', 'ModifySnapshotAttribute', add({ group: 'all' }), { public: true }],
    [
      'image to an organisation',
      'ec2',
      'ModifyImageAttribute',
      { imageId: 'i', launchPermission: { add: { items: [{ organizationArn: 'arn:o' }] } } },
      { principals: ['arn:o'] },
    ],
    [
      'database snapshot',
      'rds',
      'ModifyDBSnapshotAttribute',
      { dBSnapshotIdentifier: 'd', valuesToAdd: [B] },
      { target: 'd', accounts: [B] },
    ],
    [
      'cluster snapshot to all',
      'rds',
      'ModifyDBClusterSnapshotAttribute',
      { dBClusterSnapshotIdentifier: 'd', valuesToAdd: ['all'] },
      { public: true },
    ],
    [
      'database opened',
      'rds',
      'ModifyDBInstance',
      { dBInstanceIdentifier: 'd', publiclyAccessible: true },
      { public: true },
    ],
    ['export', 'rds', 'StartExportTask', { sourceArn: 'a', s3BucketName: 'b' }, { destination: 'b' }],
    [
      'table export',
      'dynamodb',
      'ExportTableToPointInTime',
      { tableArn: 't', s3Bucket: 'b', s3BucketOwner: B },
      { destination: 'b', accounts: [B] },
    ],
    ['image to a bucket', 'ec2', 'CreateStoreImageTask', { imageId: 'i', bucket: 'b' }, { destination: 'b' }],
    ['resource share', 'ram', 'CreateResourceShare', { name: 'n', principals: [B] }, { accounts: [B] }],
    [
      'resource share in the organisation',
      'ram',
      'CreateResourceShare',
      { name: 'n', principals: [`arn:aws:organizations::${B}:organization/o-1`] },
      { target: 'n' },
    ],
    [
      'document to all',
      'ssm',
      'ModifyDocumentPermission',
      { name: 'n', accountIdsToAdd: ['all'] },
      { public: true },
    ],
    [
      'data share',
      'redshift',
      'AuthorizeDataShare',
      { dataShareArn: 'd', consumerIdentifier: B },
      { accounts: [B] },
    ],
    [
      'copy by backup',
      'backup',
      'StartCopyJob',
      { recoveryPointArn: 'r', destinationBackupVaultArn: `arn:aws:backup:eu-west-1:${B}:backup-vault:v` },
      { accounts: [B] },
    ],
    [
      'registry',
      'ecr',
      'PutReplicationConfiguration',
      { replicationConfiguration: { rules: [{ destinations: [{ region: 'eu-west-1', registryId: B }] }] } },
      { accounts: [B], destination: 'eu-west-1' },
    ],
    [
      'DataSync',
      'datasync',
      'CreateLocationS3',
      { s3BucketArn: 'arn:aws:s3:::b' },
      { destination: 'arn:aws:s3:::b' },
    ],
    [
      'mail: its domain, not its address',
      'sns',
      'Subscribe',
      { topicArn: 't', protocol: 'email', endpoint: 'a@example.com' },
      { destination: 'example.com' },
    ],
    [
      'web',
      'sns',
      'Subscribe',
      { topicArn: 't', protocol: 'https', endpoint: 'https://u:p@example.com:8443/x' },
      { destination: 'example.com' },
    ],
    [
      'targets of events',
      'events',
      'PutTargets',
      { rule: 'r', targets: [{ arn: `arn:aws:events:eu-west-1:${B}:event-bus/d` }] },
      { accounts: [B] },
    ],
  ])('%s', (...[, service, name, request, facts]) => {
    expect(read(service, name, request)).toMatchObject(facts)
  })

  test('to oneself and within the organisation gives nothing to other accounts', () => {
    expect(read('ec2', 'ModifySnapshotAttribute', add({ userId: A }))?.accounts).toBeUndefined()
    const own = { name: 'n', principals: [`arn:aws:organizations::${B}:organization/o-1`] }
    expect(read('ram', 'CreateResourceShare', own)?.accounts).toBeUndefined()
  })

  test('taking back gives nothing', () => {
    const request = {
      snapshotId: 's',
      createVolumePermission: { remove: { items: [{ userId: B }, { group: 'all' }] } },
    }
    expect(read('ec2', 'ModifySnapshotAttribute', request)).toEqual({ target: 's', target_kind: 'snapshot' })
  })
})

describe('accounts of AWS that deliver logs', () => {
  const ELB = 'arn:aws:iam::127311923021:root'
  const grant = (action: string | readonly string[]): string =>
    policy({ Effect: 'Allow', Principal: { AWS: ELB }, Action: action, Resource: '*' })

  test.each([
    ['writing logs gives nothing to a stranger', grant('s3:PutObject'), undefined],
    ['nor does asking for the access list', grant(['s3:PutObject', 's3:GetBucketAcl']), undefined],
    ['reading does', grant(['s3:PutObject', 's3:GetObject']), ['127311923021']],
    [
      'another account may not write either',
      policy({ Effect: 'Allow', Principal: { AWS: B }, Action: 's3:PutObject', Resource: '*' }),
      [B],
    ],
  ])('%s', (_, bucketPolicy, accounts) => {
    expect(read('s3', 'PutBucketPolicy', { bucketName: 'b', bucketPolicy })?.accounts).toEqual(accounts)
  })
})

describe('objects written', () => {
  const key = (account: string): string => `arn:aws:kms:eu-central-1:${account}:key/1234abcd`
  const header = 'x-amz-server-side-encryption-aws-kms-key-id'
  const owner = (accountId: string) => ({
    resources: [{ type: 'AWS::S3::Bucket', ARN: 'arn:aws:s3:::b', accountId }],
  })

  test.each([
    ['under a key of another account', 'CopyObject', { [header]: key(B) }, {}, [B]],
    ['put under one', 'PutObject', { [header]: key(B) }, {}, [B]],
    ['under an own key', 'CopyObject', { [header]: key(A) }, {}, undefined],
    ['copied to a bucket of another account', 'CopyObject', {}, owner(B), [B]],
    ['copied to an own bucket', 'CopyObject', {}, owner(A), undefined],
  ])('%s', (_, name, more, resources, accounts) => {
    const facts = read('s3', name, { bucketName: 'b', key: 'k', ...more }, resources)
    expect(facts).toMatchObject({ target: 'b/k', destination: 'b' })
    expect(facts?.accounts).toEqual(accounts)
  })
})
