import type { Call, Draft, Json, Reader, Readers } from './facts.ts'
import { isWorld, portRange, protocolName } from './networks.ts'
import { at, foreignAccounts, get, isOn, records, text, texts } from './values.ts'

/** Security groups and network ACLs: to whom, on which ports, in which direction. */
export const SECURITY_GROUP_READERS: Readers = {
  'ec2:AuthorizeSecurityGroupIngress': rules('ingress', true),
  'ec2:AuthorizeSecurityGroupEgress': rules('egress', true),
  'ec2:RevokeSecurityGroupIngress': rules('ingress', false),
  'ec2:RevokeSecurityGroupEgress': rules('egress', false),
  'ec2:ModifySecurityGroupRules': modifiedRules,
  'ec2:CreateSecurityGroup': (call) => ({
    target: text(call.response, 'groupId') ?? text(call.request, 'groupName'),
    target_kind: 'security-group',
  }),
  'ec2:DeleteSecurityGroup': (call) => groupTarget(call.request),
  'ec2:CreateNetworkAclEntry': aclEntry,
  'ec2:ReplaceNetworkAclEntry': aclEntry,
  'rds:AuthorizeDBSecurityGroupIngress': oldGroup('dBSecurityGroupName'),
  'redshift:AuthorizeClusterSecurityGroupIngress': oldGroup('clusterSecurityGroupName'),
  'elasticache:AuthorizeCacheSecurityGroupIngress': oldGroup('cacheSecurityGroupName'),
  'lightsail:OpenInstancePublicPorts': lightsailPorts,
  'lightsail:PutInstancePublicPorts': lightsailPorts,
  'eks:UpdateClusterConfig': clusterEndpoint,
}

/** One rule, however the call wrote it. */
interface Opening {
  readonly cidrs: readonly string[]
  readonly prefixLists: readonly string[]
  readonly groups: readonly string[]
  readonly accounts: readonly string[]
  readonly protocol: string
  readonly from: string | undefined
  readonly to: string | undefined
}

/** @param opens - false for rules taken away: then networks and ports are told, but nothing is said to be open. */
function rules(direction: string, opens: boolean): Reader {
  return (call) => {
    const { request, response } = call
    const asked = records(get(request, 'ipPermissions')).map(permission)
    const flat = asked.length === 0 ? [flatRule(request)].filter((rule) => saysSomething(rule)) : asked
    const found =
      flat.length > 0
        ? flat
        : [
            ...records(get(response, 'securityGroupRuleSet')),
            ...records(get(response, 'revokedSecurityGroupRuleSet')),
          ].map(ruleOf)
    return { ...opened(found, opens, call.accountId), direction, ...groupTarget(request) }
  }
}

function opened(found: readonly Opening[], opens: boolean, own: string | undefined): Draft {
  const cidrs = found.flatMap((rule) => rule.cidrs)
  const ranges = found.map((rule) => portRange(rule.protocol, rule.from, rule.to))
  return {
    cidrs,
    prefix_lists: found.flatMap((rule) => rule.prefixLists),
    groups: found.flatMap((rule) => rule.groups),
    accounts: foreignAccounts(
      found.flatMap((rule) => rule.accounts),
      own,
    ),
    protocols: found.map((rule) => rule.protocol),
    ports: ranges.map((range) => range.label).filter((label) => label !== undefined),
    world: opens && cidrs.some(isWorld),
    admin_ports: opens && ranges.some((range) => range.holdsAdminPort),
  }
}

function saysSomething(rule: Opening): boolean {
  return rule.cidrs.length + rule.groups.length + rule.prefixLists.length > 0
}

/** An element of `ipPermissions`. */
function permission(item: Json): Opening {
  const groups = records(get(item, 'groups'))
  return {
    cidrs: [
      ...records(get(item, 'ipRanges')).flatMap((range) => texts(get(range, 'cidrIp'))),
      ...records(get(item, 'ipv6Ranges')).flatMap((range) => texts(get(range, 'cidrIpv6'))),
    ],
    prefixLists: records(get(item, 'prefixListIds')).flatMap((entry) => texts(get(entry, 'prefixListId'))),
    groups: groups.map((group) => text(group, 'groupId', 'groupName') ?? ''),
    accounts: groups.map((group) => text(group, 'userId') ?? ''),
    protocol: protocolName(text(item, 'ipProtocol')),
    from: text(item, 'fromPort'),
    to: text(item, 'toPort'),
  }
}

