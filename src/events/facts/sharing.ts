import type { Call, Draft, Json, Reader, Readers } from './facts.ts'
import { accountIn, at, foreignAccounts, get, isOn, records, text, texts } from './values.ts'

/** Data given to other accounts or carried elsewhere: snapshots, images, exports, shares, copies, transfers. */
export const SHARING_READERS: Readers = {
  'ec2:ModifySnapshotAttribute': (call) => ({
    ...permitted(call, get(call.request, 'createVolumePermission')),
    target: text(call.request, 'snapshotId'),
    target_kind: 'snapshot',
  }),
  'ec2:ModifyImageAttribute': (call) => ({
    ...permitted(call, get(call.request, 'launchPermission')),
    target: text(call.request, 'imageId'),
    target_kind: 'image',
  }),
  'ec2:CopySnapshot': copied('snapshot', ['sourceSnapshotId'], ['destinationRegion']),
  'ec2:CopyImage': copied('image', ['sourceImageId'], ['destinationRegion']),
  'ec2:CreateStoreImageTask': sent('image', ['imageId'], ['bucket']),
  'ec2:ExportImage': sent(
    'image',
    ['imageId'],
    ['s3ExportLocation.s3Bucket', 'ExportImageRequest.S3ExportLocation.S3Bucket'],
  ),
  'ec2:CreateInstanceExportTask': sent('instance', ['instanceId'], ['exportToS3.s3Bucket']),
  'ec2:CreateVpcPeeringConnection': (call) => ({
    accounts: foreignAccounts([text(call.request, 'peerOwnerId')], call.accountId),
    target: text(call.request, 'vpcId'),
    target_kind: 'vpc',
    destination: text(call.request, 'peerVpcId'),
  }),
  'ec2:ModifyVpcEndpointServicePermissions': endpointService,

  'rds:ModifyDBSnapshotAttribute': restoreRight('dBSnapshotIdentifier'),
  'rds:ModifyDBClusterSnapshotAttribute': restoreRight('dBClusterSnapshotIdentifier'),
  'rds:CopyDBSnapshot': copied('snapshot', ['sourceDBSnapshotIdentifier'], []),
  'rds:CopyDBClusterSnapshot': copied('snapshot', ['sourceDBClusterSnapshotIdentifier'], []),
  'rds:StartExportTask': sent('snapshot', ['sourceArn'], ['s3BucketName']),
  'rds:CreateDBInstance': reachable('database', 'dBInstanceIdentifier'),
  'rds:ModifyDBInstance': reachable('database', 'dBInstanceIdentifier'),
  'rds:RestoreDBInstanceFromDBSnapshot': reachable('database', 'dBInstanceIdentifier'),
  'rds:RestoreDBInstanceToPointInTime': reachable('database', 'targetDBInstanceIdentifier'),
  'rds:CreateDBInstanceReadReplica': reachable('database', 'dBInstanceIdentifier'),
  'redshift:CreateCluster': reachable('cluster', 'clusterIdentifier'),
  'redshift:ModifyCluster': reachable('cluster', 'clusterIdentifier'),
  'redshift:AuthorizeSnapshotAccess': given(
    'snapshot',
    ['snapshotIdentifier', 'snapshotArn'],
    ['accountWithRestoreAccess'],
  ),
  'redshift:AuthorizeDataShare': given('data-share', ['dataShareArn'], ['consumerIdentifier']),
  'redshift:AuthorizeEndpointAccess': given('cluster', ['clusterIdentifier'], ['account']),
  'redshift:EnableSnapshotCopy': sent('cluster', ['clusterIdentifier'], ['destinationRegion']),
  'dms:ModifyReplicationInstance': reachable('replication-instance', 'replicationInstanceArn'),
  'dms:CreateReplicationInstance': reachable('replication-instance', 'replicationInstanceIdentifier'),

  'dynamodb:ExportTableToPointInTime': (call) => ({
    ...sent('table', ['tableArn'], ['s3Bucket'])(call),
    accounts: foreignAccounts(
      [text(call.request, 's3BucketOwner'), text(call.request, 's3SseKmsKeyId')],
      call.accountId,
    ),
  }),
  'dynamodb:CreateGlobalTable': sent('table', ['globalTableName'], ['replicationGroup.regionName']),
  'dynamodb:UpdateTable': tableReplica,
  'logs:CreateExportTask': sent('log-group', ['logGroupName'], ['destination']),
  'logs:PutSubscriptionFilter': sent('log-group', ['logGroupName'], ['destinationArn']),
  'elasticfilesystem:CreateReplicationConfiguration': (call) => {
    const copies = records(get(call.request, 'destinations'))
    return {
      ...sent('file-system', ['sourceFileSystemId'], [])(call),
      destination: copies
        .map((copy) => text(copy, 'fileSystemId', 'region'))
        .find((place) => place !== undefined),
      accounts: foreignAccounts(
        copies.map((copy) => text(copy, 'fileSystemId', 'roleArn')),
        call.accountId,
      ),
    }
  },
  'kms:ReplicateKey': sent('key', ['keyId'], ['replicaRegion']),
  'secretsmanager:ReplicateSecretToRegions': (call) => {
    const regions = records(get(call.request, 'addReplicaRegions')).map((replica) => text(replica, 'region'))
    return { target: text(call.request, 'secretId'), target_kind: 'secret', destination: regions[0] }
  },
  'ecr:PutReplicationConfiguration': registryReplication,
  'backup:StartCopyJob': sent('recovery-point', ['recoveryPointArn'], ['destinationBackupVaultArn']),
  'elasticache:CopySnapshot': sent('snapshot', ['sourceSnapshotName'], ['targetBucket']),
  'elasticache:ExportServerlessCacheSnapshot': sent(
    'snapshot',
    ['serverlessCacheSnapshotName'],
    ['s3BucketName'],
  ),

  'ram:CreateResourceShare': share,
  'ram:AssociateResourceShare': share,
  'ram:UpdateResourceShare': share,
  'ram:AcceptResourceShareInvitation': (call) => ({
    target: text(call.request, 'resourceShareInvitationArn'),
    target_kind: 'resource-share',
  }),
  'ssm:ModifyDocumentPermission': given('document', ['name'], ['accountIdsToAdd']),
  'lakeformation:GrantPermissions': given(
    'catalog',
    ['resource.table.name', 'resource.database.name'],
    ['principal.dataLakePrincipalIdentifier'],
  ),
  'organizations:RegisterDelegatedAdministrator': given('service', ['servicePrincipal'], ['accountId']),
  'guardduty:EnableOrganizationAdminAccount': given('service', [], ['adminAccountId']),
  'securityhub:EnableOrganizationAdminAccount': given('service', [], ['adminAccountId']),
  'config:PutAggregationAuthorization': given('aggregator', ['authorizedAwsRegion'], ['authorizedAccountId']),
  'route53domains:TransferDomainToAnotherAwsAccount': given('domain', ['domainName'], ['accountId']),
  'oam:CreateLink': given('link', ['labelTemplate'], ['sinkIdentifier']),
  'sns:Subscribe': subscription,
  'events:PutTargets': (call) => {
    const arns = records(get(call.request, 'targets')).map((entry) => text(entry, 'arn'))
    const accounts = foreignAccounts(arns, call.accountId)
    const destination = arns.find((arn) => accounts.includes(accountIn(arn) ?? '')) ?? arns[0]
    return { accounts, destination, target: text(call.request, 'rule'), target_kind: 'event-rule' }
  },
  'datasync:CreateLocationS3': location(['s3BucketArn']),
  'datasync:CreateLocationObjectStorage': location(['serverHostname', 'bucketName']),
  'datasync:CreateLocationAzureBlob': location(['containerUrl']),
  'datasync:CreateLocationNfs': location(['serverHostname']),
  'datasync:CreateLocationSmb': location(['serverHostname']),
  'datasync:CreateLocationHdfs': location(['nameNodes.hostname']),
  'datasync:CreateLocationEfs': location(['efsFilesystemArn']),
  'datasync:CreateLocationFsxWindows': location(['fsxFilesystemArn']),
  'datasync:CreateLocationFsxLustre': location(['fsxFilesystemArn']),
  'datasync:CreateLocationFsxOntap': location(['storageVirtualMachineArn']),
  'datasync:CreateLocationFsxOpenZfs': location(['fsxFilesystemArn']),
  'datasync:CreateTask': sent('transfer', ['sourceLocationArn'], ['destinationLocationArn']),
  'datasync:StartTaskExecution': sent('transfer', ['taskArn'], []),
}

