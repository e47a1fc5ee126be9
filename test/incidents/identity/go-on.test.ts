import { describe, expect, test } from 'vitest'
import { goOn, type Known, type Member, type Telling, type Triage } from '#incidents/index.ts'
import { exampleTold } from '../../outputs/incident/incident-example.ts'
import { finding } from '../finding-example.ts'

const CLOSED: Triage = { status: 'closed', resolution: 'false-positive' }
const TAKEN_ON: Triage = { status: 'acknowledged', resolution: undefined }
const OPEN: Triage = { status: 'open', resolution: undefined }

interface Saw {
  readonly events: readonly string[]
  readonly findings?: readonly string[]
  readonly keys?: readonly string[]
  readonly eventCount?: number
}

const known = ({ events, findings = ['f'], keys = ['AKIAIOSFODNN7EXAMPLE'], eventCount }: Saw): Known => ({
  eventIds: events,
  findingIds: findings,
  accessKeys: keys,
  eventCount: eventCount ?? events.length,
})

function telling(saw: Saw): Telling {
  const { eventIds, findingIds, accessKeys, eventCount } = known(saw)
  const { incident, story } = exampleTold()
  const findings = findingIds.map((id) => finding({ id, detectionId: id }))
  return {
    story,
    findings,
    incident: { ...incident, id: 'told', eventIds, findingIds, accessKeys, eventCount },
  }
}

const member = (saw: Saw, triage: Triage, more: Partial<Member> = {}): Member => ({
  id: 'saved',
  triage,
  known: known(saw),
  telling: telling(saw),
  isWhole: true,
  isUpToDate: false,
  ...more,
})

const run = (members: readonly Member[], saw: Saw, isWhole = true, beside: readonly Known[] = []) =>
  goOn({ id: 'saved', members, told: [telling(saw)], isWhole, splitFrom: undefined, beside })

describe('what is closed opens again when something joins it', () => {
  const SAW: Saw = { events: ['1', '2'] }
  const MANY = Array.from({ length: 10_000 }, (_, n) => String(n))
  const CASES: readonly { name: string; before: Saw; now: Saw; joined: unknown }[] = [
    { name: 'the same', before: SAW, now: SAW, joined: undefined },
    { name: 'less', before: SAW, now: { events: ['2'] }, joined: undefined },
    {
      name: 'another event',
      before: SAW,
      now: { events: ['2', '3', '4'] },
      joined: { eventCount: 2, findingIds: [], accessKeys: [] },
    },
    {
      name: 'another finding of the same events',
      before: SAW,
      now: { ...SAW, findings: ['f', 'g'] },
      joined: { eventCount: 0, findingIds: ['g'], accessKeys: [] },
    },
    {
      name: 'another key',
      before: SAW,
      now: { ...SAW, keys: ['AKIAI44QH8DHBEXAMPLE'] },
      joined: { eventCount: 0, findingIds: [], accessKeys: ['AKIAI44QH8DHBEXAMPLE'] },
    },
    {
      name: 'one more than an incident names',
      before: { events: MANY, eventCount: 20_000 },
      now: { events: MANY, eventCount: 20_001 },
      joined: { eventCount: 1, findingIds: [], accessKeys: [] },
    },
    {
      name: 'as many as before, of which it names only some',
      before: { events: MANY, eventCount: 20_000 },
      now: { events: MANY, eventCount: 20_000 },
      joined: undefined,
    },
  ]
  test.each(CASES)('$name', ({ before, now, joined }) => {
    const { triage, reopenedBy } = run([member(before, CLOSED)], now)
    expect(reopenedBy).toEqual(joined)
    expect(triage).toEqual(joined === undefined ? CLOSED : OPEN)
    expect(run([member(before, TAKEN_ON)], now)).toMatchObject({ triage: TAKEN_ON, reopenedBy: undefined })
  })

  test('what was known once stays known: an incident that shrank and grew again is no news', () => {
    const shrunk = run([member(SAW, CLOSED)], { events: ['1'] })
    expect(shrunk.known.eventIds).toEqual(['1', '2'])
    const { telling: saved, known: then, triage } = shrunk
    expect(saved.incident.eventIds).toEqual(['1'])
    const again = run([member(SAW, triage, { known: then, telling: saved })], SAW)
    expect(again.triage).toEqual(CLOSED)
  })
})

