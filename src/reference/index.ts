/**
 * reference: slow facts of the world that no log tells: IAM's access levels, which events exist, how AWS spells a
 * denial, which calls are dangerous, ATT&CK, whose an address is. Tables by hand stand here; what scripts/make-*.ts make
 * lies in data/. Knows nothing of records.
 */
export {
  type AccessLevel,
  accessLevel,
  actionLevel,
  type CallAccess,
  iamActionNames,
  iamPrefixNames,
} from './access-levels.ts'
export { undatedName } from './action-names.ts'
export { allTechniques, TACTICS, type Tactic, type Technique, tacticOf, techniqueOf } from './attack.ts'
export { danger, dangerousCalls } from './danger.ts'
export type { Danger } from './danger-table.ts'
export { isDenialCode, isDenialMessage } from './denials.ts'
export { purposeOf } from './guardduty-purposes.ts'
export {
  betterSource,
  isKnownEvent,
  isKnownSource,
  isPermissionOnly,
  isPermissionOnlyAnywhere,
  sourcesOf,
} from './known-events.ts'
export { isLogDelivery } from './log-delivery-accounts.ts'
export { type AddressFacts, addressLookUp, type LookUpOptions } from './networks/look-up.ts'
export type { NetworkKind } from './networks/operator-kinds.ts'
export type { OwnNetwork } from './networks/own-networks.ts'
export type { Registry } from './networks/registry.ts'
export { SHIPPED_DATA_VERSION } from './networks/shipped-data.ts'
export { openUserDatabase } from './networks/user-database.ts'
export { iamPrefixes, serviceOf } from './service-names.ts'
export {
  actionsWithoutOperation,
  alsoChecked,
  dataActionPatterns,
  kmsActionPatterns,
} from './unseen-actions.ts'
