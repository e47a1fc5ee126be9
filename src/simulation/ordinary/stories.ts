import { HOUR_MS, MINUTE_MS } from '#kernel/index.ts'
import { createKey } from '../attacks/keys.ts'
import { type Pace, pace } from '../attacks/pace.ts'
import { AGENTS } from '../data/agents.ts'
import { SCANNER_CALLS } from '../data/service-habits.ts'
import { addressIn } from '../kit/addresses.ts'
import type { Caller } from '../kit/caller.ts'
import { denied } from '../kit/denied.ts'
import { accessKeyId, stableHex } from '../kit/ids.ts'
import { plainSession, reservedSsoRole, role, rootIdentity } from '../kit/principals.ts'
import { createRandom } from '../kit/random.ts'
import { foreignAssumes } from '../kit/sessions.ts'
import { ssoCommandLine } from '../kit/sign-in.ts'
import type { Turn } from '../kit/turn.ts'
import { listing, objectCall, secretRequest } from '../life/commands.ts'
import { groupRule, webIdentity } from '../life/delivery.ts'
import { legacyUser } from '../life/legacy-users.ts'
import { snapshotCreation } from '../life/nightly.ts'
import { openPage } from '../life/people.ts'
import { vendorCaller } from '../life/vendors.ts'
import type { Account } from '../organisation.ts'
import type { Steps, Story } from '../story.ts'
import type { World } from '../world.ts'

interface Employee {
  readonly mail: string
  readonly set: string
  readonly account: Account
  readonly address: string
  readonly agent?: string
}

/** Somebody of the organisation at the command line, with his own session. */
function signIn(world: World, turn: Turn, who: Employee, timeMs: number): Caller {
  const device = { address: who.address, agent: who.agent ?? AGENTS.cliMac }
  const made = {
    mail: who.mail,
    role: reservedSsoRole(who.account.id, who.set),
    management: world.organisation.management.id,
    timeMs,
    device,
    region: who.account.region,
  }
  return ssoCommandLine(turn, made)
}

const officeOf = (world: World): string => world.organisation.office.main[0] ?? ''

