/** A thing that an incident or a result is about: by ARN, id or name, as logs and settings happen to have it. */
export interface Named {
  readonly name: string
  /** Of the account that it is in; names are no one's without. */
  readonly accountId: string | null
  /** `user`, `bucket` …: what a plain name is a name of. */
  readonly kind?: string
}

/** Ids that AWS makes are told apart without account and kind. */
const MADE_ID = /^(?:[a-z]{1,8}-[\da-f]{8,17}|[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})$/u

/** Of what the plain names of a kind may be names. */
const NAMED: ReadonlyMap<string, readonly string[]> = new Map([
  ['user', ['user']],
  ['login-profile', ['user']],
  ['role', ['role']],
  ['attached-policy', ['user', 'role']],
  ['inline-policy', ['user', 'role']],
  ['trust', ['role']],
  ['trail', ['trail']],
  ['logging', ['trail']],
  ['bucket', ['bucket']],
  ['object', ['bucket']],
])

/**
 * Words by which one thing is recognised under its different names: a bucket by its ARN or an object's, a user by his ARN with or without
 * path, a role by that of its session.
 */
export function tokensOf({ name, accountId, kind = '' }: Named): readonly string[] {
  const [, , service = '', , account = '', ...rest] = name.startsWith('arn:') ? name.split(':') : []
  const local = rest.join(':')
  if (service === 's3') return [`bucket/${bucketOf(local)}`]
  if (service === 'iam' || service === 'sts') return [name, ...identityTokens(account, local)]
  if (service === 'cloudtrail' && local.startsWith('trail/')) return [`trail/${account}/${lastOf(local)}`]
  if (service !== '') return [name, ...idToken(lastOf(local))]
  return [
    name,
    ...idToken(name),
    ...(NAMED.get(kind) ?? []).map((what) =>
      what === 'bucket' ? `bucket/${bucketOf(name)}` : `${what}/${accountId ?? ''}/${name}`,
    ),
  ]
}

/** By name alone, which is one's own within the account; people behind a role have their name after it. */
function identityTokens(account: string, local: string): readonly string[] {
  const [what = '', ...path] = local.split('/')
  if (what === 'user') return [`user/${account}/${path.at(-1) ?? ''}`]
  if (what === 'assumed-role') return [`role/${account}/${path[0] ?? ''}`]
  if (what !== 'role') return []
  return path.slice(-2).map((name) => `role/${account}/${name}`)
}

const bucketOf = (text: string): string => text.split('/')[0] ?? ''

const lastOf = (text: string): string => text.split(/[/:]/u).at(-1) ?? ''

const idToken = (text: string): readonly string[] => (MADE_ID.test(text) ? [`id/${text}`] : [])
