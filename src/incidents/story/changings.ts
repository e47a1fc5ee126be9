import { kindFrom } from './damage/harms.ts'
import type { Harm } from './story.ts'

/** What was done to things that were there, with one word for it. */
export interface Changing {
  readonly verb: string
  readonly harms: readonly Harm[]
}

/** After these calls less is seen than before. */
const WATCHING =
  /^(cloudtrail|guardduty|config|securityhub|macie2|detective|inspector2|access-analyzer):|^ec2:DeleteFlowLogs$|^logs:(Delete|PutRetentionPolicy)|^monitoring:(Delete|Disable)|:Delete\w*(LoggingConfiguration|QueryLogConfig)$|^redshift:DisableLogging$/u
const HARMLESS = /^(Start|Enable|Tag|Untag)/u

const VERBS: readonly (readonly [RegExp, string])[] = [
  [/^Delete/u, 'deleted'],
  [/^Stop/u, 'stopped'],
  [/^Disable/u, 'switched off'],
  [/^Terminate/u, 'terminated'],
]
export const CHANGED = 'changed'

/** Whether it blinds who watches: told before all else, since what came after it may be missing. */
export const isBlinding = ({ call }: Harm): boolean => WATCHING.test(call) && !HARMLESS.test(nameOf(call))

/** By verb; what was taken away before what was only changed. */
export function changingsOf(harms: readonly Harm[]): readonly Changing[] {
  const groups = Map.groupBy(harms, verbOf)
  return [...VERBS.map(([, verb]) => verb), CHANGED].flatMap((verb) => {
    const own = groups.get(verb)
    return own === undefined ? [] : [{ verb, harms: verb === CHANGED ? own : own.map(asNamedByCall) }]
  })
}

const verbOf = ({ call }: Harm): string =>
  VERBS.find(([pattern]) => pattern.test(nameOf(call)))?.[1] ?? CHANGED

/** `DeleteBucketPolicy` takes the policy away, not the bucket that it was on. */
function asNamedByCall(harm: Harm): Harm {
  const kind = kindFrom(nameOf(harm.call))
  const noun = harm.kind.split('-').at(-1) ?? ''
  return kind === 'setting' || kind.endsWith(noun) ? harm : { ...harm, kind }
}

const nameOf = (call: string): string => call.slice(call.indexOf(':') + 1)
