import { DAY_MS, HOUR_MS, MINUTE_MS } from '#kernel/index.ts'
import type { AgentName } from '../data/agents.ts'
import type { NetworkName } from '../data/networks.ts'
import { CONSOLE_PAGES, type PageName, TEAM_COMMANDS, TEAM_PAGES } from '../data/pages.ts'
import { PEOPLE, type PersonPlan } from '../data/people.ts'
import { addressIn, ipv6Of } from '../kit/addresses.ts'
import { agentOf } from '../kit/agent-of.ts'
import type { Caller } from '../kit/caller.ts'
import { reservedSsoRole } from '../kit/principals.ts'
import { createRandom, hashText, type Random } from '../kit/random.ts'
import { isWeekend, weekdayOf } from '../kit/rhythm.ts'
import { consoleOf, type Device, ssoCommandLine, ssoConsole } from '../kit/sign-in.ts'
import type { Actor, Turn } from '../kit/turn.ts'
import type { Account } from '../organisation.ts'
import { dayOf, type World } from '../world.ts'
import { runCommand } from './commands.ts'
import { requestFor } from './requests.ts'

/** People by IAM Identity Center: offices, homes and trips, working hours, the console and the command line. */
export function people(world: World): Actor[] {
  return crowd(world.organisation.scale).map((plan) => ({
    name: `person ${plan.mail}`,
    every: 'day',
    act: (turn) => personDay(world, plan, turn),
  }))
}

/** More people where the organisation is larger, but not in proportion. */
function crowd(scale: number): readonly PersonPlan[] {
  const times = Math.max(1, Math.round(Math.sqrt(scale)))
  if (scale < 1) return PEOPLE.filter((_, index) => (index * scale) % 1 < scale)
  if (times === 1) return PEOPLE
  return Array.from({ length: times }, (_, at) =>
    PEOPLE.map((plan) => (at === 0 ? plan : { ...plan, mail: plan.mail.replace('@', `${at + 1}@`) })),
  ).flat()
}

function personDay(world: World, plan: PersonPlan, turn: Turn): void {
  const day = dayOf(world, turn.fromMs)
  const share = day / Math.max(1, world.calendar.days)
  if (plan.joins !== undefined && share < plan.joins) return
  if (plan.leaves !== undefined && share > plan.leaves) return
  const works = isWeekend(turn.fromMs) ? turn.random.chance(0.06) : turn.random.chance(0.93)
  if (!works) return
  const newcomer = plan.joins !== undefined && share < plan.joins + 2 / world.calendar.days
  const marked = markOf(world, plan, { day, newcomer })
  const labelled = marked === undefined ? turn : turn.labelled(marked)
  const sessions = newcomer ? 2 : 1
  for (let count = turn.random.poisson(plan.consoleSessions * sessions); count > 0; count--)
    workInConsole(world, { plan, turn: labelled, day })
  for (let count = turn.random.poisson(plan.cliSessions * sessions); count > 0; count--)
    workInShell(world, { plan, turn: labelled, day })
}

/** Days on which honest people look like thieves. */
function markOf(world: World, plan: PersonPlan, at: { day: number; newcomer: boolean }): string | undefined {
  const { calendar } = world
  if (at.newcomer) return 'ordinary-new-joiner'
  if (isTravelling(world, plan, at.day)) return 'ordinary-travel'
  if (isMover(plan) && at.day >= calendar.houseMove && calendar.houseMove >= 0) return 'ordinary-house-move'
  if (at.day === calendar.officeFailover && plan.office === 'main') return 'ordinary-office-failover'
  return undefined
}

const isMover = (plan: PersonPlan): boolean => plan.mail.startsWith('felix.')

function isTravelling(world: World, plan: PersonPlan, day: number): boolean {
  const { travelFrom, travelTo } = world.calendar
  return plan.mail.startsWith('nina.') && travelFrom >= 0 && day >= travelFrom && day <= travelTo
}

/** The address of the day: office, its backup line, home (some change it every day), a hotel, a VPN. */
function whereIs(world: World, plan: PersonPlan, turn: Turn): string {
  const day = dayOf(world, turn.fromMs)
  const { office } = world.organisation
  const place = createRandom(`${world.seed} ${plan.mail} hotel`)
  if (isTravelling(world, plan, day))
    return addressIn(place.pick(['telia-se', 'telefonica-es', 'orange-fr']), place)
  if (plan.office !== 'none' && plan.officeDays.includes(weekdayOf(turn.fromMs))) {
    const lines =
      plan.office === 'us' ? office.us : day === world.calendar.officeFailover ? office.backup : office.main
    return turn.random.pick(lines)
  }
  if (plan.vpn !== undefined && turn.random.chance(0.3))
    return addressIn(plan.vpn, createRandom(`vpn ${plan.mail} ${turn.random.int(3)}`))
  return homeAddress(world, plan, day, turn.random)
}

function homeAddress(world: World, plan: PersonPlan, day: number, random: Random): string {
  const moved = isMover(plan) && world.calendar.houseMove >= 0 && day >= world.calendar.houseMove
  const network = moved ? 'telekom-de' : plan.home
  const daily = network === 'telekom-de' || network === 'jio-in'
  const period = daily ? day : Math.floor((day + (hashText(plan.mail) % 20)) / 25)
  const home = createRandom(`${world.seed} ${plan.mail} home ${network} ${period}`)
  const v4 = addressIn(network, home)
  return random.chance(0.25) ? (ipv6Of(network, home.hex(8), random) ?? v4) : v4
}

