import { describe, expect, test } from 'vitest'
import { DEFAULT_SETTINGS } from '#app/index.ts'
import { blindingExceptions, mayBothHold } from '#app/selftest/blinding-exceptions.ts'
import { fittingSettings, judgesAlike } from '#app/selftest/fitting-settings.ts'
import {
  type Looking,
  lost,
  lostToExceptions,
  lostToFilters,
  lostToSettings,
} from '#app/selftest/lost-attacks.ts'
import type { Sight } from '#app/selftest/replay.ts'
import type { Exception, ExceptionScope } from '#findings/index.ts'
import { isBlinded, selftestText } from '#outputs/index.ts'
import type { TruthRow } from '#simulation/index.ts'
import { finding } from '../incidents/finding-example.ts'

const NOBODY: ExceptionScope = {
  principals: [],
  accounts: [],
  networks: [],
  clients: [],
  resources: [],
  roles: [],
}
const exception = (id: string, detections: readonly string[], scope: Partial<ExceptionScope>): Exception => ({
  id,
  detections,
  scope: { ...NOBODY, ...scope },
  reason: 'rehearsal',
  by: 'alice',
  since: '2026-11-24',
  expires: '2027-02-22',
})
const seenBy = (...names: readonly string[]) =>
  names.map((name) => finding({ detectionId: name, detection: name, id: name }))
const attack = (id: string, changes: Partial<TruthRow> = {}): TruthRow => ({
  id,
  kind: 'attack',
  rows: ['2.1'],
  name: id,
  stealth: 2,
  principals: ['arn:aws:iam::123456789012:role/ci/deploy', 'arn:aws:iam::123456789012:user/alice'],
  accessKeys: [],
  ips: ['198.51.100.7', '2001:db8::7'],
  accounts: ['123456789012'],
  eventIds: [],
  firstMs: 0,
  lastMs: 0,
  ...changes,
})
const SIGHT: Sight = new Map([
  ['loud', seenBy('a', 'b', 'c')],
  ['quiet', seenBy('a')],
  ['never', []],
])

describe('exceptions that blind', () => {
  const bob = { principals: ['bob'] }
  test.each<{ name: string; exceptions: readonly Exception[]; blind: readonly (readonly string[])[] }>([
    { name: 'none', exceptions: [], blind: [] },
    {
      name: 'one that hides all that saw it',
      exceptions: [exception('1', ['a'], bob)],
      blind: [['quiet', '1']],
    },
    { name: 'one that hides something else', exceptions: [exception('1', ['b'], bob)], blind: [] },
    {
      name: 'two of one thief together',
      exceptions: [exception('1', ['b'], bob), exception('2', ['c', 'a'], bob)],
      blind: [
        ['quiet', '2'],
        ['loud', '1', '2'],
      ],
    },
    {
      name: 'two that cannot hold of one thief',
      exceptions: [exception('1', ['b'], bob), exception('2', ['c', 'a'], { principals: ['carol'] })],
      blind: [['quiet', '2']],
    },
    {
      name: 'two of one thief together, and a third that names networks: from anywhere',
      exceptions: [
        exception('1', ['a', 'b'], bob),
        exception('2', ['c'], bob),
        exception('3', ['b'], { networks: ['10.0.0.0/8'] }),
      ],
      blind: [
        ['quiet', '1'],
        ['loud', '1', '2'],
      ],
    },
    {
      name: 'two, one of which names networks',
      exceptions: [exception('1', ['b', 'c'], bob), exception('2', ['a'], { networks: ['10.0.0.0/8'] })],
      blind: [
        ['quiet', '2'],
        ['loud', '1', '2'],
      ],
    },
    {
      name: 'each of two alone',
      exceptions: [exception('1', ['a'], bob), exception('2', ['a'], { principals: ['carol'] })],
      blind: [
        ['quiet', '1'],
        ['quiet', '2'],
      ],
    },
  ])('$name', ({ exceptions, blind }) => {
    const found = blindingExceptions(SIGHT, exceptions).map(({ attackId, exceptions: some }) => [
      attackId,
      ...some.map(({ id }) => id),
    ])
    expect(new Set(found.map(String))).toEqual(new Set(blind.map(String)))
  })

  test.each<{ name: string; a: Partial<ExceptionScope>; b: Partial<ExceptionScope>; both: boolean }>([
    { name: 'different parts', a: { principals: ['bob'] }, b: { networks: ['10.0.0.0/8'] }, both: true },
    { name: 'one principal', a: { principals: ['bob', 'eve'] }, b: { principals: ['eve'] }, both: true },
    { name: 'other principals', a: { principals: ['bob'] }, b: { principals: ['eve'] }, both: false },
    { name: 'a pattern', a: { principals: ['bob'] }, b: { principals: ['*eve'] }, both: true },
    { name: 'other accounts', a: { accounts: ['1'] }, b: { accounts: ['2'] }, both: false },
    { name: 'other roles', a: { roles: ['x'] }, b: { roles: ['y'] }, both: false },
    { name: 'other things', a: { resources: ['x'] }, b: { resources: ['y'] }, both: true },
  ])('whether two hold of one thief: $name', ({ a, b, both }) => {
    expect(mayBothHold({ ...NOBODY, ...a }, { ...NOBODY, ...b })).toBe(both)
  })

  test('only from inside, where a scope names networks', () => {
    const asked = [exception('1', ['a'], { ...bob, networks: ['10.0.0.0/8'] }), exception('2', ['a'], bob)]
    const told = lostToExceptions({ attacks: [attack('quiet')], current: SIGHT }, asked)
    expect(told.map(({ cause }) => [cause.names[0], cause.isInside])).toEqual([
      ['1', true],
      ['2', false],
    ])
  })
})

