import { basename, dirname } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { isRecord, ToolError, textOf, UsageError } from '#kernel/index.ts'
import { type ApiCall, collectAccount, limited, SNAPSHOT_VERSION } from '#posture/index.ts'
import { type AwsApi, openAwsApi } from '../wire.ts'
import { writePrivateFiles } from '../write-files.ts'
import { orUnreachable } from './or-unreachable.ts'
import { type OrganizationAccounts, organizationAccounts } from './organization-accounts.ts'
import { readSnapshot } from './read-snapshot.ts'

export interface CollectSnapshotOptions {
  readonly profile: string | undefined
  readonly endpoint: string | undefined
  /** Of other accounts, one each; without any, the account of the credentials is looked at. */
  readonly roles: readonly string[]
  /** Name of a role that each account of the organisation has: all of them are looked at. */
  readonly organizationRole?: string | undefined
  /** Undefined: all that are switched on. */
  readonly regions: readonly string[] | undefined
  readonly home: string
  readonly signal: AbortSignal
  readonly nowMs: number
}

export interface Collected {
  readonly accounts: readonly string[]
  readonly calls: number
  /** Parts that are not known. */
  readonly notKnown: number
}

const NOBODY_ASKS = {
  says: 'AWS does not say who is asking (sts:GetCallerIdentity)',
  hint: 'Sign in first (aws sso login, AWS_PROFILE, --profile), and look that the network reaches AWS.',
}
/** Calls under way at once, over all accounts and regions. */
const MOST_AT_ONCE = 16

/** Asks AWS for everything that the audit looks at, and writes it into one file: whole, or not at all. */
export async function collectSnapshot(file: string, options: CollectSnapshotOptions): Promise<Collected> {
  const { profile, endpoint, signal } = options
  const base = openAwsApi({ profile, endpoint })
  let calls = 0
  const collect = async (api: AwsApi): Promise<object> => {
    const { call, counts } = limited(api, MOST_AT_ONCE, signal)
    try {
      return await collectAccount({ ...options, call, wait: async (ms) => sleep(ms, undefined, { signal }) })
    } finally {
      calls += counts().calls
    }
  }
  const accounts: object[] = []
  const { hasOwn, roles } = await whomToAsk(base, options)
  if (hasOwn) accounts.push(await orUnreachable(async () => collect(base), NOBODY_ASKS))
  for (const role of roles) accounts.push(await accountOfRole(role, { base, options, collect }))
  signal.throwIfAborted()
  const collectedAt = new Date(options.nowMs).toISOString()
  write(file, `${JSON.stringify({ snapshotVersion: SNAPSHOT_VERSION, collectedAt, accounts })}\n`)
  const { accounts: read } = readSnapshot(file)
  return {
    accounts: read.map(({ accountId }) => accountId),
    calls,
    notKnown: countOf(read),
  }
}

async function whomToAsk(base: AwsApi, options: CollectSnapshotOptions): Promise<OrganizationAccounts> {
  const { roles, organizationRole, home } = options
  if (organizationRole === undefined) return { hasOwn: roles.length === 0, roles }
  if (roles.length > 0)
    throw new UsageError('--role and --organization-role exclude one another.', {
      hint: 'The one names roles, the other a role of all accounts.',
    })
  return await organizationAccounts(base, organizationRole, home)
}

interface RoleContext {
  readonly base: AwsApi
  readonly options: CollectSnapshotOptions
  readonly collect: (api: AwsApi) => Promise<object>
}

/** An account whose role says no is not left out: nothing of it is known, and why. */
async function accountOfRole(role: string, { base, options, collect }: RoleContext): Promise<object> {
  const [, accountId] = /^arn:[\w-]+:iam::(\d{12}):role\/.+$/u.exec(role) ?? []
  if (accountId === undefined)
    throw new UsageError(`${role} is no ARN of a role.`, {
      hint: 'Such as arn:aws:iam::123456789012:role/audit',
    })
  try {
    const { profile, endpoint, home } = options
    return await collect(
      openAwsApi({ profile, endpoint, credentials: await credentialsOf(role, base, home) }),
    )
  } catch (error) {
    if (error instanceof ToolError || options.signal.aborted || !(error instanceof Error)) throw error
    const notKnown = { action: 'sts:AssumeRole', error: error.name, message: error.message.slice(0, 1000) }
    return { accountId, enabledRegions: { notKnown } }
  }
}

async function credentialsOf(role: string, base: AwsApi, region: string) {
  const call: ApiCall = {
    service: 'sts',
    operation: 'AssumeRole',
    input: { RoleArn: role, RoleSessionName: 'trailhound-audit' },
    region,
  }
  return credentialsIn(await base(call))
}

function credentialsIn(answer: unknown) {
  const found = isRecord(answer) && isRecord(answer['Credentials']) ? answer['Credentials'] : {}
  return {
    accessKeyId: textOf(found['AccessKeyId']) ?? '',
    secretAccessKey: textOf(found['SecretAccessKey']) ?? '',
    sessionToken: textOf(found['SessionToken']) ?? '',
  }
}

function write(file: string, text: string): void {
  try {
    writePrivateFiles(dirname(file), [{ name: basename(file), text }])
  } catch (cause) {
    throw new UsageError(`${file} cannot be written.`, { hint: 'Name another file with --out.', cause })
  }
}

/** However deep they stand. */
function countOf(value: unknown): number {
  if (Array.isArray(value)) return value.reduce((sum: number, one: unknown) => sum + countOf(one), 0)
  if (typeof value !== 'object' || value === null) return 0
  const own = 'notKnown' in value ? 1 : 0
  return Object.values(value).reduce((sum: number, one: unknown) => sum + countOf(one), own)
}
