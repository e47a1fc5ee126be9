import { expect, test } from 'vitest'
import { compileText, ruleText } from '../detections/sigma/support.ts'
import { detectIn, lakeWith } from './detect-in.ts'
import { inFolder } from './ingest/support.ts'

/** Name, service, event name, address. */
type Call = readonly [name: string, service: string, event: string, address: string]

const eventOf = ([name, service, event, address]: Call, i: number): unknown => ({
  eventVersion: '1.11',
  eventID: `id-${String(i)}`,
  eventTime: new Date(Date.parse('2026-03-02T08:00:00Z') + i * 1000).toISOString().replace('.000', ''),
  eventSource: `${service}.amazonaws.com`,
  eventName: event,
  awsRegion: 'us-east-1',
  sourceIPAddress: address,
  userAgent: 'aws-cli/2',
  userIdentity: { type: 'IAMUser', arn: `arn:aws:iam::123456789012:user/${name}`, accountId: '123456789012' },
  recipientAccountId: '123456789012',
})

const rule = (name: string, event: string): string =>
  ruleText({ s: { eventName: event }, condition: 's' }, { id: name, name, level: 'low' })

const correlation = (name: string, more: Readonly<Record<string, unknown>>): string =>
  JSON.stringify({ title: name, id: name, name, level: 'high', correlation: { timespan: '1h', ...more } })

async function counts(
  calls: readonly Call[],
  ...texts: readonly string[]
): Promise<readonly (readonly [string, number])[]> {
  const rules = compileText(...texts)
  expect(rules.errors).toEqual([])
  return await inFolder(async (folder) => {
    const root = await lakeWith(folder, calls.map(eventOf))
    const { report } = await detectIn(root, { rules, minLevel: 'high' })
    return report.findings.map(({ detection, count }) => [detection, count] as const)
  })
}

test('what others did counts for an inner correlation that groups by less', async () => {
  const tries = ['bob', 'carol', 'dave', 'erin', 'alice'].map(
    (name): Call => [name, 'sts', 'Tried', '192.0.2.1'],
  )
  const inner = correlation('inner', {
    type: 'event_count',
    rules: ['tried'],
    'group-by': ['account_id'],
    condition: { gte: tries.length },
  })
  const outer = correlation('outer', {
    type: 'temporal',
    rules: ['inner', 'entered'],
    'group-by': ['principal'],
  })
  const rules = [rule('tried', 'Tried'), rule('entered', 'Entered'), inner, outer]
  expect(await counts([...tries, ['alice', 'sts', 'Entered', '192.0.2.1']], ...rules)).toEqual([['outer', 2]])
})

test.each(['value_count', 'event_count'])(
  '%s by address: of many principals together, none beside',
  async (type) => {
    const names = ['alice', 'bob', 'carol', 'dave']
    const at = (address: string, many: number): readonly Call[] =>
      names.slice(0, many).map((name, i) => [name, `service${String(i)}`, 'Looked', address])
    const swept = correlation('swept', {
      type,
      rules: ['looked'],
      'group-by': ['sourceIPAddress', 'account_id'],
      condition: { ...(type === 'value_count' ? { field: 'eventSource' } : {}), gte: names.length },
    })
    const calls = [...at('192.0.2.1', 4), ...at('192.0.2.2', 3), ...at('198.51.100.7', 3)]
    expect(await counts(calls, rule('looked', 'Looked'), swept)).toEqual([['swept', names.length]])
  },
)
