import { asked, type Change, type Recipe, run, same, told } from '../change.ts'
import { at, listAt, textAt, textsAt } from '../json-values.ts'

/** What the log has of a rule, in the form that the AWS CLI takes. */
function permissionsOf(request: unknown): readonly unknown[] {
  return listAt(request, 'ipPermissions').map((one) => ({
    IpProtocol: textAt(one, 'ipProtocol') ?? '-1',
    ...numberAs(one, 'fromPort', 'FromPort'),
    ...numberAs(one, 'toPort', 'ToPort'),
    ...listAs(one, ['ipRanges', 'IpRanges', 'cidrIp', 'CidrIp']),
    ...listAs(one, ['ipv6Ranges', 'Ipv6Ranges', 'cidrIpv6', 'CidrIpv6']),
    ...listAs(one, ['prefixListIds', 'PrefixListIds', 'prefixListId', 'PrefixListId']),
    ...groupsOf(one),
  }))
}

const numberAs = (one: unknown, from: string, to: string): Record<string, number> => {
  const value = at(one, from)
  return typeof value === 'number' ? { [to]: value } : {}
}

/** @param names - of the list in the log and for the CLI, then of what is in each entry. */
const listAs = (one: unknown, names: readonly [string, string, string, string]): Record<string, unknown> => {
  const [from, to, field, as] = names
  const values = listAt(one, from).flatMap((entry) => textAt(entry, field) ?? [])
  return values.length === 0 ? {} : { [to]: values.map((value) => ({ [as]: value })) }
}

const groupsOf = (one: unknown): Record<string, unknown> => {
  const groups = listAt(one, 'groups').flatMap((entry) => {
    const [id, owner] = [textAt(entry, 'groupId'), textAt(entry, 'userId')]
    return id === undefined ? [] : [{ GroupId: id, ...(owner === undefined ? {} : { UserId: owner }) }]
  })
  return groups.length === 0 ? {} : { UserIdGroupPairs: groups }
}

const rule =
  (way: 'ingress' | 'egress', opened: boolean): Recipe =>
  (change) => {
    const group = asked(change, 'groupId')
    const permissions = permissionsOf(change.request)
    const ids = listAt(change.response, 'securityGroupRuleSet').flatMap(
      (one) => textAt(one, 'securityGroupRuleId') ?? [],
    )
    const byRule = permissions.length > 0
    const options = byRule
      ? { 'group-id': group, 'ip-permissions': { json: permissions } }
      : { 'group-id': group, 'security-group-rule-ids': { json: ids } }
    const close = run(change, `ec2 revoke-security-group-${way}`, options)
    const open = byRule ? [run(change, `ec2 authorize-security-group-${way}`, options)] : []
    const target = `rule ${way} ${group} ${JSON.stringify(byRule ? permissions : ids)}`
    const to = way === 'ingress' ? 'from' : 'to'
    if (opened) {
      return same(target, 'persistence', {
        title: `Close security group ${group} again ${to} ${networksOf(permissions)}`,
        why: 'The intruder opened it.',
        calls: byRule || ids.length > 0 ? [close] : [],
        undo: open,
      })
    }
    return {
      target,
      ends: true,
      back: {
        title: `Open security group ${group} again ${to} ${networksOf(permissions)}`,
        why: byRule
          ? 'The intruder closed it.'
          : 'The intruder closed it; the log names the rule by its id alone, and what it was is not in these logs.',
        calls: open,
        undo: byRule ? [close] : [],
      },
    }
  }

const networksOf = (permissions: readonly unknown[]): string => {
  const names = permissions.flatMap((one) => [
    ...listAt(one, 'IpRanges').flatMap((range) => textAt(range, 'CidrIp') ?? []),
    ...listAt(one, 'Ipv6Ranges').flatMap((range) => textAt(range, 'CidrIpv6') ?? []),
    ...listAt(one, 'UserIdGroupPairs').flatMap((pair) => textAt(pair, 'GroupId') ?? []),
    ...listAt(one, 'PrefixListIds').flatMap((list) => textAt(list, 'PrefixListId') ?? []),
  ])
  return names.length === 0
    ? 'what the intruder named'
    : `${names.slice(0, 5).join(', ')}${names.length > 5 ? ' …' : ''}`
}

