import { DAY_MS, HOUR_MS, MINUTE_MS } from '#kernel/index.ts'
import { AGENTS } from '../data/agents.ts'
import { SCANNER_CALLS } from '../data/service-habits.ts'
import { addressIn } from '../kit/addresses.ts'
import type { Caller } from '../kit/caller.ts'
import { accessKeyId } from '../kit/ids.ts'
import { type IamUser, iamUser, iamUserIdentity, plainSession, rootIdentity } from '../kit/principals.ts'
import { failedSignIn, passwordSignIn } from '../kit/sign-in.ts'
import { javaDate } from '../kit/time-text.ts'
import type { Turn } from '../kit/turn.ts'
import { listing, objectCall } from '../life/commands.ts'
import { legacyUser } from '../life/legacy-users.ts'
import { openPage } from '../life/people.ts'
import type { Story } from '../story.ts'
import { type Pace, pace, stolenKey, thief } from './pace.ts'

/** CreateAccessKey for a user. @returns the new key in the same hands. */
export function createKey(turn: Turn, by: Pace, user: IamUser, self = false): Caller {
  const key = accessKeyId('AKIA', user.account, turn.random)
  by.do('iam:CreateAccessKey', {
    request: self ? null : { userName: user.name },
    response: {
      accessKey: {
        userName: user.name,
        accessKeyId: key,
        status: 'Active',
        createDate: javaDate(by.timeMs()),
      },
    },
  })
  const { expiresMs: _, console: __, ...rest } = by.caller
  return { ...rest, account: user.account, identity: iamUserIdentity(user, key) }
}

