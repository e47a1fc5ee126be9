import { DEFAULT_READ_LIMITS, type ReadLimits, readSourceObject, type SourceObject } from '#sources/index.ts'

/** A record as AWS writes it, with hard places: escapes, brackets in strings, nested lists of objects, non-ASCII. */
export const recordOf = (index: number): Record<string, unknown> => ({
  eventVersion: '1.08',
  userIdentity: {
    type: 'IAMUser',
    principalId: 'AIDAEXAMPLE',
    arn: 'arn:aws:iam::123456789012:user/alice',
    accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  },
  eventTime: '2026-11-24T00:00:00Z',
  eventSource: 'ec2.amazonaws.com',
  eventName: 'AuthorizeSecurityGroupIngress',
  awsRegion: 'us-east-1',
  sourceIPAddress: '192.0.2.7',
  userAgent: 'aws-cli/2 "quoted" \\ {"eventVersion":"9","eventName":"fake","eventTime":"x"},{ ü\n',
  requestParameters: {
    ipPermissions: { items: [{ a: [1, -2.5e3, true, null] }, { b: {} }, [], [[]]] },
    count: index,
  },
  responseElements: null,
  eventID: `11111111-2222-3333-4444-${String(index).padStart(12, '0')}`,
  readOnly: false,
  resources: [
    { type: 'AWS::EC2::SecurityGroup' },
    { ARN: 'arn:aws:ec2:us-east-1:123456789012:security-group/sg-1' },
  ],
  recipientAccountId: '123456789012',
})

export const objectAt = (path: string, sizeBytes = 1): SourceObject => ({
  name: path,
  kind: 'file',
  sizeBytes,
  version: '',
  dayHint: undefined,
})

export interface Outcome {
  /** The records, each parsed from its bytes. */
  readonly records: readonly Record<string, unknown>[]
  readonly ids: readonly number[]
  readonly rejected: readonly string[]
  readonly others: readonly string[]
}

export async function readAll(object: SourceObject, limits: Partial<ReadLimits> = {}): Promise<Outcome> {
  const records: Record<string, unknown>[] = []
  const rejected: string[] = []
  const others: string[] = []
  for await (const item of readSourceObject(object, { ...DEFAULT_READ_LIMITS, ...limits })) {
    if (item.kind === 'records') records.push(...recordsOf(item.chunk))
    else if (item.kind === 'rejected') rejected.push(`${item.problem.place}: ${item.problem.reason}`)
    else if (item.kind === 'not-events') others.push(item.what)
  }
  return { records, ids: records.map(idOf), rejected, others }
}

interface Taped {
  readonly bytes: Buffer
  readonly tape: Int32Array
  readonly recordCount: number
}

/** Reads a chunk by its tape alone, and holds it to what JSON.parse says of the record's bytes. */
export function recordsOf({ bytes, tape, recordCount }: Taped): Record<string, unknown>[] {
  const records: Record<string, unknown>[] = []
  let at = 0
  while (at < tape.length) {
    const [start = 0, end = 0, count = 0] = tape.subarray(at, at + 3)
    const record: Record<string, unknown> = {}
    for (let field = 0; field < count; field++) {
      const [keyStart, keyEnd, valueStart, valueEnd] = tape.subarray(at + 3 + field * 4)
      const key = String(JSON.parse(`"${bytes.toString('utf8', keyStart, keyEnd)}"`))
      const value: unknown = JSON.parse(bytes.toString('utf8', valueStart, valueEnd))
      // A key may be `__proto__`.
      Object.defineProperty(record, key, { value, enumerable: true, configurable: true, writable: true })
    }
    const parsed: unknown = JSON.parse(bytes.toString('utf8', start, end))
    if (JSON.stringify(parsed) !== JSON.stringify(record)) throw new Error('the tape and the bytes disagree')
    records.push(record)
    at += 3 + count * 4
  }
  if (records.length !== recordCount) throw new Error('recordCount and the tape disagree')
  return records
}

const idOf = (record: Record<string, unknown>): number => Number(String(record['eventID']).slice(-12))
