import type { Finding } from '#findings/index.ts'

const MAX_NAME = 80
const MAX_THINGS = 2

/** `user alice: access key created for another user; trail stopped; and 3 more`. */
export function titleOf(worstFirst: readonly Finding[]): string {
  const things = [...new Set(worstFirst.map(({ title }) => title))]
  const named = things.slice(0, MAX_THINGS).map((thing) => cut(thing))
  const more = things.length - named.length
  if (more > 0) named.push(`and ${more} more`)
  return `${whoOf(worstFirst[0])}: ${named.join('; ')}`
}

function whoOf(finding: Finding | undefined): string {
  const principal = finding?.principal
  if (principal === undefined) return 'somebody unknown'
  return cut(shortName(principal))
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
