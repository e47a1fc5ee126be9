import { LEVELS } from '#findings/index.ts'
import { HOUR_MS, MINUTE_MS } from '#kernel/index.ts'
import { markdownTable } from './markdown.ts'
import type { AttackScore, LevelCounts, SeedScore } from './score-seed.ts'
import { alarmRates, noisiest, recallByRow, sumLevels } from './summary.ts'

const MOST_NOISY = 20

/** The whole evaluation as Markdown: what was found, when, what else was raised. */
export function evaluationText(scores: readonly SeedScore[]): string {
  const attacked = scores.some(({ attacks }) => attacks.length > 0)
  return `${[
    playedTable(scores),
    ...(attacked ? [recallTable(scores), attackTable(scores), incidentTable(scores), rankTable(scores)] : []),
    falseTable(scores),
    alarmTable(scores),
    ordinaryTable(scores),
    noiseTable(scores),
  ].join('\n\n')}\n`
}

const playedTable = (scores: readonly SeedScore[]): string =>
  markdownTable(
    ['seed', 'days', 'events', 'attacks', 'hard ordinary events', 'findings', 'of medium or above'],
    scores.map(({ seed, days, events, attacks, ordinary, findings }) => {
      const all = sumLevels([findings.true, findings.ordinary, findings.everyday])
      return [
        seed,
        days,
        events,
        attacks.length,
        ordinary.length,
        LEVELS.reduce((sum, level) => sum + all[level], 0),
        all.medium + all.high + all.critical,
      ].map(String)
    }),
  )

const recallTable = (scores: readonly SeedScore[]): string =>
  titled(
    'Recall by row of the mission',
    ['row', 'attacks', 'found', 'by medium', 'by high', 'under this row', 'on key or principal'],
    recallByRow(scores).map(({ row, attacks, found, medium, high, underRow, onSubject }) => [
      row,
      String(attacks),
      ...[found, medium, high, underRow, onSubject].map((count) => share(count, attacks)),
    ]),
  )

function attackTable(scores: readonly SeedScore[]): string {
  const byId = Map.groupBy(
    scores.flatMap(({ attacks }) => attacks),
    ({ id }) => id,
  )
  return titled(
    'Attacks: the gravest finding that names one of their events; where seeds differ, each',
    [
      'attack',
      'rows',
      'stealth',
      'finding',
      'mostly its own',
      'on subject',
      'by kind',
      'detection',
      'incident, rank',
      'after',
      'events named',
    ],
    [...byId.keys()].toSorted().map((id) => attackCells(id, byId.get(id) ?? [])),
  )
}

function attackCells(id: string, told: readonly AttackScore[]): readonly string[] {
  const ranks = told.map(({ rank }) => rank).filter((rank) => rank !== undefined)
  const severities = each(told, ({ severity }) => severity ?? '–')
  return [
    id,
    told[0]?.rows.join(' ') ?? '',
    String(told[0]?.stealth ?? ''),
    each(told, ({ level }) => level ?? '**none**'),
    each(told, ({ levelOwn }) => levelOwn ?? '–'),
    each(told, ({ levelOnSubject }) => levelOnSubject ?? '–'),
    each(told, ({ levelByKind }) => kindsText(levelByKind)),
    [...new Set(told.map(({ detection }) => detection ?? '–'))].join(', '),
    ranks.length === 0 ? severities : `${severities}, ${extent(ranks, String)}`,
    extent(
      told.map(({ detectMs }) => detectMs).filter((ms) => ms !== undefined),
      duration,
    ),
    extent(
      told.map(({ named }) => named),
      percent,
    ),
  ]
}

/** From the least to the most of all seeds. */
function extent(values: readonly number[], tell: (value: number) => string): string {
  if (values.length === 0) return '–'
  return [...new Set([tell(Math.min(...values)), tell(Math.max(...values))])].join(' – ')
}

/** Once where all seeds say the same. */
function each(told: readonly AttackScore[], tell: (one: AttackScore) => string): string {
  const texts = told.map(tell)
  return new Set(texts).size === 1 ? (texts[0] ?? '') : texts.join(' / ')
}

const kindsText = (levels: AttackScore['levelByKind']): string =>
  Object.entries(levels)
    .map(([kind, level]) => `${kind} ${level}`)
    .toSorted()
    .join(', ') || '–'

/** What is asked of an incident: most of an attack's events and all its keys, hardly anything else, once. */
const ENOUGH = 0.9

