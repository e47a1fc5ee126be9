import { describe, expect, test } from 'vitest'
import { findingOf, type GuardDutyFinding, isRead, readFinding } from '#guardduty/index.ts'
import { ACCOUNT, aliceKey, callFrom, type Example, exported, type Json, KEY, printed } from './examples.ts'

const read = (value: unknown): GuardDutyFinding => {
  const finding = readFinding(JSON.stringify(value))
  if (!isRead(finding)) throw new Error(finding.reason)
  return finding
}

const reasonOf = (text: string): string => {
  const finding = readFinding(text)
  return isRead(finding) ? 'read' : finding.reason
}

const found = (example: Example) => findingOf(read(exported(example)), undefined)

describe('one finding', () => {
  test('becomes one of ours, with the entities of the logs', () => {
    expect(found({})).toMatchObject({
      kind: 'guardduty',
      detectionId: 'guardduty:UnauthorizedAccess:IAMUser/MaliciousIPCaller.Custom',
      title: 'GuardDuty: UnauthorizedAccess:IAMUser/MaliciousIPCaller.Custom',
      level: 'medium',
      rows: ['1.4'],
      principal: `arn:aws:iam::${ACCOUNT}:user/alice`,
      actorClass: 'iam-user',
      accountId: ACCOUNT,
      accessKeys: [KEY],
      sourceIps: ['192.0.2.10'],
      regions: ['us-east-1'],
      calls: ['iam.amazonaws.com:ListUsers'],
      tactics: ['initial-access'],
      techniques: [{ id: 'T1078', name: 'Valid Accounts' }],
      count: 3,
      eventIds: [],
      firstMs: Date.UTC(2026, 2, 14, 3),
      lastMs: Date.UTC(2026, 2, 14, 3, 10),
      why:
        'API ListUsers was invoked from an IP address 192.0.2.10 on a custom threat list. ' +
        'From 192.0.2.10 (Example Hosting, AS64500, Netherlands). Seen 3 times. These logs hold no such events.',
    })
  })

  test('is the same whether exported or printed by the CLI', () => {
    expect(read(printed(exported()))).toEqual(read(exported()))
  })

  test('keeps its id as it is updated', () => {
    expect(found({ count: 9, updatedAt: '2026-03-20T00:00:00Z' }).id).toBe(found({}).id)
    expect(found({ id: 'another' }).id).not.toBe(found({}).id)
  })
})

describe.each([
  [0.1, 'low'],
  [3.9, 'low'],
  [4, 'medium'],
  [6.9, 'medium'],
  [7, 'high'],
  [8.9, 'high'],
  [9, 'critical'],
  [10, 'critical'],
  ['8', 'high'],
] as const)('severity %s', (severity, level) => {
  test(`is ${level}`, () => expect(found({ severity }).level).toBe(level))
  test('is low once archived', () => expect(found({ severity, archived: true }).level).toBe('low'))
})

describe('types', () => {
  test.each([
    ['Discovery:S3/AnomalousBehavior', ['discovery'], []],
    ['CryptoCurrency:EC2/BitcoinTool.B!DNS', ['impact'], ['T1496.001']],
    ['Backdoor:EC2/C&CActivity.B!DNS', ['command-and-control'], ['T1071']],
    [
      'UnauthorizedAccess:IAMUser/InstanceCredentialExfiltration.OutsideAWS',
      ['initial-access', 'credential-access'],
      ['T1078', 'T1552.005'],
    ],
    ['Stealth:IAMUser/CloudTrailLoggingDisabled', ['defense-evasion'], ['T1562', 'T1562.008']],
    ['PrivilegeEscalation:Kubernetes/AnomalousBehavior.RoleBindingCreated', ['privilege-escalation'], []],
    ['Policy:IAMUser/RootCredentialUsage', [], ['T1078.004']],
    ['Behavior:EC2/NetworkPortUnusual', [], []],
    ['NeverHeardOf:Moon/Base', [], []],
    ['constructor:EC2/__proto__', [], []],
  ])('%s', (type, tactics, techniques) => {
    const finding = found({ type })
    expect(finding.tactics).toEqual(tactics)
    expect(finding.techniques.map(({ id }) => id)).toEqual(techniques)
  })
})

