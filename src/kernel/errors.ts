/** Every code a user can meet; a test holds docs/errors.md to this list. */
export const ERROR_CODES = [
  'USAGE',
  'CONFIG_INVALID',
  'SNAPSHOT_INVALID',
  'AWS',
  'ENGINE_QUERY',
  'WORKSPACE',
  'DISK_FULL',
  'OUT_OF_MEMORY',
  'INTERRUPTED',
] as const
export type ErrorCode = (typeof ERROR_CODES)[number]

/** The one base class: what happened (message), what to do (hint), what lay beneath (cause). */
export abstract class ToolError extends Error {
  abstract readonly code: ErrorCode
  readonly hint: string | undefined

  constructor(message: string, options: { hint?: string; cause?: unknown } = {}) {
    super(message, { cause: options.cause })
    this.name = new.target.name
    this.hint = options.hint
  }
}

/** The caller asked for something that cannot be: a verb, option or path that makes no sense. */
export class UsageError extends ToolError {
  override readonly code = 'USAGE'
}
