import { MINUTE_MS } from '#kernel/index.ts'
import { AGENTS } from '../data/agents.ts'
import { addressIn } from '../kit/addresses.ts'
import { stableHex } from '../kit/ids.ts'
import { failedSignIn } from '../kit/sign-in.ts'
import { legacyUser } from '../life/legacy-users.ts'
import type { Story } from '../story.ts'
import { pace, stolenKey } from './pace.ts'

const SPRAYED = ['horvat', 'novak', 'olsen', 'dubois', 'patel', 'romero', 'schmidt', 'moreau'] as const

export const FOOTHOLD_ATTACKS: readonly Story[] = [
  {
    id: 'password-spray',
    rows: ['1.2'],
    name: 'One or two passwords tried for each of many users, from many addresses; none fits',
    stealth: 3,
    steps(world, turn, startMs) {
      let timeMs = startMs
      for (const name of [...SPRAYED, ...SPRAYED]) {
        timeMs += 2 * MINUTE_MS + turn.random.exponential(4 * MINUTE_MS)
        const device = {
          address: addressIn(turn.random.pick(['mullvad', 'proton', 'ovh']), turn.random),
          agent: AGENTS.chromeWindows,
        }
        failedSignIn(turn, { user: legacyUser(world, name).user, timeMs, device, mfa: false })
      }
    },
  },
  {
    id: 'commands-on-servers',
    rows: ['2.6', '1.3'],
    name: 'Commands sent to every server by Systems Manager, a session opened to one',
    stealth: 3,
    steps(world, turn, startMs) {
      const { thief: by, account } = stolenKey(world, turn, {
        user: 'horvat',
        network: 'm247-de',
        agent: 'cliLinux',
      })
      const instanceIds = account.instances.map(({ id }) => id)
      const run = pace(turn, by, startMs, 15_000)
      run.look(account, ['ssm:DescribeInstanceInformation', 'ec2:DescribeInstances'])
      run.do('ssm:SendCommand', {
        request: {
          documentName: 'AWS-RunShellScript',
          instanceIds,
          parameters: 'HIDDEN_DUE_TO_SECURITY_REASONS',
          interactive: false,
        },
        response: {
          command: {
            commandId: turn.random.uuid(),
            documentName: 'AWS-RunShellScript',
            status: 'Pending',
            targetCount: instanceIds.length,
          },
        },
      })
      run.do('ssm:ListCommandInvocations', { request: { maxResults: 50, details: true } })
      run.do('ssm:StartSession', {
        request: { target: instanceIds[0] ?? '' },
        response: {
          sessionId: `z.horvat-${turn.random.hex(17)}`,
          tokenValue: 'Value hidden due to security reasons.',
        },
      })
    },
  },
  {
    id: 'replica-abroad',
    rows: ['3.6', '3.4'],
    name: 'A replica of the database in a region nobody uses, made public there',
    stealth: 4,
    steps(world, turn, startMs) {
      const { thief: by, account } = stolenKey(world, turn, {
        user: 'lindberg',
        network: 'mullvad',
        agent: 'cliLinux',
      })
      const source = `arn:aws:rds:${account.region}:${account.id}:db:orders`
      const region = 'ap-southeast-1'
      const run = pace(turn, by, startMs, 20_000)
      run.look(account, ['rds:DescribeDBInstances'])
      run.do('rds:CreateDBInstanceReadReplica', {
        region,
        request: {
          dBInstanceIdentifier: 'orders-read',
          sourceDBInstanceIdentifier: source,
          sourceRegion: account.region,
          publiclyAccessible: true,
        },
        response: { dBInstanceIdentifier: 'orders-read', dBInstanceStatus: 'creating', engine: 'postgres' },
      })
      run.wait(30 * MINUTE_MS).do('rds:PromoteReadReplica', {
        region,
        request: { dBInstanceIdentifier: 'orders-read' },
        response: { dBInstanceIdentifier: 'orders-read', dBInstanceStatus: 'modifying' },
      })
    },
  },
  {
    id: 'group-opened-v6',
    rows: ['4.1', '4.3'],
    name: 'Remote desktop opened to all of IPv6 and to a prefix list, and left open',
    stealth: 3,
    steps(world, turn, startMs) {
      const { thief: by, account } = stolenKey(world, turn, {
        user: 'airbyte',
        network: 'linode',
        agent: 'boto3Script',
      })
      const group = `sg-0${stableHex(`${account.id} group 6`, 16)}`
      const open = { ipProtocol: 'tcp', fromPort: 3389, toPort: 3389, groups: {}, ipRanges: {} }
      const run = pace(turn, by, startMs, 9000)
      run.look(account, ['ec2:DescribeSecurityGroups', 'ec2:DescribeManagedPrefixLists'])
      for (const rest of [
        { ipv6Ranges: { items: [{ cidrIpv6: '::/0' }] }, prefixListIds: {} },
        { ipv6Ranges: {}, prefixListIds: { items: [{ prefixListId: 'pl-0a1b2c3d4e5f60718' }] } },
      ]) {
        run.do('ec2:AuthorizeSecurityGroupIngress', {
          request: { groupId: group, ipPermissions: { items: [{ ...open, ...rest }] } },
          response: { requestId: turn.random.uuid(), _return: true },
        })
      }
    },
  },
  {
    id: 'lake-queried',
    rows: ['3.2', '3.4', '1.1'],
    name: 'The lake emptied by queries: results written to a bucket and fetched from a hosting provider',
    stealth: 4,
    steps(world, turn, startMs) {
      const { thief: by, account } = stolenKey(world, turn, {
        user: 'looker',
        network: 'ovh',
        agent: 'boto3Script',
      })
      const run = pace(turn, by, startMs, 20_000)
      run.look(account, ['glue:GetDatabases', 'athena:ListWorkGroups'])
      for (let query = 0; query < 12; query++) {
        const queryExecutionId = turn.random.uuid()
        run.do('athena:StartQueryExecution', {
          request: {
            queryString: 'HIDDEN_DUE_TO_SECURITY_REASONS',
            clientRequestToken: turn.random.uuid(),
            resultConfiguration: { outputLocation: 's3://query-results-8841/' },
            workGroup: 'primary',
          },
          response: { queryExecutionId },
        })
        for (let page = 0; page < 6; page++)
          run.do('athena:GetQueryResults', { request: { queryExecutionId, maxResults: 1000 } })
      }
    },
  },
]
