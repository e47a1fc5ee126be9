import type { Story } from '../story.ts'
import { DATA_ATTACKS } from './data.ts'
import { EVASION_ATTACKS } from './evasion.ts'
import { FOOTHOLD_ATTACKS } from './footholds.ts'
import { INFRASTRUCTURE_ATTACKS } from './infrastructure.ts'
import { KEY_ATTACKS } from './keys.ts'
import { ROLE_ATTACKS } from './roles.ts'
import { SESSION_ATTACKS } from './sessions.ts'
import { SHARING_ATTACKS } from './sharing.ts'

/** Every attack that can be planted; each has a credential of its own, so that no two are one story. */
export const ATTACKS: readonly Story[] = [
  ...KEY_ATTACKS,
  ...SESSION_ATTACKS,
  ...ROLE_ATTACKS,
  ...DATA_ATTACKS,
  ...SHARING_ATTACKS,
  ...INFRASTRUCTURE_ATTACKS,
  ...EVASION_ATTACKS,
  ...FOOTHOLD_ATTACKS,
]
