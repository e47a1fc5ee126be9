import { describe, expect, test } from 'vitest'
import { foldedInto } from '#incidents/index.ts'
import { finding } from './finding-example.ts'
import { incidentsOf } from './incidents-of.ts'

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
    const [incident] = incidentsOf([
      { ...whole, title: 'Snapshot made, then shared' },
      { ...step, detectionId: 'step', title: 'Snapshot shared' },
    ])
    expect(incident?.title).toBe('user alice: Snapshot made, then shared')
  })
})
