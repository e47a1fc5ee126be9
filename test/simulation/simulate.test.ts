import { describe, expect, test } from 'vitest'
import { DAY_MS, isRecord, textOf } from '#kernel/index.ts'
import { attackIds, type SimulatedEvent, type SimulationOptions, simulate } from '#simulation/index.ts'

const OPTIONS: SimulationOptions = {
  seed: 3,
  days: 14,
  startMs: Date.UTC(2026, 0, 5),
  accounts: 3,
  scale: 0.4,
  attacks: 'all',
}

function run(options: Partial<SimulationOptions>) {
  const simulation = simulate({ ...OPTIONS, ...options })
  const events = [...simulation.events()]
  return { events, truth: simulation.truth() }
}

const whole = run({})

describe('the same organisation', () => {
  test('the same seed gives the same events', () => {
    const short = { days: 2 }
    expect(JSON.stringify(run(short).events)).toBe(JSON.stringify(run(short).events))
  })

  test('another seed gives others', () => {
    expect(JSON.stringify(run({ days: 1 }).events)).not.toBe(JSON.stringify(run({ days: 1, seed: 4 }).events))
  })

  test('without attacks everybody else does the same', () => {
    const quiet = run({ attacks: 'none' })
    const attackLabels = new Set(attackIds())
    const others = whole.events.filter(({ label }) => label === undefined || !attackLabels.has(label))
    expect(quiet.events.map(({ event }) => event.eventID)).toEqual(others.map(({ event }) => event.eventID))
    expect(quiet.truth.filter(({ kind }) => kind === 'attack')).toEqual([])
  })

  test('a larger scale means more events', () => {
    expect(run({ days: 1, scale: 2 }).events.length).toBeGreaterThan(
      run({ days: 1, scale: 1 }).events.length * 1.4,
    )
  })
})

describe('events', () => {
  test('are in time order, inside the span', () => {
    let lastMs = OPTIONS.startMs
    for (const { timeMs } of whole.events) {
      expect(timeMs).toBeGreaterThanOrEqual(lastMs)
      lastMs = timeMs
    }
    expect(lastMs).toBeLessThan(OPTIONS.startMs + OPTIONS.days * DAY_MS)
  })

  test('have an id of their own', () => {
    expect(new Set(whole.events.map(({ event }) => event.eventID)).size).toBe(whole.events.length)
  })

  test('carry their time, account and region', () => {
    const wrong = whole.events.filter(
      ({ event, timeMs, account, region }) =>
        Date.parse(event.eventTime) !== Math.floor(timeMs / 1000) * 1000 ||
        event.recipientAccountId !== account ||
        event.awsRegion !== region,
    )
    expect(wrong).toEqual([])
  })

  test('of S3 objects are data events, and only of buckets that have them', () => {
    const objects = whole.events.filter(({ event }) => event.eventName === 'GetObject')
    expect(objects.length).toBeGreaterThan(100)
    expect(objects.every(({ event }) => event.eventCategory === 'Data' && !event.managementEvent)).toBe(true)
  })

  test('of a call across accounts are two, with one shared id', () => {
    const shared = Map.groupBy(
      whole.events.filter(
        ({ event }) => event.eventName === 'AssumeRole' && event.sharedEventID !== undefined,
      ),
      ({ event }) => event.sharedEventID,
    )
    const twice = [...shared.values()].filter((copies) => copies.length === 2)
    expect(twice.length).toBeGreaterThan(0)
    expect(twice.every(([a, b]) => a?.account !== b?.account)).toBe(true)
  })
})

describe('lineage', () => {
  test('a session key is handed out before it is used, unless the console made it', () => {
    expect(usedBeforeGiven(whole.events)).toEqual([])
  })
})

function usedBeforeGiven(events: readonly SimulatedEvent[]): string[] {
  const given = new Set<string>()
  const wrong: string[] = []
  for (const { event } of events) {
    const credentials = event.responseElements?.['credentials']
    const begotten = isRecord(credentials) ? textOf(credentials['accessKeyId']) : undefined
    if (begotten !== undefined) given.add(begotten)
    const key = event.userIdentity.accessKeyId
    if (!key?.startsWith('ASIA') || event.sessionCredentialFromConsole === 'true') continue
    if (!given.has(key)) wrong.push(`${event.eventName} ${event.userIdentity.arn}`)
  }
  return wrong
}

describe('the ground truth', () => {
  const byId = new Map(whole.events.map((event) => [event.event.eventID, event]))

  test('holds every attack', () => {
    const attacks = whole.truth.filter(({ kind }) => kind === 'attack').map(({ id }) => id)
    expect(attacks.toSorted()).toEqual(attackIds().toSorted())
  })

  test('covers every row of the mission that logs can show', () => {
    const rows = new Set(whole.truth.filter(({ kind }) => kind === 'attack').flatMap((row) => row.rows))
    const wanted =
      '1.1 1.2 1.3 1.5 1.6 2.1 2.2 2.3 2.4 2.5 2.6 3.1 3.2 3.3 3.4 3.5 3.6 4.1 4.2 4.3 5.6'.split(' ')
    expect(wanted.filter((row) => !rows.has(row))).toEqual([])
  })

  test('names events that exist, in the span and accounts it says', () => {
    for (const row of whole.truth) {
      for (const id of row.eventIds) {
        const event = byId.get(id)
        expect(event, `${row.id} ${id}`).toBeDefined()
        expect(event?.timeMs).toBeGreaterThanOrEqual(row.firstMs)
        expect(event?.timeMs).toBeLessThanOrEqual(row.lastMs)
        expect(row.accounts).toContain(event?.account)
      }
    }
  })

  test('gives each attack a key of its own, but for root’s console', () => {
    const keys = new Map<string, string>()
    const shared: string[] = []
    for (const row of whole.truth.filter(({ kind }) => kind === 'attack')) {
      for (const key of row.accessKeys) {
        const other = keys.get(key)
        if (other !== undefined) shared.push(`${key}: ${other}, ${row.id}`)
        keys.set(key, row.id)
      }
    }
    expect(shared).toEqual([])
  })

  test('knows hard ordinary events', () => {
    expect(whole.truth.filter(({ kind }) => kind === 'ordinary').length).toBeGreaterThanOrEqual(12)
  })
})

test('an unknown attack is refused by name', () => {
  expect(() => simulate({ ...OPTIONS, attacks: ['no-such'] })).toThrow(/no-such/)
})
