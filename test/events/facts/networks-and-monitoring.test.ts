import {
  array,
  assert,
  boolean,
  constant,
  constantFrom,
  dictionary,
  integer,
  letrec,
  oneof,
  property,
  string,
} from 'fast-check'
import { describe, expect, test } from 'vitest'
import { callsWithFacts, factsOf, hasFacts } from '../../../src/events/facts/index.ts'
import { A, B, read } from './read.ts'

const open = (permission: object) =>
  read('ec2', 'AuthorizeSecurityGroupIngress', { groupId: 'sg-1', ipPermissions: { items: [permission] } })
const v4 = (cidrIp: string, more: object = { ipProtocol: 'tcp', fromPort: 443, toPort: 443 }) => ({
  ...more,
  groups: {},
  ipRanges: { items: [{ cidrIp }] },
  ipv6Ranges: {},
  prefixListIds: {},
})

describe('security groups', () => {
  test.each([
    ['0.0.0.0/0', true],
    ['0.0.0.0/1', true],
    ['12.0.0.0/8', true],
    ['12.0.0.0/9', undefined],
    ['10.0.0.0/8', undefined],
    ['10.0.0.0/7', true],
    ['203.0.113.7/32', undefined],
    ['203.0.113.7/0', true],
    ['nonsense', undefined],
    ['0.0.0.0/99', undefined],
  ])('%s is the world: %s', (cidr, world) => {
    expect(open(v4(cidr))?.world).toBe(world)
  })

  test.each([
    ['::/0', true],
    ['2000::/3', true],
    ['2001::/16', true],
    ['2001:db8::/32', undefined],
    ['fc00::/7', undefined],
  ])('v6 %s is the world: %s', (cidrIpv6, world) => {
    expect(open({ ipProtocol: '-1', ipv6Ranges: { items: [{ cidrIpv6 }] } })?.world).toBe(world)
  })

  test.each([
    ['SSH', { ipProtocol: 'tcp', fromPort: 22, toPort: 22 }, ['22'], true],
    ['as text', { ipProtocol: '6', fromPort: '22', toPort: '22' }, ['22'], true],
    ['a range over RDP', { ipProtocol: 'tcp', fromPort: 3000, toPort: 4000 }, ['3000-4000'], true],
    ['the web', { ipProtocol: 'tcp', fromPort: 443, toPort: 443 }, ['443'], undefined],
    ['all protocols', { ipProtocol: '-1' }, ['all'], true],
    ['all ports', { ipProtocol: 'tcp', fromPort: 0, toPort: 65535 }, ['all'], true],
    ['ping', { ipProtocol: 'icmp', fromPort: 8, toPort: -1 }, undefined, undefined],
  ])('ports: %s', (_name, permission, ports, adminPorts) => {
    const facts = open(v4('192.0.2.0/24', permission))
    expect([facts?.ports, facts?.admin_ports]).toEqual([ports, adminPorts])
  })

  test('groups, prefix lists and the accounts of groups', () => {
    const permission = {
      ipProtocol: 'tcp',
      fromPort: 443,
      toPort: 443,
      groups: { items: [{ groupId: 'sg-2', userId: B }] },
      prefixListIds: { items: [{ prefixListId: 'pl-1' }] },
    }
    expect(open(permission)).toMatchObject({
      groups: ['sg-2'],
      prefix_lists: ['pl-1'],
      accounts: [B],
      direction: 'ingress',
    })
  })

  test('the oldest, flat form', () => {
    const request = { groupName: 'old', cidrIp: '0.0.0.0/0', ipProtocol: 'tcp', fromPort: 22, toPort: 22 }
    expect(read('ec2', 'AuthorizeSecurityGroupIngress', request)).toMatchObject({
      target: 'old',
      world: true,
      admin_ports: true,
    })
  })

  test('a rule taken away opens nothing', () => {
    const request = { groupId: 'sg-1', ipPermissions: { items: [v4('0.0.0.0/0')] } }
    const facts = read('ec2', 'RevokeSecurityGroupEgress', request)
    expect(facts).toMatchObject({ cidrs: ['0.0.0.0/0'], direction: 'egress' })
    expect(facts?.world).toBeUndefined()
  })

  test('a rule modified', () => {
    const rule = {
      SecurityGroupRuleId: 'sgr-1',
      SecurityGroupRule: { IpProtocol: 'tcp', FromPort: 22, ToPort: 22, CidrIpv4: '0.0.0.0/0' },
    }
    const request = { ModifySecurityGroupRulesRequest: { GroupId: 'sg-1', SecurityGroupRule: rule } }
    expect(read('ec2', 'ModifySecurityGroupRules', request)).toMatchObject({
      target: 'sg-1',
      world: true,
      ports: ['22'],
    })
  })

  test.each([
    ['allow', true],
    ['deny', undefined],
  ])('network ACL %s', (ruleAction, world) => {
    const request = {
      networkAclId: 'acl-1',
      egress: false,
      ruleAction,
      aclProtocol: '-1',
      cidrBlock: '0.0.0.0/0',
      portRange: {},
    }
    expect(read('ec2', 'CreateNetworkAclEntry', request)?.world).toBe(world)
  })

  test('a database’s old group', () => {
    expect(
      read('rds', 'AuthorizeDBSecurityGroupIngress', { dBSecurityGroupName: 'd', cIDRIP: '0.0.0.0/0' }),
    ).toMatchObject({ target: 'd', world: true })
  })
})

