import { describe, expect, test } from 'vitest'
import { actorsOf } from '../../../src/incidents/story/actors.ts'
import type { Held } from '../../../src/incidents/story/read-lake.ts'
import { type UnknownInputs, unknownOf } from '../../../src/incidents/story/unknown.ts'
import { ACCOUNT, begottenOf, intruderOf, MINUTE, ownerOf, placeOf, START, strandOf } from './examples.ts'

const DAY = 24 * 60 * MINUTE
const held = (changes: Partial<Held> = {}): Held => ({
  accountId: ACCOUNT,
  region: 'us-east-1',
  firstMs: START - 30 * DAY,
  lastMs: START + 10 * DAY,
  hasObjectEvents: true,
  hasTableEvents: true,
  hasInvocations: true,
  ...changes,
})
const lake = (all: readonly Held[], changes: Partial<UnknownInputs['lake']> = {}) => ({
  held: all,
  silences: [],
  firstMs: START - 30 * DAY,
  lastMs: START + 10 * DAY,
  ...changes,
})
const told = (changes: Partial<UnknownInputs> = {}) =>
  unknownOf({
    lake: lake([held()]),
    intruder: [intruderOf()],
    owners: [ownerOf()],
    begotten: [],
    damage: { read: [], changed: [], taken: [], created: [], money: [] },
    accountIds: [ACCOUNT],
    eventCount: 3,
    mostEventIds: 10,
    ...changes,
  })
const silence = (fromMs: number, toMs: number) => ({ accountId: ACCOUNT, region: 'us-east-1', fromMs, toMs })

test('nothing is unknown where the logs hold everything', () => expect(told()).toEqual([]))

describe('unknown', () => {
  test.each<[string, Partial<UnknownInputs>, string]>([
    [
      'no S3 data events',
      { lake: lake([held({ hasObjectEvents: false })]) },
      `No S3 data events in account ${ACCOUNT}`,
    ],
    ['no DynamoDB data events', { lake: lake([held({ hasTableEvents: false })]) }, 'No DynamoDB data events'],
    ['no Lambda data events', { lake: lake([held({ hasInvocations: false })]) }, 'No Lambda data events'],
    [
      'a region of others only',
      { lake: lake([held(), held({ accountId: '111122223333', region: 'eu-west-1' })]) },
      `Account ${ACCOUNT} has no events in eu-west-1`,
    ],
    [
      'an account without logs',
      { accountIds: [ACCOUNT, '999988887777'] },
      'No logs of account 999988887777 itself',
    ],
    [
      'a gap',
      { lake: lake([held()], { silences: [silence(START + MINUTE, START + DAY)] }) },
      'or a gap in delivery hides it',
    ],
    [
      'little history',
      { lake: lake([held()], { firstMs: START - 7 * DAY + 1 }) },
      'The logs begin 6 days before the incident',
    ],
    ['a principal without a past', { owners: [] }, 'Nothing of 1 principal before the incident'],
    [
      'more ids than are kept',
      { eventCount: 11 },
      'The incident has 11 events; only the first 10 are named by id.',
    ],
    ['the logs end', { lake: lake([held()], { lastMs: START + DAY }) }, 'what came after is not in them'],
    [
      'a session without lineage',
      { intruder: [intruderOf({ accessKeys: ['ASIAIOSFODNN7EXAMPLE'] })] },
      'How 1 temporary credential (ASIAIOSFODNN7EXAMPLE) came to the intruder',
    ],
  ])('%s', (_, changes, sentence) => {
    expect(told(changes)).toHaveLength(sentence.startsWith('No logs') ? 4 : 1)
    expect(told(changes).join('\n')).toContain(sentence)
  })

  test.each<[string, Partial<UnknownInputs>]>([
    ['a gap before', { lake: lake([held()], { silences: [silence(START - DAY, START - 1)] }) }],
    [
      'a gap of another account',
      { lake: lake([held()], { silences: [{ ...silence(START, START + DAY), accountId: 'x' }] }) },
    ],
    ['a week of history', { lake: lake([held()], { firstMs: START - 7 * DAY }) }],
    ['as many events as ids', { eventCount: 10 }],
    [
      'a session whose making is known',
      { intruder: [intruderOf({ accessKeys: ['ASIAX'] })], begotten: [begottenOf('ASIAX')] },
    ],
    [
      'a principal that was made in the incident',
      { owners: [], begotten: [begottenOf(intruderOf().principal, { kind: 'principal' })] },
    ],
  ])('not %s', (_, changes) => expect(told(changes)).toEqual([]))
})

describe('intruder and owner beside one another', () => {
  const actors = (changes: Partial<Parameters<typeof actorsOf>[0]>) =>
    actorsOf({
      intruder: [intruderOf()],
      owners: [ownerOf()],
      strands: [strandOf('elsewhere')],
      begotten: [],
      ...changes,
    })

  test('each with its places, and why', () => {
    expect(actors({}).map(({ isIntruder, why, places }) => [isIntruder, places[0]?.network, why])).toEqual([
      [
        true,
        'AS64496',
        'The network Example Hosting (AS64496, NL) was never used by user alice in 12 active days before; ' +
          "the owner's events come from Example Telecom (AS64511, DE).",
      ],
      [false, 'AS64511', '3 events that are part of no incident, on 20 days, 12 of them before this one.'],
    ])
  })

  test.each<[string, Parameters<typeof actors>[0], string]>([
    [
      'made',
      { begotten: [begottenOf(intruderOf().principal, { kind: 'principal', call: 'CreateUser' })] },
      'by CreateUser on 2026-03-14',
    ],
    [
      'a descendant',
      {
        owners: [],
        strands: [],
        intruder: [intruderOf({ accessKeys: ['ASIAX'] })],
        begotten: [begottenOf('ASIAX')],
      },
      'ASIAX descends from this incident, by AssumeRole',
    ],
    ['at home', { strands: [strandOf('usual')] }, 'where this principal usually is'],
    ['no past', { owners: [], strands: [] }, 'cannot be told'],
    [
      'an address of a network that is its own',
      { intruder: [intruderOf({ places: [placeOf('AS64511', null, null)] })] },
      'or an address, that this principal did not use',
    ],
  ])('%s', (_, changes, why) => expect(actors(changes)[0]?.why).toContain(why))
})
