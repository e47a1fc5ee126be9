import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { isRecord } from '#kernel/index.ts'
import { corpusPath, isCorpusThere, reportOnRecords } from './corpus.ts'

// Two stories of a root account that is taken over: attacker and owner mixed, every record with the eventID `1`.
test.skipIf(!isCorpusThere).each([
  { scenario: 'compromised-root-creds', from: '92.55.146.245', user: 'tracy_stone', events: 12 },
  { scenario: 'enrichment-example', from: '200.58.83.179', user: 'jacknagz', events: 7 },
])(
  '$scenario: the thief, what he made, and nothing of the owner',
  async ({ scenario, from, user, events }) => {
    const lines = readFileSync(corpusPath('panther-analysis/scenarios.jsonl'), 'utf8').split('\n')
    const all: unknown[] = lines.filter((line) => line !== '').map((line) => JSON.parse(line))
    const records = all.flatMap((one) =>
      isRecord(one) && one['scenario'] === scenario ? [one['event']] : [],
    )
    const { incidents } = await reportOnRecords(records)
    const [first] = incidents
    expect(first).toMatchObject({ severity: 'critical', ips: [from], eventCount: events })
    expect(first?.story?.verdict.text).toContain(user)
    expect(first?.story?.damage.created.map(({ what }) => what)).toContain(user)
  },
)