describe('monitoring narrowed', () => {
  const all = { readWriteType: 'All', includeManagementEvents: true }
  const category = { field: 'eventCategory', equals: ['Management'] }
  test.each([
    ['all management events', 'cloudtrail', 'PutEventSelectors', { eventSelectors: [all] }, undefined],
    [
      'without KMS, for its cost',
      'cloudtrail',
      'PutEventSelectors',
      { eventSelectors: [{ ...all, excludeManagementEventSources: ['kms.amazonaws.com'] }] },
      undefined,
    ],
    [
      'reads only',
      'cloudtrail',
      'PutEventSelectors',
      { eventSelectors: [{ ...all, readWriteType: 'ReadOnly' }] },
      true,
    ],
    [
      'no management events',
      'cloudtrail',
      'PutEventSelectors',
      { eventSelectors: [{ ...all, includeManagementEvents: false }] },
      true,
    ],
    [
      'advanced, whole',
      'cloudtrail',
      'PutEventSelectors',
      { advancedEventSelectors: [{ fieldSelectors: [category] }] },
      undefined,
    ],
    [
      'advanced, writes only',
      'cloudtrail',
      'PutEventSelectors',
      { advancedEventSelectors: [{ fieldSelectors: [category, { field: 'readOnly', equals: ['false'] }] }] },
      true,
    ],
    ['one region', 'cloudtrail', 'UpdateTrail', { name: 't', isMultiRegionTrail: false }, true],
    ['no validation', 'cloudtrail', 'UpdateTrail', { name: 't', enableLogFileValidation: false }, true],
    ['widened', 'cloudtrail', 'UpdateTrail', { name: 't', isMultiRegionTrail: true }, undefined],
    ['stopped', 'cloudtrail', 'StopLogging', { name: 't' }, true],
    ['detector off', 'guardduty', 'UpdateDetector', { enable: false }, true],
    [
      'feature off',
      'guardduty',
      'UpdateDetector',
      { features: [{ name: 'S3_DATA_EVENTS', status: 'DISABLED' }] },
      true,
    ],
    [
      'feature on',
      'guardduty',
      'UpdateDetector',
      { features: [{ name: 'S3_DATA_EVENTS', status: 'ENABLED' }] },
      undefined,
    ],
    ['old source off', 'guardduty', 'UpdateDetector', { dataSources: { s3Logs: { enable: false } } }, true],
    [
      'new accounts unseen',
      'guardduty',
      'UpdateOrganizationConfiguration',
      { autoEnableOrganizationMembers: 'NONE' },
      true,
    ],
    ['findings archived', 'guardduty', 'CreateFilter', { name: 'f', action: 'ARCHIVE' }, true],
    ['a saved search', 'guardduty', 'CreateFilter', { name: 'f', action: 'NOOP' }, undefined],
    [
      'trusted addresses',
      'guardduty',
      'CreateIPSet',
      { name: 's', activate: true, location: 's3://b/k' },
      true,
    ],
    [
      'recorder of few types',
      'config',
      'PutConfigurationRecorder',
      {
        configurationRecorder: {
          recordingGroup: { allSupported: false, resourceTypes: ['AWS::EC2::Volume'] },
        },
      },
      true,
    ],
    [
      'recorder of all',
      'config',
      'PutConfigurationRecorder',
      { configurationRecorder: { recordingGroup: { allSupported: true } } },
      undefined,
    ],
    ['logs for a week', 'logs', 'PutRetentionPolicy', { logGroupName: 'l', retentionInDays: 7 }, true],
    [
      'logs for two weeks',
      'logs',
      'PutRetentionPolicy',
      { logGroupName: 'l', retentionInDays: 14 },
      undefined,
    ],
    ['bucket logs off', 's3', 'PutBucketLogging', { bucketName: 'b', BucketLoggingStatus: {} }, true],
    [
      'versions off',
      's3',
      'PutBucketVersioning',
      { bucketName: 'b', VersioningConfiguration: { Status: 'Suspended' } },
      true,
    ],
    ['alarm silent', 'monitoring', 'PutMetricAlarm', { alarmName: 'a', actionsEnabled: false }, true],
    ['alarm', 'monitoring', 'PutMetricAlarm', { alarmName: 'a', actionsEnabled: true }, undefined],
    [
      'cluster logs off',
      'eks',
      'UpdateClusterConfig',
      { name: 'c', logging: { clusterLogging: [{ types: ['audit'], enabled: false }] } },
      true,
    ],
  ])('%s', (...[, service, name, request, narrowed]) => {
    expect(read(service, name, request)?.narrowed).toBe(narrowed)
  })

  test('where logs go', () => {
    expect(read('cloudtrail', 'UpdateTrail', { name: 't', s3BucketName: 'elsewhere' })).toMatchObject({
      destination: 'elsewhere',
    })
  })
})

