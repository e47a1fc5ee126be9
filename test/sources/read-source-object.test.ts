import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, describe, expect, test } from 'vitest'
import { listSourceObjects, type SourceObject } from '#sources/index.ts'
import { objectAt, readAll, recordOf } from './support/records.ts'
import { zipOf } from './support/zip.ts'

const folder = mkdtempSync(join(tmpdir(), 'trailhound-sources-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

let written = 0
function write(content: string | Buffer, ending = ''): SourceObject {
  const path = join(folder, `object-${written++}${ending}`)
  writeFileSync(path, content)
  return objectAt(path, Buffer.byteLength(content))
}

const json = (value: unknown): string => JSON.stringify(value)
const [one, two] = [recordOf(1), recordOf(2)]
const bridge = (detail: unknown) => ({
  version: '0',
  id: 'x',
  'detail-type': 'AWS API Call via CloudTrail',
  source: 'aws.ec2',
  detail,
})
const csvCell = (text: string): string => `"${text.replaceAll('"', '""')}"`

const FORMS: readonly { readonly name: string; readonly text: string | Buffer }[] = [
  { name: 'Records', text: json({ Records: [one, two] }) },
  {
    name: 'Records, pretty-printed, not the first field',
    text: json({ owner: { a: [1] }, Records: [one, two] }),
  },
  { name: 'Records with a byte order mark', text: `\ufeff${json({ Records: [one, two] })}` },
  {
    name: 'Records in UTF-16, little endian',
    text: Buffer.from(`\ufeff${json({ Records: [one, two] })}`, 'utf16le'),
  },
  {
    name: 'Records in UTF-16, big endian',
    text: Buffer.from(`\ufeff${json({ Records: [one, two] })}`, 'utf16le').swap16(),
  },
  {
    name: 'two Records documents, one after the other',
    text: `${json({ Records: [one] })}\n${json({ Records: [two] })}`,
  },
  { name: 'an array', text: json([one, two]) },
  { name: 'an array of Records documents', text: json([{ Records: [one] }, { Records: [two] }]) },
  { name: 'one a line', text: `${json(one)}\n${json(two)}\n` },
  { name: 'one a line, CRLF, blank lines', text: `\r\n${json(one)}\r\n\r\n${json(two)}\r\n` },
  {
    name: 'pretty-printed objects, one after the other',
    text: `${JSON.stringify(one, null, 2)}\n${JSON.stringify(two, null, 2)}`,
  },
  {
    name: 'fields in the order of the alphabet',
    text: [one, two]
      .map((record) =>
        json(Object.fromEntries(Object.entries(record).toSorted(([a], [b]) => (a < b ? -1 : 1)))),
      )
      .join('\n'),
  },
  {
    name: 'LookupEvents',
    text: json({
      Events: [one, two].map((record) => ({ EventId: 'x', Username: 'a', CloudTrailEvent: json(record) })),
    }),
  },
  {
    name: 'LookupEvents, NextToken first',
    text: JSON.stringify(
      {
        NextToken: 't',
        Events: [one, two].map((record) => ({ CloudTrailEvent: json(record), EventName: 'x' })),
      },
      null,
      4,
    ),
  },
  { name: 'EventBridge, one a line', text: [one, two].map((record) => json(bridge(record))).join('\n') },
  { name: 'EventBridge, array', text: json([bridge(one), bridge(two)]) },
  {
    name: 'EventBridge in SNS in SQS',
    text: json({
      Messages: [one, two].map((record) => ({
        MessageId: 'x',
        Body: json({ Type: 'Notification', Message: json(bridge(record)) }),
      })),
    }),
  },
  {
    name: 'SQS as a Lambda gets it',
    text: json({
      Records: [one, two].map((record) => ({ messageId: 'x', body: json(record), eventSource: 'aws:sqs' })),
    }),
  },
  {
    name: 'OpenSearch documents',
    text: [one, two].map((record) => json({ _index: 'i', _id: '1', _source: record })).join('\n'),
  },
  {
    name: 'an OpenSearch answer',
    text: json({ took: 1, hits: { total: 2, hits: [{ _source: one }, { _source: two }] } }),
  },
  {
    name: 'Splunk export',
    text: [one, two].map((record) => json({ preview: false, result: { _raw: json(record) } })).join('\n'),
  },
  {
    name: 'CloudWatch subscription',
    text: json({
      messageType: 'DATA_MESSAGE',
      logEvents: [one, two].map((record) => ({ id: '1', timestamp: 1, message: json(record) })),
    }),
  },
  {
    name: 'CloudWatch export, a time before each',
    text: [one, two].map((record) => `2026-11-24T00:00:00.000Z ${json(record)}`).join('\n'),
  },
  {
    name: 'CloudTrail Lake results',
    text: json({
      QueryStatus: 'FINISHED',
      QueryResultRows: [one, two].map((record) =>
        Object.entries(record).map(([key, value]) => ({
          [key]: typeof value === 'string' ? value : json(value),
        })),
      ),
    }),
  },
  {
    name: 'CSV with the event as text',
    text: `eventtime,cloudtrailevent\n${[one, two].map((record) => `x,${csvCell(json(record))}`).join('\n')}`,
  },
  { name: 'a mixture', text: `${json({ Records: [one] })}\n${json(bridge(two))}` },
]

const PACKED: readonly {
  readonly name: string
  readonly pack: (content: Buffer) => Promise<SourceObject>
}[] = [
  { name: 'plain', pack: async (content) => write(content) },
  { name: 'gzip', pack: async (content) => write(gzipSync(content), '.json') },
  { name: 'gzip twice', pack: async (content) => write(gzipSync(gzipSync(content)), '.gz') },
  {
    name: 'gzip in members',
    pack: async (content) =>
      write(Buffer.concat([gzipSync(content.subarray(0, 50)), gzipSync(content.subarray(50))])),
  },
  { name: 'zip member', pack: (content) => firstMember(zipOf([{ name: 'a/b.json', content }])) },
  {
    name: 'gzip in zip, stored',
    pack: (content) => firstMember(zipOf([{ name: 'b.gz', content: gzipSync(content), stored: true }])),
  },
  {
    name: 'as a large file is read',
    pack: async (content) => ({ ...write(gzipSync(content)), sizeBytes: 1e9 }),
  },
]

async function firstMember(zip: Buffer): Promise<SourceObject> {
  for await (const listed of listSourceObjects([write(zip, '.zip').name]))
    if (listed.kind !== 'problem') return listed
  throw new Error('no member')
}

describe.each(PACKED)('$name', ({ pack }) => {
  test.each(FORMS)('$name', async ({ text }) => {
    const { records, rejected, others } = await readAll(await pack(Buffer.from(text)))
    expect({ rejected, others }).toEqual({ rejected: [], others: [] })
    expect(records.map((record) => sortKeys(record))).toEqual([one, two].map(sortKeys))
  })
})

/** In one order, and without nulls: tables do not tell them from what is absent. */
const sortKeys = (record: Record<string, unknown>) =>
  Object.fromEntries(
    Object.entries(record)
      .filter(([, value]) => value !== null)
      .toSorted(([a], [b]) => (a < b ? -1 : 1)),
  )

describe('tables', () => {
  const header =
    'eventversion,useridentity,eventtime,eventsource,eventname,requestparameters,readonly,resources,errorcode'
  const struct =
    '{type=AssumedRole, principalid=AROA:x, arn=arn:aws:sts::123456789012:assumed-role/a, b/c=d, accesskeyid=ASIAIOSFODNN7EXAMPLE, username=null, sessioncontext={attributes={mfaauthenticated=false, creationdate=2026-11-24T00:00:00Z}, sessionissuer=null}}'
  const row = `1.08,${csvCell(struct)},2026-11-24 10:00:00.000,s3.amazonaws.com,GetObject,${csvCell('{"bucketName":"b"}')},true,${csvCell('[{arn=arn:aws:s3:::b, type=AWS::S3::Bucket}, {arn=arn:aws:s3:::c}]')},`

  test.each([
    { name: 'comma', text: `${header}\n${row}` },
    { name: 'quoted header, CRLF', text: `${header.split(',').map(csvCell).join(',')}\r\n${row}\r\n` },
  ])('Athena: $name', async ({ text }) => {
    const { records, rejected } = await readAll(write(text))
    expect(rejected).toEqual([])
    expect(records).toEqual([
      {
        eventVersion: '1.08',
        userIdentity: {
          type: 'AssumedRole',
          principalId: 'AROA:x',
          arn: 'arn:aws:sts::123456789012:assumed-role/a, b/c=d',
          accessKeyId: 'ASIAIOSFODNN7EXAMPLE',
          sessionContext: { attributes: { mfaAuthenticated: 'false', creationDate: '2026-11-24T00:00:00Z' } },
        },
        eventTime: '2026-11-24T10:00:00Z',
        eventSource: 's3.amazonaws.com',
        eventName: 'GetObject',
        requestParameters: { bucketName: 'b' },
        readOnly: true,
        resources: [{ arn: 'arn:aws:s3:::b', type: 'AWS::S3::Bucket' }, { arn: 'arn:aws:s3:::c' }],
      },
    ])
  })

  test("the console's event history", async () => {
    const { records } = await readAll(
      write(
        'Event ID,Event name,Event time,User name,AWS access key,Event source\n1,RunInstances,2026-11-24T00:00:00Z,alice,AKIAIOSFODNN7EXAMPLE,ec2.amazonaws.com',
      ),
    )
    expect(records).toEqual([
      {
        eventID: '1',
        eventName: 'RunInstances',
        eventTime: '2026-11-24T00:00:00Z',
        userIdentity: { userName: 'alice', accessKeyId: 'AKIAIOSFODNN7EXAMPLE' },
        eventSource: 'ec2.amazonaws.com',
      },
    ])
  })
})

describe('recognised, and not events', () => {
  const insight = {
    eventVersion: '1.09',
    eventTime: '2026-11-24T00:00:00Z',
    eventType: 'AwsCloudTrailInsight',
    eventCategory: 'Insight',
    insightDetails: {},
  }
  test.each([
    {
      name: 'digest',
      text: json({
        awsAccountId: '123456789012',
        digestS3Object: 'x',
        previousDigestSignature: null,
        logFiles: [],
      }),
      what: 'CloudTrail digest file',
    },
    {
      name: 'Insight file',
      text: json({ Records: [insight, insight] }),
      what: 'CloudTrail Insights event (2)',
    },
    {
      name: 'Config snapshot',
      text: json({
        fileVersion: '1.0',
        configSnapshotId: 'x',
        configurationItems: [{ resourceType: 'AWS::EC2::Instance' }],
      }),
      what: 'AWS Config snapshot',
    },
    {
      name: 'S3 notification',
      text: json({
        Records: [{ eventVersion: '2.1', eventSource: 'aws:s3', eventName: 'ObjectCreated:Put', s3: {} }],
      }),
      what: 'S3 event notification',
    },
    {
      name: 'VPC flow log',
      text: 'version account-id interface-id srcaddr\n2 123456789012 eni-0123 192.0.2.1',
      what: 'VPC flow log',
    },
    {
      name: 'load balancer log',
      text: 'https 2026-11-24T00:00:00.0Z app/my/50dc 192.0.2.1:2817 10.0.0.1:80 0.0',
      what: 'load balancer access log',
    },
    {
      name: 'S3 access log',
      text: `${'0'.repeat(64)} bucket [24/Nov/2026:00:00:00 +0000] 192.0.2.1 - X REST.GET`,
      what: 'S3 access log',
    },
  ])('$name', async ({ text, what }) => {
    expect(await readAll(write(text))).toEqual({ records: [], ids: [], rejected: [], others: [what] })
  })

  test('an Insight event among events is left out of the tape', async () => {
    const { ids, others } = await readAll(write(json({ Records: [one, insight, two] })))
    expect({ ids, others }).toEqual({ ids: [1, 2], others: ['CloudTrail Insights event'] })
  })
})

const many = (count: number) =>
  json({ Records: Array.from({ length: count }, (_, index) => recordOf(index)) })
/** Bytes that do not compress, so that cutting the gzip cuts the text near by. */
const packed = gzipSync(many(20_000), { level: 1 })

describe('bad input', () => {
  test.each([
    { name: 'empty', content: '', reason: /file is empty/ },
    { name: 'white space', content: ' \n\n', reason: /only white space/ },
    { name: 'empty gzip', content: gzipSync(''), reason: /file is empty/ },
    {
      name: 'binary',
      content: Buffer.from(Array.from({ length: 999 }, (_, index) => (index * 7919) % 256)),
      reason: /binary/,
    },
    { name: 'Parquet', content: 'PAR1....', reason: /Parquet/ },
    { name: 'text', content: 'hello, world', reason: /neither JSON nor/ },
    { name: 'other JSON', content: '{"name":"x"}', reason: /no CloudTrail event: .*its fields: name/ },
    {
      name: 'gzip five times',
      content: [1, 2, 3, 4, 5].reduce((bytes) => gzipSync(bytes), Buffer.from('{}')),
      reason: /gzip inside gzip/,
    },
    {
      name: 'gzip of nothing but its magic',
      content: Buffer.from([0x1f, 0x8b, 8]),
      reason: /compressed data ends early/,
    },
  ])('$name', async ({ content, reason }) => {
    const { records, rejected } = await readAll(write(content))
    expect(records).toEqual([])
    expect(rejected).toHaveLength(1)
    expect(rejected[0]).toMatch(reason)
  })

  test.each([
    { name: 'truncated gzip', content: packed.subarray(0, packed.length / 2), reason: /ends early/ },
    {
      name: 'damaged gzip',
      content: Buffer.concat([
        packed.subarray(0, packed.length / 2),
        Buffer.alloc(1000, 0xff),
        packed.subarray(packed.length / 2),
      ]),
      reason: /damaged compression/,
    },
  ])('$name: the whole records before it are kept', async ({ content, reason }) => {
    const { ids, rejected } = await readAll(write(content))
    expect(ids.length).toBeGreaterThan(5000)
    expect(ids.slice(0, 5000)).toEqual(Array.from({ length: 5000 }, (_, index) => index))
    expect(rejected.join('\n')).toMatch(reason)
  })

  test("bytes after gzip's end do not matter", async () => {
    const { ids } = await readAll({
      ...write(Buffer.concat([gzipSync(many(3)), Buffer.alloc(100_000)])),
      sizeBytes: 1e9,
    })
    expect(ids).toEqual([0, 1, 2])
  })

  test.each([
    { name: 'spaces', fill: ' ' },
    { name: 'zeros', fill: '\0' },
  ])('a gzip bomb of $name stops at its limit', async ({ fill }) => {
    const bomb = Buffer.concat([
      gzipSync(`{"Records":[${json(one)},`),
      gzipSync(Buffer.alloc(300_000_000, fill)),
    ])
    const { ids, rejected } = await readAll(write(bomb), { maxObjectBytes: 50_000_000 })
    expect(ids).toEqual([1])
    expect(rejected.join('\n')).toMatch(/limits\.maxFileBytes/)
  })

  test('a string of 200 MB costs its record, and bounded memory', async () => {
    const text = Buffer.concat([
      Buffer.from(`{"Records":[${json(one)},{"eventVersion":"1.08","userAgent":"`),
      Buffer.alloc(200_000_000, 'a'),
      Buffer.from(`"},${json(two)}]}`),
    ])
    const object = write(text)
    global.gc?.()
    const before = process.memoryUsage().rss
    const { ids, rejected } = await readAll(object)
    expect(ids).toEqual([1, 2])
    expect(rejected).toEqual([expect.stringMatching(/^record 2: larger than .*maxRecordBytes/)])
    expect(process.memoryUsage().rss - before).toBeLessThan(200_000_000)
  })

  test('bytes that are no UTF-8 are replaced, the event kept', async () => {
    const text = Buffer.from(json({ Records: [one, two] }).replace('aws-cli/2', 'aws-cli/\u0001'))
    text[text.indexOf(1)] = 0xff
    const { records } = await readAll(
      write(Buffer.from(text.toString('latin1').replace('\\u0001', '\xff'), 'latin1')),
    )
    expect(records).toHaveLength(2)
    expect(records[0]?.['userAgent']).toContain('aws-cli/\ufffd')
  })

  test.each([
    { name: 'a directory', path: folder, reason: /is a directory/ },
    { name: 'a file that vanished', path: join(folder, 'vanished.json'), reason: /does not exist/ },
  ])('$name', async ({ path, reason }) => {
    for (const size of [1, 1e9]) {
      const { rejected } = await readAll(objectAt(path, size))
      expect(rejected).toEqual([expect.stringMatching(reason)])
    }
  })

  test('ten thousand broken lines are told a thousand times, and their number', async () => {
    const { rejected } = await readAll(write('{"eventVersion" 1}\n'.repeat(10_000)))
    expect(rejected).toHaveLength(1001)
    expect(rejected.at(-1)).toMatch(/9000 more/)
  })
})
