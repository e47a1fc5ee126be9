import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Exception } from '#findings/index.ts'
import { DAY_MS } from '#kernel/index.ts'
import type { Settings } from '../settings.ts'
import { ConfigError, parseYaml } from '../yaml-file.ts'
import { EXCEPTIONS } from './exceptions-schema.ts'

const ABOUT = {
  what: 'file of exceptions',
  whenMissing: 'Check the setting "exceptions".',
  whenWrong: 'docs/tuning.md tells how an exception is written.',
} as const

/** Where exceptions are written and looked for: in the workspace, where settings do not say otherwise. */
export const exceptionsPath = (root: string, { exceptions }: Pick<Settings, 'exceptions'>): string =>
  exceptions ?? join(root, 'exceptions.yml')

/**
 * The exceptions of a file, expired ones among them; none where the workspace has no such file.
 *
 * @throws ConfigError that names every mistake with its line, and where a file that settings name is not there.
 */
export function readExceptions(
  root: string,
  settings: Pick<Settings, 'exceptions'>,
  nowMs: number,
): readonly Exception[] {
  const file = exceptionsPath(root, settings)
  return parseExceptions(textOf(file, settings), file, nowMs)
}

export function parseExceptions(text: string, file: string, nowMs: number): readonly Exception[] {
  const exceptions = parseYaml(text, EXCEPTIONS, { ...ABOUT, file })
  const early = exceptions.find(({ since }) => Date.parse(since) > nowMs + DAY_MS)
  if (early !== undefined)
    throw new ConfigError(`The ${ABOUT.what} ${file} has mistakes:\n  ${early.id}: since: lies ahead`, {
      hint: ABOUT.whenWrong,
    })
  return exceptions
}

function textOf(file: string, { exceptions }: Pick<Settings, 'exceptions'>): string {
  if (exceptions === null && !existsSync(file)) return ''
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    throw new ConfigError(`The ${ABOUT.what} ${file} cannot be read.`, { hint: ABOUT.whenMissing, cause })
  }
}
