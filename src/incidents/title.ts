import { type Finding, LEVELS } from '#findings/index.ts'
import { foldedInto } from './fold.ts'

const MAX_NAME = 80
const MAX_THINGS = 2
const MEDIUM = LEVELS.indexOf('medium')

/** `user alice: access key created for another user; trail stopped; and 3 more`. */
export function titleOf(worstFirst: readonly Finding[]): string {
  const folded = foldedInto(worstFirst)
  const told = worstFirst.filter(({ id }) => !folded.has(id))
  const things = [...new Set(told.map(thingOf))]
  const named = things.slice(0, MAX_THINGS).map((thing) => cut(thing))
  const more = things.length - named.length
  if (more > 0) named.push(`and ${more} more`)
  return `${whoOf(worstFirst)}: ${named.join('; ')}`
}

/** What such a title tells has failed in any case. */
const FAILURE = /\b(?:failed(?! over)|refused|denied)\b/iu

/** A title says what was done; where nothing of it was, that must be said. */
const thingOf = ({ title, count, deniedCount }: Finding): string =>
  deniedCount > 0 && deniedCount >= count && !FAILURE.test(title) ? `${title} (refused)` : title

/** Those of the worst findings, the first to act first. */
function whoOf(worstFirst: readonly Finding[]): string {
  const grave = worstFirst.filter(
    ({ level }) => level === worstFirst[0]?.level || LEVELS.indexOf(level) >= MEDIUM,
  )
  const byTime = grave.toSorted((a, b) => a.firstMs - b.firstMs)
  const who = [...new Set(byTime.map(({ principal }) => principal).filter((name) => name !== undefined))]
  if (who.length === 0) return 'somebody unknown'
  const names = who.slice(0, MAX_THINGS).map((name) => cut(shortName(name)))
  return `${names.join(' and ')}${who.length > names.length ? ` and ${who.length - names.length} more` : ''}`
}

/** `arn:aws:iam::123456789012:user/team/alice` → `user alice`; what is no ARN stays as it is. */
export function shortName(principal: string): string {
  const arn = /^arn:[^:]*:(?:iam|sts)::([^:]*):(.+)$/su.exec(principal)
  if (arn === null) return principal
  const [, account = '', resource = ''] = arn
  if (resource === 'root') return `root of ${account}`
  const [kind = '', ...path] = resource.split('/')
  if (kind === 'role') return roleName(path)
  return [kind === 'assumed-role' ? 'role' : kind, path.at(-1)].filter(Boolean).join(' ')
}

/**
 * `role/deploy` → `role deploy`. A role that people share by SSO has `/` and the session's name behind it, and then
 * the person is who matters.
 */
function roleName(path: readonly string[]): string {
  const place = path.findIndex((part) => part.startsWith('AWSReservedSSO_'))
  const person = place === -1 ? undefined : path[place + 1]
  if (person !== undefined) return `${person} (role ${path[place]})`
  return `role ${path.at(-1) ?? ''}`
}

function cut(text: string): string {
  const chars = Array.from(text.slice(0, 2 * MAX_NAME + 2))
  return chars.length <= MAX_NAME ? text : `${chars.slice(0, MAX_NAME - 1).join('')}…`
}
