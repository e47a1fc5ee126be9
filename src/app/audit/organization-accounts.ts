import { isRecord, partitionOf, textOf } from '#kernel/index.ts'
import type { AwsApi } from '../wire.ts'
import { orUnreachable } from './or-unreachable.ts'

/** AWS lets an organisation have 10,000 accounts at most, 20 to a page. */
const MOST_PAGES = 1000

const NOT_TOLD = {
  says: 'AWS does not say which accounts the organisation has',
  hint: 'Ask as the management account or a delegated administrator (organizations:ListAccounts), or name the roles one by one (--role).',
}

export interface OrganizationAccounts {
  /** Whether the account of the credentials is one of them: it is looked at without a role. */
  readonly hasOwn: boolean
  /** ARNs of the role in each other one that is active. */
  readonly roles: readonly string[]
}

/**
 * Whom an organisation has.
 *
 * @param role - name of a role that each account has, with its path.
 * @throws AwsError where AWS does not say: only the management account and delegated administrators may ask.
 * @see https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListAccounts.html
 */
export async function organizationAccounts(
  api: AwsApi,
  role: string,
  region: string,
): Promise<OrganizationAccounts> {
  return await orUnreachable(async () => {
    const identity = await api({ service: 'sts', operation: 'GetCallerIdentity', input: {}, region })
    const own = isRecord(identity) ? textOf(identity['Account']) : undefined
    const active = (await listAccounts(api, region)).filter(({ status }) => status === 'ACTIVE')
    return {
      hasOwn: active.some(({ id }) => id === own),
      roles: active
        .filter(({ id }) => id !== own)
        .map(({ id, partition }) => `arn:${partition}:iam::${id}:role/${role}`)
        .toSorted(),
    }
  }, NOT_TOLD)
}

interface Account {
  readonly id: string
  readonly partition: string
  readonly status: string
}

async function listAccounts(api: AwsApi, region: string): Promise<readonly Account[]> {
  const accounts: Account[] = []
  let token: string | undefined
  for (let page = 0; page < MOST_PAGES; page++) {
    const input = token === undefined ? {} : { NextToken: token }
    const answer = await api({ service: 'organizations', operation: 'ListAccounts', input, region })
    if (!isRecord(answer)) break
    const { Accounts: listed, NextToken: next } = answer
    accounts.push(...(Array.isArray(listed) ? listed.flatMap(accountOf) : []))
    token = textOf(next)
    if (token === undefined || token === '') break
  }
  return accounts
}

/** `State` has come beside `Status`, which AWS is to take away. */
function accountOf(value: unknown): readonly Account[] {
  if (!isRecord(value)) return []
  const id = textOf(value['Id']) ?? ''
  if (!/^\d{12}$/u.test(id)) return []
  const partition = partitionOf(textOf(value['Arn']))
  return [{ id, partition, status: textOf(value['State']) ?? textOf(value['Status']) ?? '' }]
}
