import type { Level } from '#findings/index.ts'
import { call } from '../calls.ts'
import {
  failed,
  notApplicable,
  passed,
  type RegionCheck,
  type RegionPlace,
  type Step,
  valueOf,
  whenKnown,
} from '../check.ts'
import type { IpPermission, SecurityGroup } from '../snapshot/network.ts'
import { counted } from '../times.ts'
import { regionArn } from './region-use.ts'

const WORLD_V4 = '0.0.0.0/0'
const WORLD_V6 = '::/0'
/** SSH, RDP, and Windows' remote management. */
const ADMIN_PORTS = [22, 3389, 5985, 5986] as const
/** More ports than any one service needs. */
const MANY_PORTS = 1000

const FACTS = { rows: ['5.5', '4.3'], scope: 'region' } as const

const worldOf = ({ IpRanges, Ipv6Ranges }: IpPermission): readonly string[] => [
  ...(IpRanges.some(({ CidrIp }) => CidrIp === WORLD_V4) ? [WORLD_V4] : []),
  ...(Ipv6Ranges.some(({ CidrIpv6 }) => CidrIpv6 === WORLD_V6) ? [WORLD_V6] : []),
]

const isAll = ({ IpProtocol }: IpPermission): boolean => IpProtocol === '-1'
const portsOf = (rule: IpPermission): readonly [number, number] =>
  isAll(rule) ? [0, 65_535] : [rule.FromPort ?? 0, rule.ToPort ?? 65_535]
const isPorts = ({ IpProtocol }: IpPermission): boolean =>
  ['tcp', 'udp', '6', '17', '-1'].includes(IpProtocol)

const portsText = (rule: IpPermission): string => {
  const [from, to] = portsOf(rule)
  if (isAll(rule)) return 'all ports and protocols'
  return `${rule.IpProtocol} ${from === to ? String(from) : `${String(from)}-${String(to)}`}`
}

/** What sits behind the group: with nothing there it is a trap for later, with a public address a door today. */
function behind(
  { region }: RegionPlace,
  { GroupId }: SecurityGroup,
): { level: (grave: Level) => Level; text: string } {
  const interfaces = valueOf(region.networkInterfaces)
  if (interfaces === undefined)
    return { level: (grave) => grave, text: 'What it is attached to is not known.' }
  const attached = interfaces.filter(({ GroupIds }) => GroupIds.includes(GroupId))
  if (attached.length === 0) return { level: () => 'low', text: 'Nothing is attached to it.' }
  const exposed = attached.filter(({ PublicIp }) => PublicIp !== undefined)
  const names = attached
    .slice(0, 5)
    .map(({ InstanceId, Description, NetworkInterfaceId, PublicIp }) =>
      [InstanceId ?? (Description || NetworkInterfaceId), PublicIp].filter(Boolean).join(' '),
    )
  return {
    level: (grave) => (exposed.length > 0 ? grave : 'medium'),
    text: `${counted(attached.length, 'interface')} attached, ${String(exposed.length)} with a public address: ${names.join(', ')}.`,
  }
}

const revoke = ({ GroupId }: SecurityGroup, rule: IpPermission, region: string): Step =>
  call(
    'ec2',
    'revoke-security-group-ingress',
    {
      'group-id': GroupId,
      'ip-permissions': {
        json: [
          {
            IpProtocol: rule.IpProtocol,
            ...(isAll(rule) ? {} : { FromPort: rule.FromPort ?? 0, ToPort: rule.ToPort ?? 65_535 }),
            IpRanges: worldOf(rule).includes(WORLD_V4) ? [{ CidrIp: WORLD_V4 }] : [],
            Ipv6Ranges: worldOf(rule).includes(WORLD_V6) ? [{ CidrIpv6: WORLD_V6 }] : [],
          },
        ],
      },
    },
    region,
  )

