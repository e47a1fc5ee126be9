import { textsAt } from '../json-path.ts'
import type { Call } from '../read-calls.ts'
import type { Change } from '../read-changes.ts'
import type { Harm } from '../story.ts'
import { CREATED } from './effects-created.ts'
import { anyName, harmOf, kindFrom, shown, summed, textIn, textsOf } from './harms.ts'
import { isRemoved } from './removed.ts'

const GENERIC = /^(Create|Import|Register|Upload|Allocate)/u
/** They hand something out that does not stay, or cost money, and are told elsewhere. */
const NOTHING_MADE = new Set(['sts', 'signin', 'bedrock', 'ses', 'sns', 'sqs', 'kms', 'logs', 'athena'])

/** What an intruder left behind, and whether it is still there. */
export function whatWasCreated(calls: readonly Call[], changes: readonly Change[]): readonly Harm[] {
  return summed(
    calls.flatMap((call) =>
      createdBy(call).map(({ harm, names, of }) => ({
        ...harm,
        isAlive: call.isDenied
          ? null
          : !isRemoved({ kind: harm.kind, call, names, of, sinceMs: call.firstMs }, changes),
      })),
    ),
  )
}

interface Created {
  readonly harm: Harm
  /** All of which a call names that takes it away. */
  readonly names: readonly string[]
  readonly of: string | undefined
}

export function createdBy(call: Call): readonly Created[] {
  const found = CREATED[`${call.service}:${call.name}`]
  if (found === undefined) {
    if (!GENERIC.test(call.name) || NOTHING_MADE.has(call.service)) return []
    if (call.accessLevel !== 'write' && call.accessLevel !== 'permissions') return []
    const what = anyName(call)
    return [{ harm: harmOf(call, { kind: kindFrom(call.name), what }), names: [what], of: undefined }]
  }
  const of = textIn(call, found.of)
  const names = textsOf(call, found.what)
  if (found.kind === 'security-group-rule') return ruleOf(call, names[0] ?? '')
  return (names.length === 0 ? [anyName(call)] : names).map((what) => ({
    harm: harmOf(call, {
      kind: found.kind,
      what,
      count: call.isDenied ? 0 : 1,
      to: of ?? null,
      after: contentOf(call),
    }),
    names: [what],
    of,
  }))
}

/** What it allows, or the type of what was started. */
function contentOf(call: Call): string | null {
  if (call.name === 'RunInstances') return shown(textIn(call, ['request.instanceType']))
  return shown(textIn(call, ['request.policyDocument', 'request.assumeRolePolicyDocument']))
}

/** One line for each network that was let in or out. */
function ruleOf(call: Call, group: string): readonly Created[] {
  const ports = textsAt(call.facts, 'ports').join(', ')
  const direction = textsAt(call.facts, 'direction')[0] ?? 'ingress'
  const opened = ['cidrs', 'groups', 'prefix_lists'].flatMap((key) => textsAt(call.facts, key))
  return (opened.length === 0 ? [''] : opened).map((network) => ({
    harm: harmOf(call, {
      kind: 'security-group-rule',
      what: group,
      to: network === '' ? null : network,
      after: shown([direction, ports === '' ? '' : `port ${ports}`].filter(Boolean).join(' ')),
    }),
    names: [group, network].filter((name) => name !== ''),
    of: group,
  }))
}
