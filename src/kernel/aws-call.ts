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
 * Commands for a POSIX shell. A call whose name the logs lack or hide is left out with a note, and so is one that the AWS CLI would
 * read otherwise than meant: it takes a value that begins with `file://` for a file to read.
 */
export function writeCalls(calls: readonly AwsCall[]): WrittenCalls {
  const notes = [
    calls.some((call) => textsOf(call).some(hasNul)) &&
      'A name holds NUL bytes; no command can, so they are left out here.',
    calls.some(lacksAName) && 'A name that a command needs is not known: take this step by hand.',
    calls.some(readsAFile) && 'A name reads as a file to the AWS CLI: take this step by hand.',
  ].filter((note) => note !== false)
  return { commands: calls.filter((call) => !readsAFile(call) && !lacksAName(call)).map(commandOf), notes }
}

const textsOf = ({ options }: AwsCall): readonly string[] =>
  Object.values(options).filter((value) => typeof value === 'string')

const lacksAName = (call: AwsCall): boolean =>
  textsOf(call).some((text) => /^\0*$/.test(text) || text === 'HIDDEN_DUE_TO_SECURITY_REASONS')

/** The URL of a queue is the one that the CLI never fetches. */
const readsAFile = ({ options }: AwsCall): boolean =>
  Object.entries(options).some(
    ([name, value]) =>
      typeof value === 'string' && (name === 'queue-url' ? FILE : FETCHED).test(value.replaceAll('\0', '')),
  )

const FILE = /^fileb?:\/\//i
const FETCHED = /^(fileb?|https?):\/\//i

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