/** A check of every group for rules that let the world in at ports of one kind. */
const openGroups =
  (isBad: (rule: IpPermission) => boolean, grave: Level, fine: string): RegionCheck['look'] =>
  (place) => {
    const { RegionName: region, securityGroups } = place.region
    const resource = regionArn(place, 'ec2', 'security-group')
    return whenKnown(
      securityGroups,
      { resource, leavesOpen: 'Which ports are open to the world.' },
      (groups) =>
        groups.map((group) => {
          const bad = group.IpPermissions.filter(
            (rule) => isPorts(rule) && worldOf(rule).length > 0 && isBad(rule),
          )
          const name = `${resource}/${group.GroupId}`
          if (bad.length === 0) return passed(name, `${group.GroupId} (${group.GroupName}) ${fine}.`)
          const { level, text } = behind(place, group)
          return failed(
            name,
            `${group.GroupId} (${group.GroupName}) of ${region} opens ${bad.map((rule) => `${portsText(rule)} to ${worldOf(rule).join(' and ')}`).join('; ')}. ${text}`,
            {
              level: level(grave),
              fix: [
                'Whoever needs it comes in another way first (Session Manager, a VPN):',
                ...bad.map((rule) => revoke(group, rule, region)),
              ],
            },
          )
        }),
    )
  }

const isAdminPort = (rule: IpPermission): boolean => {
  const [from, to] = portsOf(rule)
  return to - from < MANY_PORTS && ADMIN_PORTS.some((port) => from <= port && port <= to)
}
const isManyPorts = (rule: IpPermission): boolean => {
  const [from, to] = portsOf(rule)
  return to - from >= MANY_PORTS
}

const adminPortOpen: RegionCheck = {
  ...FACTS,
  id: 'admin-port-open-to-world',
  title: 'SSH or remote desktop is open to the whole world',
  level: 'high',
  why: 'Passwords are tried there day and night, and one hole gives the credentials of the instance’s role.',
  cis: ['5.2', '5.3'],
  controls: ['EC2.13', 'EC2.14', 'EC2.53', 'EC2.54'],
  look: openGroups(isAdminPort, 'high', 'opens no port for administrators to the world'),
}

const manyPortsOpen: RegionCheck = {
  ...FACTS,
  id: 'all-ports-open-to-world',
  title: 'A security group lets the whole world in at nearly every port',
  level: 'high',
  why: 'Whatever listens on the machine, or is started there by a thief, is reachable for everybody.',
  cis: ['5.2', '5.3'],
  controls: ['EC2.18', 'EC2.19'],
  look: openGroups(isManyPorts, 'high', 'opens no wide range of ports to the world'),
}

const defaultGroupOpen: RegionCheck = {
  ...FACTS,
  id: 'default-group-allows',
  title: 'The default security group lets traffic through',
  level: 'low',
  why: 'What is started without a group of its own gets this one.',
  cis: ['5.4'],
  controls: ['EC2.2'],
  look: (place) => {
    const resource = regionArn(place, 'ec2', 'security-group')
    const { RegionName: region, securityGroups } = place.region
    return whenKnown(
      securityGroups,
      { resource, leavesOpen: 'Whether default groups let traffic through.' },
      (groups) => {
        const defaults = groups.filter(({ GroupName }) => GroupName === 'default')
        if (defaults.length === 0) return [notApplicable(resource, `There is no default group in ${region}.`)]
        return defaults.map(({ GroupId, VpcId, IpPermissions, IpPermissionsEgress }) =>
          IpPermissions.length + IpPermissionsEgress.length === 0
            ? passed(`${resource}/${GroupId}`, `The default group of ${VpcId} lets nothing through.`)
            : failed(
                `${resource}/${GroupId}`,
                `The default group ${GroupId} of ${VpcId} has ${counted(IpPermissions.length, 'rule')} in and ${String(IpPermissionsEgress.length)} out.`,
                {
                  fix: [
                    'Give what uses it a group of its own first; then take out each rule:',
                    call(
                      'ec2',
                      'describe-security-group-rules',
                      { filters: { json: [{ Name: 'group-id', Values: [GroupId] }] } },
                      region,
                    ),
                  ],
                },
              ),
        )
      },
    )
  },
}

