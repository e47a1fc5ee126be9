import { describe, expect, test } from 'vitest'
import { EventBatch } from '#events/index.ts'
import { DEFAULT_READ_LIMITS, scanRecords } from '#sources/index.ts'
import { throughTheLake } from '../support/batch-lake.ts'

const uuid = (index: number): string => `11111111-2222-3333-4444-${String(index).padStart(12, '0')}`

const PLAIN = {
  eventVersion: '1.08',
  eventTime: '2026-11-24T08:15:30Z',
  eventSource: 'ec2.amazonaws.com',
  eventName: 'RunInstances',
  recipientAccountId: '123456789012',
  eventID: uuid(1),
}
const one = (fields: object): string => JSON.stringify({ ...PLAIN, ...fields })
const many = (records: readonly object[]): string => JSON.stringify({ Records: records })
const rowOf = async (document: string) => {
  const { rows, rejected } = await throughTheLake([document])
  expect(rejected).toEqual([])
  expect(rows).toHaveLength(1)
  return rows[0] ?? {}
}
const parsed = (value: unknown): unknown => JSON.parse(String(value))

/** Every field of record versions 1.0 to 1.11. */
const FULL = {
  eventVersion: '1.11',
  userIdentity: {
    type: 'AssumedRole',
    principalId: 'AROAEXAMPLE:alice',
    arn: 'arn:aws:sts::123456789012:assumed-role/Admin/alice',
    accountId: '123456789012',
    accessKeyId: 'ASIAIOSFODNN7EXAMPLE',
    userName: 'alice',
    invokedBy: 'cloudformation.amazonaws.com',
    identityProvider: 'arn:aws:iam::123456789012:oidc-provider/example.com',
    credentialId: 'credential-1',
    sessionContext: {
      sessionIssuer: {
        type: 'Role',
        principalId: 'AROAEXAMPLE',
        arn: 'arn:aws:iam::123456789012:role/Admin',
        accountId: '123456789012',
        userName: 'Admin',
      },
      attributes: { creationDate: '2026-11-24T08:00:00Z', mfaAuthenticated: 'true' },
      webIdFederationData: { federatedProvider: 'example.com', attributes: { 'example.com:aud': 'aud' } },
      sourceIdentity: 'alice@example.com',
      ec2RoleDelivery: '2.0',
      assumedRoot: 'true',
    },
    onBehalfOf: { userId: 'u-1', identityStoreArn: 'arn:aws:identitystore::123456789012:identitystore/d-1' },
  },
  eventTime: '2026-11-24T08:15:30Z',
  eventSource: 'ec2.amazonaws.com',
  eventName: 'RunInstances',
  awsRegion: 'us-east-1',
  sourceIPAddress: '192.0.2.7',
  userAgent: 'aws-cli/2.15',
  errorCode: 'Client.UnauthorizedOperation',
  errorMessage: 'You are not authorized',
  requestParameters: { instanceType: 'p4d.24xlarge', deep: [{ a: [1, null, true] }] },
  responseElements: { instancesSet: {} },
  additionalEventData: { SignatureVersion: 'SigV4' },
  requestID: 'request-1',
  eventID: uuid(1),
  eventType: 'AwsApiCall',
  apiVersion: '2016-11-15',
  managementEvent: true,
  readOnly: false,
  resources: [{ ARN: 'arn:aws:ec2:us-east-1:123456789012:instance/i-1', accountId: '123456789012' }],
  recipientAccountId: '123456789012',
  serviceEventDetails: { state: 'ok' },
  sharedEventID: uuid(2),
  vpcEndpointId: 'vpce-1',
  vpcEndpointAccountId: '111122223333',
  eventCategory: 'Management',
  addendum: { reason: 'DELIVERY_DELAY' },
  sessionCredentialFromConsole: 'true',
  edgeDeviceDetails: { type: 'snow' },
  tlsDetails: { tlsVersion: 'TLSv1.3', cipherSuite: 'TLS_AES_128_GCM_SHA256', clientProvidedHostHeader: 'h' },
}
const JSON_FIELDS = [
  'requestParameters',
  'responseElements',
  'additionalEventData',
  'resources',
  'serviceEventDetails',
  'addendum',
  'edgeDeviceDetails',
  'tlsDetails',
] as const