/** EC2's `add` list of `{userId}`, `{group: all}`, `{organizationArn}`; or the oldest form, flat. Removals give nothing. */
function permitted(call: Call, permission: unknown): Draft {
  const adds = records(permission).flatMap((change) => records(get(change, 'add')))
  const isOldAdd = text(call.request, 'operationType') === 'add'
  const oldIds = isOldAdd ? [call.request].flatMap((request) => flatten(request, ['userIds', 'userId'])) : []
  const oldGroups = isOldAdd ? flatten(call.request, ['groupNames', 'groups', 'userGroup']) : []
  const users = [...adds.map((add) => text(add, 'userId') ?? ''), ...oldIds]
  const groups = [...adds.map((add) => text(add, 'group') ?? ''), ...oldGroups]
  const organisations = adds.map((add) => text(add, 'organizationArn', 'organizationalUnitArn') ?? '')
  return {
    accounts: foreignAccounts(users, call.accountId),
    public: groups.includes('all'),
    principals: [...users, ...organisations].filter((name) => name !== ''),
  }
}

/** Texts and `{items: [{userId}]}` under any of these keys. */
function flatten(request: Json, keys: readonly string[]): readonly string[] {
  return keys.flatMap((key) => {
    const value = get(request, key)
    return [...texts(value), ...records(value).flatMap((item) => Object.values(item).flatMap(texts))]
  })
}