describe('who', () => {
  test.each<[string, Json, string, string]>([
    ['a user', aliceKey, `arn:aws:iam::${ACCOUNT}:user/alice`, 'iam-user'],
    [
      'an instance by its role',
      {
        accessKeyId: 'ASIAIOSFODNN7EXAMPLE',
        principalId: 'AROAEXAMPLE:i-0123456789abcdef0',
        userName: 'web',
        userType: 'AssumedRole',
      },
      `arn:aws:iam::${ACCOUNT}:role/web`,
      'instance-role',
    ],
    [
      'a person by Identity Center',
      {
        principalId: 'AROAEXAMPLE:ann@example.com',
        userName: 'AWSReservedSSO_Admin_0123456789abcdef',
        userType: 'AssumedRole',
      },
      `arn:aws:iam::${ACCOUNT}:role/AWSReservedSSO_Admin_0123456789abcdef/ann@example.com`,
      'sso-person',
    ],
    [
      'the root user',
      { accessKeyId: KEY, principalId: ACCOUNT, userName: 'Root', userType: 'Root' },
      `arn:aws:iam::${ACCOUNT}:root`,
      'root',
    ],
  ])('%s', (_, accessKeyDetails, principal, actorClass) => {
    expect(found({ resource: { resourceType: 'AccessKey', accessKeyDetails } })).toMatchObject({
      principal,
      actorClass,
    })
  })

  test('what is no key is none', () => {
    const accessKeyDetails = { ...aliceKey, accessKeyId: 'GeneratedFindingAccessKeyId' }
    expect(found({ resource: { accessKeyDetails } }).accessKeys).toEqual([])
  })
})

describe('what it was about, by whatever details the resource has', () => {
  test.each<[string, Json, readonly string[]]>([
    [
      'an instance',
      { instanceDetails: { instanceId: 'i-0123456789abcdef0', imageId: 'ami-1' } },
      ['i-0123456789abcdef0'],
    ],
    [
      'buckets',
      { s3BucketDetails: [{ arn: 'arn:aws:s3:::one', name: 'one' }, { name: 'two' }] },
      ['arn:aws:s3:::one', 'two'],
    ],
    [
      'a cluster',
      { eksClusterDetails: { name: 'c', arn: 'arn:aws:eks:us-east-1:123456789012:cluster/c' } },
      ['arn:aws:eks:us-east-1:123456789012:cluster/c'],
    ],
    [
      'a function',
      {
        lambdaDetails: { functionArn: 'arn:aws:lambda:us-east-1:123456789012:function:f', functionName: 'f' },
      },
      ['arn:aws:lambda:us-east-1:123456789012:function:f'],
    ],
    ['a database', { rdsDbInstanceDetails: { dbInstanceIdentifier: 'db-1', engine: 'MySQL' } }, ['db-1']],
    [
      'a kind that is new',
      { moonBaseDetails: { moonBaseArn: 'arn:aws:moon:::base/1' } },
      ['arn:aws:moon:::base/1'],
    ],
  ])('%s', (_, resource, resources) => expect(found({ resource }).resources).toEqual(resources))
})

test('an attack sequence names several actors, addresses, resources and tactics', () => {
  const finding = found({
    type: 'AttackSequence:IAM/CompromisedCredentials',
    severity: 9,
    resource: { resourceType: 'AttackSequence' },
    action: {},
    service: {
      detection: {
        sequence: {
          uid: 's',
          actors: [
            {
              id: '1',
              user: {
                name: 'alice',
                uid: 'AIDACKCEVSQ6C2EXAMPLE',
                type: 'IAMUser',
                credentialUid: KEY,
                account: { uid: ACCOUNT },
              },
            },
            {
              id: '2',
              user: {
                name: 'web',
                uid: 'AROAEXAMPLE:x',
                type: 'AssumedRole',
                credentialUid: 'ASIAIOSFODNN7EXAMPLE',
              },
            },
          ],
          endpoints: [
            {
              id: 'e',
              ip: '192.0.2.10',
              autonomousSystem: { name: 'Example Hosting', number: 64500 },
              location: { country: 'Netherlands' },
            },
          ],
          resources: [{ uid: 'arn:aws:s3:::one', resourceType: 'S3_BUCKET' }],
          sequenceIndicators: [
            { key: 'ATTACK_TACTIC', values: ['Exfiltration', 'Defense Evasion', 'x'.repeat(10_000)] },
            { key: 'ATTACK_TECHNIQUE', values: ['T1530 - Data from Cloud Storage'] },
            { key: 'SUSPICIOUS_USER_AGENT', values: ['example/1'] },
          ],
        },
      },
    },
  })
  expect(finding).toMatchObject({
    level: 'critical',
    accessKeys: [KEY, 'ASIAIOSFODNN7EXAMPLE'],
    sourceIps: ['192.0.2.10'],
    resources: ['arn:aws:s3:::one'],
    tactics: ['exfiltration', 'defense-evasion'],
    techniques: [{ id: 'T1530', name: 'Data from Cloud Storage' }],
    clients: ['example/1'],
  })
})

