import type { Recipe } from '../change.ts'
import { ACCOUNT } from './account.ts'
import { BUCKETS } from './buckets.ts'
import { COMPUTE } from './compute.ts'
import { DEFENCES } from './defences.ts'
import { FUNCTIONS } from './functions.ts'
import { IDENTITIES } from './identities.ts'
import { NETWORKS } from './networks.ts'
import { POLICIES } from './policies.ts'
import { PROVIDERS } from './providers.ts'
import { SECRETS_AND_QUEUES } from './secrets-and-queues.ts'
import { SHARING } from './sharing.ts'
import { TRAILS } from './trails.ts'

/** How each call that a log may hold is stopped and taken back, by `service:Call`. */
export const RECIPES: ReadonlyMap<string, Recipe> = new Map(
  [
    IDENTITIES,
    PROVIDERS,
    POLICIES,
    FUNCTIONS,
    NETWORKS,
    COMPUTE,
    SHARING,
    BUCKETS,
    SECRETS_AND_QUEUES,
    TRAILS,
    DEFENCES,
    ACCOUNT,
  ].flatMap((table) => Object.entries(table)),
)
