import { describe, expect, test } from 'vitest'
import { isGrave } from '../../src/incidents/build/grave.ts'
import { joinStrands } from '../../src/incidents/build/join-strands.ts'
import type { Mark } from '../../src/incidents/build/marks.ts'
import { strandsOf } from '../../src/incidents/build/strands.ts'
import type { Begotten } from '../../src/incidents/lineage/begotten.ts'
import { finding } from './finding-example.ts'

const HOUR_MS = 3_600_000
const [ALICE, BOB] = ['arn:aws:iam::123456789012:user/alice', 'arn:aws:iam::111122223333:user/bob']
const FINDINGS = [finding({ id: 'grave' }), finding({ id: 'mild', level: 'low' })]
const [GRAVE, MILD] = [0, 1]

/** One event at a place that nobody ever came from. */
const mark = (changes: Partial<Mark>): Mark => ({
  finding: GRAVE,
  eventId: `${changes.principal ?? ALICE} ${String(changes.timeMs ?? 0)}`,
  timeMs: 0,
  principal: ALICE,
  session: 'AKIAIOSFODNN7EXAMPLE',
  network: 'AS64496',
  networkKind: 'hosting',
  address: '5.161.0.10',
  ...changes,
})

/** How many stories these marks make; each principal was elsewhere for a week before. */
function storiesOf(
  marks: readonly Mark[],
  more: { readonly begotten?: readonly Begotten[]; readonly shared?: readonly string[] } = {},
): number {
  const habits = { daysFrom: () => [], daysAt: () => undefined, days: () => [-7, -6, -5, -4, -3, -2, -1] }
  const strands = strandsOf(marks, habits, (n) => isGrave(FINDINGS[n]))
  return joinStrands(strands, {
    findings: FINDINGS,
    begotten: (more.begotten ?? []).map((one) => ({ ...one, of: strands[0]?.id ?? '' })),
    isShared: (address) => more.shared?.includes(address) === true,
  }).length
}

describe('what hangs together', () => {
  const bob = { principal: BOB, session: 'AKIAI44QH8DHBEXAMPLE' }
  const made: Begotten = {
    of: '',
    kind: 'session',
    child: bob.session,
    network: undefined,
    sinceMs: 0,
    call: 'CreateAccessKey',
    eventId: 'made',
    parentSession: undefined,
    parentPrincipal: ALICE,
    depth: 1,
  }
  const elsewhere = { network: 'AS64497', address: '139.162.0.10' }

  test.each([
    { name: 'two principals at one address', marks: [mark({}), mark(bob)], stories: 1 },
    { name: 'not where others work, too', marks: [mark({}), mark(bob)], shared: ['5.161.0.10'], stories: 2 },
    {
      name: 'not at a private address: it is another machine in every network',
      marks: [mark({}), mark(bob)].map((one) => ({ ...one, networkKind: 'private', address: '10.0.0.5' })),
      stories: 2,
    },
    {
      name: 'two principals in one network',
      marks: [mark({}), mark({ ...bob, address: '5.161.0.11' })],
      stories: 2,
    },
    {
      name: 'a key made there, used from anywhere, weeks later',
      marks: [mark({}), mark({ ...bob, ...elsewhere, timeMs: 900 * HOUR_MS })],
      begotten: [made],
      stories: 1,
    },
    {
      name: 'one principal in two places within two days',
      marks: [
        mark({}),
        mark({ ...elsewhere, session: undefined, timeMs: 48 * HOUR_MS }),
        mark({ ...elsewhere, timeMs: 48 * HOUR_MS }),
      ],
      stories: 1,
    },
    {
      name: 'not after more, by another key',
      marks: [mark({}), mark({ ...elsewhere, session: 'AKIAI44QH8DHBEXAMPLE', timeMs: 49 * HOUR_MS })],
      stories: 2,
    },
    {
      name: 'but by the same key at any time',
      marks: [mark({}), mark({ ...elsewhere, timeMs: 900 * HOUR_MS })],
      stories: 1,
    },
    {
      name: 'who never got in was not the principal',
      marks: [mark({}), mark({ ...elsewhere, session: undefined, timeMs: HOUR_MS })],
      stories: 2,
    },
    { name: 'mild alone is none', marks: [mark({ finding: MILD })], stories: 0 },
  ])('$name', ({ marks, stories, ...more }) => {
    expect(storiesOf(marks, more)).toBe(stories)
  })
})
