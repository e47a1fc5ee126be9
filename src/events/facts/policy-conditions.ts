import { isRecord } from '#kernel/index.ts'
import type { Json } from './facts.ts'
import { isWorld } from './networks.ts'
import { accountIn, texts } from './values.ts'

type Test = (value: string) => boolean

/** One key of a `Condition` block, with its operator's name bare and in lower case. */
interface Clause {
  readonly operator: string
  readonly key: string
  readonly values: readonly string[]
}

const plain: Test = (value) => !/[*?]/u.test(value)
const notAll: Test = (value) => !/^[*?]*$/u.test(value)
/** An ARN that names an account, or a bucket (whose name is unique in the world). */
const namesOwner: Test = (value) =>
  accountIn(value) !== undefined || /^arn:[a-z-]+:s3:::[^*?]/u.test(value) || /^\d{12}$/u.test(value)
const orgPath: Test = (value) => /^o-[a-z0-9]+\//u.test(value)

/**
 * Keys that keep strangers out of a grant to `*`, and which of their values do. `sts:ExternalId`, principal tags,
 * `kms:ViaService` and `aws:Referer` are not among them: a stranger can supply those.
 */
const LIMITING: Readonly<Record<string, Test>> = {
  'aws:principalorgid': plain,
  'aws:principalorgpaths': orgPath,
  'aws:principalaccount': plain,
  'aws:principalarn': namesOwner,
  'aws:principalisawsservice': (value) => value.toLowerCase() === 'true',
  'aws:principalservicename': plain,
  'aws:sourceaccount': plain,
  'aws:sourceowner': plain,
  'aws:sourcearn': namesOwner,
  'aws:sourceorgid': plain,
  'aws:sourceorgpaths': orgPath,
  'aws:sourceip': (value) => !isWorld(value),
  'aws:sourcevpc': plain,
  'aws:sourcevpce': plain,
  'aws:vpceaccount': plain,
  'aws:vpceorgid': plain,
  'aws:userid': notAll,
  'aws:username': notAll,
  'kms:calleraccount': plain,
  's3:dataaccesspointaccount': plain,
  's3:dataaccesspointarn': namesOwner,
  'elasticfilesystem:accessedviamounttarget': (value) => value.toLowerCase() === 'true',
}

const POSITIVE: ReadonlySet<string> = new Set([
  'stringequals',
  'stringequalsignorecase',
  'stringlike',
  'arnequals',
  'arnlike',
  'ipaddress',
  'bool',
])

/** True where a condition keeps strangers out: each of its clauses must hold, so one that limits is enough. */
export function isLimited(condition: unknown): boolean {
  return clausesOf(condition).some(({ operator, key, values }) => {
    const test = Object.hasOwn(LIMITING, key) ? LIMITING[key] : undefined
    return test !== undefined && POSITIVE.has(operator) && values.length > 0 && values.every(test)
  })
}

/** Accounts that the condition of a grant to `*` lets in. */
export function accountsLetIn(condition: unknown): readonly string[] {
  return clausesOf(condition)
    .filter(({ operator, key }) => POSITIVE.has(operator) && ACCOUNT_KEYS.has(key))
    .flatMap(({ values }) => values.map(accountIn))
    .filter((account) => account !== undefined)
}

const ACCOUNT_KEYS: ReadonlySet<string> = new Set([
  'aws:principalaccount',
  'aws:principalarn',
  'aws:sourceaccount',
  'aws:sourceowner',
  'kms:calleraccount',
  's3:dataaccesspointaccount',
])

/** Issuers that give tokens to anybody: a trust must say to whom, by the claims named. */
const OPEN_ISSUERS: readonly (readonly [host: string, claims: readonly string[]])[] = [
  [
    'token.actions.githubusercontent.com',
    ['sub', 'repository', 'repository_owner', 'repository_id', 'repository_owner_id', 'job_workflow_ref'],
  ],
  ['gitlab.com', ['sub', 'project_path', 'namespace_path', 'namespace_id', 'project_id']],
  [
    'app.terraform.io',
    ['sub', 'terraform_organization_id', 'terraform_organization_name', 'terraform_workspace_id'],
  ],
  ['agent.buildkite.com', ['sub', 'organization_id', 'organization_slug']],
  ['cognito-identity.amazonaws.com', ['aud', 'sub']],
  ['accounts.google.com', ['aud', 'sub', 'oaud', 'azp']],
  ['graph.facebook.com', ['app_id']],
  ['www.amazon.com', ['app_id']],
]

/**
 * True for a trust in an issuer that serves the whole world without saying whose tokens count, or with a pattern that
 * anybody can meet (`repo:*`).
 */
export function isOpenFederation(provider: string, condition: unknown): boolean {
  const issuer = OPEN_ISSUERS.find(
    ([host]) => provider === host || provider.endsWith(`oidc-provider/${host}`),
  )
  if (issuer === undefined) return false
  const [host, claims] = issuer
  const keys = new Set(claims.map((claim) => `${host}:${claim}`))
  return !clausesOf(condition).some(
    ({ operator, key, values }) =>
      keys.has(key) && POSITIVE.has(operator) && values.length > 0 && values.every(isNarrowSubject),
  )
}

/** Not `*`, `repo:*`, `repo:*\/*`, `organization:*`: something stands before the first wildcard's place for an owner. */
function isNarrowSubject(value: string): boolean {
  const fixed = value.split(/[*?]/u, 1)[0] ?? ''
  return fixed !== '' && !/^(?:repo|project_path|organization):?$/u.test(fixed)
}

function clausesOf(condition: unknown): readonly Clause[] {
  if (!isRecord(condition)) return []
  return Object.entries(condition)
    .slice(0, 50)
    .flatMap(([operator, keys]) => clausesUnder(operator.toLowerCase(), isRecord(keys) ? keys : {}))
}

/** `…IfExists` and `ForAllValues:` hold for a request that lacks the key: they keep nobody out. */
function clausesUnder(operator: string, keys: Json): readonly Clause[] {
  if (operator.endsWith('ifexists') || operator.startsWith('forallvalues:')) return []
  const bare = operator.replace(/^foranyvalue:/u, '')
  return Object.entries(keys)
    .slice(0, 50)
    .map(([key, value]) => ({
      operator: bare,
      key: key.toLowerCase(),
      values: typeof value === 'boolean' ? [String(value)] : texts(value),
    }))
}
