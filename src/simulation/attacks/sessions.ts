import { HOUR_MS, MINUTE_MS } from '#kernel/index.ts'
import { AGENTS } from '../data/agents.ts'
import { addressIn } from '../kit/addresses.ts'
import type { Caller } from '../kit/caller.ts'
import type { Turn } from '../kit/turn.ts'
import { listing, objectCall, secretRequest } from '../life/commands.ts'
import { openPage } from '../life/people.ts'
import type { Steps, Story } from '../story.ts'
import type { World } from '../world.ts'
import { pace, stolenSession, thief } from './pace.ts'

export const SESSION_ATTACKS: readonly Story[] = [
  {
    id: 'instance-credentials-outside',
    rows: ['2.5', '2.6', '3.1'],
    name: 'An instance’s credentials, read through a hole in its web server, used from a hosting provider',
    stealth: 2,
    steps(world, turn, startMs) {
      const by = stolenSession(world, turn, {
        name: 'instance:production:web-1',
        network: 'hetzner',
        agent: 'cliKali',
      })
      if (by === undefined) return
      const run = pace(turn, by, startMs, 6000)
      run.look(
        world.organisation.production,
        ['sts:GetCallerIdentity', 's3:ListBuckets', 'iam:ListRoles', 'secretsmanager:ListSecrets'],
        0.3,
      )
      run.do('s3:ListObjects', listing(world.organisation.buckets.customers))
      for (let object = 0; object < 25; object++)
        run.do('s3:GetObject', objectCall(turn, world.organisation.buckets.customers, 'get'))
    },
  },
  {
    id: 'instance-credentials-other-account',
    rows: ['2.5', '3.2'],
    name: 'An instance’s credentials used from an instance of the thief’s own account in the same region',
    stealth: 4,
    steps(world, turn, startMs) {
      const by = stolenSession(world, turn, {
        name: 'instance:production:worker-2',
        network: 'aws-eu-central-1',
        agent: 'boto3Linux',
      })
      if (by === undefined) return
      const run = pace(turn, by, startMs, 12_000)
      run.do('sts:GetCallerIdentity')
      run.do('s3:ListObjects', listing(world.organisation.buckets.lake, 'events/'))
      for (let object = 0; object < 60; object++)
        run.do(
          's3:GetObject',
          objectCall(turn, world.organisation.buckets.lake, 'get', { bytes: 14_000_000 }),
        )
    },
  },
  {
    id: 'function-credentials-outside',
    rows: ['2.5', '2.6'],
    name: 'A function’s credentials, taken from its environment, used from outside AWS',
    stealth: 3,
    steps(world, turn, startMs) {
      const by = stolenSession(world, turn, {
        name: 'function:production:mailer',
        network: 'linode',
        agent: 'pythonRequests',
      })
      if (by === undefined) return
      pace(turn, by, startMs, 20_000).look(
        world.organisation.production,
        [
          'sts:GetCallerIdentity',
          'lambda:ListFunctions20150331',
          'dynamodb:ListTables',
          'ssm:DescribeParameters',
          's3:ListBuckets',
          'sqs:ListQueues',
        ],
        0.4,
      )
    },
  },
  {
    id: 'task-turned',
    rows: ['2.6', '3.1', '3.3'],
    name: 'A task taken over from inside: its own address, but calls it never made',
    stealth: 5,
    steps(world, turn, startMs) {
      const session =
        world.registry.get('task:production:checkout') ?? world.registry.like('task:production:')
      if (session === undefined) return
      const run = pace(turn, session, startMs, 30_000)
      run.do('sts:GetCallerIdentity')
      run.look(
        world.organisation.production,
        ['secretsmanager:ListSecrets', 's3:ListBuckets', 'iam:ListAttachedRolePolicies'],
        0.3,
      )
      for (const app of ['orders', 'ledger', 'billing'])
        run.do('secretsmanager:GetSecretValue', secretRequest(world.organisation.production, app))
      run.do('s3:ListObjects', listing(world.organisation.buckets.backups))
      for (let object = 0; object < 6; object++)
        run.do(
          's3:GetObject',
          objectCall(turn, world.organisation.buckets.backups, 'get', {
            key: `nightly/orders-${object}.dump`,
            bytes: 800_000_000,
          }),
        )
    },
  },
  {
    id: 'sso-session-stolen',
    rows: ['1.2', '2.5', '2.6'],
    name: 'The cached session of an administrator copied off his laptop and used at the same time from elsewhere',
    stealth: 3,
    *steps(world, first, startMs): Steps {
      const found = yield* waitForSession({ world, turn: first, timeMs: startMs, prefix: 'shell:' })
      if (found === undefined) return
      const { turn, timeMs } = found
      const by = thief(found.victim, {
        address: addressIn('datacamp-de', turn.random),
        agent: AGENTS.cliLinux,
      })
      const run = pace(turn, by, timeMs, 15_000)
      run.look(world.organisation.production, [
        'sts:GetCallerIdentity',
        'iam:ListRoles',
        'iam:ListUsers',
        'secretsmanager:ListSecrets',
      ])
      for (const app of ['checkout', 'orders', 'billing', 'ledger', 'mailer'])
        run.do('secretsmanager:GetSecretValue', secretRequest(world.organisation.production, app))
    },
  },
  {
    id: 'console-cookie-stolen',
    rows: ['1.2', '2.6'],
    name: 'A console session’s cookie, taken by a browser extension, used from another country',
    stealth: 4,
    *steps(world, first, startMs): Steps {
      const found = yield* waitForSession({ world, turn: first, timeMs: startMs, prefix: 'console:' })
      if (found === undefined) return
      const { turn, timeMs, victim } = found
      const by: Caller = {
        ...thief(victim, { address: addressIn('proton', turn.random), agent: AGENTS.chromeWindows }),
        console: true,
      }
      const account = world.organisation.production
      const laterMs = openPage(turn, { caller: by, account, timeMs: timeMs + 4 * MINUTE_MS, page: 'secrets' })
      const run = pace(turn, by, laterMs, 25_000)
      for (const app of ['checkout', 'ledger'])
        run.do('secretsmanager:GetSecretValue', secretRequest(account, app))
      openPage(turn, { caller: by, account, timeMs: run.timeMs() + MINUTE_MS, page: 'rds' })
    },
  },
]

interface Wait {
  readonly world: World
  readonly turn: Turn
  readonly timeMs: number
  readonly prefix: 'shell:' | 'console:'
}

/** Lies in wait until somebody has a session in production that is good for hours; gives up after five days. */
function* waitForSession(
  wait: Wait,
): Generator<number, (Wait & { readonly victim: Caller }) | undefined, Turn> {
  const { world, prefix } = wait
  let { turn, timeMs } = wait
  for (let hours = 0; hours < 120; hours++) {
    const now = timeMs
    const victim = world.registry.like(prefix, ({ account, expiresMs = 0 }) => {
      const isFresh = expiresMs > now + 5 * HOUR_MS && expiresMs - 8 * HOUR_MS < now
      return account === world.organisation.production.id && isFresh
    })
    if (victim !== undefined) return { world, prefix, turn, timeMs, victim }
    timeMs += HOUR_MS
    turn = yield timeMs
  }
  return undefined
}
