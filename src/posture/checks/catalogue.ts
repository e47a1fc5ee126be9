import type { Check } from '../check.ts'
import { ACCESS_KEY_CHECKS } from './access-keys.ts'
import { ACCOUNT_CHECKS } from './account.ts'
import { CONFIG_CHECKS } from './config.ts'
import { CONSOLE_USER_CHECKS } from './console-users.ts'
import { ESCALATION_CHECKS } from './escalation.ts'
import { GUARDDUTY_CHECKS } from './guardduty.ts'
import { NETWORK_CHECKS } from './network.ts'
import { ROLE_TRUST_CHECKS } from './role-trusts.ts'
import { ROOT_CHECKS } from './root.ts'
import { SERVICE_CHECKS } from './services.ts'
import { STORAGE_CHECKS } from './storage.ts'
import { TRAIL_BUCKET_CHECKS } from './trail-buckets.ts'
import { TRAIL_IN_LOGS_CHECKS } from './trail-in-logs.ts'
import { TRAIL_CHECKS } from './trails.ts'
import { UNUSED_PRINCIPAL_CHECKS } from './unused-principals.ts'
import { UNUSED_RIGHTS_CHECKS } from './unused-rights.ts'

/** Every check; docs/audit.md lists them. */
export const CHECKS: readonly Check[] = [
  ...ROOT_CHECKS,
  ...CONSOLE_USER_CHECKS,
  ...ACCESS_KEY_CHECKS,
  ...ESCALATION_CHECKS,
  ...UNUSED_RIGHTS_CHECKS,
  ...UNUSED_PRINCIPAL_CHECKS,
  ...ROLE_TRUST_CHECKS,
  ...ACCOUNT_CHECKS,
  ...TRAIL_CHECKS,
  ...TRAIL_IN_LOGS_CHECKS,
  ...TRAIL_BUCKET_CHECKS,
  ...GUARDDUTY_CHECKS,
  ...SERVICE_CHECKS,
  ...CONFIG_CHECKS,
  ...STORAGE_CHECKS,
  ...NETWORK_CHECKS,
]
