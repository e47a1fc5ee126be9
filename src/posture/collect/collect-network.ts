import { NETWORK } from '../snapshot/network.ts'
import { type Answer, type Asker, recordOf, recordsOf, tell } from './ask.ts'

/** What EC2 tells of one region. */
export async function collectNetwork(asker: Asker, accountId: string) {
  const list = async (operation: string, items: string, input: Answer = {}): Promise<readonly Answer[]> =>
    recordsOf(await asker.list('ec2', operation, { items, input: { ...input } }))
  const [instances, securityGroups, networkInterfaces, vpcs, flowLogResources] = await Promise.all([
    tell({ action: 'ec2:DescribeInstances', part: NETWORK.instances }, async () =>
      (await list('DescribeInstances', 'Reservations'))
        .flatMap(({ Instances }) => recordsOf(Instances))
        .map(instanceOf),
    ),
    tell({ action: 'ec2:DescribeSecurityGroups', part: NETWORK.securityGroups }, async () =>
      list('DescribeSecurityGroups', 'SecurityGroups'),
    ),
    tell({ action: 'ec2:DescribeNetworkInterfaces', part: NETWORK.networkInterfaces }, async () =>
      (await list('DescribeNetworkInterfaces', 'NetworkInterfaces')).map(interfaceOf),
    ),
    tell({ action: 'ec2:DescribeVpcs', part: NETWORK.vpcs }, async () => list('DescribeVpcs', 'Vpcs')),
    tell({ action: 'ec2:DescribeFlowLogs', part: NETWORK.flowLogResources }, async () =>
      (await list('DescribeFlowLogs', 'FlowLogs'))
        .filter(({ FlowLogStatus }) => FlowLogStatus === 'ACTIVE')
        .map(({ ResourceId }) => ResourceId),
    ),
  ])
  return {
    instances,
    securityGroups,
    networkInterfaces,
    vpcs,
    flowLogResources,
    ...(await collectDisks(asker, accountId)),
  }
}

async function collectDisks(asker: Asker, accountId: string) {
  const [ebsEncryptionByDefault, snapshotBlockPublicAccess, publicSnapshots] = await Promise.all([
    tell(
      { action: 'ec2:GetEbsEncryptionByDefault', part: NETWORK.ebsEncryptionByDefault },
      async () => (await asker.ask('ec2', 'GetEbsEncryptionByDefault'))['EbsEncryptionByDefault'] === true,
    ),
    tell(
      { action: 'ec2:GetSnapshotBlockPublicAccessState', part: NETWORK.snapshotBlockPublicAccess },
      async () => (await asker.ask('ec2', 'GetSnapshotBlockPublicAccessState'))['State'],
    ),
    tell({ action: 'ec2:DescribeSnapshots', part: NETWORK.publicSnapshots }, async () => {
      const input = { OwnerIds: ['self'], RestorableByUserIds: ['all'] }
      const found = await asker.list('ec2', 'DescribeSnapshots', { items: 'Snapshots', input })
      return recordsOf(found)
        .filter(({ OwnerId }) => OwnerId === accountId)
        .map(({ SnapshotId }) => SnapshotId)
    }),
  ])
  return { ebsEncryptionByDefault, snapshotBlockPublicAccess, publicSnapshots }
}

const instanceOf = (instance: Answer): Answer => ({
  ...instance,
  State: recordOf(instance['State'])['Name'],
  InstanceProfileArn: recordOf(instance['IamInstanceProfile'])['Arn'],
  MetadataOptions: recordOf(instance['MetadataOptions']),
})

const interfaceOf = (one: Answer): Answer => ({
  ...one,
  GroupIds: recordsOf(one['Groups']).map(({ GroupId }) => GroupId),
  InstanceId: recordOf(one['Attachment'])['InstanceId'],
  PublicIp: recordOf(one['Association'])['PublicIp'],
})
