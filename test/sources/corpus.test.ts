import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { isRecord } from '#kernel/index.ts'
import { listSourceObjects } from '#sources/index.ts'
import { readAll } from './support/records.ts'

const CORPUS = join(import.meta.dirname, '../../../shared/corpus')
/** `events` of labels.jsonl by file; a file of several labelled tests has as many events as they have together. */
function labelledCounts(): Map<string, number> {
  const counts = new Map<string, number[]>()
  for (const line of readFileSync(join(CORPUS, 'labels.jsonl'), 'utf8').trim().split('\n')) {
    const label: unknown = JSON.parse(line)
    if (!isRecord(label)) continue
    const [file, events] = [String(label['file']), Number(label['events'])]
    counts.set(file, [...(counts.get(file) ?? []), events])
  }
  return new Map(
    [...counts].filter(([, events]) => events.length === 1).map(([file, [events = 0]]) => [file, events]),
  )
}

// Skipped where the corpus is not beside the checkout.
describe.skipIf(!existsSync(CORPUS))('the corpus', () => {
  test('every file is read, or rejected with a reason; counts agree with the labels', async () => {
    const labels = labelledCounts()
    const disagreeing: string[] = []
    let compared = 0
    for await (const object of listSourceObjects([CORPUS])) {
      if (object.kind === 'problem') throw new Error(object.problem.reason)
      const { records, rejected, others } = await readAll(object)
      const file = object.name.slice(CORPUS.length + 1)
      const expected = labels.get(file)
      if (expected !== undefined) compared++
      if (expected !== undefined && expected !== records.length)
        disagreeing.push(`${file}: ${records.length}, not ${expected}`)
      const isEmptyList = /^\s*\[\s*\]\s*$/.test(readFileSync(object.name, 'latin1').slice(0, 20))
      if (records.length + rejected.length + others.length === 0 && !isEmptyList)
        disagreeing.push(`${file}: nothing said`)
    }
    expect(disagreeing).toEqual([])
    expect(compared).toBe(labels.size)
  })
})