describe('whatever stands in a request', () => {
  test('only calls of the table are read', () => {
    expect(hasFacts('iam.amazonaws.com', 'CreateUser')).toBe(true)
    expect(hasFacts('lambda.amazonaws.com', 'AddPermission20150331v2')).toBe(true)
    expect(hasFacts('iam.amazonaws.com', 'ListUsers')).toBe(false)
    expect(hasFacts('constructor', 'toString')).toBe(false)
  })

  test('an object that cannot become text is no principal', () => {
    const request = { principal: [{ toString: 1, valueOf: 2 }], action: 'events:PutEvents' }
    const call = { eventSource: 'events.amazonaws.com', eventName: 'PutPermission', accountId: A } as const
    const input = {
      ...call,
      request,
      response: undefined,
      identity: undefined,
      outcome: 'ok',
      errorCode: undefined,
    } as const
    expect(factsOf(input)?.accounts).toBeUndefined()
  })

  test('no call throws on hostile parameters, and facts stay bounded', () => {
    const keys = constantFrom(
      'policy',
      'policyDocument',
      'ipPermissions',
      'items',
      'Statement',
      'Principal',
      'AWS',
      'Condition',
      'userName',
      'add',
      'cidrIp',
      '__proto__',
    )
    const value = letrec((tie) => ({
      any: oneof(
        { maxDepth: 5 },
        string(),
        integer(),
        constant(null),
        boolean(),
        array(tie('any'), { maxLength: 4 }),
        dictionary(keys, tie('any'), { maxKeys: 4 }),
      ),
    })).any
    assert(
      property(constantFrom(...callsWithFacts()), dictionary(keys, value), (call, request) => {
        const [service = '', eventName = ''] = call.split(':', 2)
        const facts = factsOf({
          eventSource: `${service}.amazonaws.com`,
          eventName,
          request,
          response: request,
          identity: request,
          accountId: A,
          outcome: 'ok',
          errorCode: undefined,
        })
        expect(JSON.stringify(facts ?? {}).length).toBeLessThan(300_000)
      }),
      { numRuns: 2_000 },
    )
  })

  test('a rule list without end is cut', () => {
    const items = Array.from({ length: 200_000 }, (_, i) => v4(`192.0.2.${i % 256}/32`))
    const facts = read('ec2', 'AuthorizeSecurityGroupIngress', { groupId: 'sg-1', ipPermissions: { items } })
    expect(facts?.cidrs?.length).toBe(100)
  })
})
