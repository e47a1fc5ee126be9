import {
  type CompiledBehaviour,
  type DetectionScope,
  FEW_DAYS,
  runBehaviours,
  scopeSql,
} from '#detections/index.ts'
import type { Finding } from '#findings/index.ts'
import type { HabitFacts } from '#outputs/index.ts'
import type { Fragment } from '#store/index.ts'
import type { Workspace } from './wire.ts'

/** What departs from habit: the whole lake is the history, the scope says what may be told. */
export async function detectDepartures(
  workspace: Workspace,
  events: Fragment,
  options: {
    readonly behaviours: readonly CompiledBehaviour[]
    /** The relations of these names. */
    readonly addresses: Fragment
    readonly profiles: Fragment
    readonly scope: DetectionScope
  },
): Promise<{ readonly findings: readonly Finding[]; readonly history: HabitFacts }> {
  const { behaviours, addresses, profiles, scope } = options
  const { findings, history } = await runBehaviours({
    engine: workspace.engine,
    behaviours,
    profiles,
    events,
    addresses,
    scope: scopeSql(scope),
    fromMs: scope.fromMs,
    toMs: scope.toMs,
  })
  const waiting = behaviours.filter(({ leastDays }) => leastDays > history.days)
  return {
    findings,
    history: {
      days: history.days,
      principals: history.subjects,
      youngPrincipals: history.youngSubjects,
      fewDays: FEW_DAYS,
      waiting: waiting
        .toSorted((a, b) => a.leastDays - b.leastDays)
        .map(({ title, leastDays }) => ({ title, needsDays: leastDays })),
    },
  }
}