const incidentTable = (scores: readonly SeedScore[]): string =>
  titled(
    'Attacks as incidents',
    [
      'seed',
      'attacks',
      'as an incident',
      '90 % of its events',
      'all its keys',
      '90 % pure',
      'one incident each',
    ],
    scores.map(({ seed, incidents: { attacks } }) => {
      const found = attacks.filter(({ incidents }) => incidents > 0)
      const count = (isSo: (one: (typeof attacks)[number]) => boolean): string =>
        share(found.filter(isSo).length, attacks.length)
      return [
        String(seed),
        String(attacks.length),
        share(found.length, attacks.length),
        count(({ recall }) => recall >= ENOUGH),
        count(({ keys }) => keys === 1),
        count(({ purity }) => purity >= ENOUGH),
        count(({ incidents }) => incidents === 1),
      ]
    }),
  )

const falseTable = (scores: readonly SeedScore[]): string =>
  titled(
    'False incidents',
    ['seed', 'a week', 'rank, severity and title of each'],
    scores.map(({ seed, days, incidents }) => [
      String(seed),
      ((7 * incidents.false.length) / days).toFixed(2),
      incidents.false.map(({ rank, severity, title }) => `${String(rank)} ${severity} ${title}`).join('; ') ||
        '–',
    ]),
  )

const rankTable = (scores: readonly SeedScore[]): string =>
  titled(
    'Rank of true incidents over false ones',
    [
      'seed',
      'incidents',
      'true',
      'true before false',
      'true among the first ten',
      'false before the last true',
    ],
    scores.map(({ seed, ranks }) => [
      String(seed),
      String(ranks.incidents),
      String(ranks.true),
      ranks.order === undefined ? '–' : percent(ranks.order),
      `${String(ranks.trueInTen)} of ${String(ranks.possibleInTen)}`,
      String(ranks.falseBeforeLastTrue),
    ]),
  )

const alarmTable = (scores: readonly SeedScore[]): string =>
  titled(
    'Findings a day',
    [
      'level',
      'of attacks',
      'of hard ordinary events',
      'of everyday life',
      'false together',
      'precision from here up',
    ],
    alarmRates(scores).map(({ level, precision, ...rate }) => [
      level,
      ...[rate.true, rate.ordinary, rate.everyday, rate.ordinary + rate.everyday].map((one) =>
        one.toFixed(2),
      ),
      precision === undefined ? '–' : percent(precision),
    ]),
  )

function ordinaryTable(scores: readonly SeedScore[]): string {
  const byId = Map.groupBy(
    scores.flatMap(({ ordinary }) => ordinary),
    ({ id }) => id,
  )
  return titled(
    'Hard ordinary events, and what was raised',
    ['event', 'findings', 'of medium or above by', 'incident'],
    [...byId]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([id, told]) => [
        id,
        levelsText(sumLevels(told.map(({ levels }) => levels))),
        [...new Set(told.flatMap(({ detections }) => detections))].join(', ') || '–',
        told.map(({ severity }) => severity ?? '–').join(' / '),
      ]),
  )
}

function noiseTable(scores: readonly SeedScore[]): string {
  const all = noisiest(scores)
  const rows = all.slice(0, MOST_NOISY).map(({ detection, levels }) => [detection, levelsText(levels)])
  const more = all.length - rows.length
  const table = titled(
    'False alarms by detection, over all seeds',
    ['detection', 'findings that name no event of an attack'],
    rows,
  )
  return more > 0 ? `${table}\n\nand ${String(more)} more (\`--json\` has them all)` : table
}

const titled = (title: string, heads: readonly string[], rows: readonly (readonly string[])[]): string =>
  `### ${title}\n\n${markdownTable(heads, rows)}`

const levelsText = (levels: LevelCounts): string =>
  LEVELS.toReversed()
    .filter((level) => levels[level] > 0)
    .map((level) => `${String(levels[level])} ${level}`)
    .join(', ') || '–'

const share = (count: number, all: number): string =>
  `${String(count)} (${percent(count / Math.max(1, all))})`

const percent = (ratio: number): string => `${String(Math.round(100 * ratio))} %`

function duration(ms: number): string {
  if (ms < MINUTE_MS) return `${String(Math.round(ms / 1000))} s`
  return ms < HOUR_MS ? `${String(Math.round(ms / MINUTE_MS))} min` : `${(ms / HOUR_MS).toFixed(1)} h`
}
