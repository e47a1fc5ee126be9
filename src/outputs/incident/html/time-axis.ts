import { MINUTE_MS } from '#kernel/index.ts'

/** A stretch of time in which something happened, with its place on the axis. */
export interface Segment {
  readonly fromMs: number
  readonly toMs: number
  readonly x: number
  readonly width: number
}

interface Stretch {
  readonly fromMs: number
  readonly toMs: number
}

export const GAP_WIDTH = 44
const MAX_GAPS = 5
const MIN_SEGMENT_WIDTH = 84

/**
 * The axis of a timeline, at most six segments: an intruder works in bursts with days between them, and on an even axis a burst
 * is one dot. The longest quiet stretches are cut out; a segment is as wide as the root of its duration.
 */
export function timeAxis(
  stretches: readonly Stretch[],
  { x, width }: { x: number; width: number },
): readonly Segment[] {
  const runs = runsOf(stretches)
  const room = width - GAP_WIDTH * (runs.length - 1) - MIN_SEGMENT_WIDTH * runs.length
  const weights = runs.map(({ fromMs, toMs }) => Math.sqrt(toMs - fromMs + MINUTE_MS))
  const sum = weights.reduce((so, weight) => so + weight, 0)
  let at = x
  return runs.map((run, place) => {
    const segment = { ...run, x: at, width: MIN_SEGMENT_WIDTH + (room * (weights[place] ?? 0)) / sum }
    at += segment.width + GAP_WIDTH
    return segment
  })
}

/** Where on the axis a time lies; a time outside of all segments, at the nearest edge. */
export function xOf(timeMs: number, axis: readonly Segment[]): number {
  const segment = axis.findLast(({ fromMs }) => fromMs <= timeMs) ?? axis[0]
  if (segment === undefined) return 0
  const lasts = segment.toMs - segment.fromMs
  const share = lasts === 0 ? 0.5 : Math.max(0, Math.min(1, (timeMs - segment.fromMs) / lasts))
  return segment.x + 8 + share * (segment.width - 16)
}

function runsOf(stretches: readonly Stretch[]): readonly Stretch[] {
  const merged = joined(stretches, 0)
  const span = (merged.at(-1)?.toMs ?? 0) - (merged[0]?.fromMs ?? 0)
  const shortest = Math.max(0.08 * span, 10 * MINUTE_MS)
  const quiet = merged.slice(1).map(({ fromMs }, place) => fromMs - (merged[place]?.toMs ?? fromMs))
  const longest = quiet.filter((gap) => gap > shortest).toSorted((a, b) => b - a)
  return joined(merged, Math.max(shortest, longest[MAX_GAPS] ?? 0))
}

/** Stretches that overlap, or lie no further apart than `quietMs`, as one; oldest first. */
function joined(stretches: readonly Stretch[], quietMs: number): readonly Stretch[] {
  const runs: { fromMs: number; toMs: number }[] = []
  for (const { fromMs, toMs } of stretches.toSorted((a, b) => a.fromMs - b.fromMs)) {
    const last = runs.at(-1)
    if (last !== undefined && fromMs - last.toMs <= quietMs) last.toMs = Math.max(last.toMs, toMs)
    else runs.push({ fromMs, toMs: Math.max(fromMs, toMs) })
  }
  return runs
}
