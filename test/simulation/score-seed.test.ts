import { describe, expect, test } from 'vitest'
import { scoreIncidents } from '../../scripts/evaluate/score-incidents.ts'
import { scoreSeed } from '../../scripts/evaluate/score-seed.ts'
import { ALICE, attack, KEY, played, seen } from './evaluation-example.ts'

const scoreOf = (...findings: readonly ReturnType<typeof seen>[]) => {
  const [score] = scoreSeed(played({ findings })).attacks
  if (score === undefined) throw new Error('no attack')
  return score
}

describe('an attack is found', () => {
  test.each([
    { name: 'by nothing', findings: [], level: undefined, onSubject: undefined },
    { name: 'by one shared event', findings: [seen({ eventIds: ['e1', 'a3'] })], level: 'medium' },
    { name: 'not by a stranger’s event', findings: [seen({ eventIds: ['e1'] })], level: undefined },
    {
      name: 'by the gravest of several',
      findings: [
        seen({ id: '1', level: 'low', eventIds: ['a1'] }),
        seen({ id: '2', level: 'high', eventIds: ['a2'] }),
        seen({ id: '3', level: 'medium', eventIds: ['a3'] }),
      ],
      level: 'high',
    },
    {
      name: 'not by what is informational',
      findings: [seen({ level: 'informational', eventIds: ['a1'], principal: ALICE })],
      level: undefined,
      onSubject: undefined,
    },
    { name: 'on its key', findings: [seen({ accessKeys: [KEY] })], onSubject: 'medium' },
    { name: 'on its principal', findings: [seen({ principal: ALICE })], onSubject: 'medium' },
    {
      name: 'not on its principal before it began',
      findings: [seen({ principal: ALICE, minutes: [0, 9] })],
      onSubject: undefined,
    },
    {
      name: 'on its principal in the second in which it began',
      findings: [seen({ principal: ALICE, minutes: [0, 10] })],
      onSubject: 'medium',
    },
    {
      name: 'not on its principal after it ended',
      findings: [seen({ principal: ALICE, minutes: [20, 30] })],
      onSubject: undefined,
    },
  ])('$name', ({ findings, level, onSubject }) => {
    expect(scoreOf(...findings)).toMatchObject({ level, levelOnSubject: onSubject })
  })

  test.each([
    { name: 'half of it is the attack’s', eventIds: ['e1', 'a1'], own: 'medium' },
    { name: 'less than half of it is the attack’s', eventIds: ['e1', 'e2', 'a1'], own: undefined },
  ])('of its own where $name', ({ eventIds, own }) => {
    expect(scoreOf(seen({ eventIds }))).toMatchObject({ level: 'medium', levelOwn: own })
  })

  test('by rules and by other kinds, each with its gravest', () => {
    const { levelByKind } = scoreOf(
      seen({ id: '1', kind: 'behaviour', level: 'high', eventIds: ['a1'] }),
      seen({ id: '2', kind: 'behaviour', level: 'low', eventIds: ['a1'] }),
      seen({ id: '3', kind: 'sigma', level: 'low', eventIds: ['a1'] }),
      seen({ id: '4', kind: 'correlation', level: 'medium', eventIds: ['a1'] }),
    )
    expect(levelByKind).toEqual({ behaviour: 'high', rule: 'medium' })
  })
})

test('time to detect counts from the first event to the first that a finding of medium names', () => {
  const low = seen({ id: '1', level: 'low', eventIds: ['a0'] })
  expect(scoreOf(low)).toMatchObject({ detectMs: undefined, named: 0.1 })
  const medium = seen({ id: '2', eventIds: ['a7', 'a3'] })
  expect(scoreOf(low, medium)).toMatchObject({ detectMs: 180_000, named: 0.3 })
})

test('events named by two findings count once', () => {
  const two = [seen({ id: '1', eventIds: ['a1', 'a2'] }), seen({ id: '2', eventIds: ['a2', 'e9'] })]
  expect(scoreOf(...two).named).toBe(0.2)
})

const NO_EVENTS = { title: '', accessKeys: [], eventIds: [] }

test('an incident is measured by the events and keys it holds', () => {
  const truth = [attack({ eventIds: ['a1', 'a2', 'a3', 'a4'], accessKeys: ['k1', 'k2'] })]
  const incidents = [
    { ...NO_EVENTS, rank: 1, severity: 'high' as const, findingIds: [], eventIds: ['a1'] },
    {
      rank: 2,
      severity: 'medium' as const,
      title: '',
      findingIds: [],
      accessKeys: ['k2', 'k9'],
      eventIds: ['a2', 'a3', 'a4', 'e1'],
    },
    { rank: 3, severity: 'low' as const, title: 'nothing', findingIds: [], accessKeys: [], eventIds: ['e2'] },
  ]
  expect(scoreIncidents(truth, incidents)).toEqual({
    attacks: [
      {
        attack: truth[0]?.id,
        severity: 'medium',
        rank: 2,
        recall: 0.75,
        purity: 0.75,
        keys: 0.5,
        incidents: 2,
      },
    ],
    false: [{ rank: 3, severity: 'low', title: 'nothing' }],
  })
})

test('the incident is the first that holds a finding of the attack', () => {
  const findings = [seen({ id: 'of-attack', eventIds: ['a1'] }), seen({ id: 'other' })]
  const incidents = [
    { ...NO_EVENTS, rank: 1, severity: 'high' as const, findingIds: ['other'] },
    { ...NO_EVENTS, rank: 3, severity: 'low' as const, findingIds: ['of-attack'] },
    { ...NO_EVENTS, rank: 2, severity: 'medium' as const, findingIds: ['other', 'of-attack'] },
  ]
  const score = scoreSeed(played({ findings, incidents }))
  expect(score.attacks[0]).toMatchObject({ severity: 'medium', rank: 2 })
  expect(score.ranks).toMatchObject({ incidents: 3, true: 2 })
})

test('findings are an attack’s, else a hard ordinary event’s, else everyday life’s', () => {
  const truth = [
    attack(),
    attack({ id: 'ordinary-travel', kind: 'ordinary', eventIds: ['o1', 'o2'], rows: [] }),
  ]
  const findings = [
    seen({ id: '1', eventIds: ['a1', 'o1'] }),
    seen({ id: '2', eventIds: ['o1', 'e1'], level: 'high', detection: 'travel' }),
    seen({ id: '3', eventIds: ['e1'], level: 'low' }),
    seen({ id: '4', eventIds: ['e1'], level: 'informational' }),
  ]
  const score = scoreSeed(played({ truth, findings }))
  const none = { informational: 0, low: 0, medium: 0, high: 0, critical: 0 }
  expect(score.findings).toEqual({
    true: { ...none, medium: 1 },
    ordinary: { ...none, high: 1 },
    everyday: { ...none, low: 1, informational: 1 },
  })
  expect(score.ordinary).toMatchObject([
    { id: 'ordinary-travel', levels: { medium: 1, high: 1 }, detections: ['travel', 'some-rule'] },
  ])
  expect(Object.keys(score.noise).toSorted()).toEqual(['some-rule', 'travel'])
})