export const KEY_ATTACKS: readonly Story[] = [
  {
    id: 'leaked-key-hosting',
    rows: ['1.1', '1.2', '1.3'],
    name: 'A developer key found in public, tried by a tool from a hosting provider: everything is asked, much is refused',
    stealth: 1,
    steps(world, turn, startMs) {
      const { thief: by, account } = stolenKey(world, turn, {
        user: 'devTom',
        network: 'digitalocean',
        agent: 'boto3Script',
      })
      const run = pace(turn, by, startMs, 900)
      run.do('sts:GetCallerIdentity')
      run.look(account, turn.random.sample(SCANNER_CALLS, 60), 0.55)
      run.look(
        account,
        [
          'ses:GetSendQuota',
          'bedrock:ListFoundationModels',
          'dynamodb:ListTables',
          'secretsmanager:ListSecrets',
          'ecr:DescribeRepositories',
        ],
        0.4,
      )
      run.refused('iam:CreateUser', `arn:aws:iam::${account.id}:user/support`)
    },
  },
  {
    id: 'quiet-key-vpn',
    rows: ['1.2', '2.6', '3.3'],
    name: 'A key used with care: from a VPN in the owner’s country, at his hours, a few calls a day, then one bucket',
    stealth: 5,
    steps(world, turn, startMs) {
      const { thief: by, account } = stolenKey(world, turn, {
        user: 'novak',
        network: 'm247-de',
        agent: 'cliLinux',
      })
      const noonMs = Math.floor(startMs / DAY_MS) * DAY_MS + DAY_MS + 10 * HOUR_MS
      for (let day = 0; day < 3; day++) {
        const run = pace(turn, by, noonMs + day * DAY_MS + turn.random.int(4 * HOUR_MS), 50_000)
        if (day === 0) run.do('sts:GetCallerIdentity')
        run.look(account, ['logs:DescribeLogGroups', 's3:ListBuckets'])
        run.do('s3:ListObjects', listing(world.organisation.buckets.customers))
        for (let object = 0; object < 4 * day; object++)
          run.do(
            's3:GetObject',
            objectCall(turn, world.organisation.buckets.customers, 'get', { bytes: 9_000_000 }),
          )
      }
    },
  },
  {
    id: 'dormant-key',
    rows: ['2.3', '1.2'],
    name: 'An inactive key of a forgotten user is switched on again and used through Tor',
    stealth: 2,
    steps(world, turn, startMs) {
      const { thief: by } = stolenKey(world, turn, { user: 'braun', network: 'contabo', agent: 'cliKali' })
      const old = legacyUser(world, 'oldDeployer')
      const run = pace(turn, by, startMs, 9000)
      run.look(old.account, ['iam:ListUsers'])
      for (const name of ['legacy-reporting', 'backup-sync', 'old-deployer'])
        run.do('iam:ListAccessKeys', { request: { userName: name } })
      run.do('iam:UpdateAccessKey', {
        request: { userName: old.user.name, accessKeyId: old.key, status: 'Active' },
      })
      const next = run
        .as(thief(old.caller, { address: addressIn('tor', turn.random), agent: AGENTS.cliKali }))
        .wait(11 * MINUTE_MS)
      next.do('sts:GetCallerIdentity')
      next.look(old.account, [
        's3:ListBuckets',
        'iam:ListAttachedUserPolicies',
        'ec2:DescribeInstances',
        'lambda:ListFunctions20150331',
      ])
    },
  },
  {
    id: 'key-for-another',
    rows: ['2.1', '2.2', '2.3'],
    name: 'A stolen key makes a key for another user and uses it three minutes later',
    stealth: 2,
    steps(world, turn, startMs) {
      const { thief: by, account } = stolenKey(world, turn, {
        user: 'dubois',
        network: 'vultr',
        agent: 'goScript',
      })
      const run = pace(turn, by, startMs, 5000)
      run.look(account, [
        'sts:GetCallerIdentity',
        'iam:ListUsers',
        'iam:ListAccessKeys',
        'iam:ListAttachedUserPolicies',
      ])
      const made = createKey(turn, run, iamUser(account.id, 'ses-smtp'))
      const next = run.as(made).wait(3 * MINUTE_MS)
      next.do('sts:GetCallerIdentity')
      next.look(account, ['ses:GetSendQuota', 's3:ListBuckets', 'ses:ListIdentities'])
    },
  },
  {
    id: 'password-guessing',
    rows: ['1.2', '2.1'],
    name: 'The console’s password guessed in a row of tries, then in without a second factor, then a key',
    stealth: 1,
    steps(world, turn, startMs) {
      const { user, account } = legacyUser(world, 'baker')
      const device = { address: addressIn('viettel-vn', turn.random), agent: AGENTS.chromeWindows }
      let timeMs = startMs
      for (let attempt = 0; attempt < 17; attempt++)
        failedSignIn(turn, { user, device, mfa: false, timeMs: (timeMs += 5000 + turn.random.int(20_000)) })
      const caller = passwordSignIn(turn, {
        user,
        device,
        mfa: false,
        timeMs: (timeMs += 9000),
        region: 'us-east-1',
      })
      timeMs = openPage(turn, { caller, account, timeMs: timeMs + 3000, page: 'iam' })
      const made = createKey(turn, pace(turn, caller, timeMs, 30_000), user, true)
      pace(turn, { ...made, agent: AGENTS.boto3Script }, timeMs + 4 * MINUTE_MS).look(account, [
        'sts:GetCallerIdentity',
        's3:ListBuckets',
        'ec2:DescribeInstances',
      ])
    },
  },
  {
    id: 'root-key',
    rows: ['1.5'],
    name: 'An old access key of root appears from a hosting provider',
    stealth: 1,
    steps(world, turn, startMs) {
      const account = world.organisation.development
      const identity = rootIdentity(account.id, accessKeyId('AKIA', account.id, turn.random))
      const caller: Caller = {
        account: account.id,
        region: account.region,
        identity,
        address: addressIn('ovh', turn.random),
        agent: AGENTS.boto3Script,
      }
      pace(turn, caller, startMs).look(account, [
        'sts:GetCallerIdentity',
        's3:ListBuckets',
        'iam:ListUsers',
        'ec2:DescribeInstances',
        'iam:GetAccountSummary',
      ])
    },
  },
  {
    id: 'root-recovered',
    rows: ['1.5', '1.6'],
    name: 'The root password recovered by a stolen mailbox; in without a second factor; contacts changed',
    stealth: 2,
    steps(world, turn, startMs) {
      const account = world.organisation.development
      const device = { address: addressIn('mtn-ng', turn.random), agent: AGENTS.chromeWindows }
      const at = (session?: boolean): Caller => ({
        account: account.id,
        region: 'us-east-1',
        identity: rootIdentity(account.id, undefined, session ? plainSession(startMs, false) : undefined),
        ...device,
      })
      const run = pace(turn, at(), startMs, 40_000)
      run.do('signin:PasswordRecoveryRequested', {
        response: { PasswordRecoveryRequested: 'Success' },
        eventType: 'AwsConsoleSignIn',
      })
      run.do('signin:PasswordRecoveryCompleted', {
        response: { PasswordRecoveryCompleted: 'Success' },
        eventType: 'AwsConsoleSignIn',
      })
      run.do('signin:ConsoleLogin', {
        response: { ConsoleLogin: 'Success' },
        additional: {
          LoginTo: 'https://console.aws.amazon.com/console/home',
          MobileVersion: 'No',
          MFAUsed: 'No',
        },
        eventType: 'AwsConsoleSignIn',
      })
      const inside = run.as({
        ...at(true),
        console: true,
        identity: rootIdentity(
          account.id,
          accessKeyId('ASIA', account.id, turn.random),
          plainSession(run.timeMs(), false),
        ),
      })
      inside.do('account:GetContactInformation')
      inside.do('account:PutContactInformation', {
        request: { contactInformation: 'HIDDEN_DUE_TO_SECURITY_REASONS' },
      })
      inside.do('account:PutAlternateContact', {
        request: {
          alternateContactType: 'SECURITY',
          emailAddress: 'HIDDEN_DUE_TO_SECURITY_REASONS',
          name: 'HIDDEN_DUE_TO_SECURITY_REASONS',
        },
      })
      inside.do('account:EnableRegion', { request: { RegionName: 'me-south-1' } })
    },
  },
  {
    id: 'new-admin-user',
    rows: ['2.1', '2.2'],
    name: 'A stolen key makes an administrator with a password, who signs in',
    stealth: 2,
    steps(world, turn, startMs) {
      const { thief: by, account } = stolenKey(world, turn, {
        user: 'olsen',
        network: 'linode',
        agent: 'cliLinux',
      })
      const user = iamUser(account.id, 'svc-support')
      const run = pace(turn, by, startMs, 8000)
      run.look(account, ['sts:GetCallerIdentity', 'iam:ListUsers', 'iam:ListPolicies'])
      run.do('iam:CreateUser', {
        request: { userName: user.name },
        response: {
          user: {
            path: '/',
            userName: user.name,
            userId: user.id,
            arn: user.arn,
            createDate: javaDate(run.timeMs()),
          },
        },
      })
      run.do('iam:AttachUserPolicy', {
        request: { userName: user.name, policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' },
      })
      run.do('iam:CreateLoginProfile', {
        request: { userName: user.name, passwordResetRequired: false },
        response: {
          loginProfile: {
            userName: user.name,
            createDate: javaDate(run.timeMs()),
            passwordResetRequired: false,
          },
        },
      })
      const device = { address: by.address, agent: AGENTS.firefoxLinux }
      const caller = passwordSignIn(turn, {
        user,
        device,
        mfa: false,
        timeMs: run.timeMs() + 6 * MINUTE_MS,
        region: 'us-east-1',
      })
      openPage(turn, { caller, account, timeMs: run.timeMs() + 7 * MINUTE_MS, page: 'ec2' })
    },
  },
  {
    id: 'slow-survey',
    rows: ['1.3', '1.1'],
    name: 'One new service every half hour for two days, from a VPN in the owner’s country',
    stealth: 4,
    steps(world, turn, startMs) {
      const { thief: by, account } = stolenKey(world, turn, {
        user: 'ito',
        network: 'm247-us',
        agent: 'cliMac',
      })
      const names = [
        'sts:GetCallerIdentity',
        'rds:DescribeDBInstances',
        'secretsmanager:ListSecrets',
        'kms:ListKeys',
        'glue:GetDatabases',
        'athena:ListWorkGroups',
        'ssm:DescribeParameters',
        'ecr:DescribeRepositories',
        'backup:ListBackupJobs',
        'dynamodb:ListTables',
        'elasticfilesystem:DescribeFileSystems',
        'cloudfront:ListDistributions',
        'route53:ListHostedZones',
        'states:ListStateMachines',
        'organizations:DescribeOrganization',
        'guardduty:ListDetectors',
        'cloudtrail:DescribeTrails',
        'acm:ListCertificates',
      ]
      for (const [index, name] of names.entries())
        pace(turn, by, startMs + index * 37 * MINUTE_MS + turn.random.int(20 * MINUTE_MS)).look(
          account,
          [name],
          0.15,
        )
    },
  },
]
