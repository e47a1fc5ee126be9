import { textOf } from '#kernel/index.ts'
import { ACCOUNT_PARTS } from '../snapshot/snapshot.ts'
import { type Asker, askerIn, type CallApi, recordOf, recordsOf, tell } from './ask.ts'
import { collectIdentity } from './collect-identity.ts'
import { collectRegion } from './collect-region.ts'
import { collectTrailBucket, collectTrails } from './collect-trails.ts'

export interface CollectOptions {
  readonly call: CallApi
  /** Asked for what is the same everywhere. */
  readonly home: string
  /** Undefined: all that are switched on. */
  readonly regions?: readonly string[] | undefined
  readonly wait: (ms: number) => Promise<void>
}

/** Everything that the checks look at, of the account whose credentials are used; read only. */
export async function collectAccount({ call, home, regions, wait }: CollectOptions) {
  const asker = askerIn(home, call)
  const caller = await asker.ask('sts', 'GetCallerIdentity')
  const accountId = textOf(caller['Account']) ?? ''
  const enabledRegions = await tell(
    { action: 'ec2:DescribeRegions', part: ACCOUNT_PARTS.enabledRegions },
    async () =>
      recordsOf((await asker.ask('ec2', 'DescribeRegions'))['Regions']).map(({ RegionName }) => RegionName),
  )
  const names = regions ?? ('value' in enabledRegions ? enabledRegions.value : [home])
  const [identity, contacts, trails, told] = await Promise.all([
    collectIdentity(asker, wait),
    collectContacts(asker, accountId),
    collectTrails(names, call),
    Promise.all(names.map(async (name) => collectRegion(askerIn(name, call), accountId))),
  ])
  const buckets =
    'value' in trails ? new Set(trails.value.map(({ S3BucketName }) => S3BucketName)) : new Set<string>()
  return {
    accountId,
    partition: textOf(caller['Arn'])?.split(':')[1] ?? 'aws',
    ...identity,
    ...contacts,
    enabledRegions,
    trails,
    trailBuckets: await Promise.all([...buckets].map(async (name) => collectTrailBucket(name, asker))),
    regions: told,
  }
}

async function collectContacts(asker: Asker, accountId: string) {
  const contact = async (
    kind: 'SECURITY' | 'OPERATIONS' | 'BILLING',
    part: typeof ACCOUNT_PARTS.securityContact,
  ) =>
    tell(
      {
        action: `account:GetAlternateContact (${kind})`,
        part,
        absent: { codes: ['ResourceNotFoundException'], value: null },
      },
      async () =>
        recordOf(
          (await asker.ask('account', 'GetAlternateContact', { AlternateContactType: kind }))[
            'AlternateContact'
          ],
        ),
    )
  const [securityContact, operationsContact, billingContact, s3PublicAccessBlock] = await Promise.all([
    contact('SECURITY', ACCOUNT_PARTS.securityContact),
    contact('OPERATIONS', ACCOUNT_PARTS.operationsContact),
    contact('BILLING', ACCOUNT_PARTS.billingContact),
    tell(
      {
        action: 's3:GetAccountPublicAccessBlock',
        part: ACCOUNT_PARTS.s3PublicAccessBlock,
        absent: { codes: ['NoSuchPublicAccessBlockConfiguration'], value: null },
      },
      async () =>
        recordOf(
          (await asker.ask('s3control', 'GetPublicAccessBlock', { AccountId: accountId }))[
            'PublicAccessBlockConfiguration'
          ],
        ),
    ),
  ])
  return { securityContact, operationsContact, billingContact, s3PublicAccessBlock }
}
