import { readFileSync } from 'node:fs'
import { isMap, LineCounter, parseDocument } from 'yaml'
import { z } from 'zod'
import { ToolError } from '#kernel/index.ts'
import type { ReadLimits } from '#sources/index.ts'

/** The settings file cannot be used. */
export class ConfigError extends ToolError {
  override readonly code = 'CONFIG_INVALID'
}

const account = z.string().regex(/^\d{12}$/u, 'an account id has twelve digits, in quotes')
const texts = z.array(z.string().min(1))
const bytes = z
  .union([z.number().int().positive(), z.string().regex(/^\d+(?:\.\d+)?\s*(?:[KMGT]i?B?|B)?$/iu)])
  .transform(parseBytes)

/** Every setting; each has a default. docs/settings.md tells what they do. */
const SETTINGS = z.strictObject({
  /** Accounts that are your own beside those that have logs in the lake. */
  accounts: z.array(account).default([]),
  /** Networks (CIDR) that your people and machines come from. */
  trustedNetworks: z.array(z.union([z.cidrv4(), z.cidrv6()], 'a network such as 203.0.113.0/24')).default([]),
  /** Buckets whose content must not leave; `*` and `?` are wildcards. */
  sensitiveBuckets: texts.default([]),
  /** Roles (names, wildcards allowed) of build systems, and of infrastructure as code. */
  ciRoles: texts.default([]),
  iacRoles: texts.default([]),
  /** More values for `expand` in Sigma rules: `%name%`. */
  placeholders: z.record(z.string(), texts).default({}),
  /** Folders or files with Sigma rules, beside ours. */
  rules: texts.default([]),
  limits: z
    .strictObject({
      /** Inflated bytes of one file beyond which it is read no further. */
      maxFileBytes: bytes.default(8 * 2 ** 30),
      maxRecordBytes: bytes.default(16 * 2 ** 20),
      maxDepth: z.number().int().min(16).max(100_000).default(512),
    })
    .prefault({}),
  /** Memory for the query engine; it spills to the workspace beyond. */
  engineMemory: bytes.default(640 * 2 ** 20),
  /** Threads; 0 means one for each processor. */
  threads: z.number().int().min(0).max(256).default(0),
})
export type Settings = z.infer<typeof SETTINGS>

export const DEFAULT_SETTINGS: Settings = SETTINGS.parse({})

/**
 * Reads a settings file (YAML or JSON).
 *
 * @throws ConfigError that names every mistake with its line.
 */
export function readSettings(file: string): Settings {
  const lines = new LineCounter()
  const document = parseDocument(readText(file), { lineCounter: lines })
  const [broken] = document.errors
  if (broken !== undefined) throw configError(file, [broken.message])
  const parsed = SETTINGS.safeParse(document.toJS() ?? {})
  if (parsed.success) return parsed.data
  const mistakes = parsed.error.issues.map(({ path, message }) => {
    const offset = placeOf(document.contents, path)
    const line = offset === undefined ? 1 : lines.linePos(offset).line
    return `line ${String(line)}: ${path.map(String).join('.')}: ${message}`
  })
  throw configError(file, mistakes)
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    throw new ConfigError(`The settings file ${file} cannot be read.`, {
      hint: 'Check the path given with --config.',
      cause,
    })
  }
}

const configError = (file: string, mistakes: readonly string[]): ConfigError =>
  new ConfigError(`The settings file ${file} has mistakes:\n  ${mistakes.join('\n  ')}`, {
    hint: 'docs/settings.md lists every setting.',
  })

/** Where in the text a path leads; its parent when the last step is missing. */
function placeOf(node: unknown, path: readonly PropertyKey[]): number | undefined {
  let place: number | undefined
  let at = node
  for (const step of path) {
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

/** `512 MB`, `2GiB`, `1048576`: powers of 1024. */
function parseBytes(value: number | string): number {
  if (typeof value === 'number') return value
  const [, number = '0', unit = ''] = /^([\d.]+)\s*([KMGT]?)/iu.exec(value) ?? []
  return Math.round(Number(number) * 1024 ** ' KMGT'.indexOf(unit.toUpperCase() || ' '))
}

export const readLimitsOf = ({ limits }: Settings): ReadLimits => ({
  maxObjectBytes: limits.maxFileBytes,
  maxRecordBytes: limits.maxRecordBytes,
  maxDepth: limits.maxDepth,
})