describe('a field that AWS wrote is in the lake', () => {
  test('all fields of all record versions', async () => {
    const row = await rowOf(JSON.stringify({ Records: [FULL] }))
    const { userIdentity, eventTime, ...rest } = FULL
    for (const name of JSON_FIELDS) expect(parsed(row[name]), name).toEqual(FULL[name])
    const scalars = Object.entries(rest).filter(([name]) => !JSON_FIELDS.some((json) => json === name))
    for (const [name, value] of scalars) expect(row[name], name).toBe(value)
    expect(row['eventTime']).toEqual(new Date(eventTime))
    expect(row['time_ms']).toBe(BigInt(Date.parse(eventTime)))
    const { webIdFederationData, ...context } = userIdentity.sessionContext
    expect(row['userIdentity']).toEqual({
      ...userIdentity,
      sessionContext: {
        ...context,
        webIdFederationData: { ...webIdFederationData, attributes: '{"example.com:aud":"aud"}' },
      },
    })
    expect(row['otherFields']).toBeNull()
  })

  test('what AWS adds later', async () => {
    const row = await rowOf(
      one({
        futureObject: { a: '"\\' },
        futureText: 'ü',
        futureNumber: 1.5,
        userIdentity: {
          type: 'IAMUser',
          futureLeaf: [1],
          sessionContext: { futureDeep: { b: 'x' }, sessionIssuer: 'no object' },
        },
      }),
    )
    expect(parsed(row['otherFields'])).toEqual({
      futureObject: { a: '"\\' },
      futureText: 'ü',
      futureNumber: 1.5,
      userIdentity: {
        futureLeaf: [1],
        sessionContext: { futureDeep: { b: 'x' }, sessionIssuer: 'no object' },
      },
    })
  })

  test.each(['"root"', '7', '["x"]', 'true'])('an identity that is no object: %s', async (identity) => {
    const row = await rowOf(
      one({ userIdentity: 0 }).replace('"userIdentity":0', `"userIdentity":${identity}`),
    )
    expect(row['userIdentity']).toBeNull()
    expect(parsed(row['otherFields'])).toEqual({ userIdentity: parsed(identity) })
  })

  test('names of the language change nothing', async () => {
    const names = '{"__proto__":{"x":1},"constructor":"c","hasOwnProperty":1,"toString":"t"}'
    const document = one({ marker: 0, userIdentity: { marker: 0 } }).replaceAll(
      '"marker":0',
      names.slice(1, -1),
    )
    const row = await rowOf(document)
    expect(row['eventName']).toBe('RunInstances')
    expect(String(row['otherFields'])).toBe(`{${names.slice(1, -1)},"userIdentity":${names}}`)
  })
})