/** The oldest form: the rule's parts stand in the request itself. */
function flatRule(request: Json): Opening {
  return {
    cidrs: texts(get(request, 'cidrIp')),
    prefixLists: [],
    groups: texts(get(request, 'sourceSecurityGroupName')),
    accounts: texts(get(request, 'sourceSecurityGroupOwnerId')),
    protocol: protocolName(text(request, 'ipProtocol')),
    from: text(request, 'fromPort'),
    to: text(request, 'toPort'),
  }
}

/** A rule with an id of its own, as responses and ModifySecurityGroupRules write it. */
function ruleOf(item: Json): Opening {
  return {
    cidrs: [...texts(get(item, 'cidrIpv4')), ...texts(get(item, 'cidrIpv6'))],
    prefixLists: texts(get(item, 'prefixListId')),
    groups: texts(at(item, 'referencedGroupInfo.groupId') ?? get(item, 'referencedGroupId')),
    accounts: texts(at(item, 'referencedGroupInfo.userId')),
    protocol: protocolName(text(item, 'ipProtocol')),
    from: text(item, 'fromPort'),
    to: text(item, 'toPort'),
  }
}

/** Rules that exist get other networks or ports; the request does not tell their direction. */
function modifiedRules(call: Call): Draft {
  const inner = records(get(call.request, 'ModifySecurityGroupRulesRequest'))[0] ?? call.request
  const changed = records(get(inner, 'SecurityGroupRule')).flatMap((item) =>
    records(get(item, 'SecurityGroupRule')),
  )
  return { ...opened(changed.map(ruleOf), true, call.accountId), ...groupTarget(inner) }
}

function groupTarget(request: Json): Draft {
  return { target: text(request, 'groupId', 'groupName'), target_kind: 'security-group' }
}

function aclEntry(call: Call): Draft {
  const { request } = call
  const target = { target: text(request, 'networkAclId'), target_kind: 'network-acl' }
  if (text(request, 'ruleAction') !== 'allow') return target
  const entry: Opening = {
    cidrs: [...texts(get(request, 'cidrBlock')), ...texts(get(request, 'ipv6CidrBlock'))],
    prefixLists: [],
    groups: [],
    accounts: [],
    protocol: protocolName(text(request, 'aclProtocol', 'protocol')),
    from: text(request, 'portRange.from'),
    to: text(request, 'portRange.to'),
  }
  const direction = isOn(get(request, 'egress')) ? 'egress' : 'ingress'
  return { ...opened([entry], true, call.accountId), direction, ...target }
}

/** Groups of databases from before VPCs: networks and EC2 groups, no ports. */
function oldGroup(nameKey: string): Reader {
  return (call) => {
    const cidrs = texts(get(call.request, 'cIDRIP')).concat(texts(get(call.request, 'cidrIp')))
    return {
      cidrs,
      world: cidrs.some(isWorld),
      groups: texts(get(call.request, 'eC2SecurityGroupName')).concat(
        texts(get(call.request, 'eC2SecurityGroupId')),
      ),
      accounts: foreignAccounts([text(call.request, 'eC2SecurityGroupOwnerId')], call.accountId),
      direction: 'ingress',
      target: text(call.request, nameKey),
      target_kind: 'security-group',
    }
  }
}

/** Without networks Lightsail opens a port to all. */
function lightsailPorts(call: Call): Draft {
  const infos = [...records(get(call.request, 'portInfo')), ...records(get(call.request, 'portInfos'))]
  const found = infos.map((info): Opening => {
    const cidrs = [...texts(get(info, 'cidrs')), ...texts(get(info, 'ipv6Cidrs'))]
    return {
      cidrs: cidrs.length > 0 ? cidrs : ['0.0.0.0/0'],
      prefixLists: [],
      groups: [],
      accounts: [],
      protocol: protocolName(text(info, 'protocol')),
      from: text(info, 'fromPort'),
      to: text(info, 'toPort'),
    }
  })
  return {
    ...opened(found, true, call.accountId),
    direction: 'ingress',
    target: text(call.request, 'instanceName'),
    target_kind: 'instance',
  }
}

/** A cluster's API opened to the world, or its control plane's logs turned off. */
function clusterEndpoint(call: Call): Draft {
  const cidrs = texts(at(call.request, 'resourcesVpcConfig.publicAccessCidrs'))
  const isPublic = isOn(at(call.request, 'resourcesVpcConfig.endpointPublicAccess'))
  const logging = records(at(call.request, 'logging.clusterLogging'))
  return {
    cidrs,
    world: cidrs.some(isWorld) || (isPublic && cidrs.length === 0),
    narrowed: logging.some(
      (entry) => text(entry, 'enabled') === undefined && get(entry, 'enabled') === false,
    ),
    target: text(call.request, 'name'),
    target_kind: 'cluster',
  }
}
