import { HOUR_MS } from '#kernel/index.ts'
import { AGENTS } from '../data/agents.ts'
import { COST_CALLS, SCANNER_CALLS } from '../data/service-habits.ts'
import { addressIn } from '../kit/addresses.ts'
import type { Caller } from '../kit/caller.ts'
import { role, roleIdentity } from '../kit/principals.ts'
import { createRandom } from '../kit/random.ts'
import { foreignAssumes } from '../kit/sessions.ts'
import type { Actor, Turn } from '../kit/turn.ts'
import type { Account } from '../organisation.ts'
import { dayOf, type World } from '../world.ts'
import { requestFor } from './requests.ts'

/** Account of the posture scanner's maker, and of the cost tool's. */
export const SCANNER_ACCOUNT = '888877776666'
export const COST_ACCOUNT = '999900001111'

/** Two vendors with a role each and an external id: they list everything, every few hours, from other accounts. */
export function vendors(world: World): Actor[] {
  return world.organisation.accounts.flatMap((account) => [
    scanner(account, world),
    costTool(account, Math.min(1, world.organisation.scale)),
  ])
}

/** The vendor's own worker in its own account; only its principal id ever shows. */
export function vendorCaller(
  account: string,
  name: string,
  from: { agent: string; address: string },
): Caller {
  const own = role(account, name)
  const identity = roleIdentity({ role: own, session: name, accessKeyId: 'ASIAIOSFODNN7EXAMPLE', sinceMs: 0 })
  return { account, region: 'eu-central-1', identity, ...from }
}

function scanner(account: Account, world: World): Actor {
  const reads = role(account.id, 'posture-scanner-readonly')
  const fixed = createRandom('scanner addresses')
  const addresses = [
    addressIn('aws-us-east-1', fixed),
    addressIn('aws-us-east-1', fixed),
    addressIn('aws-us-east-1', fixed),
  ]
  const newAddresses = [addressIn('google-cloud', fixed), addressIn('google-cloud', fixed)]
  const phase = world.organisation.accounts.indexOf(account)
  return {
    name: `scanner ${account.id}`,
    every: 'hour',
    act(turn) {
      if (Math.floor(turn.fromMs / HOUR_MS) % 8 !== phase % 8) return
      const timeMs = turn.fromMs + turn.random.int(20 * 60_000)
      const day = dayOf(world, turn.fromMs)
      const upgraded = world.calendar.scannerUpgrade >= 0 && day >= world.calendar.scannerUpgrade
      const from = vendorCaller(SCANNER_ACCOUNT, 'collector', {
        agent: upgraded ? AGENTS.cspmNew : AGENTS.cspm,
        address: turn.random.pick(upgraded ? newAddresses : addresses),
      })
      const made = {
        role: reads,
        session: 'posture-scan',
        timeMs,
        externalId: 'example-ext-4711',
        region: account.region,
      }
      const first = day === world.calendar.scannerUpgrade ? turn.labelled('ordinary-scanner-upgrade') : turn
      scan(first, foreignAssumes(first, from, made), {
        account,
        timeMs,
        share: Math.min(1, world.organisation.scale),
      })
    },
  }
}

function scan(turn: Turn, session: Caller, plan: { account: Account; timeMs: number; share: number }): void {
  const { account, share } = plan
  let timeMs = plan.timeMs + 500
  const farAway = Math.floor(plan.timeMs / HOUR_MS) % 24 < 8 ? FAR_REGIONS : []
  for (const region of [account.region, 'us-east-1', 'eu-west-1', ...farAway]) {
    for (const name of SCANNER_CALLS) {
      if (!turn.random.chance(share * shareOf(region, account))) continue
      timeMs += 60 + turn.random.int(700)
      const denied = turn.random.chance(0.004)
      turn.call(session, timeMs, name, {
        region,
        request: requestFor(name, account, turn.random),
        ...(denied
          ? { error: ['AccessDenied', `User: ${session.identity.arn} is not authorized to perform: ${name}`] }
          : {}),
      })
    }
  }
}

/** Once a day it looks whether there is anything in the regions that nobody uses. */
const FAR_REGIONS = ['us-west-2', 'ap-southeast-1', 'sa-east-1'] as const

function shareOf(region: string, account: Account): number {
  if (region === account.region) return 0.95
  return region === 'us-east-1' || region === 'eu-west-1' ? 0.45 : 0.12
}

function costTool(account: Account, share: number): Actor {
  const reads = role(account.id, 'cost-lens-access')
  const address = addressIn('aws-us-west-2', createRandom('cost address'))
  return {
    name: `cost ${account.id}`,
    every: 'day',
    act(turn) {
      let timeMs = turn.fromMs + 4 * HOUR_MS + turn.random.int(HOUR_MS)
      const from = vendorCaller(COST_ACCOUNT, 'cost-lens', { agent: AGENTS.costScanner, address })
      const session = foreignAssumes(turn, from, {
        role: reads,
        session: 'cost-lens',
        timeMs,
        externalId: 'example-ext-cl-77',
        region: 'us-east-1',
      })
      const count = Math.round(turn.random.between(25, 45) * share)
      for (let index = 0; index < count; index++) {
        timeMs += 200 + turn.random.int(2500)
        const name = turn.random.pick(COST_CALLS)
        turn.call(session, timeMs, name, {
          request: requestFor(name, account, turn.random),
          region: index % 3 === 0 ? account.region : 'us-east-1',
        })
      }
    },
  }
}
