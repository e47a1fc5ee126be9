import { describe, expect, test } from 'vitest'
import { foldedInto, simpleIncidents } from '#incidents/index.ts'
import { finding } from './finding-example.ts'

const ALICE = 'AKIAIOSFODNN7EXAMPLE'
const BOB = 'AKIAI44QH8DHBEXAMPLE'
const byBob = finding({ id: 'bob', principal: 'arn:aws:iam::123456789012:user/bob', accessKeys: [BOB] })

describe('what becomes one incident', () => {
  test.each([
    [
      'a key made with another one, and used: both keys',
      [finding(), byBob, finding({ id: 'c', kind: 'correlation', accessKeys: [ALICE, BOB] })],
      1,
    ],
    [
      'a mild correlation ties nothing',
      [finding(), byBob, finding({ id: 'c', kind: 'correlation', level: 'low', accessKeys: [ALICE, BOB] })],
      2,
    ],
    [
      'nor does one that counts over many keys',
      [
        finding(),
        byBob,
        finding({
          id: 'c',
          kind: 'correlation',
          accessKeys: [ALICE, BOB, ...['A', 'B', 'C'].map((end) => `AKIAIOSFODNN7EXAMPL${end}`)],
        }),
      ],
      2,
    ],
    [
      'what a user does in the console beside his one key',
      [finding(), finding({ id: 'b', accessKeys: [] })],
      1,
    ],
    [
      'or by a session of his own',
      [finding(), finding({ id: 'b', accessKeys: ['ASIAIOSFODNN7EXAMPLE'] })],
      1,
    ],
    [
      'but whose console it is stays open where a user has two keys',
      [finding(), finding({ id: 'b', accessKeys: [BOB] }), finding({ id: 'c', accessKeys: [] })],
      3,
    ],
  ])('%s', (_, findings, count) => {
    expect(simpleIncidents(findings)).toHaveLength(count)
    expect(simpleIncidents(findings.toReversed())).toEqual(simpleIncidents(findings))
  })

  test('all who act stand in the title, the first to act first', () => {
    const chain = finding({ id: 'c', kind: 'correlation', accessKeys: [ALICE, BOB], title: 'Key used' })
    const later = finding({
      ...byBob,
      level: 'high',
      title: 'Trail stopped',
      firstMs: chain.firstMs + 60_000,
    })
    expect(simpleIncidents([chain, later])).toMatchObject([
      { title: 'user alice and user bob: Trail stopped; Key used' },
    ])
  })
})

describe('what another finding tells already', () => {
  const whole = finding({ id: 'whole', kind: 'correlation', level: 'high', eventIds: ['1', '2'], count: 2 })
  const step = finding({ id: 'step', level: 'high', eventIds: ['2'] })

  test.each([
    ['a step of a whole', [step, whole], { step: 'whole' }],
    ['not a step that is graver', [{ ...step, level: 'critical' as const }, whole], {}],
    ['not one with an event of its own', [{ ...step, eventIds: ['2', '3'], count: 2 }, whole], {}],
    ['not one whose events are not all named', [{ ...step, count: 2 }, whole], {}],
    ['no single finding tells another', [step, { ...whole, kind: 'sigma' as const }], {}],
    ['of two wholes over the same events, one', [whole, { ...whole, id: 'twin' }], { whole: 'twin' }],
  ])('%s', (_, findings, folded) => {
    expect(Object.fromEntries(foldedInto(findings))).toEqual(folded)
  })

  test('it is not in the title', () => {
    const [incident] = simpleIncidents([
      { ...whole, title: 'Snapshot made, then shared' },
      { ...step, detectionId: 'step', title: 'Snapshot shared' },
    ])
    expect(incident?.title).toBe('user alice: Snapshot made, then shared')
  })
})