describe('incidents that turn out to be one', () => {
  const [ONE, OTHER] = [{ events: ['1'] }, { events: ['2'] }]
  const other = (triage: Triage) => member(OTHER, triage, { id: 'other' })
  const BOTH = { events: ['1', '2'] }
  const benign: Triage = { status: 'closed', resolution: 'benign' }
  test.each([
    { name: 'both closed alike: closed', first: CLOSED, second: CLOSED, is: CLOSED },
    { name: 'closed as different things: open', first: CLOSED, second: benign, is: OPEN },
    { name: 'the other is open: open', first: CLOSED, second: OPEN, is: OPEN },
    { name: 'the other is taken on: open', first: CLOSED, second: TAKEN_ON, is: OPEN },
    { name: 'the first is taken on: that', first: TAKEN_ON, second: CLOSED, is: TAKEN_ON },
    { name: 'the first is open: open', first: OPEN, second: CLOSED, is: OPEN },
  ])('$name', ({ first, second, is }) => {
    expect(run([member(ONE, first), other(second)], BOTH).triage).toEqual(is)
  })
})

describe('a piece of an incident', () => {
  const split = (splitFrom: Member, saw: Saw) =>
    goOn({ id: 'new', members: [], told: [telling(saw)], isWhole: true, splitFrom, beside: [] }).triage
  test('is judged as it was, unless it holds more', () => {
    expect(split(member({ events: ['1', '2'] }, CLOSED), { events: ['1'] })).toEqual(CLOSED)
    expect(split(member({ events: ['1', '2'] }, CLOSED), { events: ['1', '3'] })).toEqual(OPEN)
  })
})

describe('a run over a part of the logs', () => {
  const SAVED = { events: ['1', '2', '3'], findings: ['f', 'g'] }

  test('that finds nothing new changes nothing', () => {
    expect(run([member(SAVED, CLOSED)], { events: ['2'] }, false)).toMatchObject({
      isSame: true,
      triage: CLOSED,
      now: { incident: { id: 'saved', eventIds: ['2'] } },
    })
  })

  test('adds to what was saved, and reports what it saw', () => {
    const gone = run([member(SAVED, OPEN)], { events: ['3', '4'], findings: ['g', 'h'] }, false)
    expect(gone).toMatchObject({ isSame: false, isWhole: false })
    expect(gone.now.incident.eventIds).toEqual(['3', '4'])
    const { incident, findings } = gone.telling
    expect(incident).toMatchObject({ id: 'saved', eventCount: 4 })
    expect(incident.eventIds.toSorted()).toEqual(['1', '2', '3', '4'])
    expect(incident.findingIds.toSorted()).toEqual(['f', 'g', 'h'])
    expect(findings.map(({ id }) => id)).toEqual(incident.findingIds)
  })

  test('takes nothing from another incident, and is not opened again by what that one holds', () => {
    const beside = [known({ events: ['8', '9'], findings: ['z'], keys: ['AKIAI44QH8DHBEXAMPLE'] })]
    const theirs = { events: ['3', '8'], findings: ['g', 'z'], keys: ['AKIAI44QH8DHBEXAMPLE'] }
    expect(run([member(SAVED, CLOSED)], theirs, false, beside)).toMatchObject({
      isSame: true,
      triage: CLOSED,
    })
    const gone = run([member(SAVED, CLOSED)], { ...theirs, events: ['3', '4', '8'] }, false, beside)
    expect(gone).toMatchObject({ triage: OPEN, reopenedBy: { eventCount: 1 } })
    expect(gone.telling.incident.eventIds.toSorted()).toEqual(['1', '2', '3', '4'])
  })

  test('adds nothing where all of the logs, as they are, were looked at before', () => {
    const before = member(SAVED, CLOSED, { isUpToDate: true })
    expect(run([before], { events: ['3', '4'] }, false)).toMatchObject({ isSame: true, triage: CLOSED })
    expect(run([before], { events: ['3', '4'] }, true)).toMatchObject({ isSame: false, triage: OPEN })
  })

  test('saves again what cannot be read any more', () => {
    expect(run([member(SAVED, OPEN, { telling: undefined })], { events: ['2'] }, false)).toMatchObject({
      isSame: false,
      telling: { incident: { eventIds: ['2'] } },
    })
  })
})