/** Mostly the place of the day; a phone's network on the way, home again in the evening. */
function deviceOf(world: World, work: Work, at: { timeMs: number; agent: AgentName }): Device {
  const { plan, turn, day } = work
  const localHour = (((at.timeMs / HOUR_MS + plan.offsetHours) % 24) + 24) % 24
  const agent = agentOf(at.agent, plan.mail, day)
  if (isTravelling(world, plan, day)) return { agent, address: whereIs(world, plan, turn) }
  if (localHour > 19 || localHour < 6) return { agent, address: homeAddress(world, plan, day, turn.random) }
  const mobile = MOBILE[plan.offsetHours]
  if (mobile !== undefined && turn.random.chance(0.05))
    return { agent, address: addressIn(mobile, turn.random) }
  return { agent, address: whereIs(world, plan, turn) }
}

/** Operators of phones, by hours east of UTC. */
const MOBILE: Readonly<Record<number, NetworkName>> = { 1: 'o2-de', [-5]: 'tmobile-us', 5.5: 'jio-in' }

interface Work {
  readonly plan: PersonPlan
  readonly turn: Turn
  readonly day: number
}

function accountFor(world: World, { plan, turn }: Work): { account: Account; set: string } {
  const open = Object.entries(plan.sets)
  const weights = open.flatMap(([kind, set]) =>
    kind === 'management' && open.length > 1
      ? []
      : kind === 'production'
        ? [
            [kind, set],
            [kind, set],
          ]
        : [[kind, set]],
  )
  const [kind, set] = turn.random.pick(turn.random.chance(0.1) ? open : weights)
  const account =
    world.organisation.accounts.find((one) => one.kind === kind) ?? world.organisation.production
  return { account, set: String(set) }
}

function workTime({ plan, turn }: Work): number {
  const span = plan.endHour - plan.startHour
  let hour = plan.startHour + turn.random.next() * span
  if (hour > 12 && hour < 13 && turn.random.chance(0.7)) hour += 1.2
  if (turn.random.chance(0.03)) hour = plan.endHour + turn.random.next() * 3
  // Called out of bed.
  if (plan.onCall && turn.random.chance(0.03)) hour = 24 + turn.random.next() * 5
  const timeMs = turn.fromMs + (hour - plan.offsetHours) * HOUR_MS
  return Math.min(Math.max(timeMs, turn.fromMs + MINUTE_MS), turn.fromMs + DAY_MS + 10 * HOUR_MS)
}

function workInConsole(world: World, work: Work): void {
  const { plan, turn } = work
  const { account, set } = accountFor(world, work)
  let timeMs = workTime(work)
  const device = deviceOf(world, work, { timeMs, agent: plan.browser })
  const role = reservedSsoRole(account.id, set)
  let caller = ssoConsole(turn, {
    mail: plan.mail,
    role,
    management: world.organisation.management.id,
    timeMs,
    device,
    region: account.region,
  })
  world.registry.set(`console:${plan.mail}`, caller)
  timeMs += 2500
  const pages: PageName[] = [
    'home',
    ...Array.from({ length: turn.random.between(1, 5) }, () => turn.random.pick(TEAM_PAGES[plan.team])),
  ]
  for (const page of pages) {
    timeMs = openPage(turn, { caller, account, timeMs, page })
    if (turn.random.chance(0.3)) caller = consoleOf(turn, caller)
    timeMs += turn.random.exponential(12 * MINUTE_MS)
  }
}

interface Visit {
  readonly caller: Caller
  readonly account: Account
  readonly timeMs: number
  readonly page: PageName
}

/** A page asks everything at once, then some of it again while it is looked at. @returns when the person leaves it. */
export function openPage(turn: Turn, { caller, account, timeMs, page }: Visit): number {
  const calls: readonly string[] = CONSOLE_PAGES[page]
  let at = timeMs
  for (const name of calls) {
    for (
      let times = name === 's3:GetBucketLocation' || turn.random.chance(0.25) ? turn.random.between(1, 4) : 1;
      times > 0;
      times--
    ) {
      at += turn.random.int(180)
      turn.call(caller, at, name, { request: requestFor(name, account, turn.random) })
    }
  }
  // The page polls in the background.
  for (let polls = turn.random.int(6); polls > 0; polls--) {
    at += 30_000 + turn.random.int(3000)
    const name = turn.random.pick(calls.slice(0, 3))
    turn.call(caller, at, name, { request: requestFor(name, account, turn.random) })
  }
  return at
}

function workInShell(world: World, work: Work): void {
  const { plan, turn } = work
  const { account, set } = accountFor(world, work)
  let timeMs = workTime(work)
  const device = deviceOf(world, work, { timeMs, agent: plan.cli })
  const role = reservedSsoRole(account.id, set)
  const caller = ssoCommandLine(turn, {
    mail: plan.mail,
    role,
    management: world.organisation.management.id,
    timeMs,
    device,
    region: account.region,
  })
  world.registry.set(`shell:${plan.mail}`, caller)
  timeMs += 1500
  const commands = TEAM_COMMANDS[plan.team]
  if (commands.length === 0) return
  for (let count = turn.random.between(1, 6); count > 0; count--) {
    for (const name of turn.random.pick(commands)) {
      timeMs += 800 + turn.random.exponential(4000)
      runCommand(turn, { caller, account, timeMs, name, world })
    }
    timeMs += turn.random.exponential(8 * MINUTE_MS)
  }
}
