import { readFileSync } from 'node:fs'
import { isMap, isSeq, LineCounter, parseDocument } from 'yaml'
import type { z } from 'zod'
import { mistakesOf, ToolError } from '#kernel/index.ts'

/** A file of settings or exceptions cannot be used. */
export class ConfigError extends ToolError {
  override readonly code = 'CONFIG_INVALID'
}

/** How a file is called in messages, and what to do about it. */
export interface AboutFile {
  /** `settings file`. */
  readonly what: string
  readonly whenMissing: string
  readonly whenWrong: string
}

/** Longer ones are no settings. */
const MOST_CHARS = 4_000_000
const MOST_MISTAKES = 30

/**
 * Reads a YAML or JSON file.
 *
 * @throws ConfigError that names every mistake with its line.
 */
export function readYamlFile<T>(file: string, schema: z.ZodType<T>, about: AboutFile): T {
  return parseYaml(readText(file, about), schema, { ...about, file })
}

/** The same of a text that is, or is to be, in that file. */
export function parseYaml<T>(
  text: string,
  schema: z.ZodType<T>,
  about: AboutFile & { readonly file: string },
): T {
  if (text.length > MOST_CHARS)
    throw configError(about, [`it has more than ${String(MOST_CHARS)} characters`])
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines })
  const [broken] = document.errors
  if (broken !== undefined) throw configError(about, [broken.message.trimEnd()])
  const parsed = schema.safeParse(document.toJS() ?? {})
  if (parsed.success) return parsed.data
  const mistakes = parsed.error.issues.flatMap(mistakesOf).map(({ path, message }) => {
    const offset = placeOf(document.contents, path)
    const line = offset === undefined ? 1 : lines.linePos(offset).line
    return [`line ${String(line)}`, ...(path.length > 0 ? [path.map(String).join('.')] : []), message].join(
      ': ',
    )
  })
  throw configError(about, mistakes)
}

function readText(file: string, { what, whenMissing }: AboutFile): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    throw new ConfigError(`The ${what} ${file} cannot be read.`, { hint: whenMissing, cause })
  }
}

const configError = (
  { what, whenWrong, file }: AboutFile & { readonly file: string },
  mistakes: readonly string[],
): ConfigError =>
  new ConfigError(`The ${what} ${file} has mistakes:\n  ${mistakes.slice(0, MOST_MISTAKES).join('\n  ')}`, {
    hint: whenWrong,
  })

/** Where in the text a path leads; its parent when the last step is missing. */
function placeOf(node: unknown, path: readonly PropertyKey[]): number | undefined {
  let place: number | undefined
  let at = node
  for (const step of path) {
    if (isSeq(at) && typeof step === 'number') {
      at = at.items[step]
      if (hasRange(at)) place = at.range[0]
      continue
    }
    if (!isMap(at)) break
    const pair = at.items.find(({ key }) => String(key) === String(step))
    if (pair === undefined) break
    const key: unknown = pair.key
    if (hasRange(key)) place = key.range[0]
    at = pair.value
  }
  return place
}

const hasRange = (value: unknown): value is { readonly range: readonly [number, number, number] } =>
  typeof value === 'object' && value !== null && 'range' in value && Array.isArray(value.range)
