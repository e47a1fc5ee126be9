import type { RuleSet } from '#detections/index.ts'
import type { Exception, ExceptionScope } from '#findings/index.ts'
import { DAY_MS, isRecord, UsageError } from '#kernel/index.ts'
import type { ExceptionList } from '#outputs/index.ts'
import type { Settings } from '../settings.ts'
import { exceptionsPath, readExceptions } from './exceptions-file.ts'
import { EXCEPTION } from './exceptions-schema.ts'
import { isKnownDetection } from './known-detections.ts'
import { addException, removeException } from './rewrite-exceptions.ts'

/** Where exceptions stand, and what day it is. */
export interface TunePlace {
  /** Folder of the workspace. */
  readonly root: string
  readonly settings: Settings
  readonly nowMs: number
}

export interface AskedException {
  /** Left out: made from the first detection's name. */
  readonly id?: string | undefined
  readonly detections: readonly string[]
  readonly scope: ExceptionScope
  readonly reason: string
  readonly by: string
  /** A day (`2027-02-22`), or days from today on (`90d`). */
  readonly expires: string
}

export function listExceptions({ root, settings, nowMs }: TunePlace): ExceptionList {
  return {
    file: exceptionsPath(root, settings),
    nowMs,
    exceptions: readExceptions(root, settings, nowMs),
  }
}

/**
 * Writes an exception.
 *
 * @throws UsageError for a detection that is not there, and for a scope or a time that cannot be.
 */
export function tuneAdd(asked: AskedException, rules: RuleSet, place: TunePlace): Exception {
  const { root, settings, nowMs } = place
  for (const name of asked.detections) refuseUnknown(name, rules)
  const taken = new Set(readExceptions(root, settings, nowMs).map(({ id }) => id))
  const exception: Exception = {
    id: asked.id ?? freeId(asked.detections[0] ?? '', taken),
    detections: asked.detections,
    scope: asked.scope,
    reason: asked.reason,
    by: asked.by,
    since: dayOf(nowMs),
    expires: dayAsked(asked.expires, nowMs),
  }
  refuseMistakes(exception)
  addException(exceptionsPath(root, settings), exception, nowMs)
  return exception
}

/** @throws UsageError when there is none of that id. */
export function tuneRemove(id: string, { root, settings, nowMs }: TunePlace): void {
  removeException(exceptionsPath(root, settings), id, nowMs)
}

function refuseUnknown(name: string, rules: RuleSet): void {
  if (!isKnownDetection(name, rules))
    throw new UsageError(`There is no detection '${name}'.`, {
      hint: '"trailhound rules list" shows their ids; name those of your own with --rules or in the settings.',
    })
}

function refuseMistakes(exception: Exception): void {
  const { scope, ...rest } = exception
  const named = Object.fromEntries(Object.entries(scope).filter(([, values]) => values.length > 0))
  const parsed = EXCEPTION.safeParse({ ...rest, scope: named })
  if (parsed.success) return
  const mistakes = parsed.error.issues.map(({ path, message }) => {
    const value = path.reduce<unknown>(
      (at, step) => (isRecord(at) || Array.isArray(at) ? Object(at)[step] : at),
      exception,
    )
    return `${path.map(String).join('.')}${typeof value === 'string' ? ` '${value}'` : ''}: ${message}`
  })
  throw new UsageError(`The exception has mistakes:\n  ${mistakes.join('\n  ')}`, {
    hint: 'docs/tuning.md tells how an exception is written.',
  })
}

/** Its name with a number: ids stand in reports, and are typed. */
function freeId(detection: string, taken: ReadonlySet<string>): string {
  const stem =
    detection
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/gu, '-')
      .replaceAll(/^-+|-+$/gu, '')
      .slice(0, 55) || 'exception'
  for (let n = 1; ; n++) {
    const id = `${stem}-${String(n)}`
    if (!taken.has(id)) return id
  }
}

const dayOf = (timeMs: number): string => new Date(timeMs).toISOString().slice(0, 10)

const dayAsked = (text: string, nowMs: number): string => {
  const [, days] = /^(\d{1,4})d$/u.exec(text) ?? []
  return days === undefined ? text : dayOf(nowMs + Number(days) * DAY_MS)
}
