import { addressIn } from './kit/addresses.ts'
import { stableHex } from './kit/ids.ts'
import { type Role, role } from './kit/principals.ts'
import { createRandom } from './kit/random.ts'
import type { Resource } from './kit/record.ts'

export interface Account {
  readonly id: string
  readonly kind: 'management' | 'production' | 'development'
  readonly name: string
  readonly region: string
  /** Addresses of its NAT gateways: what the internet sees of its private networks. */
  readonly nat: readonly string[]
  readonly kmsKey: string
  readonly apps: readonly string[]
  readonly instances: readonly Instance[]
}

export interface Instance {
  readonly id: string
  readonly name: string
  readonly role: Role
  readonly address: string
}

export interface Bucket {
  readonly name: string
  readonly account: string
  /** CloudTrail writes data events for it. */
  readonly logged: boolean
  readonly sensitive: boolean
}

export interface Organisation {
  readonly accounts: readonly Account[]
  readonly management: Account
  readonly production: Account
  readonly development: Account
  readonly buckets: Readonly<Record<BucketUse, Bucket>>
  readonly office: {
    readonly main: readonly string[]
    readonly backup: readonly string[]
    readonly us: readonly string[]
  }
  readonly scale: number
}

export type BucketUse =
  | 'lake'
  | 'customers'
  | 'backups'
  | 'assets'
  | 'artifacts'
  | 'tfstate'
  | 'invoices'
  | 'trail'

export const MAIN_REGION = 'eu-central-1'
export const DR_REGION = 'eu-west-1'
const ACCOUNT_IDS = [
  '111122223333',
  '444455556666',
  '777788889999',
  '123456789012',
  '222233334444',
  '555566667777',
  '333344445555',
  '666677778888',
] as const
export const APP_NAMES = [
  'checkout',
  'catalog',
  'orders',
  'search',
  'billing',
  'mailer',
  'reports',
  'ledger',
  'fraud',
  'images',
  'sessions',
  'inventory',
] as const

/** The made-up organisation: who and what there is before anybody acts. */
export function createOrganisation(options: {
  readonly accounts: number
  readonly scale: number
}): Organisation {
  const kinds = ['management', 'production', 'development'] as const
  const accounts = ACCOUNT_IDS.slice(0, Math.max(3, options.accounts)).map((id, index) =>
    createAccount({ id, kind: kinds[index] ?? 'production', index, scale: options.scale }),
  )
  const [management, production, development] = accounts
  if (management === undefined || production === undefined || development === undefined)
    throw new RangeError('Three accounts at least.')
  const random = createRandom('office')
  const main = addressIn('colt-de', random)
  return {
    accounts,
    management,
    production,
    development,
    buckets: createBuckets(management.id, production.id),
    office: {
      main: [main],
      backup: [addressIn('vodafone-de', random)],
      us: [addressIn('verizon-us', random)],
    },
    scale: options.scale,
  }
}

function createBuckets(management: string, production: string): Readonly<Record<BucketUse, Bucket>> {
  return {
    lake: describeBucket('example-prod-data-lake', production, true),
    customers: describeBucket('example-prod-customer-exports', production, true, true),
    backups: describeBucket('example-prod-db-backups', production, true, true),
    invoices: describeBucket('example-prod-invoices', production, true, true),
    assets: describeBucket('example-prod-web-assets', production, false),
    artifacts: describeBucket('example-build-artifacts', production, false),
    tfstate: describeBucket('example-tfstate', management, true, true),
    trail: describeBucket('example-org-cloudtrail', management, false),
  }
}

/** The names that S3 records give the things they touch. */
export function bucketResources(bucket: Bucket, key?: string): readonly Resource[] {
  const arn = `arn:aws:s3:::${bucket.name}`
  const itself: Resource = { accountId: bucket.account, type: 'AWS::S3::Bucket', ARN: arn }
  return key === undefined ? [itself] : [{ type: 'AWS::S3::Object', ARN: `${arn}/${key}` }, itself]
}

interface AccountPlan {
  readonly id: string
  readonly kind: Account['kind']
  readonly index: number
  readonly scale: number
}

function createAccount({ id, kind, index, scale }: AccountPlan): Account {
  const random = createRandom(`account ${id}`)
  const nat = [addressIn('aws-eu-central-1', random), addressIn('aws-eu-central-1', random)]
  const appCount = { management: 0, production: 8, development: 4 }[kind]
  const instanceCount = {
    management: 1,
    production: 6 * scale ** 0.75,
    development: 3 * scale ** 0.75,
  }[kind]
  const apps = Array.from(
    { length: Math.max(Math.min(appCount, 2), Math.round(appCount * scale)) },
    (_, at) => {
      const app = APP_NAMES[at % APP_NAMES.length] ?? 'app'
      return at < APP_NAMES.length ? app : `${app}-${Math.floor(at / APP_NAMES.length) + 1}`
    },
  )
  const fleet = kind === 'management' ? ['bastion'] : ['web', 'worker', 'jenkins-agent']
  const instances = Array.from({ length: Math.max(1, Math.round(instanceCount)) }, (_, at): Instance => {
    const name = fleet[at % fleet.length] ?? 'web'
    return {
      id: `i-0${stableHex(`${id} instance ${at}`, 16)}`,
      name: `${name}-${at + 1}`,
      role: role(id, `${kind === 'development' ? 'dev' : 'prod'}-${name}-instance`),
      // Some have an address of their own, most go out by the NAT gateway.
      address: at % 3 === 0 ? addressIn('aws-eu-central-1', random) : (nat[at % 2] ?? ''),
    }
  })
  const name = index < 3 ? kind : `workload-${index - 2}`
  return {
    id,
    kind,
    name,
    region: MAIN_REGION,
    nat,
    apps,
    instances,
    kmsKey: `arn:aws:kms:${MAIN_REGION}:${id}:key/${createRandom(`kms ${id}`).uuid()}`,
  }
}

function describeBucket(name: string, account: string, logged: boolean, sensitive = false): Bucket {
  return { name, account, logged, sensitive }
}
