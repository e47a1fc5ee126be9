import type { Damage, Harm } from '../story/story.ts'
import type { Containment, Draft } from './change.ts'

export interface Rotation {
  readonly stage: Containment
  readonly target: string
  readonly accountId: string
  readonly region: string | undefined
  readonly draft: Draft
}

/** A command each; the rest is counted. */
const MOST_COMMANDS = 50
const MOST_NAMED = 20

/** What was read is known for good, whatever is switched off: only new values end that. One step for each kind, account and region. */
export function rotationsOf({ read }: Damage): readonly Rotation[] {
  const places = Map.groupBy(
    read.filter(({ kind, what }) => what !== '' && DRAFTS[kind] !== undefined),
    ({ kind, accountId, region }) => JSON.stringify([kind, accountId, region]),
  )
  return [...places].flatMap(([place, harms]): readonly Rotation[] => {
    const [first] = harms
    const draft = first === undefined ? undefined : DRAFTS[first.kind]?.(harms)
    if (first === undefined || draft === undefined) return []
    const { accountId, region } = first
    return [
      {
        stage: 'known-values',
        target: `read ${place}`,
        accountId: accountId ?? '',
        region: region ?? undefined,
        draft,
      },
    ]
  })
}

const DRAFTS: Readonly<Record<string, (harms: readonly Harm[]) => Draft>> = {
  secret: (harms) => ({
    title: `Rotate ${named(harms, 'secret')}`,
    why: `The intruder read ${harms.length === 1 ? 'it' : 'them'}. The command works where rotation is set up; elsewhere change the value where it is used, then here. ${beyond(harms)}`,
    calls: distinct(harms)
      .slice(0, MOST_COMMANDS)
      .map((harm) => ({
        service: 'secretsmanager',
        operation: 'rotate-secret',
        region: harm.region ?? undefined,
        options: { 'secret-id': harm.what },
      })),
    breaks: ['Programs that keep the old value fail until they read the new one.'],
  }),
  parameter: (harms) => ({
    title: `Change what stands in ${named(harms, 'parameter')}`,
    why: `The intruder read ${list(harms)}. Where one holds a secret, change it where it is used, then here.`,
    calls: [],
  }),
  'instance-password': (harms) => ({
    title: `Change the administrator's password of ${named(harms, 'instance')}`,
    why: `The intruder asked for it: ${list(harms)}. Whoever holds the key pair can read what AWS handed out.`,
    calls: [],
  }),
  'api-key': (harms) => ({
    title: 'Make new API keys',
    why: `The intruder listed the keys of the gateway (${list(harms)}) with their values.`,
    calls: [],
  }),
}

const distinct = (harms: readonly Harm[]): readonly Harm[] => [
  ...new Map(harms.map((harm) => [harm.what, harm])).values(),
]

function named(harms: readonly Harm[], noun: string): string {
  const [first, ...more] = distinct(harms)
  return more.length === 0
    ? `${noun} ${first?.what ?? ''}`
    : `the ${String(more.length + 1)} ${noun}s that were read`
}

function list(harms: readonly Harm[]): string {
  const names = distinct(harms).map(({ what }) => what)
  const rest = names.length - MOST_NAMED
  return `${names.slice(0, MOST_NAMED).join(', ')}${rest > 0 ? ` and ${String(rest)} more` : ''}`
}

const beyond = (harms: readonly Harm[]): string => {
  const rest = distinct(harms).length - MOST_COMMANDS
  return rest > 0 ? `${String(rest)} more were read than there are commands here.` : ''
}
