import type { z } from 'zod'
import { isRecord, textOf } from '#kernel/index.ts'
import type { Known } from '../snapshot/known.ts'

/** How AWS is asked; the adapter is src/aws, tests have their own. Errors carry AWS's code as their name. */
export type CallApi = (call: ApiCall) => Promise<unknown>

export interface ApiCall {
  readonly service: Service
  readonly operation: string
  readonly input: Readonly<Record<string, unknown>>
  readonly region: string
}

export type Service =
  | 'access-analyzer'
  | 'account'
  | 'cloudtrail'
  | 'config'
  | 'detective'
  | 'ec2'
  | 'guardduty'
  | 'iam'
  | 'inspector2'
  | 'kms'
  | 's3'
  | 's3control'
  | 'securityhub'
  | 'sts'

/** Asks one service in one region. */
export interface Asker {
  readonly region: string
  /** The answer, as an object. */
  ask(service: Service, operation: string, input?: Readonly<Record<string, unknown>>): Promise<Answer>
  /** All pages of a list. */
  list(service: Service, operation: string, options: ListOptions): Promise<readonly unknown[]>
}

export type Answer = Readonly<Record<string, unknown>>

export interface ListOptions {
  /** Where the items stand in an answer. */
  readonly items: string
  readonly input?: Readonly<Record<string, unknown>>
  /** How the place where the next page begins is called, in the answer and in the next question. */
  readonly token?: readonly [answer: string, question: string]
}

/** No account is that large: a list that never ends is a mistake of somebody's. */
const MOST_PAGES = 10_000

export function askerIn(region: string, call: CallApi): Asker {
  const ask: Asker['ask'] = async (service, operation, input = {}) => {
    try {
      const answer: unknown = await call({ service, operation, input, region })
      return isRecord(answer) ? answer : {}
    } catch (cause) {
      throw new CallFailure(service, operation, cause)
    }
  }
  return {
    region,
    ask,
    list: async (service, operation, { items, input = {}, token = ['NextToken', 'NextToken'] }) => {
      const [answered, asked] = token
      const found: unknown[] = []
      let next: string | undefined
      for (let page = 0; page < MOST_PAGES; page++) {
        const answer = await ask(service, operation, next === undefined ? input : { ...input, [asked]: next })
        found.push(...listOf(answer[items]))
        next = textOf(answer[answered])
        if (next === undefined) return found
      }
      throw new Error(`${operation} has more than ${String(MOST_PAGES)} pages.`)
    },
  }
}

/** Which call failed, where several are asked for one part. */
class CallFailure extends Error {
  /** Undefined for S3, which calls its calls otherwise in policies. */
  readonly action: string | undefined

  constructor(service: Service, operation: string, cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause })
    this.name = cause instanceof Error ? cause.name : 'Unknown'
    this.action = service.startsWith('s3') ? undefined : `${service}:${operation}`
  }
}

export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])

export const recordsOf = (value: unknown): readonly Answer[] => listOf(value).filter(isRecord)

export const recordOf = (value: unknown): Answer => (isRecord(value) ? value : {})

export interface Question<T> {
  readonly action: string
  /** The part of the snapshot that it fills. */
  readonly part: z.ZodType<Known<T>>
  /** Codes of AWS's errors by which it says "there is none", and what stands for that. */
  readonly absent?: { readonly codes: readonly string[]; readonly value: unknown }
}

/** What a question told, in the snapshot's form; why not, where it told nothing or something that cannot be read. */
export async function tell<T>(
  { action, part, absent }: Question<T>,
  act: () => Promise<unknown>,
): Promise<Known<T>> {
  const notKnown = (error: string, message: string, call = action): Known<T> => ({
    notKnown: { action: call, error, message: message.slice(0, 1000) },
  })
  try {
    // Times become ISO 8601, and what JSON does not know goes away: what is kept is what a file can hold.
    const value: unknown = JSON.parse(JSON.stringify(await act()) ?? 'null')
    const read = part.safeParse({ value })
    return read.success ? read.data : notKnown('Unreadable', read.error.message)
  } catch (error) {
    const code = error instanceof Error ? error.name : 'Unknown'
    if (absent?.codes.includes(code) === true) return part.parse({ value: absent.value })
    const failed = error instanceof CallFailure ? error.action : undefined
    // What is asked with one call keeps the name it has in the snapshot, which may say more.
    const call = failed === undefined || action.startsWith(failed) ? action : failed
    return notKnown(code, error instanceof Error ? error.message : String(error), call)
  }
}
