import { byLetters } from '#kernel/index.ts'
import { textAt, textsAt } from '../json-path.ts'
import { type Call, MOST_IDS } from '../read-calls.ts'
import { recordOf } from '../rows.ts'
import type { Harm } from '../story.ts'

/** At most so many lines of each kind of damage; what is beyond is one line that counts them. */
export const MOST_HARMS = 500
const MOST_TEXT = 4000

/** Where a table leads to in a call: `request.userName`. */
export function textIn(call: Call, paths: readonly string[] | undefined): string | undefined {
  return paths === undefined ? undefined : textAt({ ...call, facts: recordOf(call.facts) }, ...paths)
}

export function textsOf(call: Call, paths: readonly string[]): readonly string[] {
  for (const path of paths) {
    const found = textsAt(call, path)
    if (found.length > 0) return [...new Set(found)].filter((text) => !isHidden(text))
  }
  return []
}

/** A harm as one call tells it; what is not said is null. */
export function harmOf(call: Call, told: Pick<Harm, 'kind' | 'what'> & Partial<Harm>): Harm {
  return {
    call: `${call.service}:${call.name}`,
    accountId: call.accountId,
    region: call.region,
    count: call.isDenied ? 0 : call.count,
    deniedCount: call.isDenied ? call.count : 0,
    bytes: null,
    to: null,
    before: null,
    after: null,
    isAlive: null,
    firstMs: call.firstMs,
    eventIds: call.eventIds,
    ...told,
  }
}

/**
 * Harms to the same thing by the same call as one, oldest first. A name may stand for another thing in another region. What was only refused is no damage and is left out; refusals beside
 * what succeeded are counted apart.
 */
export function summed(harms: readonly Harm[]): readonly Harm[] {
  const groups = Map.groupBy(harms, ({ kind, what, call, accountId, region, to, after }) =>
    JSON.stringify([kind, what, call, accountId, region, to, after]),
  )
  const all = [...groups.values()]
    .flatMap((group) => {
      const done = group.filter(({ count }) => count > 0)
      const [first] = done.toSorted((a, b) => a.firstMs - b.firstMs)
      return first === undefined ? [] : [added(first, done, group)]
    })
    .toSorted((a, b) => a.firstMs - b.firstMs || byLetters(a.what, b.what) || byLetters(a.call, b.call))
  return all.length <= MOST_HARMS
    ? all
    : [...all.slice(0, MOST_HARMS - 1), theRest(all.slice(MOST_HARMS - 1))]
}

function added(first: Harm, done: readonly Harm[], group: readonly Harm[]): Harm {
  const bytes = done.flatMap((one) => (one.bytes === null ? [] : [one.bytes]))
  return {
    ...first,
    count: sum(done.map(({ count }) => count)),
    deniedCount: sum(group.map(({ deniedCount }) => deniedCount)),
    bytes: bytes.length === 0 ? null : sum(bytes),
    eventIds: [...new Set(done.flatMap(({ eventIds }) => eventIds))].slice(0, MOST_IDS),
  }
}

function theRest(rest: readonly Harm[]): Harm {
  const bytes = rest.flatMap((one) => (one.bytes === null ? [] : [one.bytes]))
  return {
    kind: 'more',
    what: `${rest.length} more`,
    call: '',
    accountId: null,
    region: null,
    count: sum(rest.map(({ count }) => count)),
    deniedCount: sum(rest.map(({ deniedCount }) => deniedCount)),
    bytes: bytes.length === 0 ? null : sum(bytes),
    to: null,
    before: null,
    after: null,
    isAlive: null,
    firstMs: Math.min(...rest.map(({ firstMs }) => firstMs)),
    eventIds: [],
  }
}

export const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0)

/** A value as one text, cut where it is too long. */
export function shown(value: unknown): string | null {
  if (value === undefined || value === null || value === '') return null
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return text.length <= MOST_TEXT ? text : `${text.slice(0, MOST_TEXT - 1)}…`
}

/** The name in an event's own words: `CreateTrustAnchor` → `trust-anchor`. */
export const kindFrom = (name: string): string =>
  name
    .replace(/^[A-Z][a-z]+/u, '')
    .replaceAll(/([a-z0-9])([A-Z])/gu, '$1-$2')
    .toLowerCase()
    .replace(/([^s])s$/u, '$1') || 'setting'

const NAMING = /(name|id|arn|identifier)$|^(service|stack|table|domain|task)$/iu
/** `DisableAlarmActions` and its like take many at once. */
const LISTED_NAMES = ['request.alarmNames', 'request.names', 'request.instanceIds', 'request.stackNames']

/** What a request names, where no table says: the target of its facts, else the first name, id or ARN. */
export function anyName(call: Call): string {
  const target = textAt(call.facts, 'target') ?? textAt(call.request, 'instancesSet.items.instanceId')
  if (target !== undefined) return target
  for (const [key, value] of Object.entries(recordOf(call.request)))
    if (NAMING.test(key) && typeof value === 'string' && !isHidden(value)) return value
  return textsOf(call, LISTED_NAMES).join(', ')
}

/** AWS's own words in the place of what it does not log. */
const isHidden = (text: string): boolean =>
  text === '' || text === 'HIDDEN_DUE_TO_SECURITY_REASONS' || text === '<sensitiveDataRemoved>'
