/** incidents: findings that hang together become one story per stolen credential. Never asks which detection spoke. */
export { type Foldable, foldedInto } from './fold.ts'
export type { Incident, Severity } from './incident.ts'
export { scoreOf } from './score.ts'
export { simpleIncidents } from './simple-incidents.ts'
export { isLongTermKey } from './subject.ts'
export { shortName } from './title.ts'
