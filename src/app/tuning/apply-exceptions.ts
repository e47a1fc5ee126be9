import { type Hidden, hideFindings, type RuleSet } from '#detections/index.ts'
import { type Exception, type Finding, isExpired, LEVELS } from '#findings/index.ts'
import type { ExceptionFacts } from '#outputs/index.ts'
import type { Fragment } from '#store/index.ts'
import { ownAccountsOf } from '../detect.ts'
import type { Settings } from '../settings.ts'
import type { Workspace } from '../wire.ts'
import { exceptionsPath, readExceptions } from './exceptions-file.ts'

export interface Tuning {
  readonly settings: Settings
  readonly rules: RuleSet
  /** The relation `events`. */
  readonly events: Fragment
}

/** Incidents, by what they rest on. */
type Raised = readonly { readonly findingIds: readonly string[] }[]

export interface Tuned {
  /** For incidents: hidden ones are of no weight, and their events are known. */
  readonly forIncidents: readonly Finding[]
  /** For the report: those that are shown, and hidden ones that incidents rest on all the same. */
  told(incidents: Raised): readonly Finding[]
  report(incidents: Raised): ExceptionFacts
}

/** Hidden ones of this level or milder raise nothing by themselves, and lend their events to what is raised by others. */
const WEIGHTLESS = LEVELS.indexOf('low')

/** Leaves out what the workspace's exceptions hide. */
export async function applyExceptions(
  workspace: Workspace,
  findings: readonly Finding[],
  tuning: Tuning & { readonly without?: boolean | undefined },
): Promise<Tuned> {
  const { settings } = tuning
  const nowMs = workspace.clock.nowMs()
  const exceptions = tuning.without === true ? [] : readExceptions(workspace.folder.root, settings, nowMs)
  const holding = exceptions.filter((one) => !isExpired(one, nowMs))
  const { shown, hidden } = await hide(workspace, findings, { ...tuning, exceptions: holding })
  const weightless = hidden.map(({ finding }) => lowered(finding))
  return {
    forIncidents: [...shown, ...weightless],
    told: (incidents) => [...shown, ...weightless.filter(drawn(incidents))],
    report: (incidents) => {
      const isDrawn = drawn(incidents)
      return {
        file: exceptions.length > 0 ? exceptionsPath(workspace.folder.root, settings) : null,
        holding: holding.map(({ id }) => id),
        expired: exceptions
          .filter((one) => isExpired(one, nowMs))
          .map(({ id, expires }) => ({ id, expires })),
        hidden: hidden.filter(({ finding }) => !isDrawn(finding)),
        toldAnyway: hidden.filter(({ finding }) => isDrawn(finding)),
      }
    },
  }
}

/** The same with exceptions that are in no file. */
export async function hide(
  workspace: Workspace,
  findings: readonly Finding[],
  { settings, rules, events, exceptions }: Tuning & { readonly exceptions: readonly Exception[] },
): Promise<Hidden> {
  if (exceptions.length === 0) return { shown: findings, hidden: [] }
  return await hideFindings(workspace.engine, findings, {
    events,
    exceptions,
    detections: [...rules.rules, ...rules.correlations, ...rules.behaviours],
    ownAccounts: await ownAccountsOf(workspace, events, settings),
  })
}

const drawn = (incidents: Raised): ((finding: Finding) => boolean) => {
  const ids = new Set(incidents.flatMap(({ findingIds }) => findingIds))
  return ({ id }) => ids.has(id)
}

const lowered = (finding: Finding): Finding => ({
  ...finding,
  level: LEVELS[Math.min(LEVELS.indexOf(finding.level), WEIGHTLESS)] ?? 'low',
})
