import { isRecord, ToolError } from '#kernel/index.ts'
import { CLIENTS, type ServiceName } from './clients.ts'

/** AWS cannot be asked at all: no clients, no credentials, no such profile. */
export class AwsError extends ToolError {
  override readonly code = 'AWS'
}

export interface AwsOptions {
  /** Of the shared configuration; undefined: the SDK's usual chain. */
  readonly profile?: string | undefined
  /** Instead of AWS: a stand-in for tests. */
  readonly endpoint?: string | undefined
  /** Instead of the chain; of AssumeRole. */
  readonly credentials?: Credentials | undefined
}

export interface Credentials {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken: string
}

/** One call: what AWS answers, or an error with AWS's code as its name. */
export type CallAws = (call: {
  readonly service: ServiceName
  /** As AWS spells it: `GetAccountSummary`. */
  readonly operation: string
  readonly input: Readonly<Record<string, unknown>>
  readonly region: string
}) => Promise<unknown>

const TIMEOUTS = { connectionTimeout: 5000, requestTimeout: 30_000 } as const
/** With the waits of adaptive retries between them: AWS throttles IAM and Organizations soon. */
const MOST_ATTEMPTS = 8

/** Asks AWS's APIs; clients are loaded and kept by service and region. */
export function openAws(options: AwsOptions): CallAws {
  const clients = new Map<string, Promise<Client>>()
  return async ({ service, operation, input, region }) => {
    const place = `${service}/${region}`
    const client = clients.get(place) ?? openClient(service, region, options)
    clients.set(place, client)
    const { send, commandOf } = await client
    return await send(commandOf(operation, input))
  }
}

interface Client {
  readonly send: (command: unknown) => Promise<unknown>
  readonly commandOf: (operation: string, input: Readonly<Record<string, unknown>>) => unknown
}

async function openClient(service: ServiceName, region: string, options: AwsOptions): Promise<Client> {
  const { load, client: name } = CLIENTS[service]
  const module = await loaded(load, service)
  const made: unknown = Reflect.construct(classIn(module, name), [configOf(service, region, options)])
  return {
    send: async (command) => {
      if (!isSender(made)) throw new AwsError(`${name} of the AWS SDK cannot send.`)
      return await made.send(command)
    },
    commandOf: (operation, input) => Reflect.construct(classIn(module, `${operation}Command`), [input]),
  }
}

const configOf = (
  service: ServiceName,
  region: string,
  { profile, endpoint, credentials }: AwsOptions,
): object => ({
  region,
  retryMode: 'adaptive',
  maxAttempts: MOST_ATTEMPTS,
  requestHandler: TIMEOUTS,
  followRegionRedirects: true,
  ...(profile === undefined ? {} : { profile }),
  ...(credentials === undefined ? {} : { credentials }),
  ...(endpoint === undefined ? {} : standIn(service, endpoint)),
})

/** A stand-in has one name for all buckets and accounts; S3 Control would put the account's id before it. */
const standIn = (service: ServiceName, endpoint: string): object =>
  service === 's3control'
    ? { endpointProvider: () => ({ url: new URL(endpoint) }) }
    : { endpoint, forcePathStyle: true, disableHostPrefix: true }

async function loaded(load: () => Promise<unknown>, service: string): Promise<unknown> {
  try {
    return await load()
  } catch (cause) {
    throw new AwsError(`The client of the AWS SDK for ${service} is not installed.`, {
      hint: 'Install Trailhound with its optional packages: npm install --include=optional',
      cause,
    })
  }
}

function classIn(module: unknown, name: string): Constructor {
  const found = isRecord(module) ? module[name] : undefined
  if (isConstructor(found)) return found
  throw new AwsError(`The AWS SDK installed here knows no ${name}.`, {
    hint: 'Install the versions of package-lock.json.',
  })
}

type Constructor = new (...args: readonly unknown[]) => unknown

const isConstructor = (value: unknown): value is Constructor => typeof value === 'function'

const isSender = (value: unknown): value is { send(command: unknown): Promise<unknown> } =>
  typeof value === 'object' && value !== null && 'send' in value && typeof value.send === 'function'
