/**
 * reference: slow facts of the world that no log tells: IAM's access levels, which events exist, how AWS spells a
 * denial, which calls are dangerous, ATT&CK. Tables by hand stand here; what is made by scripts/make-reference.ts
 * lies in data/. Knows nothing of records.
 */
export { type AccessLevel, accessLevel, actionLevel, type CallAccess } from './access-levels.ts'
export { isDenialCode, isDenialMessage } from './denials.ts'
export { serviceOf } from './service-names.ts'