const imdsv1: RegionCheck = {
  ...FACTS,
  rows: ['5.5'],
  id: 'imdsv1-allowed',
  title: 'Credentials of an instance can be had by one careless request',
  level: 'medium',
  why: 'A web application that can be made to fetch an address (SSRF) gives away the credentials of its role; IMDSv2 stops nearly all of that.',
  cis: ['5.6'],
  controls: ['EC2.8'],
  look: (place) => {
    const resource = regionArn(place, 'ec2', 'instance')
    const { RegionName: region, instances } = place.region
    return whenKnown(instances, { resource, leavesOpen: 'Which instances allow IMDSv1.' }, (all) => {
      const alive = all.filter(({ State }) => State !== 'terminated' && State !== 'shutting-down')
      if (alive.length === 0) return [notApplicable(resource, `There are no instances in ${region}.`)]
      return alive.map(({ InstanceId, MetadataOptions, InstanceProfileArn, PublicIpAddress }) => {
        const name = `${resource}/${InstanceId}`
        if (MetadataOptions.HttpEndpoint === 'disabled' || MetadataOptions.HttpTokens === 'required')
          return passed(name, `${InstanceId} answers IMDSv2 only.`)
        const hasRole = InstanceProfileArn !== undefined
        const level: Level = hasRole && PublicIpAddress !== undefined ? 'high' : hasRole ? 'medium' : 'low'
        return failed(
          name,
          `${InstanceId} of ${region} answers IMDSv1${hasRole ? ` and hands out credentials of ${InstanceProfileArn}` : ', and has no role'}${PublicIpAddress === undefined ? '' : `; it has the public address ${PublicIpAddress}`}.`,
          {
            level,
            fix: [
              'Look first that nothing on it needs IMDSv1 (CloudWatch metric MetadataNoToken is 0):',
              call(
                'ec2',
                'modify-instance-metadata-options',
                { 'instance-id': InstanceId, 'http-tokens': 'required', 'http-endpoint': 'enabled' },
                region,
              ),
            ],
          },
        )
      })
    })
  },
}

const noFlowLogs: RegionCheck = {
  ...FACTS,
  rows: ['5.5', '5.6'],
  id: 'flow-logs-off',
  title: 'Nobody records who talks to whom in a network',
  level: 'low',
  why: 'How much left, and to where, cannot be told after a theft.',
  cis: ['3.7'],
  controls: ['EC2.6'],
  look: (place) => {
    const { RegionName: region, vpcs, flowLogResources } = place.region
    const resource = regionArn(place, 'ec2', 'vpc')
    return whenKnown(vpcs, { resource, leavesOpen: 'Whether networks have flow logs.' }, (all) => {
      if (all.length === 0) return [notApplicable(resource, `There is no network in ${region}.`)]
      return whenKnown(
        flowLogResources,
        { resource, leavesOpen: 'Whether networks have flow logs.' },
        (logged) =>
          all.map(({ VpcId }) =>
            logged.includes(VpcId)
              ? passed(`${resource}/${VpcId}`, `${VpcId} has a flow log.`)
              : failed(`${resource}/${VpcId}`, `${VpcId} of ${region} has no flow log.`, {
                  fix: [
                    call(
                      'ec2',
                      'create-flow-logs',
                      {
                        'resource-type': 'VPC',
                        'resource-ids': VpcId,
                        'traffic-type': 'ALL',
                        'log-destination-type': 's3',
                        'log-destination': 'BUCKET_ARN',
                      },
                      region,
                    ),
                  ],
                }),
          ),
      )
    })
  },
}

export const NETWORK_CHECKS: readonly RegionCheck[] = [
  adminPortOpen,
  manyPortsOpen,
  defaultGroupOpen,
  imdsv1,
  noFlowLogs,
]
