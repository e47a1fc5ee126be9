import { HOUR_MS } from '#kernel/index.ts'
import { AGENTS } from '../data/agents.ts'
import { LEGACY_USERS, type LegacyUserName, type LegacyUserPlan } from '../data/legacy-users.ts'
import { addressIn } from '../kit/addresses.ts'
import type { Caller } from '../kit/caller.ts'
import { accessKeyId } from '../kit/ids.ts'
import { type IamUser, iamUser, iamUserIdentity, plainSession } from '../kit/principals.ts'
import { createRandom } from '../kit/random.ts'
import { isWeekend } from '../kit/rhythm.ts'
import { javaDate } from '../kit/time-text.ts'
import type { Actor, Turn } from '../kit/turn.ts'
import type { Account } from '../organisation.ts'
import type { World } from '../world.ts'
import { runCommand } from './commands.ts'

/** IAM users with keys: scripts, people of the old days, one contractor, one that nobody uses any more. */
export function legacyUsers(world: World): Actor[] {
  return Object.keys(LEGACY_USERS)
    .filter(isLegacyName)
    .filter((_, index) => world.organisation.scale >= 1 || index < 5)
    .map((name) => ({
      name: `user ${name}`,
      every: 'day',
      act: (turn) => userDay(world, name, turn),
    }))
}

function isLegacyName(name: string): name is LegacyUserName {
  return name in LEGACY_USERS
}

export interface LegacyUser {
  readonly plan: LegacyUserPlan
  readonly account: Account
  readonly user: IamUser
  readonly key: string
  /** With its own key, from where it usually is. */
  readonly caller: Caller
}

/** The user, his key of long standing, and where he usually calls from. */
export function legacyUser(world: World, name: LegacyUserName): LegacyUser {
  const plan: LegacyUserPlan = LEGACY_USERS[name]
  const account = world.organisation[plan.account]
  const user = iamUser(account.id, plan.name)
  const random = createRandom(`${world.seed} legacy ${plan.name}`)
  const key =
    world.registry.get(`key:${plan.name}`)?.identity.accessKeyId ?? accessKeyId('AKIA', account.id, random)
  const address =
    plan.network === 'office' ? (world.organisation.office.main[0] ?? '') : addressIn(plan.network, random)
  const caller: Caller = {
    account: account.id,
    region: account.region,
    identity: iamUserIdentity(user, key),
    address,
    agent: AGENTS[plan.agent],
  }
  return { plan, account, user, key, caller }
}

function userDay(world: World, name: LegacyUserName, turn: Turn): void {
  const made = legacyUser(world, name)
  const { plan } = made
  if (plan.workHours !== undefined && isWeekend(turn.fromMs)) return
  const [from, to] = plan.workHours ?? (plan.runsPerDay === 1 ? [1, 1.2] : [0, 23])
  for (let run = 0; run < plan.runsPerDay; run++) {
    if (plan.workHours !== undefined && turn.random.chance(0.25)) continue
    const even = plan.workHours === undefined ? (run + 0.5) / plan.runsPerDay : turn.random.next()
    runOnce(world, turn, {
      made,
      timeMs: turn.fromMs + (from + even * (to - from)) * HOUR_MS + turn.random.int(60_000),
    })
  }
}

function runOnce(world: World, turn: Turn, run: { made: LegacyUser; timeMs: number }): void {
  const { plan, account } = run.made
  let timeMs = run.timeMs
  const caller = plan.mfa ? mfaSession(turn, run.made, timeMs) : run.made.caller
  const calls = Math.max(1, turn.random.poisson(plan.callsPerRun))
  for (let call = 0; call < calls; call++) {
    timeMs += 300 + turn.random.exponential(2500)
    runCommand(turn, { caller, account, timeMs, name: turn.random.pick(plan.calls), world })
  }
}

/** GetSessionToken with the code of the user's device: a session that MFA has seen. */
export function mfaSession(turn: Turn, made: LegacyUser, timeMs: number, hours = 12): Caller {
  const { caller, user } = made
  const key = accessKeyId('ASIA', caller.account, turn.random)
  turn.call(caller, timeMs, 'sts:GetSessionToken', {
    request: {
      durationSeconds: hours * 3600,
      serialNumber: `arn:aws:iam::${caller.account}:mfa/${user.name}`,
    },
    response: {
      credentials: {
        accessKeyId: key,
        sessionToken: 'HIDDEN_DUE_TO_SECURITY_REASONS',
        expiration: javaDate(timeMs + hours * HOUR_MS),
      },
    },
  })
  return {
    ...caller,
    identity: iamUserIdentity(user, key, plainSession(timeMs, true)),
    expiresMs: timeMs + hours * HOUR_MS,
  }
}
