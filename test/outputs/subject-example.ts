import type { Departure, SubjectReport, SubjectValue } from '#outputs/index.ts'

const value = (name: string, events: number, more: Partial<SubjectValue> = {}): SubjectValue => ({
  value: name,
  events,
  denied: 0,
  days: Math.min(events, 21),
  bytesOut: 0,
  bytesIn: 0,
  objects: null,
  firstEvent: '2026-01-05T10:21:53Z',
  lastEvent: '2026-02-03T10:48:28Z',
  ...more,
})

const departure = (dimension: string, name: string, more: Partial<Departure> = {}): Departure => ({
  reason: 'new',
  dimension,
  value: name,
  at: '2026-01-20T13:16:42Z',
  events: 22,
  denied: 0,
  bytesOut: 108_000_000,
  silentDays: null,
  eventIds: ['11111111-2222-4333-8444-000000000001'],
  ...more,
})

const usual = (dimension: string, ...values: readonly SubjectValue[]) => ({
  dimension,
  distinct: values.length,
  values,
})

/** Terminal escapes, a line's end, bidi, and much of it. */
export const HOSTILE = `\u001b]0;owned\u0007\r\nINCIDENT \u202e${'x'.repeat(300)}`

/** A key with working hours, and three days on which somebody else has it. */
export const exampleSubject = (more: Partial<SubjectReport> = {}): SubjectReport => ({
  schemaVersion: 1,
  kind: 'key',
  name: 'AKIAIOSFODNN7EXAMPLE',
  since: null,
  until: null,
  logsSince: '2026-01-01T00:00:00Z',
  totals: {
    events: 12_345,
    denied: 40,
    errors: 3,
    days: 21,
    sessions: 1,
    bytesOut: 108_000_000,
    bytesIn: 0,
    firstEvent: '2026-01-05T10:21:53Z',
    lastEvent: '2026-02-03T10:48:28Z',
  },
  hours: Array.from({ length: 24 }, (_, hour) =>
    hour < 8 || hour > 17 ? 0 : 100 * (10 - Math.abs(13 - hour)),
  ),
  days: Array.from({ length: 30 }, (_, day) => ({
    day: new Date(Date.UTC(2026, 0, 5 + day)).toISOString().slice(0, 10),
    events: day % 7 > 4 ? 0 : 100 + day * 10,
    denied: 0,
    bytesOut: 0,
  })).filter(({ events }) => events > 0),
  usual: [
    usual('account', value('123456789012', 12_345)),
    usual('network', value('AS64496 Example Home', 12_300), value('AS64511 Example Hosting', 45)),
    usual('country', value('DE', 12_300), value('NL', 45)),
    usual('address', value('203.0.113.7', 12_300), value('198.51.100.23', 45, { days: 3 })),
    usual('agent', value(HOSTILE, 12_000), value('aws-cli/2.31.18', 345)),
    usual(
      'bucket',
      value('example-exports', 15, { objects: 12, bytesOut: 108_000_000 }),
      value('example-uploads', 3, { objects: 3, bytesIn: 4096 }),
    ),
    {
      dimension: 'call',
      distinct: 40,
      values: [value('s3:GetObject', 12_000), value('logs:FilterLogEvents', 300)],
    },
    usual('class', value('iam-user', 12_345)),
    usual('denied', value('iam:CreateUser', 40, { denied: 40 })),
    usual('principal', value('arn:aws:iam::123456789012:user/alice', 12_345)),
    usual('region', value('eu-west-1', 12_345)),
    usual(
      'role',
      value('arn:aws:iam::111122223333:role/a-role-with-a-name-that-is-rather-long/and-its-end-tells', 7),
    ),
    usual('service', value('s3', 12_000), value('logs', 345)),
  ],
  newSince: '2026-01-12T10:21:53Z',
  departures: [
    departure('network', 'AS64511 Example Hosting'),
    departure('kind', 'hosting'),
    departure('agent', HOSTILE, { denied: 2 }),
    departure('call', 'sts:GetCallerIdentity', { bytesOut: 0, events: 1 }),
    departure('bytes', '2026-01-21', { reason: 'volume', at: '2026-01-21T12:08:51Z' }),
    departure('subject', '2026-02-02', { reason: 'returned', silentDays: 20, at: '2026-02-02T01:00:00Z' }),
    departure('region', 'us-east-1', { reason: 'returned', silentDays: 20, at: '2026-02-02T01:00:00Z' }),
  ],
  notes: ['No bytes read from S3: there were none, or data events of its buckets are not logged.'],
  ...more,
})
