import { InvalidArgumentError, Option } from 'commander'
import { DEFAULT_SETTINGS, readSettings, type Settings } from '#app/index.ts'
import { LEVELS, type Level } from '#findings/index.ts'
import { UsageError } from '#kernel/index.ts'

export const DEFAULT_WORKSPACE = '.trailhound'

export const workspaceOption = (): Option =>
  new Option('-w, --workspace <folder>', 'folder of the lake and its state').default(DEFAULT_WORKSPACE)

export const configOption = (): Option => new Option('-c, --config <file>', 'settings file (YAML)')

export const rulesOption = (): Option =>
  new Option('-r, --rules <path...>', 'more Sigma rules: folders or files').default([], 'none')

export const jsonOption = (): Option => new Option('--json', 'one JSON document instead of text')

/**
 * What one run prints, in one form: two of them at once are refused, since only one could be had.
 *
 * @param others - beside `--json`: name → what it gives.
 */
export function formOptions(others: Readonly<Record<string, string>>): readonly Option[] {
  const names = ['json', ...Object.keys(others)]
  return Object.entries(others).map(([name, what], place) =>
    new Option(`--${name}`, what).conflicts(names.slice(0, place + 1)),
  )
}

export const settingsFrom = ({ config }: { readonly config?: string }): Settings =>
  config === undefined ? DEFAULT_SETTINGS : readSettings(config)

/** `2026-11-24`, `2026-11-24T08:00Z`: UTC unless it says otherwise. @returns ms since epoch. */
export function parseTime(text: string): number {
  const hasZone = /(?:Z|[+-]\d\d:?\d\d)$/iu.test(text)
  const timeMs = /^\d{4}-\d\d-\d\d/u.test(text)
    ? Date.parse(hasZone ? text : text.length === 10 ? `${text}T00:00:00Z` : `${text.replace(' ', 'T')}Z`)
    : Number.NaN
  if (Number.isNaN(timeMs))
    throw new InvalidArgumentError('Give a time such as 2026-11-24 or 2026-11-24T08:00Z.')
  return timeMs
}

/** Nothing lies in it: whoever asked would be told that nothing was found. */
export function refuseEmptySpan(sinceMs: number | undefined, untilMs: number | undefined): void {
  if (sinceMs === undefined || untilMs === undefined || sinceMs < untilMs) return
  throw new UsageError('--until is not after --since: no event lies between them.', {
    hint: 'Events from --since on and before --until are looked at.',
  })
}

/** One more account, for an option that takes several. */
export function parseAccounts(text: string, before: readonly string[] = []): readonly string[] {
  if (!/^\d{12}$/u.test(text)) throw new InvalidArgumentError('An account id has twelve digits.')
  return [...before, text]
}

export function parseLevel(text: string): Level {
  const level = LEVELS.find((one) => one === text.toLowerCase())
  if (level === undefined) throw new InvalidArgumentError(`Levels are ${LEVELS.join(', ')}.`)
  return level
}

export function parseCount(text: string): number {
  const count = Number(text)
  if (!Number.isInteger(count) || count < 1) throw new InvalidArgumentError('Give a whole number above 0.')
  return count
}
