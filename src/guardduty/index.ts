/**
 * guardduty: what Amazon GuardDuty says it saw: its findings read, turned into findings of our form, and tied to the events of the lake
 * that they are about. Never asks AWS.
 */
export { findingOf } from './finding-of.ts'
export type { GuardDutyFinding } from './guardduty-finding.ts'
export { isFindingType, isRead, readFinding } from './read-finding.ts'
export { tieEvents } from './tie-events.ts'
