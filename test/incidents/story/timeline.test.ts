import { describe, expect, test } from 'vitest'
import type { Run } from '../../../src/incidents/story/read-runs.ts'
import { MOST_ENTRIES, timelineOf, whatOf } from '../../../src/incidents/story/timeline.ts'
import { finding } from '../finding-example.ts'
import { MINUTE, runOf, START } from './examples.ts'

const told = (runs: readonly Run[], count = runs.reduce((all, run) => all + run.count, 0)) =>
  timelineOf({
    runs,
    findings: [
      finding({ id: 'grave', level: 'high', tactics: ['persistence'] }),
      finding({ id: 'mild', level: 'low', tactics: ['impact'] }),
      finding({ id: 'habit', level: 'high', kind: 'behaviour', tactics: ['impact'] }),
    ],
    totals: { count, deniedCount: 2, okCount: count, accountIds: [] },
  })

describe('a line says what was done', () => {
  test.each([
    [runOf('iam:CreateAccessKey', { things: ['bob'], thingCount: 1 }), 'iam:CreateAccessKey for bob'],
    [
      runOf('s3:GetObject', { bucket: 'payroll', things: ['a', 'b', 'c'], thingCount: 120, bytesOut: 2048 }),
      's3:GetObject of 120 objects in payroll (2.0 kB)',
    ],
    [
      runOf('s3:GetObject', { bucket: 'payroll', things: ['a'], thingCount: 1 }),
      's3:GetObject of a in payroll',
    ],
    [
      runOf('s3:PutBucketPolicy', { bucket: 'payroll', things: ['payroll'], thingCount: 1 }),
      's3:PutBucketPolicy of payroll',
    ],
    [runOf('sts:GetCallerIdentity'), 'sts:GetCallerIdentity'],
    [
      runOf('secretsmanager:GetSecretValue', { things: ['a', 'b', 'c'], thingCount: 24 }),
      'secretsmanager:GetSecretValue of a, b and 22 more',
    ],
  ])('%#', (run, text) => expect(whatOf(run)).toBe(text))
})

describe('the timeline', () => {
  test('ordinary reading within an hour is one line, and a later hour another', () => {
    const lines = told([
      runOf('ec2:DescribeInstances', { count: 40 }),
      runOf('s3:ListBuckets', { count: 2, deniedCount: 1, firstMs: START + 60 * MINUTE }),
      runOf('iam:ListUsers', { firstMs: START + 61 * MINUTE, lastMs: START + 61 * MINUTE }),
    ])
    expect(lines.map(({ what, count, deniedCount }) => [what, count, deniedCount])).toEqual([
      ['42 other reading calls: ec2:DescribeInstances and s3:ListBuckets', 42, 1],
      ['iam:ListUsers', 1, 0],
    ])
  })

  test('grave findings are named; the stage comes from what a rule saw in the call, not from a habit', () => {
    const [line] = told([runOf('sqs:CreateQueue', { findings: [0, 1, 2] })])
    expect(line).toMatchObject({ stage: 'persistence', findingIds: ['grave', 'habit'] })
    expect(told([runOf('sqs:CreateQueue', { findings: [2] })])[0]?.stage).toBe('other')
  })

  test('what is in no line is counted in the last', () => {
    const lines = told([runOf('iam:CreateUser')], 8)
    expect(lines.at(-1)).toMatchObject({
      what: '7 more calls of this incident, in none of these lines',
      count: 7,
    })
  })

  test('is bounded, keeps what is grave, and loses no count', () => {
    const runs = Array.from({ length: MOST_ENTRIES + 300 }, (_, i) =>
      runOf('sqs:CreateQueue', {
        firstMs: START + i * MINUTE,
        findings: i === MOST_ENTRIES + 299 ? [0] : [],
      }),
    )
    const lines = told(runs)
    expect(lines).toHaveLength(MOST_ENTRIES)
    expect(lines.some(({ findingIds }) => findingIds.includes('grave'))).toBe(true)
    expect(lines.reduce((all, { count }) => all + count, 0)).toBe(runs.length)
  })
})
