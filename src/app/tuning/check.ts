import { inScopeSql } from '#detections/index.ts'
import { type Exception, isExpired } from '#findings/index.ts'
import { DAY_MS } from '#kernel/index.ts'
import type { CheckedException, TuningCheck } from '#outputs/index.ts'
import { type Fragment, numberIn, sql } from '#store/index.ts'
import { lakeEvents } from '../lake.ts'
import type { Workspace } from '../wire.ts'
import { hide } from './apply-exceptions.ts'
import { exceptionsPath, readExceptions } from './exceptions-file.ts'
import { isKnownDetection } from './known-detections.ts'
import { alsoHidden, lookAtAll, type ProposeOptions } from './propose.ts'

/** More principals than so many, and than this share of all, are not one false alarm. */
const MANY = 3
const MOST_SHARE = 0.2
const SOON_DAYS = 14

/** Looks at each exception in the light of all that the workspace holds: as if none had expired. */
export async function checkExceptions(workspace: Workspace, asked: ProposeOptions): Promise<TuningCheck> {
  const { settings, rules } = asked
  const nowMs = workspace.clock.nowMs()
  const exceptions = readExceptions(workspace.folder.root, settings, nowMs)
  const file = exceptionsPath(workspace.folder.root, settings)
  if (exceptions.length === 0) return { file, exceptions: [] }
  const run = await lookAtAll(workspace, asked)
  const events = await lakeEvents(workspace)
  const { hidden } = await hide(workspace, run.findings, { ...asked, events, exceptions })
  const checked: CheckedException[] = []
  for (const exception of exceptions) {
    const findings = hidden.filter(({ by }) => by.includes(exception.id)).map(({ finding }) => finding)
    const also = alsoHidden(findings, run)
    const share = await shareOf(workspace, events, exception)
    checked.push({
      exception,
      hides: also,
      ...share,
      faults: [
        ...(isExpired(exception, nowMs) ? ['expired' as const] : []),
        ...(isExpired(exception, nowMs + SOON_DAYS * DAY_MS) && !isExpired(exception, nowMs)
          ? ['expires-soon' as const]
          : []),
        ...(exception.detections.some((name) => !isKnownDetection(name, rules))
          ? ['unknown-detection' as const]
          : []),
        ...(findings.length === 0 ? ['never-matched' as const] : []),
        ...(share.principals > MANY && share.principals > MOST_SHARE * share.allPrincipals
          ? ['too-wide' as const]
          : []),
        ...(also.inIncidents > 0 ? ['in-incident' as const] : []),
      ],
    })
  }
  return { file, exceptions: checked }
}

/** How many principals of the lake have events in the scope, whatever they are. */
async function shareOf(
  { engine }: Workspace,
  events: Fragment,
  { scope }: Exception,
): Promise<{ readonly principals: number; readonly allPrincipals: number }> {
  const [row = {}] = await engine.rows(sql`
    select count(distinct e.principal) as total, count(distinct e.principal) filter (where ${inScopeSql(scope)}) as within
    from ${events} e`)
  return { principals: numberIn(row, 'within'), allPrincipals: numberIn(row, 'total') }
}
