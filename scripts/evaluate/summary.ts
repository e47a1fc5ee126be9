import { LEVELS, type Level } from '#findings/index.ts'
import { type AttackScore, gravity, type LevelCounts, type SeedScore } from './score-seed.ts'

/** Attacks found, of all that were played. */
export interface Recall {
  readonly row: string
  readonly attacks: number
  /** A finding of low or above names one of its events. */
  readonly found: number
  /** One of medium, of high or above does. */
  readonly medium: number
  readonly high: number
  /** A finding that names one of its events says this row. */
  readonly underRow: number
  /** A finding of low or above stands on its key or principal. */
  readonly onSubject: number
}

/** `all`, then every row of the mission that was played. */
export function recallByRow(scores: readonly SeedScore[]): readonly Recall[] {
  const attacks = scores.flatMap((score) => score.attacks)
  const rows = [...new Set(attacks.flatMap((attack) => attack.rows))].toSorted()
  return [
    recall('all', attacks),
    ...rows.map((row) =>
      recall(
        row,
        attacks.filter((attack) => attack.rows.includes(row)),
      ),
    ),
  ]
}

function recall(row: string, attacks: readonly AttackScore[]): Recall {
  const count = (matches: (attack: AttackScore) => boolean): number => attacks.filter(matches).length
  return {
    row,
    attacks: attacks.length,
    found: count(reaches('low')),
    medium: count(reaches('medium')),
    high: count(reaches('high')),
    underRow: count(({ rows, rowsSeen }) =>
      row === 'all' ? rows.some((one) => rowsSeen.includes(one)) : rowsSeen.includes(row),
    ),
    onSubject: count(({ levelOnSubject }) => levelOnSubject !== undefined),
  }
}

const reaches =
  (least: Level) =>
  ({ level }: AttackScore): boolean =>
    level !== undefined && gravity(level) >= gravity(least)

/** Alarms a day of one level, over all seeds. */
export interface AlarmRate {
  readonly level: Level
  /** Findings that name an event of an attack; false ones of hard ordinary events; of everyday life. */
  readonly true: number
  readonly ordinary: number
  readonly everyday: number
  /** True findings of all of this level or above: 0 to 1. */
  readonly precision: number | undefined
}

/** The gravest level first. */
export function alarmRates(scores: readonly SeedScore[]): readonly AlarmRate[] {
  const days = scores.reduce((sum, score) => sum + score.days, 0)
  const total = (kind: 'true' | 'ordinary' | 'everyday', levels: readonly Level[]): number =>
    scores.reduce((sum, { findings }) => sum + countOf(findings[kind], levels), 0)
  return LEVELS.toReversed().map((level) => {
    const above = LEVELS.slice(LEVELS.indexOf(level))
    const trueAbove = total('true', above)
    const all = trueAbove + total('ordinary', above) + total('everyday', above)
    return {
      level,
      true: total('true', [level]) / days,
      ordinary: total('ordinary', [level]) / days,
      everyday: total('everyday', [level]) / days,
      precision: all === 0 ? undefined : trueAbove / all,
    }
  })
}

/** False alarms of one detection, over all seeds. */
export interface Noise {
  readonly detection: string
  readonly levels: LevelCounts
}

/** The gravest and most frequent first. */
export function noisiest(scores: readonly SeedScore[]): readonly Noise[] {
  const ids = [...new Set(scores.flatMap(({ noise }) => Object.keys(noise)))]
  return ids
    .map((detection) => ({ detection, levels: sumLevels(scores.map(({ noise }) => noise[detection])) }))
    .toSorted((a, b) => weight(b.levels) - weight(a.levels))
}

export function sumLevels(counts: readonly (LevelCounts | undefined)[]): LevelCounts {
  const sum = { informational: 0, low: 0, medium: 0, high: 0, critical: 0 }
  for (const level of LEVELS) for (const one of counts) sum[level] += one?.[level] ?? 0
  return sum
}

/** What a false alarm of each level costs its reader, for sorting only. */
const weight = ({ low, medium, high, critical }: LevelCounts): number =>
  low + 100 * medium + 10_000 * (high + critical)

const countOf = (counts: LevelCounts, levels: readonly Level[]): number =>
  levels.reduce((sum, level) => sum + counts[level], 0)
