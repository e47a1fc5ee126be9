import type { Actor, Damage, Descendant, Harm, Story, TimelineEntry, Verdict } from '#incidents/index.ts'
import { isoTime } from '../times.ts'

/** A story with ISO times; what is unknown is null. */
export interface ReportStory extends Omit<Story, 'verdict' | 'actors' | 'timeline' | 'lineage' | 'damage'> {
  readonly verdict: Omit<Verdict, 'firstBadMs'> & { readonly firstBadEvent: string }
  readonly actors: readonly Timed<Actor>[]
  readonly timeline: readonly Timed<TimelineEntry>[]
  readonly lineage: readonly ReportDescendant[]
  readonly damage: { readonly [name in keyof Damage]: readonly ReportHarm[] }
}

type Timed<Told extends { firstMs: number; lastMs: number }> = Omit<Told, 'firstMs' | 'lastMs'> & {
  readonly firstEvent: string
  readonly lastEvent: string
}

interface ReportDescendant extends Omit<Descendant, 'madeMs' | 'expiresMs'> {
  readonly madeAt: string
  readonly expiresAt: string | null
}

interface ReportHarm extends Omit<Harm, 'firstMs'> {
  readonly firstEvent: string
}

/** The story as `--json` prints it (`story` of an incident in schemas/report.schema.json). */
export function reportStory({ verdict, actors, timeline, lineage, damage, ...rest }: Story): ReportStory {
  const { firstBadMs, ...judged } = verdict
  return {
    verdict: { ...judged, firstBadEvent: isoTime(firstBadMs) },
    actors: actors.map(timed),
    timeline: timeline.map(timed),
    lineage: lineage.map(({ madeMs, expiresMs, ...made }) => ({
      ...made,
      madeAt: isoTime(madeMs),
      expiresAt: expiresMs === null ? null : isoTime(expiresMs),
    })),
    damage: {
      read: damage.read.map(harm),
      changed: damage.changed.map(harm),
      taken: damage.taken.map(harm),
      created: damage.created.map(harm),
      money: damage.money.map(harm),
    },
    ...rest,
  }
}

function timed<Told extends { firstMs: number; lastMs: number }>({
  firstMs,
  lastMs,
  ...told
}: Told): Timed<Told> {
  return { ...told, firstEvent: isoTime(firstMs), lastEvent: isoTime(lastMs) }
}

function harm({ firstMs, ...told }: Harm): ReportHarm {
  return { ...told, firstEvent: isoTime(firstMs) }
}
