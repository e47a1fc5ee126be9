import { asciiJson, hasNul, shellQuote } from './shell.ts'

/** One call of the AWS CLI, as data. */
export interface AwsCall {
  /** `iam` */
  readonly service: string
  /** `update-access-key` */
  readonly operation: string
  /** Undefined for calls that know no region. */
  readonly region: string | undefined
  /** By name without dashes: a text, JSON, several words, or `true` for an option without a value. */
  readonly options: Readonly<Record<string, OptionValue>>
}

/** `cutOff` is a policy document whose date is the moment at which the command is run. */
export type OptionValue =
  | string
  | true
  | { readonly json: unknown }
  | { readonly cutOff: (date: string) => unknown }

export interface WrittenCalls {
  readonly commands: readonly string[]
  /** What could not be written, and why. */
  readonly notes: readonly string[]
}

/**
 * Commands for a POSIX shell. A call that the AWS CLI would read otherwise than meant is left out with a note: it takes a value that begins
 * with `file://` for the name of a file to read.
 */
export function writeCalls(calls: readonly AwsCall[]): WrittenCalls {
  const texts = calls.flatMap(({ options }) =>
    Object.values(options).filter((value) => typeof value === 'string'),
  )
  const notes: string[] = []
  if (texts.some(hasNul))
    notes.push('A name in the logs holds NUL bytes; no command can, so they are left out here.')
  if (calls.some(readsAFile))
    notes.push('A name in the logs reads as a file to the AWS CLI: take the step by hand in the console.')
  return { commands: calls.filter((call) => !readsAFile(call)).map(commandOf), notes }
}

const readsAFile = ({ options }: AwsCall): boolean =>
  Object.values(options).some(
    (value) =>
      typeof value === 'string' &&
      /^\0*(fileb?|https?):\/\//i.test(value) &&
      !/^https:\/\/(sqs\.|queue\.)/.test(value),
  )

const REGION = /^[a-z]{2,4}(-[a-z]+)+-\d{1,2}$/

function commandOf({ service, operation, region, options }: AwsCall): string {
  const words = Object.entries(options).map(([name, value]) => optionOf(name, value))
  const place = region !== undefined && REGION.test(region) ? [`--region ${region}`] : []
  return ['aws', service, operation, ...words, ...place].join(' ')
}

function optionOf(name: string, value: OptionValue): string {
  if (value === true) return `--${name}`
  // A value that begins with a dash would be taken for the next option.
  if (typeof value === 'string') return `--${name}${value.startsWith('-') ? '=' : ' '}${shellQuote(value)}`
  if ('json' in value) return `--${name} ${shellQuote(asciiJson(value.json))}`
  const [before = '', after = ''] = asciiJson(value.cutOff(DATE)).split(DATE)
  return `--${name} ${shellQuote(before)}"$(date -u +%Y-%m-%dT%H:%M:%SZ)"${shellQuote(after)}`
}

const DATE = '@@DATE@@'
