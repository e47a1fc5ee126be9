import { isRecord, textOf } from '#kernel/index.ts'
import { IDENTITY } from '../snapshot/identity.ts'
import { type Answer, type Asker, listOf, recordOf, recordsOf, tell } from './ask.ts'
import { type CredentialRow, credentialRows } from './credential-report.ts'

const MARKER = ['Marker', 'Marker'] as const

/** What IAM tells of one account; it is the same in every region. */
export async function collectIdentity(asker: Asker, wait: (ms: number) => Promise<void>) {
  const [
    authorizationDetails,
    credentialReport,
    accountSummary,
    passwordPolicy,
    accessKeys,
    virtualMfaDevices,
  ] = await Promise.all([
    tell({ action: 'iam:GetAccountAuthorizationDetails', part: IDENTITY.authorizationDetails }, async () =>
      authorizationDetailsOf(asker),
    ),
    tell({ action: 'iam:GetCredentialReport', part: IDENTITY.credentialReport }, async () =>
      credentialReportOf(asker, wait),
    ),
    tell({ action: 'iam:GetAccountSummary', part: IDENTITY.accountSummary }, async () =>
      recordOf((await asker.ask('iam', 'GetAccountSummary'))['SummaryMap']),
    ),
    tell(
      {
        action: 'iam:GetAccountPasswordPolicy',
        part: IDENTITY.passwordPolicy,
        absent: { codes: ['NoSuchEntityException', 'NoSuchEntity'], value: null },
      },
      async () => recordOf((await asker.ask('iam', 'GetAccountPasswordPolicy'))['PasswordPolicy']),
    ),
    tell({ action: 'iam:ListAccessKeys', part: IDENTITY.accessKeys }, async () => accessKeysOf(asker)),
    tell({ action: 'iam:ListVirtualMFADevices', part: IDENTITY.virtualMfaDevices }, async () =>
      asker.list('iam', 'ListVirtualMFADevices', {
        items: 'VirtualMFADevices',
        input: { AssignmentStatus: 'Assigned' },
        token: MARKER,
      }),
    ),
  ])
  return {
    authorizationDetails,
    credentialReport,
    accountSummary,
    passwordPolicy,
    accessKeys,
    virtualMfaDevices,
  }
}

const DETAIL_LISTS = ['UserDetailList', 'GroupDetailList', 'RoleDetailList', 'Policies'] as const

/** Four lists in one; policies come percent-encoded. Of AWS's own policies those that are attached. */
async function authorizationDetailsOf(asker: Asker): Promise<unknown> {
  const found: Record<string, unknown[]> = {
    UserDetailList: [],
    GroupDetailList: [],
    RoleDetailList: [],
    Policies: [],
  }
  let marker: string | undefined
  do {
    const answer = await asker.ask(
      'iam',
      'GetAccountAuthorizationDetails',
      marker === undefined ? {} : { Marker: marker },
    )
    for (const name of DETAIL_LISTS) found[name]?.push(...listOf(answer[name]).map(decoded))
    marker = textOf(answer['Marker'])
  } while (marker !== undefined)
  const used = (found['Policies'] ?? []).filter(
    (policy) =>
      isRecord(policy) &&
      (policy['AttachmentCount'] !== 0 || !String(policy['Arn']).includes(':aws:policy/')),
  )
  return { ...found, Policies: used }
}

/** Every document in it as plain JSON text. */
function decoded(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(decoded)
  if (!isRecord(value) || value instanceof Date) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, part]) => [
      name,
      typeof part === 'string' && name.endsWith('Document') ? plain(part) : decoded(part),
    ]),
  )
}

function plain(document: string): string {
  try {
    return decodeURIComponent(document)
  } catch {
    return document
  }
}

const REPORT_TRIES = 30
const REPORT_WAIT_MS = 2000

/** IAM makes the report first, which takes some seconds. */
async function credentialReportOf(
  asker: Asker,
  wait: (ms: number) => Promise<void>,
): Promise<readonly CredentialRow[]> {
  for (let tries = 0; tries < REPORT_TRIES; tries++) {
    const { State } = await asker.ask('iam', 'GenerateCredentialReport')
    if (State === 'COMPLETE') break
    await wait(REPORT_WAIT_MS)
  }
  const { Content } = await asker.ask('iam', 'GetCredentialReport')
  return credentialRows(Content instanceof Uint8Array ? Buffer.from(Content).toString('utf8') : '')
}

async function accessKeysOf(asker: Asker): Promise<readonly Answer[]> {
  const users = recordsOf(await asker.list('iam', 'ListUsers', { items: 'Users', token: MARKER }))
  const keys = await Promise.all(users.map(async ({ UserName }) => keysOf(asker, UserName)))
  return keys.flat()
}

async function keysOf(asker: Asker, userName: unknown): Promise<readonly Answer[]> {
  const input = { UserName: userName }
  const keys = recordsOf(
    await asker.list('iam', 'ListAccessKeys', { items: 'AccessKeyMetadata', input, token: MARKER }),
  )
  return await Promise.all(
    keys.map(async (key) => {
      const answer = await asker.ask('iam', 'GetAccessKeyLastUsed', { AccessKeyId: key['AccessKeyId'] })
      const { LastUsedDate } = recordOf(answer['AccessKeyLastUsed'])
      return { ...key, LastUsedDate: LastUsedDate ?? null }
    }),
  )
}
