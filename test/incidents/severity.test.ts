import { expect, test } from 'vitest'
import type { Damage, Harm, Severity, Story, Verdict } from '#incidents/index.ts'
import { severityReached } from '../../src/incidents/severity.ts'

const NOTHING: Damage = { read: [], changed: [], taken: [], created: [], money: [] }
const harm = (kind: string, isAlive: boolean | null = null): Harm => ({
  kind,
  what: 'x',
  call: 'iam:CreateUser',
  accountId: null,
  region: null,
  count: 1,
  deniedCount: 0,
  bytes: null,
  to: null,
  before: null,
  after: null,
  isAlive,
  firstMs: 0,
  eventIds: [],
})
const story = (confidence: Verdict['confidence'], damage: Partial<Damage>): Story => ({
  verdict: { text: '', confidence, reasons: [], firstBadMs: 0, dwellMs: 0 },
  actors: [],
  timeline: [],
  lineage: [],
  damage: { ...NOTHING, ...damage },
  unknown: [],
  containment: [],
  undo: [],
})
const taken = { taken: [harm('snapshot')] }

test.each<[string, Severity, Story, Severity]>([
  ['nothing taken stays what its findings say', 'medium', story('high', {}), 'medium'],
  ['taken is high at least', 'medium', story('medium', taken), 'high'],
  ['unless it may well be the owner', 'medium', story('low', taken), 'medium'],
  ['medium goes up one step, not two', 'medium', story('high', taken), 'high'],
  ['high that took is critical', 'high', story('high', taken), 'critical'],
  ['not where it is only probable', 'high', story('medium', taken), 'high'],
  ['a way back that still stands', 'high', story('high', { created: [harm('user', true)] }), 'critical'],
  ['one that was removed', 'high', story('high', { created: [harm('user', false)] }), 'high'],
  ['what is no way back', 'high', story('high', { created: [harm('snapshot', true)] }), 'high'],
  ['money spent', 'high', story('high', { money: [harm('instance')] }), 'critical'],
  [
    'what was only read or changed',
    'high',
    story('high', { read: [harm('secret')], changed: [harm('trail')] }),
    'high',
  ],
  ['critical stays', 'critical', story('low', {}), 'critical'],
  ['low is not raised by a guess', 'low', story('high', taken), 'low'],
])('%s', (_, byFindings, told, severity) => expect(severityReached(byFindings, told)).toBe(severity))
