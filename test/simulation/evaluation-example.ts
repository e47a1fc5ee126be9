import type { TruthRow } from '#simulation/index.ts'
import type { Played } from '../../scripts/evaluate/score-seed.ts'
import type { SeenFinding, SeenIncident } from '../../scripts/evaluate/seen-report.ts'

export const KEY = 'AKIAIOSFODNN7EXAMPLE'
export const ALICE = 'arn:aws:iam::123456789012:user/alice'
export const START_MS = Date.UTC(2026, 0, 5)
const iso = (minute: number): string => new Date(START_MS + minute * 60_000).toISOString()

/** An attack by the key from minute 10 to 20: events `a0` … `a9`, one a minute. */
export const attack = (more: Partial<TruthRow> = {}): TruthRow => ({
  id: 'leaked-key',
  kind: 'attack',
  rows: ['1.1', '1.2'],
  name: 'A leaked key',
  stealth: 1,
  principals: [ALICE],
  accessKeys: [KEY],
  ips: ['198.51.100.7'],
  accounts: ['123456789012'],
  eventIds: Array.from({ length: 10 }, (_, n) => `a${String(n)}`),
  firstMs: START_MS + 10 * 60_000,
  lastMs: START_MS + 19 * 60_000,
  ...more,
})

export const seen = (more: Partial<SeenFinding> & { minutes?: readonly [number, number] }): SeenFinding => ({
  id: 'fnd-1',
  detection: 'some-rule',
  kind: 'sigma',
  level: 'medium',
  rows: ['1.1'],
  principal: 'arn:aws:iam::123456789012:user/bob',
  accessKeys: [],
  eventIds: ['e1'],
  count: 1,
  firstEvent: iso(more.minutes?.[0] ?? 12),
  lastEvent: iso(more.minutes?.[1] ?? 15),
  ...more,
})

export const played = (more: {
  readonly truth?: readonly TruthRow[]
  readonly findings?: readonly SeenFinding[]
  readonly incidents?: readonly SeenIncident[]
}): Played => ({
  seed: 1,
  days: 10,
  events: 1000,
  truth: more.truth ?? [attack()],
  times: new Map(Array.from({ length: 10 }, (_, n) => [`a${String(n)}`, START_MS + (10 + n) * 60_000])),
  report: { findings: [...(more.findings ?? [])], incidents: [...(more.incidents ?? [])] },
})
