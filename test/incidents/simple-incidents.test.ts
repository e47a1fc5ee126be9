import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { LEVELS } from '#findings/index.ts'
import { scoreOf, shortName, simpleIncidents } from '#incidents/index.ts'
import { finding } from './finding-example.ts'

const ROLE = 'arn:aws:iam::123456789012:role/deploy'
const at = (time: string): number => Date.parse(`2026-03-07T${time}Z`)

describe('who makes an incident', () => {
  const CASES = [
    { name: 'a finding of medium is enough', findings: [finding({ level: 'medium' })], count: 1 },
    {
      name: 'low alone is not, however often',
      findings: [finding({ level: 'low' }), finding({ id: 'b', level: 'low' })],
      count: 0,
    },
    { name: 'none makes none', findings: [], count: 0 },
    {
      name: 'one long-term key is one incident, whoever is said to act and in whichever account',
      findings: [finding(), finding({ id: 'b', principal: ROLE, accountId: '111122223333' })],
      count: 1,
    },
    {
      name: 'two keys of one user are two',
      findings: [finding(), finding({ id: 'b', accessKeys: ['AKIAI44QH8DHBEXAMPLE'] })],
      count: 2,
    },
    {
      name: 'temporary keys do not split a principal',
      findings: [
        finding({ principal: ROLE, accessKeys: ['ASIAIOSFODNN7EXAMPLE'] }),
        finding({ id: 'b', principal: ROLE, accessKeys: ['ASIAI44QH8DHBEXAMPLE'] }),
        finding({ id: 'c', principal: ROLE, accessKeys: [] }),
      ],
      count: 1,
    },
    {
      name: 'a principal that is no ARN is told apart by account',
      findings: [
        finding({ principal: 'anonymous', accessKeys: [] }),
        finding({ id: 'b', principal: 'anonymous', accessKeys: [], accountId: '111122223333' }),
      ],
      count: 2,
    },
    {
      name: 'nobody known is still somebody',
      findings: [finding({ principal: undefined, accountId: undefined, accessKeys: [] })],
      count: 1,
    },
  ]
  test.each(CASES)('$name', ({ findings, count }) => {
    expect(simpleIncidents(findings)).toHaveLength(count)
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
  expect(simpleIncidents([low, medium])).toMatchObject([
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

test('the id stays as the incident grows, and differs by key', () => {
  const [small] = simpleIncidents([finding()])
  const [grown] = simpleIncidents([finding({ id: 'z', level: 'critical', detectionId: 'y' }), finding()])
  const [other] = simpleIncidents([finding({ accessKeys: ['AKIAI44QH8DHBEXAMPLE'] })])
  expect(small?.id).toBe('inc-73da954540370ec1')
  expect(grown?.id).toBe(small?.id)
  expect(other?.id).not.toBe(small?.id)
})

test('event ids are bounded, the count is not', () => {
  const eventIds = Array.from({ length: 1000 }, (_, n) => `e${n}`)
  const more = finding({ id: 'b', detectionId: 'b', eventIds: eventIds.map((id) => `x${id}`), count: 5000 })
  const [incident] = simpleIncidents([finding({ eventIds, count: 7000 }), more])
  expect(incident?.eventIds).toHaveLength(1000)
  expect(incident?.eventCount).toBe(12_000)
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
    expect(
      simpleIncidents(findings.map((item) => ({ ...item, accessKeys: ['AKIAIOSFODNN7EXAMPLE'] })))[0]
        ?.severity,
    ).toBe(severity)
  })
})

test('the graver comes first, then the higher score; order of arrival does not matter', () => {
  const arbitrary = fc.array(
    fc.record({
      id: fc.uuid(),
      detectionId: fc.constantFrom('a', 'b', 'c'),
      level: fc.constantFrom(...LEVELS),
      accessKeys: fc.constantFrom(['AKIAIOSFODNN7EXAMPLE'], ['AKIAI44QH8DHBEXAMPLE'], []),
      firstMs: fc.integer({ min: 0, max: 1000 }),
    }),
    { maxLength: 30 },
  )
  fc.assert(
    fc.property(arbitrary, (changes) => {
      const findings = changes.map((change) => finding({ ...change, lastMs: change.firstMs }))
      const incidents = simpleIncidents(findings)
      expect(incidents.map(({ rank }) => rank)).toEqual(incidents.map((_, place) => place + 1))
      const weights = incidents.map(({ severity, score }) => LEVELS.indexOf(severity) * 1e6 + score)
      expect(weights).toEqual(weights.toSorted((a, b) => b - a))
      expect(simpleIncidents(findings.toReversed())).toEqual(incidents)
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
