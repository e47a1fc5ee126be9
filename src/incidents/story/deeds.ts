import { plainBytes, plainCount } from '#kernel/index.ts'
import { CHANGED, changingsOf, isBlinding } from './changings.ts'
import { sum } from './damage/harms.ts'
import type { RunTotals } from './read-runs.ts'
import type { Damage, Harm } from './story.ts'
import { brief, counted, listed, shortArn } from './words.ts'

/** Where the event's own word is no noun of the thing. */
const NOUNS: Readonly<Record<string, string>> = {
  logging: 'trail',
  recorder: 'Config recorder',
  detector: 'GuardDuty detector',
  hub: 'Security Hub',
  macie: 'Macie',
  dbinstance: 'database',
  dbcluster: 'database cluster',
  dbsnapshot: 'database snapshot',
  'dbinstance-read-replica': 'database read replica',
  'location-s3': 'transfer location',
  'entered-instance': 'instance',
  'entered-container': 'container',
}
const MOST_DEEDS = 6
const MOST_GIVEN = 2
/** Told by their price, or as what they are for. */
const TOLD_OTHERWISE = new Set(['instance', 'security-group-rule', 'attached-policy', 'decrypted-with-key'])

/**
 * `It read 24 secrets and made access key AKIA… for user y; 12 calls were refused.` Never tells what was refused as done.
 */
export function doneIn(
  { read, changed, taken, created, money }: Damage,
  { deniedCount, okCount }: RunTotals,
): string {
  const given = taken.filter(({ kind, to }) => kind !== 'object' && to !== null)
  const isTold = new Set(given.map(({ what }) => what))
  const others = changed.filter((harm) => !isOpening(harm) && !isEntry(harm))
  const deeds = [
    ...new Set([
      ...changings(others.filter(isBlinding), isTold),
      ...givings(given),
      ...carryings(taken.filter(({ kind }) => kind === 'object')),
      ...byKind('read', told(read)),
      ...byKind('made', told(created)),
      ...openings([...created, ...changed]),
      ...attachments(changed),
      ...byKind('got into', changed.filter(isEntry)),
      ...changings(
        others.filter((harm) => !isBlinding(harm)),
        isTold,
      ),
      ...costs(money),
    ]),
  ]
  const refused =
    deniedCount === 0 ? '' : `${counted(deniedCount, 'call')} ${deniedCount === 1 ? 'was' : 'were'} refused`
  if (deeds.length > 0) return `It ${listed(deeds, MOST_DEEDS)}${refused === '' ? '' : `; ${refused}`}.`
  const seen = okCount === 0 ? 'Nothing succeeded' : 'Nothing is seen to have been changed, made or taken'
  return refused === '' ? `${seen}.` : `${seen}; ${refused}.`
}

const told = (harms: readonly Harm[]): readonly Harm[] =>
  harms.filter(({ kind }) => !TOLD_OTHERWISE.has(kind))

function givings(given: readonly Harm[]): readonly string[] {
  const phrases = [
    ...new Set(
      given.map((harm) => `gave ${nounOf(harm.kind)} ${nameOf(harm)} to ${shortArn(brief(harm.to ?? ''))}`),
    ),
  ]
  if (phrases.length <= MOST_GIVEN) return phrases
  return [...phrases.slice(0, MOST_GIVEN), `gave ${counted(phrases.length - MOST_GIVEN, 'more thing')} away`]
}

function carryings(objects: readonly Harm[]): readonly string[] {
  const bytes = sum(objects.map((harm) => harm.bytes ?? 0))
  return bytes > 0 ? [`took ${plainBytes(bytes)} out of ${listed(named(objects))}`] : []
}

const changings = (harms: readonly Harm[], isTold: ReadonlySet<string>): readonly string[] =>
  changingsOf(harms).flatMap(({ verb, harms: own }) =>
    byKind(verb, verb === CHANGED ? told(own).filter(({ what }) => !isTold.has(what)) : own),
  )

const isEntry = ({ kind }: Harm): boolean => kind.startsWith('entered-')

/** A role, a security group: whoever was let in may come again. */
const isOpening = ({ kind, call, to }: Harm): boolean =>
  to !== null && (kind === 'security-group-rule' || call === 'iam:UpdateAssumeRolePolicy')

const openings = (harms: readonly Harm[]): readonly string[] => {
  const phrases = harms.filter(isOpening).map((harm) => {
    const port = harm.kind === 'security-group-rule' && harm.after !== null ? ` (${harm.after})` : ''
    return `opened ${nounOf(harm.kind).replace(/ rule$/u, '')} ${nameOf(harm)} to ${brief(harm.to ?? '')}${port}`
  })
  return phrases.length <= MOST_GIVEN
    ? phrases
    : [...phrases.slice(0, MOST_GIVEN), `made ${counted(phrases.length - MOST_GIVEN, 'more opening')}`]
}

const attachments = (changed: readonly Harm[]): readonly string[] => {
  const attached = changed.filter(({ kind }) => kind === 'attached-policy')
  const [first] = attached
  if (first === undefined) return []
  if (attached.length > 1) return [`attached ${counted(attached.length, 'policy')}`]
  return [`attached ${shortArn(brief(first.after ?? 'a policy'))} to ${nameOf(first)}`]
}

/** By kind, the most frequent kinds first. */
function byKind(verb: string, harms: readonly Harm[]): readonly string[] {
  const kinds = [...Map.groupBy(harms, ({ kind }) => nounOf(kind))].toSorted(
    ([, a], [, b]) => b.length - a.length,
  )
  const parts = kinds.map(([noun, own]) => phrase(noun, own))
  return parts.length === 0 ? [] : [`${verb} ${listed(parts)}`]
}

function phrase(noun: string, harms: readonly Harm[]): string {
  const [first] = harms
  // How many one such call takes away is not in the logs.
  if (noun === 'object' && harms.some(({ call }) => call === 's3:DeleteObjects'))
    return `objects in ${listed(named(harms))}`
  if (noun === 'object')
    return `${counted(sum(harms.map(({ count }) => count)), 'object')} in ${listed(named(harms))}`
  const things = new Set(harms.map(({ what }) => what)).size
  if (things > 1 || first === undefined) return counted(things, noun)
  const of = first.kind === 'access-key' && first.to !== null ? ` for user ${brief(first.to)}` : ''
  return `${noun}${first.what === '' ? '' : ` ${nameOf(first)}`}${of}`
}

function costs(money: readonly Harm[]): readonly string[] {
  const instances = money.filter(({ kind }) => kind === 'instances')
  const calls = money.filter(({ kind }) => kind !== 'instances')
  return [
    ...(instances.length === 0
      ? []
      : [`started ${listed(instances.map(({ what, count }) => `${plainCount(count)} × ${brief(what)}`))}`]),
    ...[...Map.groupBy(calls, ({ kind }) => kind)].map(
      ([kind, own]) =>
        `used ${nounOf(kind)} ${listed(named(own))} ${counted(sum(own.map(({ count }) => count)), 'time')}`,
    ),
  ]
}

/** `org-trail` of `arn:…:trail/org-trail`: the noun stands before it already. */
function nameOf({ kind, what }: Harm): string {
  const name = shortArn(brief(what))
  const noun = nounOf(kind).split(' ').at(-1) ?? ''
  return name.startsWith(`${noun}/`) || name.startsWith(`${noun}:`) ? name.slice(noun.length + 1) : name
}
const named = (harms: readonly Harm[]): readonly string[] => [...new Set(harms.map(nameOf))]
const nounOf = (kind: string): string => NOUNS[kind] ?? kind.replaceAll('-', ' ')