const createGroup: Recipe = (change) => {
  const group = told(change, 'groupId')
  return {
    target: `group ${group}`,
    back: {
      title: `Delete security group ${group}`,
      why: 'Made by the intruder. EC2 refuses while something uses it.',
      calls: [run(change, 'ec2 delete-security-group', { 'group-id': group })],
    },
  }
}

const groupSet = (request: unknown): readonly string[] =>
  listAt(request, 'groupSet').flatMap((one) => textAt(one, 'groupId') ?? [])

const instanceAttribute: Recipe = (change) => {
  const instance = asked(change, 'instanceId')
  const [now, old] = [groupSet(change.request), groupSet(change.before?.request)]
  const target = `instance settings ${instance}`
  if (now.length === 0) {
    return { target, back: scriptDraft(change, instance) }
  }
  if (old.length === 0) {
    return {
      target,
      back: {
        title: `Give instance ${instance} its security groups back`,
        why: `The intruder put it into ${now.join(', ')}. These logs do not hold its groups before.`,
        calls: [run(change, 'ec2 describe-instances', { 'instance-ids': { json: [instance] } })],
      },
    }
  }
  return same(target, 'persistence', {
    title: `Give instance ${instance} its security groups back`,
    why: `The intruder put it into ${now.join(', ')}; those before stand in event ${change.before?.eventId ?? ''}.`,
    calls: [run(change, 'ec2 modify-instance-attribute', { 'instance-id': instance, groups: { json: old } })],
    undo: [run(change, 'ec2 modify-instance-attribute', { 'instance-id': instance, groups: { json: now } })],
  })
}

const scriptDraft = (change: Change, instance: string) => {
  const isScript = at(change.request, 'userData') !== undefined
  return {
    title: `Look through ${isScript ? 'the start script' : 'the settings'} of instance ${instance}`,
    why: `The intruder changed ${isScript ? 'it; it runs as root at the next start. CloudTrail hides start scripts, before and after' : 'them; these logs do not hold what they were before'}.`,
    calls: isScript
      ? [run(change, 'ec2 describe-instance-attribute', { 'instance-id': instance, attribute: 'userData' })]
      : [run(change, 'ec2 describe-instances', { 'instance-ids': { json: [instance] } })],
  }
}

const profile: Recipe = (change) => {
  const id =
    told(change, 'AssociateIamInstanceProfileResponse', 'iamInstanceProfileAssociation', 'associationId') ||
    told(change, 'iamInstanceProfileAssociation', 'associationId')
  return same(`instance profile ${id}`, 'persistence', {
    title: `Take the role that the intruder gave an instance away (association ${id})`,
    why: 'Whoever is on the instance acts as the role.',
    calls: [run(change, 'ec2 disassociate-iam-instance-profile', { 'association-id': id })],
  })
}

const flowLogs: Recipe = (change) => ({
  target: `flow logs ${change.eventId}`,
  back: {
    title: `Make flow log ${textsAt(change.request, 'DeleteFlowLogsRequest', 'FlowLogId', 'content').join(', ')} anew`,
    why: 'The intruder deleted it, and the call does not say what it recorded, or where to: take it from your infrastructure code.',
    calls: [run(change, 'ec2 describe-flow-logs', {})],
  },
})

export const NETWORKS: Readonly<Record<string, Recipe>> = {
  'ec2:AuthorizeSecurityGroupIngress': rule('ingress', true),
  'ec2:AuthorizeSecurityGroupEgress': rule('egress', true),
  'ec2:RevokeSecurityGroupIngress': rule('ingress', false),
  'ec2:RevokeSecurityGroupEgress': rule('egress', false),
  'ec2:CreateSecurityGroup': createGroup,
  'ec2:ModifyInstanceAttribute': instanceAttribute,
  'ec2:AssociateIamInstanceProfile': profile,
  'ec2:DeleteFlowLogs': flowLogs,
}
