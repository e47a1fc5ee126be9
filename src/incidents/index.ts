/** incidents: findings that hang together become one story per stolen credential. Never asks which detection spoke. */
export { type BuiltIncidents, buildIncidents } from './build/build-incidents.ts'
export type { IncidentRelations } from './build/marks.ts'
export { type Foldable, foldedInto } from './fold.ts'
export type { Incident, Severity } from './incident.ts'
export type { Ancestor } from './lineage/ancestors.ts'
export { type Lineage, readLineage } from './lineage/read-lineage.ts'
export { isLongTermKey } from './long-term-key.ts'
export { scoreOf } from './score.ts'
export {
  type Actor,
  type Damage,
  type Descendant,
  type Harm,
  type Place,
  type PlanStep,
  STAGES,
  type Stage,
  type Story,
  type TimelineEntry,
  type Verdict,
} from './story/story.ts'
export { shortName } from './title.ts'