test('lost is what was seen and is not', () => {
  const after: Sight = new Map([
    ['loud', seenBy('c')],
    ['quiet', []],
    ['never', []],
  ])
  const cause = { kind: 'configuration' as const, names: [], isInside: false }
  const told = lost(
    ['loud', 'quiet', 'never'].map((id) => attack(id)),
    { before: SIGHT, after, cause },
  )
  expect(told.map((one) => one.attack.id)).toEqual(['quiet'])
  expect(told[0]?.sawIt.map(({ detection }) => detection)).toEqual(['a'])
})

describe('settings', () => {
  const NAMED = { ...DEFAULT_SETTINGS, trustedNetworks: ['10.0.0.0/8'], ciRoles: ['github-*'] }

  test('are tried with the thief in them; those that are empty are not', () => {
    const [networks, roles, ...more] = fittingSettings(NAMED, [attack('x')])
    expect(networks?.settings.trustedNetworks).toEqual(['10.0.0.0/8', '198.51.100.7/32', '2001:db8::7/128'])
    expect(roles).toMatchObject({
      names: ['ciRoles'],
      settings: { ciRoles: ['github-*', 'deploy'], iacRoles: [] },
    })
    expect(more).toEqual([])
    expect(fittingSettings(DEFAULT_SETTINGS, [attack('x')])).toEqual([])
  })

  test.each([
    ['threads', { threads: 4 }, true],
    ['exceptions', { exceptions: 'x.yml' }, true],
    ['ciRoles', { ciRoles: ['x'] }, false],
    ['placeholders', { placeholders: { x: ['y'] } }, false],
  ])('whether they judge as ours do: %s', (_, changes, alike) => {
    expect(judgesAlike({ ...DEFAULT_SETTINGS, ...changes }, DEFAULT_SETTINGS)).toBe(alike)
  })

  const rules = { rules: [], correlations: [], behaviours: [], filters: [], errors: [], warnings: [] }
  const looking = (after: Sight): Looking => ({
    attacks: [attack('loud'), attack('quiet')],
    settings: NAMED,
    rules,
    rulesWith: ({ ciRoles }) => ({ ...rules, errors: [{ file: ciRoles.join(), line: 1, reason: '' }] }),
    current: SIGHT,
    look: async (asked) =>
      asked.settings.ciRoles.includes('deploy') && asked.rules.errors[0]?.file === 'github-*,deploy'
        ? after
        : SIGHT,
  })
  test('what they lose is told, by rules that have them compiled in, with their names', async () => {
    const told = await lostToSettings(looking(new Map([['loud', seenBy('a')]])))
    expect(told.map((one) => [one.attack.id, one.cause])).toEqual([
      ['quiet', { kind: 'setting', names: ['ciRoles'], isInside: false }],
    ])
  })

  test.each([
    { name: 'one filter', asksWhere: [false], names: 1, inside: false },
    { name: 'filters that all ask where', asksWhere: [true, true], names: 1, inside: true },
  ])('and so is what filters lose: $name', async ({ asksWhere, names, inside }) => {
    const filters = asksWhere.map((one, n) => ({ file: 'f.yml', line: n + 1, title: 't', asksWhere: one }))
    const all = { ...looking(SIGHT), look: async () => new Map([['loud', seenBy('a')]]) }
    const told = await lostToFilters(all, filters)
    expect(told).toHaveLength(filters.length)
    for (const { cause } of told) expect([cause.names.length, cause.isInside]).toEqual([names, inside])
    expect(await lostToFilters(all, [])).toEqual([])
  })
})

test('where our own rules saw nothing, nothing is called still seen', () => {
  const report = {
    seen: 0,
    notSeen: [],
    tried: { exceptions: 0, expired: 0, filters: 0, settings: [] },
    lost: [],
  }
  const page = { width: 200, color: false, unicode: true }
  expect(selftestText(report, page)).toContain('could not be tried')
  expect(selftestText(report, page)).not.toContain('still seen')
  expect(selftestText({ ...report, seen: 3 }, page)).toContain('All 3 are still seen.')
})

describe('the exit code', () => {
  const report = {
    seen: 44,
    notSeen: [],
    tried: { exceptions: 0, expired: 0, filters: 0, settings: [] },
    lost: [],
  }
  const one = (isInside: boolean) => ({
    attack: { id: 'x', name: 'x', rows: [] },
    cause: { kind: 'exception' as const, names: ['1'], isInside },
    sawIt: [],
  })
  test.each([
    { name: 'nothing lost', asked: report, strict: true, blinded: false },
    { name: 'something lost', asked: { ...report, lost: [one(false)] }, strict: false, blinded: true },
    { name: 'lost from inside only', asked: { ...report, lost: [one(true)] }, strict: false, blinded: false },
    { name: 'the same, strictly', asked: { ...report, lost: [one(true)] }, strict: true, blinded: true },
    { name: 'nothing seen at all', asked: { ...report, seen: 0 }, strict: false, blinded: true },
  ])('$name', ({ asked, strict, blinded }) => {
    expect(isBlinded(asked, strict)).toBe(blinded)
  })
})
