import { z } from 'zod'
import { known } from './known.ts'

const INSTANCE = z.object({
  InstanceId: z.string(),
  State: z.string().default('running'),
  PublicIpAddress: z.string().optional(),
  /** ARN of the profile, where the instance has one: then it hands out credentials of a role. */
  InstanceProfileArn: z.string().optional(),
  MetadataOptions: z.object({
    HttpTokens: z.string().default('optional'),
    HttpEndpoint: z.string().default('enabled'),
    HttpPutResponseHopLimit: z.number().default(1),
  }),
})

const PERMISSION = z.object({
  /** `tcp`, `udp`, `icmp`, `-1` (all). */
  IpProtocol: z.string(),
  FromPort: z.number().optional(),
  ToPort: z.number().optional(),
  IpRanges: z.array(z.object({ CidrIp: z.string() })).default([]),
  Ipv6Ranges: z.array(z.object({ CidrIpv6: z.string() })).default([]),
  UserIdGroupPairs: z.array(z.object({ GroupId: z.string().optional() })).default([]),
})
export type IpPermission = Readonly<z.infer<typeof PERMISSION>>

const SECURITY_GROUP = z.object({
  GroupId: z.string(),
  GroupName: z.string(),
  VpcId: z.string().default(''),
  IpPermissions: z.array(PERMISSION).default([]),
  IpPermissionsEgress: z.array(PERMISSION).default([]),
})
export type SecurityGroup = Readonly<z.infer<typeof SECURITY_GROUP>>

const NETWORK_INTERFACE = z.object({
  NetworkInterfaceId: z.string(),
  GroupIds: z.array(z.string()).default([]),
  Description: z.string().default(''),
  InterfaceType: z.string().default('interface'),
  InstanceId: z.string().optional(),
  PublicIp: z.string().optional(),
})
export type NetworkInterface = Readonly<z.infer<typeof NETWORK_INTERFACE>>

const VPC = z.object({ VpcId: z.string(), IsDefault: z.boolean().default(false) })

/** What EC2 tells of one region. */
export const NETWORK = {
  instances: known('ec2:DescribeInstances', z.array(INSTANCE)),
  securityGroups: known('ec2:DescribeSecurityGroups', z.array(SECURITY_GROUP)),
  networkInterfaces: known('ec2:DescribeNetworkInterfaces', z.array(NETWORK_INTERFACE)),
  vpcs: known('ec2:DescribeVpcs', z.array(VPC)),
  /** Ids of what has an active flow log. */
  flowLogResources: known('ec2:DescribeFlowLogs', z.array(z.string())),
  ebsEncryptionByDefault: known('ec2:GetEbsEncryptionByDefault', z.boolean()),
  /** `block-all-sharing`, `block-new-sharing`, `unblocked`. */
  snapshotBlockPublicAccess: known('ec2:GetSnapshotBlockPublicAccessState', z.string()),
  /** Own snapshots that everybody may copy. */
  publicSnapshots: known('ec2:DescribeSnapshots', z.array(z.string())),
} as const
