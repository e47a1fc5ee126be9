/** incidents: findings that hang together become one story per stolen credential. Never asks which detection spoke. */
export { type BuiltIncidents, buildIncidents } from './build/build-incidents.ts'
export type { IncidentRelations } from './build/marks.ts'
export { inOrder } from './build/tell-incident.ts'
export { type Foldable, foldedInto } from './fold.ts'
export { type GoneOn, goOn, type Member } from './identity/go-on.ts'
export type { Telling } from './identity/join-tellings.ts'
export type { Joined } from './identity/joined.ts'
export { type Known, knownOf, NOTHING_KNOWN } from './identity/known.ts'
export { type Match, matchIncidents } from './identity/match-incidents.ts'
export { recognisable } from './identity/recognise.ts'
export { gapMs, type Recognisable, SOON_MS } from './identity/tie.ts'
export { type Incident, SEVERITIES, type Severity } from './incident.ts'
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
export {
  afterAct,
  RESOLUTIONS,
  type Resolution,
  STATUSES,
  type Status,
  type Triage,
  type TriageAct,
  UNTOUCHED,
} from './triage/triage.ts'
