import { createHash } from 'node:crypto'
import { mostShared, type Share, sharesOf } from './shares.ts'
import { goesOn, type Recognisable } from './tie.ts'

/** What a run told, and which saved incidents it is. */
export interface Match {
  /** The id that it has from now on: of the oldest saved one; its own where there is none. */
  readonly id: string
  /** Places in what was told; more than one only where a run looked at a part of the logs, and could not see what joins them. */
  readonly told: readonly number[]
  /** Ids of the saved ones that it is, the oldest, which goes on, first. */
  readonly saved: readonly string[]
  /** Ids of saved ones that it shares events with and is not. */
  readonly beside: readonly string[]
  /** The saved incident that it was a part of, where another part goes on as that. */
  readonly splitFrom: string | undefined
}

export interface Matching {
  /** Whether the run looked at all of the logs: then what it tells as one is one, and what it tells apart is apart. */
  readonly isWhole: boolean
  /** Whether an id belongs to a saved incident already, be it merged into another. */
  readonly isTaken: (id: string) => boolean
}

/** Of what is told of a piece of an incident so much must be known of that. */
const LEAST_SHARE = 0.5

/**
 * Recognises incidents in what a run told: those that share events; else those that one went on as.
 *
 * A saved incident goes on as the told one that shares most with it, so that of an incident that falls apart the biggest piece keeps the
 * id; several saved ones that go on as one are merged into the oldest. A run over a part of the logs neither merges nor splits: what it tells is
 * the saved one that shares most with it.
 *
 * @param saved - in the order in which they were first told, none of them merged into another.
 */
export function matchIncidents(
  saved: readonly Recognisable[],
  told: readonly Recognisable[],
  { isWhole, isTaken }: Matching,
): readonly Match[] {
  const shares = sharesOf(saved, told)
  const isOf = isWhole ? goneOn(saved, shares) : seenAgain(told, shares)
  for (const { saved: s, told: t } of weakTies(saved, told, isOf)) isOf.push([s, t])
  const taken = new Set(saved.map(({ id }) => id))
  const bySaved = Map.groupBy(isOf, ([s]) => s)
  const done = new Set<number>()
  return [...told.keys()].flatMap((t): readonly Match[] => {
    if (done.has(t)) return []
    const own = isOf.filter(([, place]) => place === t).map(([s]) => s)
    const members = own.toSorted((a, b) => a - b).flatMap((s) => saved[s]?.id ?? [])
    const [eldest] = members
    const places = isWhole
      ? [t]
      : [...new Set([t, ...own.flatMap((s) => (bySaved.get(s) ?? []).map(([, other]) => other))])]
    for (const place of places) done.add(place)
    const near = shares
      .filter((share) => places.includes(share.told))
      .map((share) => saved[share.saved]?.id ?? '')
    const beside = [...new Set(near)].filter((id) => !members.includes(id))
    if (eldest !== undefined)
      return [{ id: eldest, told: places, saved: members, beside, splitFrom: undefined }]
    const id = freshId(told[t]?.id ?? '', (one) => taken.has(one) || isTaken(one))
    taken.add(id)
    const whole = mostShared(shares.filter((share) => isPiece(share, t, told)))
    return [
      {
        id,
        told: places,
        saved: [],
        beside,
        splitFrom: whole === undefined ? undefined : saved[whole.saved]?.id,
      },
    ]
  })
}

/** Places of a saved incident and of what was told. */
type Pair = readonly [saved: number, told: number]

const goneOn = (saved: readonly Recognisable[], shares: readonly Share[]): Pair[] =>
  [...saved.keys()].flatMap((s) => {
    const best = mostShared(shares.filter((share) => share.saved === s))
    return best === undefined ? [] : [[s, best.told] as const]
  })

const seenAgain = (told: readonly Recognisable[], shares: readonly Share[]): Pair[] =>
  [...told.keys()].flatMap((t) => {
    const best = mostShared(shares.filter((share) => share.told === t))
    return best === undefined ? [] : [[best.saved, t] as const]
  })

const isPiece = ({ told: place, known }: Share, t: number, told: readonly Recognisable[]): boolean =>
  place === t && known >= LEAST_SHARE * (told[t]?.eventIds.size ?? 0)

/** Saved ones that share no event with any, with told ones that share none either, the likeliest first; each once. */
function weakTies(
  saved: readonly Recognisable[],
  told: readonly Recognisable[],
  strong: readonly Pair[],
): readonly { readonly saved: number; readonly told: number }[] {
  const [usedSaved, usedTold] = [new Set(strong.map(([s]) => s)), new Set(strong.map(([, t]) => t))]
  const likely = saved.flatMap((one, s) =>
    usedSaved.has(s)
      ? []
      : told.flatMap((other, t) => {
          const weight = usedTold.has(t) ? 0 : goesOn(one, other)
          return weight === 0 ? [] : [{ saved: s, told: t, weight }]
        }),
  )
  return likely
    .toSorted((a, b) => b.weight - a.weight || a.saved - b.saved || a.told - b.told)
    .filter(({ saved: s, told: t }) => {
      if (usedSaved.has(s) || usedTold.has(t)) return false
      usedSaved.add(s)
      usedTold.add(t)
      return true
    })
}

/** The id that was made of its first grave event, unless another incident that once held this event has it. */
function freshId(id: string, isTaken: (id: string) => boolean): string {
  for (let n = 1, fresh = id; ; n += 1) {
    if (!isTaken(fresh)) return fresh
    const name = JSON.stringify(['split', id, n])
    fresh = `inc-${createHash('sha256').update(name).digest('hex').slice(0, 16)}`
  }
}