export const ORDINARY_STORIES: readonly Story[] = [
  {
    id: 'ordinary-key-rotation',
    rows: ['2.1', '2.2', '2.3'],
    name: 'The owner of a key makes a new one, tries it, switches the old one off and deletes it',
    stealth: 1,
    steps(world, turn, startMs) {
      const owner = legacyUser(world, 'statuspage')
      const run = pace(turn, owner.caller, startMs, 30_000)
      const made = createKey(turn, run, owner.user)
      world.registry.set(`key:${owner.user.name}`, made)
      const next = run.as(made).wait(5 * MINUTE_MS)
      next.do('sts:GetCallerIdentity')
      next.do('monitoring:GetMetricData')
      next.do('iam:UpdateAccessKey', {
        request: { userName: owner.user.name, accessKeyId: owner.key, status: 'Inactive' },
      })
      next
        .wait(3 * HOUR_MS)
        .do('iam:DeleteAccessKey', { request: { userName: owner.user.name, accessKeyId: owner.key } })
    },
  },
  {
    id: 'ordinary-vendor-call',
    rows: ['4.1', '4.2'],
    name: 'An administrator opens a port for a vendor’s address during a call and closes it after it',
    stealth: 1,
    steps(world, turn, startMs) {
      const account = world.organisation.production
      const caller = signIn(
        world,
        turn,
        { mail: 'anna.keller@example.com', set: 'AdministratorAccess', account, address: officeOf(world) },
        startMs,
      )
      const rule = {
        group: `sg-0${stableHex(`${account.id} group 2`, 16)}`,
        account,
        cidr: `${addressIn('verizon-us', turn.random)}/32`,
        port: 22,
      }
      const run = pace(turn, caller, startMs + 5000, 15_000)
      run.look(account, ['ec2:DescribeSecurityGroups'])
      run.do('ec2:AuthorizeSecurityGroupIngress', groupRule(turn, rule))
      run.wait(95 * MINUTE_MS).do('ec2:RevokeSecurityGroupIngress', {
        ...groupRule(turn, rule),
        response: { requestId: turn.random.uuid(), _return: true },
      })
    },
  },
  {
    id: 'ordinary-incident-night',
    rows: ['1.1', '2.6'],
    name: 'On call at three in the morning: many secrets read while a service is deployed again by hand',
    stealth: 1,
    steps(world, turn, startMs) {
      const account = world.organisation.production
      const address = addressIn('vodafone-de', createRandom(`${world.seed} night`))
      const caller = signIn(
        world,
        turn,
        {
          mail: 'jonas.brandt@example.com',
          set: 'AdministratorAccess',
          account,
          address,
          agent: AGENTS.cliLinux,
        },
        startMs,
      )
      const run = pace(turn, caller, startMs + 4000, 6000)
      run.look(account, [
        'ecs:DescribeServices',
        'logs:FilterLogEvents',
        'logs:FilterLogEvents',
        'monitoring:DescribeAlarms',
        'rds:DescribeDBInstances',
        'secretsmanager:ListSecrets',
      ])
      for (const app of [...account.apps, 'shared', 'smtp', 'partner-api', 'payment'])
        run.do('secretsmanager:GetSecretValue', secretRequest(account, app))
      for (const app of account.apps.slice(0, 5))
        run.do('ecs:UpdateService', {
          request: { cluster: 'main', service: app, forceNewDeployment: true },
          response: { service: { serviceName: app, status: 'ACTIVE' } },
        })
    },
  },
  {
    id: 'ordinary-recovery-test',
    rows: ['3.4', '3.6'],
    name: 'A recovery test: snapshots shared with another account of the organisation and copied there',
    stealth: 1,
    steps(world, turn, startMs) {
      const { production, development } = world.organisation
      const who = {
        mail: 'priya.nair@example.com',
        set: 'AdministratorAccess',
        address: addressIn('airtel-in', createRandom(`${world.seed} priya`)),
      }
      const run = pace(
        turn,
        signIn(world, turn, { ...who, account: production }, startMs),
        startMs + 4000,
        20_000,
      )
      const other = signIn(world, turn, { ...who, account: development }, startMs + 20 * MINUTE_MS)
      for (let disk = 0; disk < 4; disk++) {
        const snapshot = `snap-0${turn.random.hex(16)}`
        run.do(
          'ec2:CreateSnapshot',
          snapshotCreation(`vol-0${stableHex(`test ${disk}`, 16)}`, snapshot, production),
        )
        run.do('ec2:ModifySnapshotAttribute', {
          request: {
            snapshotId: snapshot,
            createVolumePermission: { add: { items: [{ userId: development.id }] } },
            attributeType: 'CREATE_VOLUME_PERMISSION',
          },
          response: { requestId: turn.random.uuid(), _return: true },
        })
        turn.call(other, run.timeMs() + 25 * MINUTE_MS, 'ec2:CopySnapshot', {
          request: { sourceRegion: production.region, sourceSnapshotId: snapshot, encrypted: true },
          response: { requestId: turn.random.uuid(), snapshotId: `snap-0${turn.random.hex(16)}` },
        })
      }
    },
  },
  {
    id: 'ordinary-pentest',
    rows: ['1.1', '1.3', '2.4'],
    name: 'A penetration test by a firm with a role of its own: much is listed, much refused',
    stealth: 1,
    steps(world, turn, startMs) {
      const account = world.organisation.development
      const from = vendorCaller('121212121212', 'assessor', {
        agent: AGENTS.cliKali,
        address: addressIn('ovh', turn.random),
      })
      const session = foreignAssumes(turn, from, {
        role: role(account.id, 'security-assessment'),
        session: 'assessment',
        timeMs: startMs,
        externalId: 'assess-2026',
        region: account.region,
      })
      pace(turn, session, startMs + 3000, 1500).look(account, turn.random.sample(SCANNER_CALLS, 70), 0.4)
    },
  },
  {
    id: 'ordinary-office-download',
    rows: ['3.2', '3.3'],
    name: 'An analyst fetches a month of exports to his desk in the office',
    stealth: 1,
    steps(world, turn, startMs) {
      const account = world.organisation.production
      const caller = signIn(
        world,
        turn,
        { mail: 'omar.haddad@example.com', set: 'DataAccess', account, address: officeOf(world) },
        startMs,
      )
      const bucket = world.organisation.buckets.customers
      const run = pace(turn, caller, startMs + 4000, 700)
      for (let part = 0; part < 3; part++) run.do('s3:ListObjects', listing(bucket))
      for (let object = 0; object < 350; object++) run.do('s3:GetObject', objectCall(turn, bucket, 'get'))
    },
  },
  {
    id: 'ordinary-group-replacement',
    rows: ['4.2', '4.3'],
    name: 'Terraform replaces all security groups of an account',
    stealth: 1,
    steps(world, turn, startMs) {
      const account = world.organisation.production
      const session = webIdentity(turn, {
        role: role(account.id, 'github-terraform'),
        timeMs: startMs,
        repository: 'infrastructure',
        agent: AGENTS.terraform,
      })
      const run = pace(turn, session, startMs + 4000, 1500)
      for (let index = 0; index < 14; index++) replaceGroup(turn, run, { account, index })
    },
  },
  {
    id: 'ordinary-broken-app',
    rows: ['1.1'],
    name: 'A deploy with a wrong policy: an app is refused thousands of times until somebody wakes up',
    stealth: 1,
    *steps(world, first, startMs): Steps {
      let turn = first
      for (let hour = 0; hour < 10; hour++) {
        const session =
          world.registry.get('task:production:billing') ?? world.registry.like('task:production:')
        if (session === undefined) return
        for (let count = 0; count < 400; count++) {
          turn.call(session, turn.someTime(), 'kms:Decrypt', {
            error: denied(session, 'kms:Decrypt', world.organisation.production.kmsKey),
          })
        }
        turn = yield startMs + (hour + 1) * HOUR_MS
      }
    },
  },
  {
    id: 'ordinary-root-billing',
    rows: ['1.5', '1.6'],
    name: 'Root used once, from the office and with its second factor, for a planned change of payment',
    stealth: 1,
    steps(world, turn, startMs) {
      const account = world.organisation.management
      const device = { address: officeOf(world), agent: AGENTS.chromeMac }
      const base = { account: account.id, region: 'us-east-1', ...device }
      turn.call({ ...base, identity: rootIdentity(account.id, undefined) }, startMs, 'signin:ConsoleLogin', {
        response: { ConsoleLogin: 'Success' },
        additional: {
          LoginTo: 'https://console.aws.amazon.com/billing/home',
          MobileVersion: 'No',
          MFAIdentifier: `arn:aws:iam::${account.id}:mfa/root-safe`,
          MFAUsed: 'Yes',
        },
        eventType: 'AwsConsoleSignIn',
      })
      const identity = rootIdentity(
        account.id,
        accessKeyId('ASIA', account.id, turn.random),
        plainSession(startMs, true),
      )
      const caller: Caller = { ...base, identity, console: true }
      const atMs = openPage(turn, { caller, account, timeMs: startMs + 4000, page: 'billing' })
      pace(turn, caller, atMs, 60_000).do('payments:UpdatePaymentPreferences', {
        request: { paymentInstrument: 'HIDDEN_DUE_TO_SECURITY_REASONS' },
      })
    },
  },
  {
    id: 'ordinary-service-adoption',
    rows: ['1.3'],
    name: 'The data team takes up a service that nobody here used before',
    stealth: 1,
    steps(world, turn, startMs) {
      const account = world.organisation.production
      for (const [index, mail] of [
        'nina.hoffmann@example.com',
        'omar.haddad@example.com',
        'grace.lopez@example.com',
      ].entries()) {
        const timeMs = startMs + index * 25 * HOUR_MS
        const address = mail.startsWith('grace') ? (world.organisation.office.us[0] ?? '') : officeOf(world)
        const caller = signIn(
          world,
          turn,
          { mail, set: 'DataAccess', account, address, agent: AGENTS.boto3Mac },
          timeMs,
        )
        const run = pace(turn, caller, timeMs + 4000, 9000)
        run.do('bedrock:ListFoundationModels', { host: 'bedrock.*.amazonaws.com' })
        for (let call = 0; call < 40; call++)
          run.do('bedrock:InvokeModel', {
            request: { modelId: 'eu.anthropic.claude-sonnet-4-20250514-v1:0' },
          })
        run.do('bedrock:CreateKnowledgeBase', {
          request: { name: `notes-${index}` },
          response: { knowledgeBase: { name: `notes-${index}`, status: 'CREATING' } },
          host: 'bedrock-agent.*.amazonaws.com',
        })
      }
    },
  },
  {
    id: 'ordinary-game-day',
    rows: ['5.6', '2.6'],
    name: 'A game day in the development account: instances ended, a recorder stopped and started again',
    stealth: 1,
    steps(world, turn, startMs) {
      const account = world.organisation.development
      const caller = signIn(
        world,
        turn,
        { mail: 'anna.keller@example.com', set: 'AdministratorAccess', account, address: officeOf(world) },
        startMs,
      )
      const run = pace(turn, caller, startMs + 4000, 40_000)
      run.look(account, ['ec2:DescribeInstances', 'config:DescribeConfigurationRecorders'])
      run.do('config:StopConfigurationRecorder', { request: { configurationRecorderName: 'default' } })
      for (const instance of account.instances.slice(0, 2))
        run.do('ec2:RebootInstances', {
          request: { instancesSet: { items: [{ instanceId: instance.id }] } },
          response: { requestId: turn.random.uuid(), _return: true },
        })
      run.do('monitoring:DisableAlarmActions', { request: { alarmNames: ['dev-latency'] } })
      run
        .wait(50 * MINUTE_MS)
        .do('config:StartConfigurationRecorder', { request: { configurationRecorderName: 'default' } })
      run.do('monitoring:EnableAlarmActions', { request: { alarmNames: ['dev-latency'] } })
    },
  },
]

