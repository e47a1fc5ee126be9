import { shellQuote } from '#kernel/index.ts'
import { DEFAULT_WORKSPACE } from './common-options.ts'

/** What a run was told that the next command must be told, too. */
export interface Told {
  readonly workspace: string
  readonly config?: string
  readonly rules?: readonly string[]
}

/** `trailhound query -w cases/a -c trailhound.yml`: how the reader goes on in the same workspace, by the same settings and rules. */
export function goOn(verb: string, { workspace, config, rules = [] }: Told): string {
  return [
    `trailhound ${verb}`,
    ...(workspace === DEFAULT_WORKSPACE ? [] : ['-w', shellWord(workspace)]),
    ...(config === undefined ? [] : ['-c', shellWord(config)]),
    ...(rules.length === 0 ? [] : ['-r', ...rules.map(shellWord)]),
  ].join(' ')
}

/** How the reader asks the same workspace. No rules are needed for that. */
export const queryCommandFor = (told: Told): string => goOn('query', { ...told, rules: [] })

/** Quoted for a POSIX shell where it needs to be. */
const shellWord = (text: string): string => (/^[\w./][\w./-]*$/u.test(text) ? text : shellQuote(text))
