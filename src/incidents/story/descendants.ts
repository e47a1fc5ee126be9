import { byLetters, DAY_MS, HOUR_MS, MINUTE_MS } from '#kernel/index.ts'
import type { Begotten } from '../lineage/begotten.ts'
import { isLongTermKey } from '../long-term-key.ts'
import { awsTime } from './aws-time.ts'
import { wanted } from './damage/damage.ts'
import { sum } from './damage/harms.ts'
import { textAt } from './json-path.ts'
import type { Call } from './read-calls.ts'
import type { Change, Wanted } from './read-changes.ts'
import type { Use } from './read-uses.ts'
import { stateOf } from './state-of.ts'
import type { Descendant } from './story.ts'

export interface LineageInputs {
  readonly begotten: readonly Begotten[]
  readonly calls: readonly Call[]
  readonly uses: readonly Use[]
  /** Oldest first. */
  readonly changes: readonly Change[]
  /** The last event of the logs. */
  readonly lastMs: number
}

const MOST_DESCENDANTS = 1000
/** A console session made with GetSigninToken lasts so long at most. */
const CONSOLE_MS = 12 * HOUR_MS

/** Parents before children; the same credential once, by its shortest way. */
export function descendantsOf(inputs: LineageInputs): readonly Descendant[] {
  const callOf = new Map(
    inputs.calls.flatMap((call) => call.eventIds.map((id) => [`${call.name} ${id}`, call] as const)),
  )
  const nearest = inputs.begotten.toSorted(
    (a, b) =>
      a.depth - b.depth ||
      a.sinceMs - b.sinceMs ||
      rankOf(a) - rankOf(b) ||
      byLetters(a.child, b.child) ||
      byLetters(a.eventId, b.eventId),
  )
  const met = new Set<string>()
  const told: Descendant[] = []
  for (const one of nearest) {
    const descendant = descendantOf(one, callOf.get(`${one.call} ${one.eventId}`), inputs)
    const name = JSON.stringify([descendant.kind, descendant.credential])
    if (met.has(name)) continue
    met.add(name)
    told.push(descendant)
  }
  return told.slice(0, MOST_DESCENDANTS)
}

/** A role that was made is told as made, not as a way in. */
const rankOf = ({ kind }: Begotten): number => ['session', 'principal', 'way-in', 'sign-in'].indexOf(kind)

function descendantOf(one: Begotten, call: Call | undefined, inputs: LineageInputs): Descendant {
  const kind = kindOf(one)
  const expiresMs = expiryOf(one, kind, call)
  const own = inputs.uses.filter(usedBy(one))
  return {
    credential: one.child,
    kind,
    parent: parentOf(one, call, inputs),
    call: `${SERVICES[one.call] ?? 'sts'}:${one.call}`,
    eventId: one.eventId,
    madeMs: one.sinceMs,
    principal:
      one.kind === 'session'
        ? (own[0]?.principal ?? textAt(call?.request, 'roleArn', 'userName') ?? null)
        : one.child,
    expiresMs,
    state: stateOf({ one, kind, expiresMs, call, changes: inputs.changes, lastMs: inputs.lastMs }),
    eventCount: sum(own.map(({ count }) => count)),
  }
}

/** Who comes in from outside is nobody's session: the role whose trust was opened for him is where he came from. */
function parentOf(
  { parentSession, parentPrincipal }: Begotten,
  call: Call | undefined,
  { begotten }: LineageInputs,
): string | null {
  const role = parentSession === undefined ? textAt(call?.request, 'roleArn') : undefined
  const isOpened = begotten.some(
    ({ kind, child }) => child === role && (kind === 'way-in' || kind === 'principal'),
  )
  return (isOpened ? role : undefined) ?? parentSession ?? parentPrincipal ?? null
}

/** Calls that tell whether these are still there. */
export const wantedOfBegotten = ({ kind, child }: Begotten): readonly Wanted[] =>
  kind === 'session'
    ? isLongTermKey(child)
      ? wanted('iam', ['DeleteAccessKey', 'UpdateAccessKey'], child)
      : []
    : wanted(
        'iam',
        ['DeleteUser', 'DeleteRole', 'DeleteLoginProfile', 'CreateUser', 'CreateRole', 'CreateLoginProfile'],
        child,
      )

const SERVICES: Readonly<Record<string, string>> = {
  CreateAccessKey: 'iam',
  CreateUser: 'iam',
  CreateRole: 'iam',
  CreateLoginProfile: 'iam',
  UpdateLoginProfile: 'iam',
  UpdateAssumeRolePolicy: 'iam',
  GetSigninToken: 'signin',
}

function kindOf({ kind, child }: Begotten): Descendant['kind'] {
  switch (kind) {
    case 'session':
      return isLongTermKey(child) ? 'key' : 'session'
    case 'principal':
      return child.includes(':role/') ? 'role' : 'user'
    case 'way-in':
      return 'role'
    case 'sign-in':
      return 'console'
  }
}

function usedBy({ kind, child, network }: Begotten): (use: Use) => boolean {
  switch (kind) {
    case 'session':
      return ({ session }) => session === child
    case 'sign-in':
      return (use) =>
        use.principal === child && use.network === network && use.session?.startsWith('AKIA') !== true
    case 'principal':
    case 'way-in':
      return ({ principal }) => principal === child
  }
}

function expiryOf(
  { call: name, sinceMs }: Begotten,
  kind: Descendant['kind'],
  call: Call | undefined,
): number | null {
  if (kind === 'console') return name === 'GetSigninToken' ? sinceMs + CONSOLE_MS : null
  if (kind !== 'session') return null
  const answered = awsTime(textAt(call?.answer, 'credentials.expiration'))
  // Some thousand calls with one request stand for one another here: an answer of another one tells nothing.
  if (answered !== undefined && answered >= sinceMs && answered <= sinceMs + MOST_SESSION_MS) return answered
  const asked = Number(textAt(call?.request, 'durationSeconds'))
  return Number.isFinite(asked) && asked > 0
    ? sinceMs + asked * 1000
    : sinceMs + (DEFAULT_MS[name] ?? HOUR_MS)
}

const MOST_SESSION_MS = 1.5 * DAY_MS + MINUTE_MS

/** How long AWS lets it live where the request does not say. */
const DEFAULT_MS: Readonly<Record<string, number>> = {
  GetSessionToken: 12 * HOUR_MS,
  GetFederationToken: 12 * HOUR_MS,
  AssumeRoot: 15 * MINUTE_MS,
}