/** A new group beside the old one, attached, and the old one gone. */
function replaceGroup(turn: Turn, run: Pace, { account, index }: { account: Account; index: number }): void {
  const [old, next] = [`sg-0${stableHex(`${account.id} group ${index}`, 16)}`, `sg-0${turn.random.hex(16)}`]
  run.do('ec2:CreateSecurityGroup', {
    request: {
      groupName: `app-${index}-v2`,
      groupDescription: 'Managed by Terraform',
      vpcId: `vpc-0${stableHex(account.id, 16)}`,
    },
    response: { requestId: turn.random.uuid(), _return: true, groupId: next },
  })
  run.do('ec2:RevokeSecurityGroupEgress', {
    request: {
      groupId: next,
      ipPermissions: {
        items: [
          {
            ipProtocol: '-1',
            groups: {},
            ipRanges: { items: [{ cidrIp: '0.0.0.0/0' }] },
            ipv6Ranges: {},
            prefixListIds: {},
          },
        ],
      },
    },
    response: { requestId: turn.random.uuid(), _return: true },
  })
  run.do(
    'ec2:AuthorizeSecurityGroupIngress',
    groupRule(turn, {
      group: next,
      account,
      cidr: index === 0 ? '0.0.0.0/0' : '10.20.0.0/16',
      port: 443,
    }),
  )
  run.do('ec2:ModifyNetworkInterfaceAttribute', {
    request: {
      networkInterfaceId: `eni-0${turn.random.hex(16)}`,
      groupSet: { items: [{ groupId: next }] },
    },
    response: { requestId: turn.random.uuid(), _return: true },
  })
  run.do('ec2:DeleteSecurityGroup', {
    request: { groupId: old },
    response: { requestId: turn.random.uuid(), _return: true, groupId: old },
  })
}
