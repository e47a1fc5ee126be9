import type { RuleSet } from '#detections/index.ts'
import { type Exception, type ExceptionScope, type Finding, LEVELS, worstFirst } from '#findings/index.ts'
import { UsageError } from '#kernel/index.ts'
import type { AlsoHidden, Proposal, ProposedException } from '#outputs/index.ts'
import { detectInWorkspace, type Run } from '../investigate.ts'
import { lakeEvents } from '../lake.ts'
import type { Settings } from '../settings.ts'
import type { Workspace } from '../wire.ts'
import { hide } from './apply-exceptions.ts'
import { scopesFor } from './scopes.ts'

export interface ProposeOptions {
  readonly settings: Settings
  readonly rules: RuleSet
}

const EVERYTHING = { fromMs: undefined, toMs: undefined, accounts: [], regions: [] }

/**
 * Exceptions that would hide a finding, the narrowest first, each with what else it would have hidden in all that the workspace
 * holds.
 *
 * @throws UsageError when there is no such finding.
 */
export async function proposeExceptions(
  workspace: Workspace,
  id: string,
  { settings, rules }: ProposeOptions,
): Promise<Proposal> {
  const run = await lookAtAll(workspace, { settings, rules })
  const finding = run.findings.find((one) => one.id === id)
  if (finding === undefined)
    throw new UsageError(`There is no finding '${id}' in this workspace.`, {
      hint: 'Ids stand in "trailhound detect --json"; name the same --config and --rules.',
    })
  const events = await lakeEvents(workspace)
  const proposed: ProposedException[] = []
  for (const scope of await scopesFor(workspace.engine, events, { finding, settings })) {
    const exceptions = [exceptionOf(finding, scope)]
    const { shown, hidden } = await hide(workspace, run.findings, { settings, rules, events, exceptions })
    if (shown.some((one) => one.id === id)) continue
    const others = hidden.map((one) => one.finding).filter((one) => one.id !== id)
    proposed.push({
      option: proposed.length + 1,
      detections: [finding.detection],
      scope,
      alsoHides: alsoHidden(others, run),
    })
  }
  return { finding, incident: incidentOf(finding, run), options: proposed }
}

/**
 * One of the proposals for a finding.
 *
 * @throws UsageError when there is no such finding, or no such proposal.
 */
export async function proposedException(
  workspace: Workspace,
  id: string,
  { option, ...asked }: ProposeOptions & { readonly option: number },
): Promise<Pick<Exception, 'detections' | 'scope'>> {
  const { options } = await proposeExceptions(workspace, id, asked)
  const chosen = options.find((one) => one.option === option)
  if (chosen === undefined)
    throw new UsageError(`There is no proposal ${String(option)} for ${id}.`, {
      hint: `"trailhound tune propose ${id}" shows ${options.length === 0 ? 'why' : 'them'}.`,
    })
  return { detections: chosen.detections, scope: chosen.scope }
}

/** All findings of a workspace, and the incidents that they make where nothing is hidden. */
export const lookAtAll = async (workspace: Workspace, { settings, rules }: ProposeOptions): Promise<Run> =>
  detectInWorkspace(workspace, {
    settings,
    rules,
    scope: EVERYTHING,
    minLevel: 'informational',
    withoutExceptions: true,
  })

/** One that says where it came from, and is written nowhere. */
const exceptionOf = ({ detection }: Finding, scope: ExceptionScope): Exception => ({
  id: 'proposed',
  detections: [detection],
  scope,
  reason: 'proposed',
  by: 'nobody',
  since: '',
  expires: '',
})

export function alsoHidden(findings: readonly Finding[], run: Run): AlsoHidden {
  const sorted = findings.toSorted(worstFirst)
  const inIncidents = sorted.filter((one) => incidentOf(one, run) !== undefined)
  return {
    findings: sorted,
    events: sorted.reduce((sum, { count }) => sum + count, 0),
    worst: sorted[0]?.level,
    inIncidents: inIncidents.length,
    incidents: [...new Set(inIncidents.flatMap((one) => incidentOf(one, run)?.id ?? []))],
  }
}

/** The worst incident that rests on a finding, or on the whole of which it is a part. */
export function incidentOf(
  { id }: Pick<Finding, 'id'>,
  { report }: Run,
): Run['report']['incidents'][number] | undefined {
  const whole = id.replace(/-hidden$/u, '')
  return report.incidents
    .toSorted((a, b) => LEVELS.indexOf(b.severity) - LEVELS.indexOf(a.severity))
    .find(({ findingIds }) => findingIds.includes(whole))
}
