import { AGENTS, type AgentName } from '../data/agents.ts'
import type { LegacyUserName } from '../data/legacy-users.ts'
import type { NetworkName } from '../data/networks.ts'
import { addressIn } from '../kit/addresses.ts'
import type { CallDetails } from '../kit/call.ts'
import type { Caller } from '../kit/caller.ts'
import { denied } from '../kit/denied.ts'
import type { CloudTrailRecord } from '../kit/record.ts'
import type { Turn } from '../kit/turn.ts'
import { legacyUser } from '../life/legacy-users.ts'
import { requestFor } from '../life/requests.ts'
import type { Account } from '../organisation.ts'
import type { World } from '../world.ts'

/** Accounts of those who steal. */
export const THIEF_ACCOUNT = '999988887777'
export const OTHER_THIEF_ACCOUNT = '101010101010'

/** One caller acting step after step, at about `gapMs` from one call to the next. */
export interface Pace {
  readonly caller: Caller
  timeMs(): number
  wait(ms: number): Pace
  /** A call that succeeds. */
  do(name: string, details?: CallDetails): CloudTrailRecord
  refused(name: string, resource?: string, reason?: string): CloudTrailRecord
  /** Looks around: each of the calls with what such a call usually asks; some of them refused. */
  look(account: Account, names: readonly string[], refusedShare?: number): Pace
  /** Somebody else goes on from here. */
  as(caller: Caller): Pace
}

export function pace(turn: Turn, caller: Caller, startMs: number, gapMs = 4000): Pace {
  let at = startMs
  const next = (): number => {
    at += gapMs * 0.2 + turn.random.exponential(gapMs * 0.8)
    return at
  }
  const made: Pace = {
    caller,
    timeMs: () => at,
    wait(ms) {
      at += ms
      return made
    },
    do: (name, details) => turn.call(caller, next(), name, details),
    refused: (name, resource = '*', reason = 'identity') =>
      turn.call(caller, next(), name, { error: denied(caller, name, resource, reason) }),
    look(account, names, refusedShare = 0) {
      for (const name of names) {
        if (turn.random.chance(refusedShare)) made.refused(name)
        else made.do(name, { request: requestFor(name, account, turn.random) })
      }
      return made
    },
    as: (other) => pace(turn, other, at, gapMs),
  }
  return made
}

/** Somebody with a stolen credential: the same identity, another place and tool. */
export function thief(caller: Caller, from: { address: string; agent: string }): Caller {
  const { console: _, vpcEndpointId: __, ...rest } = caller
  return { ...rest, ...from, internal: false }
}

export interface TheftPlan {
  readonly user: LegacyUserName
  readonly network: NetworkName
  readonly agent: AgentName
}

/** The key of an IAM user in a thief's hands. */
export function stolenKey(world: World, turn: Turn, plan: TheftPlan): { thief: Caller; account: Account } {
  const { caller, account } = legacyUser(world, plan.user)
  return {
    thief: thief(caller, { address: addressIn(plan.network, turn.random), agent: AGENTS[plan.agent] }),
    account,
  }
}

/** A session that is alive now, of that name or else of that kind; undefined where nobody is at work. */
export function stolenSession(
  world: World,
  turn: Turn,
  plan: { name: string; network: NetworkName; agent: AgentName },
): Caller | undefined {
  const kind = plan.name.slice(0, plan.name.lastIndexOf(':') + 1)
  const victim = world.registry.get(plan.name) ?? world.registry.like(kind)
  return victim === undefined
    ? undefined
    : thief(victim, { address: addressIn(plan.network, turn.random), agent: AGENTS[plan.agent] })
}