describe('values as they come', () => {
  test('null and missing are the same, empty is not', async () => {
    const row = await rowOf(
      one({ errorCode: null, userAgent: '', requestParameters: null, userIdentity: null }),
    )
    expect(row).toMatchObject({
      errorCode: null,
      errorMessage: null,
      userAgent: '',
      requestParameters: null,
      userIdentity: null,
      otherFields: null,
    })
  })

  test('escapes are undone in text and kept in JSON', async () => {
    const text = 'q" b\\ s/ n\n t\t \u0000 ü € 😀 \u2028'
    const escaped = String.raw`"q\" b\\ s\/ n\n t\t \u0000 \u00fc \u20AC \ud83d\ude00 \u2028"`
    const document = one({ userAgent: 0, errorMessage: 1, requestParameters: { k: 2 } })
      .replace('"userAgent":0', `"userAgent":${escaped}`)
      .replace('"errorMessage":1', `"errorMessage":${escaped}`)
      .replace('"k":2', `"k":${escaped}`)
    const row = await rowOf(document)
    expect(row['userAgent']).toBe(text)
    expect(row['errorMessage']).toBe(text)
    expect(row['requestParameters']).toBe(`{"k":${escaped}}`)
  })

  test('a name so long that room must be made while its call is read hides nothing that stands behind it', async () => {
    const key = `${'x'.repeat(1_500_000)}"`
    const row = await rowOf(
      one({
        eventSource: 's3.amazonaws.com',
        eventName: 'GetObject',
        requestParameters: { key, bucketName: 'b' },
      }),
    )
    expect(row['bucket']).toBe('b')
    expect(row['object_key']).toBe(key)
  })

  test.each([
    [String.raw`\ud800`, '\ufffd'],
    [String.raw`\uDC00x`, '\ufffdx'],
    [String.raw`\ud800\ud83d\uDE00`, '\ufffd😀'],
    [String.raw`\uD83D\ude00\ude00`, '😀\ufffd'],
    [String.raw`\\ud800`, String.raw`\ud800`],
    [String.raw`\\\ud800`, '\\\ufffd'],
    [String.raw`\ud800\\udc00`, '\ufffd\\udc00'],
    [String.raw`\ud7ff`, '\ud7ff'],
  ])('half of a surrogate pair hides nothing from the engine: %s', async (escaped, meant) => {
    const row = await rowOf(one({ requestParameters: { k: 0 } }).replace('"k":0', `"k":"${escaped}"`))
    expect(parsed(row['requestParameters'])).toEqual({ k: meant })
  })

  test.each([
    ['true', true],
    ['false', false],
    ['"true"', true],
    ['"False"', false],
    ['1', null],
    ['"maybe"', null],
    ['{}', null],
    ['null', null],
  ])('readOnly %s is %s', async (raw, meant) => {
    const row = await rowOf(one({ readOnly: 0 }).replace('"readOnly":0', `"readOnly":${raw}`))
    expect(row['readOnly']).toBe(meant)
  })

  test('numbers, booleans and objects where text is usual', async () => {
    const row = await rowOf(
      one({ eventVersion: 1.08, userAgent: { a: 1 }, requestID: true, errorMessage: [1] }),
    )
    expect(row).toMatchObject({
      eventVersion: '1.08',
      userAgent: '{"a":1}',
      requestID: 'true',
      errorMessage: '[1]',
    })
  })

  test.each([
    ['"2026-11-24T08:15:30.123Z"', 1_795_508_130_123],
    ['"2026-11-24T10:15:30+02:00"', 1_795_508_130_000],
    ['"2026-11-24 08:15:30.000"', 1_795_508_130_000],
    ['1795508130', 1_795_508_130_000],
    ['"1795508130000"', 1_795_508_130_000],
  ])('eventTime %s', async (raw, timeMs) => {
    const row = await rowOf(one({ eventTime: 0 }).replace('"eventTime":0', `"eventTime":${raw}`))
    expect(row['time_ms']).toBe(BigInt(timeMs))
  })

  test.each([
    'null',
    '""',
    '"yesterday"',
    '"2026-13-24T08:15:30Z"',
    '"2026-11-24T25:15:30Z"',
    '"1969-01-01T00:00:00Z"',
    '"9999-01-01T00:00:00Z"',
    '"２026-11-24T08:15:30Z"',
    '{}',
    'true',
    '-1',
    '1e999',
  ])('eventTime %s is refused, and the next record is whole', async (raw) => {
    const bad = one({ errorCode: 'left', userAgent: 'over', eventTime: 0 }).replace(
      '"eventTime":0',
      `"eventTime":${raw}`,
    )
    const { rows, rejected } = await throughTheLake([`${bad}\n${one({ eventID: uuid(2) })}\n`])
    expect(rejected).toEqual(['record 1: no eventTime, or none between 2006 and 2100'])
    expect(rows).toEqual([expect.objectContaining({ eventID: uuid(2), errorCode: null, userAgent: null })])
  })
})

