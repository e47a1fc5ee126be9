import { describe, expect, test } from 'vitest'
import { descendantsOf, type LineageInputs } from '../../../src/incidents/story/descendants.ts'
import { ACCOUNT, ALICE, begottenOf, callOf, changeOf, KEY, MINUTE, START } from './examples.ts'

const MADE_KEY = 'AKIAI44QH8DHBEXAMPLE'
const SESSION = 'ASIAIOSFODNN7EXAMPLE'
const BOB = `arn:aws:iam::${ACCOUNT}:user/bob`
const HOUR = 60 * MINUTE

const told = (changes: Partial<LineageInputs>) =>
  descendantsOf({ begotten: [], calls: [], uses: [], changes: [], lastMs: START + 48 * HOUR, ...changes })
const session = begottenOf(SESSION)
const key = begottenOf(MADE_KEY, { call: 'CreateAccessKey' })
const user = begottenOf(BOB, { kind: 'principal', call: 'CreateUser' })

describe('when a session ends by itself', () => {
  const assumed = (request: unknown, answer: unknown) => [
    callOf('sts:AssumeRole', { eventIds: ['made'], request, answer }),
  ]
  test.each([
    [
      'as the answer says',
      assumed({ durationSeconds: 900 }, { credentials: { expiration: 'Mar 14, 2026, 3:30:00 AM' } }),
      30 * MINUTE,
    ],
    ['as was asked', assumed({ durationSeconds: 900 }, null), 15 * MINUTE],
    ['as AWS does', assumed(null, null), HOUR],
    [
      'an answer that cannot be',
      assumed(null, { credentials: { expiration: '2031-01-01T00:00:00Z' } }),
      HOUR,
    ],
    ['of a call that is not among those read', [], HOUR],
  ])('%s', (_, calls, afterMs) =>
    expect(told({ begotten: [session], calls })[0]?.expiresMs).toBe(START + afterMs),
  )

  test('alive while the logs end before, ended when they go on', () => {
    const at = (lastMs: number) => told({ begotten: [session], lastMs })[0]?.state
    expect([at(START + HOUR - 1), at(START + HOUR)]).toEqual(['alive', 'ended'])
  })
})

describe('what lives until it is removed', () => {
  const made = [callOf('iam:CreateAccessKey', { eventIds: ['made'], request: { userName: 'bob' } })]
  const status = (name: string, minutes: number) =>
    changeOf('iam:UpdateAccessKey', START + minutes * MINUTE, {
      userName: 'bob',
      accessKeyId: MADE_KEY,
      status: name,
    })
  test.each([
    ['a key', key, [], 'alive'],
    ['switched off', key, [status('Inactive', 5)], 'ended'],
    ['switched off and on', key, [status('Inactive', 5), status('Active', 6)], 'alive'],
    ['deleted', key, [changeOf('iam:DeleteAccessKey', START + MINUTE, { accessKeyId: MADE_KEY })], 'ended'],
    ['its user deleted', key, [changeOf('iam:DeleteUser', START + MINUTE, { userName: 'bob' })], 'ended'],
    ['a user', user, [], 'alive'],
    ['a user deleted', user, [changeOf('iam:DeleteUser', START + MINUTE, { userName: 'bob' })], 'ended'],
    [
      'another user deleted',
      user,
      [changeOf('iam:DeleteUser', START + MINUTE, { userName: 'carol' })],
      'alive',
    ],
    [
      'a password',
      begottenOf(BOB, { kind: 'sign-in', call: 'CreateLoginProfile' }),
      [changeOf('iam:DeleteLoginProfile', START + MINUTE, { userName: 'bob' })],
      'ended',
    ],
  ])('%s', (_, begotten, changes, state) =>
    expect(told({ begotten: [begotten], calls: made, changes })[0]).toMatchObject({ state, expiresMs: null }),
  )
})

test('parents come before children, each credential once, by its shortest way', () => {
  const lines = told({
    begotten: [
      begottenOf(SESSION, { depth: 2, parentSession: MADE_KEY, sinceMs: START - MINUTE }),
      begottenOf(SESSION, { depth: 3, parentSession: 'ASIAOTHER' }),
      key,
    ],
  })
  expect(lines.map(({ credential, parent, kind }) => [credential, parent, kind])).toEqual([
    [MADE_KEY, KEY, 'key'],
    [SESSION, MADE_KEY, 'session'],
  ])
})

test('cycles and missing parents survive', () => {
  const lines = told({
    begotten: [
      begottenOf('ASIAA', { parentSession: 'ASIAB' }),
      begottenOf('ASIAB', { parentSession: 'ASIAA' }),
      begottenOf('ASIAC', { parentSession: undefined, parentPrincipal: undefined }),
    ],
  })
  expect(lines.map(({ parent }) => parent)).toEqual(['ASIAB', 'ASIAA', null])
})

test('whoever comes in by a trust that was opened descends from the role', () => {
  const role = `arn:aws:iam::${ACCOUNT}:role/r`
  const lines = told({
    begotten: [
      begottenOf(role, { kind: 'way-in', call: 'CreateRole', eventId: 'opened' }),
      begottenOf(SESSION, {
        depth: 2,
        parentSession: undefined,
        parentPrincipal: 'github',
        call: 'AssumeRoleWithWebIdentity',
      }),
    ],
    calls: [callOf('sts:AssumeRoleWithWebIdentity', { eventIds: ['made'], request: { roleArn: role } })],
  })
  expect(lines.map(({ credential, parent, kind }) => [credential, parent, kind])).toEqual([
    [role, KEY, 'role'],
    [SESSION, role, 'session'],
  ])
})

test('counts what was done with it', () => {
  const use = (changes: object) => ({
    incident: 0,
    principal: BOB,
    session: MADE_KEY,
    network: 'AS1',
    count: 5,
    ...changes,
  })
  const uses = [
    use({}),
    use({ network: 'AS2', count: 2 }),
    use({ session: undefined, count: 1 }),
    use({ principal: ALICE, session: KEY }),
  ]
  const counts = told({ begotten: [key, user, begottenOf(BOB, { kind: 'sign-in', network: 'AS1' })], uses })
  expect(counts.map(({ kind, eventCount }) => [kind, eventCount])).toEqual([
    ['key', 7],
    ['user', 8],
    ['console', 1],
  ])
})