function restoreRight(idKey: string): Reader {
  return (call) => {
    const added = texts(get(call.request, 'valuesToAdd'))
    return {
      accounts: foreignAccounts(added, call.accountId),
      public: added.includes('all'),
      principals: added,
      target: text(call.request, idKey),
      target_kind: 'snapshot',
    }
  }
}

/** Given to accounts, `*` or `all` by their names in the request. */
function given(kind: string, targets: readonly string[], receivers: readonly string[]): Reader {
  return (call) => {
    const named = receivers.flatMap((path) => texts(at(call.request, path)))
    return {
      accounts: foreignAccounts(named, call.accountId),
      public: named.some((name) => name === '*' || name.toLowerCase() === 'all'),
      principals: named,
      target: text(call.request, ...targets),
      target_kind: kind,
    }
  }
}

/** Sent to a bucket, an ARN or a region; a key of another account locks the copy away for that account. */
function sent(kind: string, targets: readonly string[], destinations: readonly string[]): Reader {
  return (call) => {
    const destination = destinations.length === 0 ? undefined : text(call.request, ...destinations)
    return {
      destination,
      accounts: foreignAccounts([destination, text(call.request, 'kmsKeyId')], call.accountId),
      target: text(call.request, ...targets),
      target_kind: kind,
    }
  }
}

function copied(kind: string, sources: readonly string[], destinations: readonly string[]): Reader {
  return sent(kind, sources, destinations)
}

function reachable(kind: string, idKey: string): Reader {
  return (call) => ({
    public: isOn(get(call.request, 'publiclyAccessible')),
    target: text(call.request, idKey),
    target_kind: kind,
  })
}

function endpointService(call: Call): Draft {
  const inner = records(get(call.request, 'ModifyVpcEndpointServicePermissionsRequest'))[0] ?? call.request
  const added = get(inner, 'addAllowedPrincipals') ?? get(inner, 'AddAllowedPrincipals')
  const principals = [...texts(added), ...records(added).flatMap((item) => texts(get(item, 'content')))]
  return {
    accounts: foreignAccounts(principals, call.accountId),
    public: principals.includes('*'),
    principals,
    target: text(inner, 'serviceId'),
    target_kind: 'endpoint-service',
  }
}

function tableReplica(call: Call): Draft {
  const region = records(get(call.request, 'replicaUpdates'))
    .map((update) => text(update, 'create.regionName'))
    .find((name) => name !== undefined)
  if (region === undefined) return {}
  return { target: text(call.request, 'tableName'), target_kind: 'table', destination: region }
}

function registryReplication(call: Call): Draft {
  const places = records(at(call.request, 'replicationConfiguration.rules')).flatMap((rule) =>
    records(get(rule, 'destinations')),
  )
  return {
    accounts: foreignAccounts(
      places.map((place) => text(place, 'registryId')),
      call.accountId,
    ),
    destination: places.map((place) => text(place, 'region')).find((region) => region !== undefined),
    target_kind: 'registry',
  }
}

function share(call: Call): Draft {
  const principals = texts(get(call.request, 'principals'))
  return {
    accounts: foreignAccounts(
      principals.filter((name) => !name.includes(':organizations:')),
      call.accountId,
    ),
    principals,
    target: text(call.request, 'name', 'resourceShareArn'),
    target_kind: 'resource-share',
    destination: texts(get(call.request, 'resourceArns'))[0] === undefined ? undefined : principals[0],
  }
}

/** Where messages go: a host, the domain of an e-mail address (never the address), an ARN. */
function subscription(call: Call): Draft {
  const endpoint = text(call.request, 'endpoint')
  return {
    target: text(call.request, 'topicArn'),
    target_kind: 'topic',
    destination: endpoint === undefined ? undefined : placeOf(endpoint),
    accounts: foreignAccounts([endpoint], call.accountId),
    protocols: texts(get(call.request, 'protocol')),
  }
}

function placeOf(endpoint: string): string | undefined {
  if (endpoint.startsWith('arn:')) return endpoint
  const url = /^https?:\/\/(?:[^@/]*@)?([^/:?#]{1,253})/iu.exec(endpoint)
  if (url !== null) return url[1]
  const email = /@([^@\s]{1,253})$/u.exec(endpoint.slice(-300))
  return email === null ? undefined : email[1]
}

function location(keys: readonly string[]): Reader {
  return (call) => {
    const destination = text(call.request, ...keys)
    return {
      destination,
      accounts: foreignAccounts([destination], call.accountId),
      target: text(call.response, 'locationArn') ?? destination,
      target_kind: 'transfer',
    }
  }
}