describe('an event is kept once', () => {
  test('within a document and across documents; the first source keeps it, the others say where it is', async () => {
    const a = many([{ ...PLAIN }, { ...PLAIN }, { ...PLAIN, eventID: uuid(2) }])
    const b = many([
      { ...PLAIN, eventID: uuid(2) },
      { ...PLAIN, eventID: uuid(3) },
    ])
    const c = many([{ ...PLAIN }, { ...PLAIN, eventID: uuid(3) }])
    const { rows, duplicateCount, metIn } = await throughTheLake([a, b, c])
    expect(rows.map((row) => [row['eventID'], row['source_id']])).toEqual([
      [uuid(1), 0],
      [uuid(2), 0],
      [uuid(3), 1],
    ])
    expect(duplicateCount).toBe(4)
    expect(metIn).toEqual([[], [0], [0, 1]])
  })

  test('the same id in two accounts, and in none, is several events', async () => {
    const { rows } = await throughTheLake([
      many([PLAIN, { ...PLAIN, recipientAccountId: '111122223333' }, { ...PLAIN, recipientAccountId: null }]),
    ])
    expect(rows).toHaveLength(3)
  })

  test.each(['not-a-uuid', uuid(1).toUpperCase(), 'é'.repeat(100), '7'])(
    'an id of another form: %s',
    async (eventID) => {
      const { rows, duplicateCount } = await throughTheLake([
        many([
          { ...PLAIN, eventID },
          { ...PLAIN, eventID },
          { ...PLAIN, eventID: `${eventID}!` },
        ]),
      ])
      expect(rows).toHaveLength(2)
      expect(duplicateCount).toBe(1)
    },
  )

  test('an id that AWS never wrote does not swallow other records that have it', async () => {
    const log = many([
      { ...PLAIN, eventID: '1' },
      { ...PLAIN, eventID: '1', eventName: 'ListUsers' },
      { ...PLAIN, eventID: '1', eventTime: '2026-03-02T09:00:00Z' },
      { ...PLAIN, eventID: '1', eventName: 'ListUsers' },
      { ...PLAIN, eventID: '1' },
    ])
    const { rows, duplicateCount } = await throughTheLake([log])
    const ids = rows.map((row) => String(row['eventID'])).toSorted()
    expect(ids).toEqual([
      '1',
      expect.stringMatching(/^1~[\da-f]{16}$/u),
      expect.stringMatching(/^1~[\da-f]{16}$/u),
    ])
    expect(new Set(ids).size).toBe(3)
    expect(duplicateCount).toBe(2)
    const again = await throughTheLake([log])
    expect(again.rows.map((row) => row['eventID'])).toEqual(rows.map((row) => row['eventID']))
  })

  test.each([{ eventID: undefined }, { eventID: null }, { eventID: '' }])(
    'records without an id ($eventID) are told apart, and known again',
    async (without) => {
      const records = [
        { ...PLAIN, ...without },
        { ...PLAIN, ...without },
        { ...PLAIN, ...without, awsRegion: 'eu-west-1' },
      ]
      const first = await throughTheLake([many(records)])
      expect(new Set(first.rows.map((row) => row['eventID'])).size).toBe(3)
      expect(first.rows.every((row) => /^none-[\da-f]{32}(?:-1)?$/u.test(String(row['eventID'])))).toBe(true)
      const again = await throughTheLake([many(records.toReversed())])
      expect(again.rows.map((row) => row['eventID'])).toEqual(first.rows.map((row) => row['eventID']))
    },
  )
})

