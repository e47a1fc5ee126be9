import { UsageError } from '#kernel/index.ts'
import { type Fragment, isPrincipal, principalsLike, usesKey } from '#store/index.ts'
import type { Settings } from '../settings.ts'
import type { Workspace } from '../wire.ts'

export interface SubjectQuestion {
  readonly kind: 'key' | 'principal'
  /** An access key id; an ARN, or a part of one that only one principal has. */
  readonly text: string
  readonly fromMs?: number | undefined
  readonly toMs?: number | undefined
  /** For the table `addresses`, which is brought up to date. */
  readonly settings: Settings
  readonly signal?: AbortSignal
  /** Values first met in the last days count as departures. */
  readonly recentDays: number
}

export interface Subject {
  readonly name: string
  readonly where: Fragment
}

const MOST_NAMED = 10

/** @throws UsageError where no principal, or more than one, is meant. */
export async function findSubject(
  { engine }: Workspace,
  events: Fragment,
  { kind, text }: SubjectQuestion,
): Promise<Subject> {
  const wanted = text.trim()
  if (kind === 'key') return { name: wanted.toUpperCase(), where: usesKey(wanted.toUpperCase()) }
  const rows = await engine.rows(principalsLike(events, wanted))
  const name = choosePrincipal(
    wanted,
    rows.map((row) => String(row['principal'])),
  )
  return { name, where: isPrincipal(name) }
}

/** The only one; else the one that is called so, or ends so after a `/` or `:`. */
function choosePrincipal(wanted: string, names: readonly string[]): string {
  const [only] = names
  if (only === undefined) {
    throw new UsageError(`No principal in this workspace has ${wanted} in its name.`, {
      hint: 'trailhound query "select principal, count(*) as n from events group by 1 order by 2 desc" lists all.',
    })
  }
  if (names.length === 1) return only
  const lower = wanted.toLowerCase()
  const called = names.filter((name) => name.toLowerCase() === lower)
  const ending = names.filter(
    (name) => /[/:]/u.test(name.at(-lower.length - 1) ?? '') && name.toLowerCase().endsWith(lower),
  )
  for (const fitting of [called, ending]) {
    const [one, ...others] = fitting
    if (one !== undefined && others.length === 0) return one
  }
  const more = names.length - MOST_NAMED
  const listed = [...names.slice(0, MOST_NAMED), ...(more > 0 ? [`and ${String(more)} more`] : [])]
  throw new UsageError(
    `${String(names.length)} principals have ${wanted} in their names:\n${listed.join('\n')}`,
    {
      hint: 'Give more of the name, or all of it.',
    },
  )
}