describe('samples', () => {
  test.each<[string, Example, boolean]>([
    ['said in a field', { service: { additionalInfo: { sample: true } } }, true],
    [
      'said in a text of JSON',
      { service: { additionalInfo: { value: '{"sample":true}', type: 'default' } } },
      true,
    ],
    ['said in the title', { title: '[SAMPLE] API ListUsers was invoked' }, true],
    [
      'said not to be one',
      { service: { additionalInfo: { sample: false, value: '{"sample":false}' } } },
      false,
    ],
    ['a title that speaks of samples', { title: 'A [SAMPLE] of something' }, false],
  ])('%s', (_, example, isSample) => expect(read(exported(example)).isSample).toBe(isSample))
})

describe('what cannot be used says why', () => {
  test.each<[string, string, string]>([
    ['no JSON', '{"id": 01}', 'it is no JSON object'],
    ['a list', '[]', 'it is no JSON object'],
    ['no id', JSON.stringify(exported({ more: { id: null } })), 'it has no id of plain characters'],
    ['an id with a character 0', JSON.stringify(exported({ id: 'a\0' })), 'it has no id of plain characters'],
    [
      'an account of letters',
      JSON.stringify(exported({ more: { accountId: 'abc' } })),
      'it has no accountId of 12 digits',
    ],
    [
      'no type',
      JSON.stringify(exported({ more: { type: 7 } })),
      'its type is not of the form ThreatPurpose:ResourceType/ThreatFamily',
    ],
    [
      'a type of control characters',
      JSON.stringify(exported({ type: 'A:B/\u001b[31m' })),
      'its type is not of the form ThreatPurpose:ResourceType/ThreatFamily',
    ],
    ['severity 0', JSON.stringify(exported({ severity: 0 })), 'its severity is no number up to 10'],
    ['severity 10.1', JSON.stringify(exported({ severity: 10.1 })), 'its severity is no number up to 10'],
    [
      'no time',
      JSON.stringify(exported({ updatedAt: 'never', more: { createdAt: null } })),
      'it has no updatedAt between 2006 and 2100',
    ],
    [
      'too large',
      JSON.stringify(exported({ title: 'x'.repeat(1 << 20) })),
      'it is larger than 1048576 bytes',
    ],
  ])('%s', (_, text, why) => expect(reasonOf(text)).toBe(`a GuardDuty finding that cannot be used: ${why}`))
})

test('texts and lists of any size stay bounded', () => {
  const many = Array.from({ length: 5000 }, (_, n) => ({ name: `bucket-${String(n)}` }))
  const finding = found({
    resource: { s3BucketDetails: many, accessKeyDetails: { ...aliceKey, userName: 'x'.repeat(9000) } },
  })
  expect(finding.resources).toHaveLength(20)
  expect(finding.principal?.length).toBeLessThan(2200)
})

test('times of an API that sends seconds, and of one that never saw an event', () => {
  expect(read(exported({ service: { eventFirstSeen: 1_773_457_200, eventLastSeen: null } }))).toMatchObject({
    firstMs: 1_773_457_200_000,
    lastMs: Date.UTC(2026, 2, 14, 3, 20),
  })
  expect(
    read(exported({ action: callFrom('192.0.2.1', 'X'), service: { eventFirstSeen: 'x' } })).firstMs,
  ).toBe(Date.UTC(2026, 2, 14, 3, 10))
})