describe('hostile variety', () => {
  const record = (i: number) => ({
    ...PLAIN,
    eventID: uuid(i),
    recipientAccountId: i % 2 === 0 ? '123456789012' : '111122223333',
    userAgent: `agent-${String(i)}`,
    sourceIPAddress: `198.51.100.${String(i % 256)}`,
    userIdentity: {
      type: 'IAMUser',
      arn: `arn:aws:iam::123456789012:user/u${String(i)}`,
      accountId: '123456789012',
      accessKeyId: `AKIA${String(i)}`,
    },
    [`key${String(i % 6000)}`]: i,
  })

  test('more clients, identities and keys than are remembered: nothing is mixed up, nothing kept twice', async () => {
    const batch = new EventBatch()
    const count = 60_000
    const documents = [0, 20_000, 40_000].map((from) =>
      many(Array.from({ length: 20_000 }, (_, i) => record(from + i))),
    )
    // The accounts come in another order: their places in emptied tables are others.
    const again = many([record(59_999), record(1), record(0), record(2), record(70_000)])
    const { rows, duplicateCount, metIn } = await throughTheLake([...documents, again, again], batch, [
      'eventID',
      'recipientAccountId',
      'userAgent',
      'principal',
      'session',
      'account_id',
      'service',
      'otherFields',
    ])
    expect(rows).toHaveLength(count + 1)
    expect(duplicateCount).toBe(4 + 5)
    expect(metIn.slice(3)).toEqual([
      [2, 0],
      [2, 0, 3],
    ])
    const wrong = rows.filter((row) => {
      const i = Number(String(row['eventID']).slice(-12))
      const { recipientAccountId, userAgent, userIdentity } = record(i)
      return !(
        row['recipientAccountId'] === recipientAccountId &&
        row['userAgent'] === userAgent &&
        row['principal'] === userIdentity.arn &&
        row['session'] === userIdentity.accessKeyId &&
        row['account_id'] === recipientAccountId &&
        row['service'] === 'ec2' &&
        row['otherFields'] === `{"key${String(i % 6000)}":${String(i)}}`
      )
    })
    expect(wrong).toEqual([])
  })

  test('numbers that none of many events has are read back as none', async () => {
    const { rows } = await throughTheLake(
      [many(Array.from({ length: 10_000 }, (_, i) => record(i)))],
      new EventBatch(),
      ['eventID', 'bytes_in', 'bytes_out'],
    )
    expect(rows).toHaveLength(10_000)
    expect(rows.filter((row) => row['bytes_in'] !== null || row['bytes_out'] !== null)).toEqual([])
  })

  test('each source with a name of its own, after a thousand names, costs no more than any other', async () => {
    const batch = new EventBatch()
    const call = (i: number) => ({
      ...record(i),
      eventSource: `s${String(i)}.amazonaws.com`,
      eventName: i < 1024 ? `Name${String(i)}` : 'Name1023',
    })
    const before = process.memoryUsage().heapUsed
    await throughTheLake([many(Array.from({ length: 25_000 }, (_, i) => call(i)))], batch)
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(250e6)
    expect(batch.few.eventSource.table.size).toBeGreaterThan(24_000)
  })

  test('few rows of large texts fill the tables, and emptying the batch empties them', () => {
    const batch = new EventBatch()
    batch.startUnit()
    const add = (from: number): void => {
      const records = Array.from({ length: 100 }, (_, i) => ({
        ...record(from + i),
        userAgent: `${String(from + i)}${'x'.repeat(100_000)}`,
      }))
      for (const part of scanRecords(Buffer.from(many(records)), DEFAULT_READ_LIMITS)) batch.add(part, 0)
    }
    add(0)
    expect(batch.tablesAreFull()).toBe(false)
    add(100)
    expect(batch.tablesAreFull()).toBe(true)
    expect(batch.few.userAgent.textAt(150)?.slice(0, 5)).toBe('150xx')
    batch.clear()
    expect(batch.tablesAreFull()).toBe(false)
    expect(batch.few.userAgent.table.size).toBe(0)
    add(200)
    expect(batch.few.userAgent.textAt(0)?.length).toBe(100_003)
  })

  test('many small texts do not end a batch, and are forgotten with it', () => {
    const batch = new EventBatch()
    const records = Array.from({ length: 60_000 }, (_, i) => ({
      eventTime: PLAIN.eventTime,
      eventName: PLAIN.eventName,
      userAgent: String(i),
      userIdentity: { arn: String(i) },
    }))
    for (const part of scanRecords(Buffer.from(many(records)), DEFAULT_READ_LIMITS)) batch.add(part, 0)
    expect(batch.rowCount).toBe(60_000)
    expect(batch.tablesAreFull()).toBe(false)
    batch.clear()
    expect(batch.few.userAgent.table.size).toBe(0)
    expect(batch.identities.spellings.size).toBe(0)
  })

  test('records that are no events take no room among the rows', () => {
    const batch = new EventBatch()
    const room = batch.few.eventName.ids.length
    const document = many([...Array.from({ length: 50_000 }, () => ({ eventID: 0 })), PLAIN])
    for (const part of scanRecords(Buffer.from(document), DEFAULT_READ_LIMITS)) batch.add(part, 0)
    expect(batch.rowCount).toBe(1)
    expect(batch.few.eventName.textAt(0)).toBe(PLAIN.eventName)
    expect(batch.few.eventName.ids).toHaveLength(room)
  })

  test('a text that is always empty is one text', async () => {
    const batch = new EventBatch()
    const document = many(
      Array.from({ length: 30_000 }, (_, i) => ({ ...PLAIN, eventID: uuid(i), userAgent: '' })),
    )
    const { rows } = await throughTheLake([document], batch, ['eventID', 'userAgent'])
    expect(rows.every((row) => row['userAgent'] === '')).toBe(true)
    expect(batch.few.userAgent.table.size).toBe(1)
  })
})
