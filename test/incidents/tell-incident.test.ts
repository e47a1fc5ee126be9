import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { LEVELS } from '#findings/index.ts'
import { scoreOf, shortName } from '#incidents/index.ts'
import { finding } from './finding-example.ts'
import { incidentsOf } from './incidents-of.ts'

const ROLE = 'arn:aws:iam::123456789012:role/deploy'
const at = (time: string): number => Date.parse(`2026-03-07T${time}Z`)

describe('who makes an incident', () => {
  test.each([
    { name: 'a finding of medium is enough', findings: [finding({ level: 'medium' })], count: 1 },
    {
      name: 'low alone is not, however often',
      findings: [finding({ level: 'low' }), finding({ id: 'b', level: 'low' })],
      count: 0,
    },
    { name: 'none makes none', findings: [], count: 0 },
    {
      name: 'one principal in one place is one incident, whatever its keys',
      findings: [
        finding({ principal: ROLE }),
        finding({ id: 'b', principal: ROLE, sessions: ['ASIAI44QH8DHBEXAMPLE'] }),
      ],
      count: 1,
    },
    {
      name: 'nobody known is still somebody',
      findings: [finding({ principal: undefined, accountId: undefined, accessKeys: [] })],
      count: 1,
    },
  ])('$name', ({ findings, count }) => {
    expect(incidentsOf(findings)).toHaveLength(count)
  })
})

test('low findings of the same key join it, with their time and evidence; the moment of detection is that of medium', () => {
  const low = finding({
    id: 'low',
    detectionId: 'x',
    level: 'low',
    firstMs: at('01:00:00'),
    lastMs: at('05:00:00'),
    eventIds: ['e0'],
  })
  const medium = finding({
    id: 'medium',
    firstMs: at('02:20:00'),
    lastMs: at('02:21:00'),
    eventIds: ['e1', 'e2'],
  })
  expect(incidentsOf([low, medium])).toMatchObject([
    {
      rank: 1,
      severity: 'medium',
      title: 'user alice: Access key created',
      firstMs: at('01:00:00'),
      lastMs: at('05:00:00'),
      detectedMs: at('02:20:00'),
      eventIds: ['e1', 'e2', 'e0'],
      eventCount: 2,
      findingIds: ['medium', 'low'],
      accessKeys: ['AKIAIOSFODNN7EXAMPLE'],
      principals: ['arn:aws:iam::123456789012:user/alice'],
    },
  ])
})

test('the id stays as the incident grows, and differs by principal', () => {
  const [small] = incidentsOf([finding()])
  const [grown] = incidentsOf([
    finding({
      id: 'z',
      level: 'critical',
      detectionId: 'y',
      eventIds: ['later'],
      firstMs: at('03:00:00'),
      lastMs: at('03:00:00'),
    }),
    finding(),
  ])
  const [other] = incidentsOf([finding({ principal: ROLE })])
  expect(small?.id).toBe('inc-5feecbfa5b19d136')
  expect(grown?.id).toBe(small?.id)
  expect(other?.id).not.toBe(small?.id)
})

describe('score', () => {
  const high = (id: string, detectionId: string, tactics = ['impact']) =>
    finding({ id, detectionId, level: 'high', tactics })
  const CASES = [
    { name: 'one medium', findings: [finding()], score: 10 },
    { name: 'the second of a detection weighs half', findings: [high('a', 'd'), high('b', 'd')], score: 45 },
    { name: 'the first of another weighs whole', findings: [high('a', 'd'), high('b', 'e')], score: 60 },
    {
      name: 'a second tactic adds 15 %',
      findings: [high('a', 'd'), high('b', 'e', ['discovery'])],
      score: 69,
    },
    { name: 'informational adds nothing', findings: [finding({ level: 'informational' })], score: 0 },
  ]
  test.each(CASES)('$name', ({ findings, score }) => expect(scoreOf(findings)).toBe(score))

  test('a hundred of one detection weigh less than two detections', () => {
    const many = Array.from({ length: 100 }, (_, n) => high(`f${n}`, 'd'))
    expect(scoreOf(many)).toBeLessThanOrEqual(60)
  })
})

describe('severity', () => {
  const spread = (count: number, tactics: readonly string[]) =>
    Array.from({ length: count }, (_, n) =>
      finding({ id: `f${n}`, detectionId: `d${n}`, tactics: [tactics[n % tactics.length] ?? ''] }),
    )
  const CASES = [
    {
      name: 'is the worst level',
      findings: [finding(), finding({ id: 'b', level: 'critical' })],
      severity: 'critical',
    },
    { name: 'breadth lifts it a step', findings: spread(5, ['a', 'b', 'c']), severity: 'high' },
    { name: 'too little weight does not', findings: spread(4, ['a', 'b', 'c']), severity: 'medium' },
    { name: 'two tactics do not', findings: spread(9, ['a', 'b']), severity: 'medium' },
  ]
  test.each(CASES)('$name', ({ findings, severity }) => {
    expect(incidentsOf(findings)[0]?.severity).toBe(severity)
  })
})

test('the graver comes first, then the higher score; order of arrival does not matter', () => {
  const arbitrary = fc.array(
    fc.record({
      id: fc.uuid(),
      detectionId: fc.constantFrom('a', 'b', 'c'),
      level: fc.constantFrom(...LEVELS),
      principal: fc.constantFrom(ROLE, 'arn:aws:iam::123456789012:user/alice', undefined),
      eventIds: fc.uniqueArray(fc.constantFrom('e1', 'e2', 'e3', 'e4'), { minLength: 1, maxLength: 2 }),
      firstMs: fc.integer({ min: 0, max: 1000 }),
    }),
    { maxLength: 30 },
  )
  fc.assert(
    fc.property(arbitrary, (changes) => {
      const findings = changes.map((change) => finding({ ...change, lastMs: change.firstMs }))
      const incidents = incidentsOf(findings)
      expect(incidents.map(({ rank }) => rank)).toEqual(incidents.map((_, place) => place + 1))
      const weights = incidents.map(({ severity, score }) => LEVELS.indexOf(severity) * 1e6 + score)
      expect(weights).toEqual(weights.toSorted((a, b) => b - a))
      expect(incidentsOf(findings.toReversed())).toEqual(incidents)
    }),
  )
})

test.each([
  ['arn:aws:iam::123456789012:user/team/alice', 'user alice'],
  ['arn:aws:iam::123456789012:role/service-role/deploy', 'role deploy'],
  ['arn:aws:iam::123456789012:root', 'root of 123456789012'],
  [
    'arn:aws:iam::123456789012:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Admin_0123456789abcdef/ann@example.com',
    'ann@example.com (role AWSReservedSSO_Admin_0123456789abcdef)',
  ],
  ['ec2.amazonaws.com', 'ec2.amazonaws.com'],
])('%s is called %s', (principal, name) => expect(shortName(principal)).toBe(name))
