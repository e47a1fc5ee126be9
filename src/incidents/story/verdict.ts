import { type Finding, LEVELS } from '#findings/index.ts'
import { byLetters } from '#kernel/index.ts'
import { isGrave } from '../build/grave.ts'
import type { Strand } from '../build/strands.ts'
import { foldedInto } from '../fold.ts'
import { isLongTermKey } from '../long-term-key.ts'
import { shortName } from '../title.ts'
import { placeName } from './actors.ts'
import { doneIn } from './deeds.ts'
import type { Owner } from './read-owners.ts'
import type { Whereabouts } from './read-places.ts'
import type { RunTotals } from './read-runs.ts'
import type { Damage, Verdict } from './story.ts'
import { brief, counted, listed, spanned } from './words.ts'

export interface VerdictInputs {
  /** Worst first. */
  readonly findings: readonly Finding[]
  readonly strands: readonly Strand[]
  readonly intruder: readonly Whereabouts[]
  readonly owners: readonly Owner[]
  readonly damage: Damage
  readonly totals: RunTotals
}

const MOST_REASONS = 3
/** So many days of habits before the theft make a strange place strange. */
const ENOUGH_DAYS = 7
const HIGH = LEVELS.indexOf('high')

export function verdictOf(inputs: VerdictInputs): Verdict {
  const { intruder, findings } = inputs
  const firstBadMs = Math.min(...intruder.map(({ firstMs }) => firstMs))
  const lastMs = Math.max(...intruder.map((one) => one.lastMs))
  const confidence = confidenceOf(inputs)
  const deeds = doneIn(inputs.damage, inputs.totals)
  return {
    text: `${whoAndWhere(inputs, confidence, spanned(firstBadMs, lastMs))} ${deeds}`,
    confidence,
    reasons: reasonsOf(findings),
    firstBadMs,
    dwellMs: lastMs - firstBadMs,
  }
}

/** The gravest findings of different kinds, those that another one tells already left out. */
export function reasonsOf(worstFirst: readonly Finding[]): readonly string[] {
  const folded = foldedInto(worstFirst)
  const told = worstFirst.filter((finding) => isGrave(finding) && !folded.has(finding.id))
  const firsts = [...Map.groupBy(told, ({ detectionId }) => detectionId).values()].flatMap(
    ([first]) => first ?? [],
  )
  return [...new Set(firsts.map(({ why }) => why))].slice(0, MOST_REASONS)
}

/**
 * High: somebody acted from where the principal never was in a week or more, and what he did is grave by itself or by several
 * detections. Where nothing succeeded, or where the owner may be travelling, medium at most. Low: nothing tells owner and intruder
 * apart, and one detection speaks.
 */
export function confidenceOf({
  findings,
  strands,
  intruder,
  owners,
  totals,
}: Pick<VerdictInputs, 'findings' | 'strands' | 'intruder' | 'owners' | 'totals'>): Verdict['confidence'] {
  const grave = findings.filter(isGrave)
  const kinds = kindsOf(grave)
  const severe = kindsOf(grave.filter(({ level }) => LEVELS.indexOf(level) >= HIGH))
  if (totals.okCount === 0) return severe > 0 ? 'medium' : 'low'
  if (!strands.some(({ place }) => place === 'elsewhere')) return severe > 0 && kinds > 1 ? 'medium' : 'low'
  if (severe === 0 && kinds < 2) return 'low'
  const days = Math.max(0, ...owners.map(({ daysBefore }) => daysBefore))
  if (days < ENOUGH_DAYS) return 'medium'
  return severe > 1 || !mayTravel(intruder, owners) ? 'high' : 'medium'
}

/** Another line of the country that the owner is always in: at home, on a train, with a neighbour. */
function mayTravel(intruder: readonly Whereabouts[], owners: readonly Owner[]): boolean {
  const own = new Set(owners.flatMap(({ places }) => places.map(({ country }) => country)))
  const places = intruder.flatMap((one) => one.places).filter(({ kind }) => kind !== 'aws-service')
  return (
    places.length > 0 &&
    places.every(({ kind, country }) => kind === 'isp' && country !== null && own.has(country))
  )
}

const kindsOf = (findings: readonly Finding[]): number =>
  new Set(findings.map(({ detectionId }) => detectionId)).size

const LIKELY = {
  high: ['was very likely', 'were very likely'],
  medium: ['was probably', 'were probably'],
  low: ['may have been', 'may have been'],
} as const

function whoAndWhere(inputs: VerdictInputs, confidence: Verdict['confidence'], when: string): string {
  const main = mainOf(inputs)
  if (main === undefined) return `Somebody was at work ${when}.`
  const name = brief(shortName(main.principal))
  const key = main.accessKeys.find(isLongTermKey)
  const where = placesOf(main)
  const others = othersOf(inputs.intruder)
  if (inputs.totals.okCount === 0) return `Somebody tried to act as ${name}${others}, from ${where}, ${when}.`
  if (isNobody(main)) return `Somebody without known credentials was at work from ${where}, ${when}${others}.`
  if (inputs.strands.find(({ principal }) => principal === main.principal)?.place === 'usual') {
    const subject = key === undefined ? name : `${name} (access key ${brief(key)})`
    return `${capital(subject)} did what findings name from ${where}, ${when}${others}: from where it usually is, so by its owner, or by somebody who is in there.`
  }
  const [one, many] = LIKELY[confidence]
  const who =
    key === undefined
      ? `The credentials of ${name} ${many}`
      : `The access key ${brief(key)} of ${name} ${one}`
  return `${who} used by somebody else, from ${where}, ${when}${others}.`
}

function placesOf({ places }: Whereabouts): string {
  const own = places.filter(({ kind }) => kind !== 'aws-service')
  return listed((own.length === 0 ? places : own).map(placeName))
}

const othersOf = (intruder: readonly Whereabouts[]): string =>
  intruder.length > 1 ? `, and with it ${counted(intruder.length - 1, 'other principal')}` : ''

/** Account and address stand for a principal that AWS does not name. */
const isNobody = ({ principal, accessKeys }: Whereabouts): boolean =>
  accessKeys.length === 0 && !principal.startsWith('arn:')

/** Whose credential it began with: the first to act of those with a grave finding elsewhere, else of all. */
function mainOf({ intruder, strands, findings }: VerdictInputs): Whereabouts | undefined {
  const grave = new Set(findings.filter(isGrave).map(({ principal }) => principal))
  const away = new Set(strands.filter(({ place }) => place === 'elsewhere').map(({ principal }) => principal))
  const weight = ({ principal }: Whereabouts): number =>
    Number(grave.has(principal)) + Number(away.has(principal))
  return intruder.toSorted(
    (a, b) => weight(b) - weight(a) || a.firstMs - b.firstMs || byLetters(a.principal, b.principal),
  )[0]
}

const capital = (text: string): string => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`
