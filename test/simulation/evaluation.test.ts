import { describe, expect, test } from 'vitest'
import { evaluationText } from '../../scripts/evaluate/evaluation-text.ts'
import { scoreRanks } from '../../scripts/evaluate/score-ranks.ts'
import { scoreSeed } from '../../scripts/evaluate/score-seed.ts'
import { readSeenReport } from '../../scripts/evaluate/seen-report.ts'
import { alarmRates, noisiest, recallByRow } from '../../scripts/evaluate/summary.ts'
import { exampleReport } from '../outputs/report-example.ts'
import { attack, KEY, played, seen } from './evaluation-example.ts'

const T = true
const F = false

describe('ranks', () => {
  test.each([
    { name: 'true ones first', isTrue: [T, T, F, F], order: 1, last: 0 },
    { name: 'true ones last', isTrue: [F, F, T], order: 0, last: 2 },
    { name: 'one in between', isTrue: [T, F, T], order: 0.5, last: 1 },
    { name: 'no false ones', isTrue: [T], order: undefined, last: 0 },
    { name: 'nothing', isTrue: [], order: undefined, last: 0 },
  ])('$name', ({ isTrue, order, last }) => {
    expect(scoreRanks(isTrue)).toMatchObject({ order, falseBeforeLastTrue: last })
  })

  test('of eleven true ones ten can be among the first ten', () => {
    expect(scoreRanks([F, ...Array.from({ length: 11 }, () => T)])).toMatchObject({
      trueInTen: 9,
      possibleInTen: 10,
    })
  })
})

const found = scoreSeed(
  played({
    findings: [seen({ eventIds: ['a1'], level: 'high' }), seen({ id: '2', level: 'low', detection: 'loud' })],
  }),
)
const missed = scoreSeed(
  played({
    truth: [attack({ id: 'other', rows: ['2.1'] })],
    findings: [seen({ accessKeys: [KEY], level: 'low', detection: 'loud' })],
  }),
)

test('recall by row counts each attack under each of its rows', () => {
  const rows = recallByRow([found, missed])
  expect(rows.map(({ row }) => row)).toEqual(['all', '1.1', '1.2', '2.1'])
  expect(rows[0]).toEqual({ row: 'all', attacks: 2, found: 1, medium: 1, high: 1, underRow: 1, onSubject: 1 })
  expect(rows[2]).toEqual({ row: '1.2', attacks: 1, found: 1, medium: 1, high: 1, underRow: 0, onSubject: 0 })
  expect(rows[3]).toMatchObject({ row: '2.1', attacks: 1, found: 0, onSubject: 1 })
})

test('alarms a day are over the days of all seeds; precision counts the level and what is graver', () => {
  const rates = alarmRates([found, missed])
  expect(rates.map(({ level }) => level)).toEqual(['critical', 'high', 'medium', 'low', 'informational'])
  expect(rates[0]?.precision).toBeUndefined()
  expect(rates[1]).toEqual({ level: 'high', true: 0.05, ordinary: 0, everyday: 0, precision: 1 })
  expect(rates[3]).toEqual({ level: 'low', true: 0, ordinary: 0, everyday: 0.1, precision: 1 / 3 })
})

test('noise is counted by detection over all seeds, the grave before the frequent', () => {
  const grave = scoreSeed(played({ findings: [seen({ detection: 'grave', level: 'high' })] }))
  const names = noisiest([found, missed, grave]).map(({ detection, levels }) => [
    detection,
    levels.low,
    levels.high,
  ])
  expect(names).toEqual([
    ['grave', 0, 1],
    ['loud', 2, 0],
  ])
})

test('the text is read by a person', async () => {
  await expect(evaluationText([found, missed])).toMatchFileSnapshot('../goldens/evaluation.md')
})

test('a report of the command is what is read', () => {
  const report = exampleReport()
  const read = readSeenReport(JSON.stringify(report))
  expect(read.findings).toHaveLength(report.findings.length)
  expect(read.incidents.map(({ rank }) => rank)).toEqual(report.incidents.map(({ rank }) => rank))
})
