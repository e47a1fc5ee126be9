import { HOUR_MS, MINUTE_MS } from '#kernel/index.ts'
import { AGENTS } from '../data/agents.ts'
import { addressIn } from '../kit/addresses.ts'
import type { Caller } from '../kit/caller.ts'
import { accessKeyId } from '../kit/ids.ts'
import { role } from '../kit/principals.ts'
import type { Identity } from '../kit/record.ts'
import { assume, assumeDenied, foreignAssumes } from '../kit/sessions.ts'
import { isoSecond, javaDate } from '../kit/time-text.ts'
import { listing, objectCall, secretRequest } from '../life/commands.ts'
import { webIdentity } from '../life/delivery.ts'
import { openPage } from '../life/people.ts'
import { vendorCaller } from '../life/vendors.ts'
import type { Story } from '../story.ts'
import { pace, stolenKey, stolenSession, thief } from './pace.ts'

/** Accounts of those who steal. */
export const THIEF_ACCOUNT = '999988887777'
export const OTHER_THIEF_ACCOUNT = '101010101010'

export const SESSION_ATTACKS: readonly Story[] = [
  {
    id: 'instance-credentials-outside',
    rows: ['2.5', '2.6', '3.1'],
    name: 'An instance’s credentials, read through a hole in its web server, used from a hosting provider',
    stealth: 2,
    *steps(world, turn, startMs) {
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
    *steps(world, turn, startMs) {
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
    *steps(world, turn, startMs) {
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
    *steps(world, turn, startMs) {
      const session = world.registry.get('task:production:checkout')
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
    *steps(world, first, startMs) {
      let [turn, timeMs] = [first, startMs]
      let by = stolenSession(world, turn, {
        name: 'shell:jonas.brandt@example.com',
        network: 'datacamp-de',
        agent: 'cliLinux',
      })
      for (let tries = 0; tries < 96; tries++) {
        if (
          by !== undefined &&
          by.account === world.organisation.production.id &&
          (by.expiresMs ?? 0) > timeMs + HOUR_MS &&
          (by.expiresMs ?? 0) - 8 * HOUR_MS < timeMs
        )
          break
        timeMs += HOUR_MS
        turn = yield timeMs
        by = stolenSession(world, turn, {
          name: 'shell:jonas.brandt@example.com',
          network: 'datacamp-de',
          agent: 'cliLinux',
        })
      }
      if (by === undefined) return
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
    *steps(world, first, startMs) {
      const name = 'console:anna.keller@example.com'
      let [turn, timeMs] = [first, startMs]
      const fresh = (caller: Caller | undefined): boolean =>
        caller !== undefined &&
        caller.account === world.organisation.production.id &&
        (caller.expiresMs ?? 0) > timeMs + 5 * HOUR_MS &&
        (caller.expiresMs ?? 0) - 8 * HOUR_MS < timeMs
      for (let tries = 0; tries < 96 && !fresh(world.registry.get(name)); tries++) {
        timeMs += HOUR_MS
        turn = yield timeMs
      }
      const victim = world.registry.get(name)
      if (victim === undefined) return
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
  {
    id: 'role-guessing',
    rows: ['2.4', '1.1'],
    name: 'Role names guessed by refused AssumeRole until one opens, then on from it into production',
    stealth: 2,
    *steps(world, turn, startMs) {
      const { thief: by, account } = stolenKey(world, turn, {
        user: 'contractor',
        network: 'alibaba',
        agent: 'boto3Script',
      })
      const { production } = world.organisation
      let timeMs = startMs
      for (const name of [
        'admin',
        'Administrator',
        'OrganizationAccountAccessRole',
        'deploy',
        'developer',
        'poweruser',
        'terraform',
        'jenkins',
        'ci',
        'backup',
        'dev-admin',
        'ops',
        'readonly',
        'audit',
        'dev-deploy',
        'prod-deploy',
        'data',
        'github',
      ]) {
        for (const target of [account, production]) {
          timeMs += 700 + turn.random.int(900)
          assumeDenied(turn, by, { role: role(target.id, name), session: 'test', timeMs })
        }
      }
      const first = assume(turn, by, {
        role: role(account.id, 'dev-web-role'),
        session: 'test',
        timeMs: (timeMs += 2000),
      })
      pace(turn, first, timeMs + 3000).look(account, ['sts:GetCallerIdentity', 'iam:ListRoles'])
      const second = assume(turn, first, {
        role: role(production.id, 'shared-artifacts-reader'),
        session: 'test',
        timeMs: timeMs + 60_000,
      })
      pace(turn, second, timeMs + 62_000).look(
        production,
        ['sts:GetCallerIdentity', 's3:ListBuckets', 'ecr:DescribeRepositories', 'secretsmanager:ListSecrets'],
        0.2,
      )
    },
  },
  {
    id: 'trust-changed',
    rows: ['2.4', '2.5'],
    name: 'A role’s trust opened to the thief’s account, who comes in by it the next day',
    stealth: 3,
    *steps(world, turn, startMs) {
      const { thief: by, account } = stolenKey(world, turn, {
        user: 'ivanov',
        network: 'datacamp-de',
        agent: 'cliLinux',
      })
      const target = role(account.id, 'prod-reports-role')
      const run = pace(turn, by, startMs, 9000)
      run.look(account, ['iam:ListRoles', 'iam:GetRole'])
      const policy = {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Principal: { Service: 'ecs-tasks.amazonaws.com', AWS: `arn:aws:iam::${THIEF_ACCOUNT}:root` },
            Action: 'sts:AssumeRole',
          },
        ],
      }
      run.do('iam:UpdateAssumeRolePolicy', {
        request: { roleName: target.name, policyDocument: JSON.stringify(policy) },
      })
      const from = vendorCaller(THIEF_ACCOUNT, 'ops', {
        agent: AGENTS.cliLinux,
        address: addressIn('aws-eu-west-1', turn.random),
      })
      const session = foreignAssumes(turn, from, {
        role: target,
        session: 'reports',
        timeMs: run.timeMs() + 19 * HOUR_MS,
        region: account.region,
      })
      pace(turn, session, run.timeMs() + 19 * HOUR_MS + 5000, 8000).look(account, [
        'sts:GetCallerIdentity',
        's3:ListBuckets',
        'rds:DescribeDBInstances',
        'dynamodb:ListTables',
        'secretsmanager:ListSecrets',
      ])
    },
  },
  {
    id: 'federation-console',
    rows: ['2.4', '2.5'],
    name: 'A federation token made from a key, exchanged for the console: it outlives the key',
    stealth: 3,
    *steps(world, turn, startMs) {
      const { thief: by, account } = stolenKey(world, turn, {
        user: 'reporting',
        network: 'ovh',
        agent: 'boto3Script',
      })
      const run = pace(turn, by, startMs, 4000)
      run.do('sts:GetCallerIdentity')
      const key = accessKeyId('ASIA', account.id, turn.random)
      const sinceMs = run.timeMs() + 3000
      const arn = `arn:aws:sts::${account.id}:federated-user/reports`
      turn.call(by, sinceMs, 'sts:GetFederationToken', {
        request: {
          name: 'reports',
          durationSeconds: 129_600,
          policy: '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}',
        },
        response: {
          credentials: {
            accessKeyId: key,
            sessionToken: 'HIDDEN_DUE_TO_SECURITY_REASONS',
            expiration: javaDate(sinceMs + 36 * HOUR_MS),
          },
          federatedUser: { federatedUserId: `${account.id}:reports`, arn },
          packedPolicySize: 2,
        },
      })
      const issuer = {
        type: 'IAMUser',
        principalId: by.identity.principalId ?? '',
        arn: by.identity.arn ?? '',
        accountId: account.id,
        userName: by.identity.userName ?? '',
      }
      const identity: Identity = {
        type: 'FederatedUser',
        principalId: `${account.id}:reports`,
        arn,
        accountId: account.id,
        accessKeyId: key,
        sessionContext: {
          sessionIssuer: issuer,
          attributes: { creationDate: isoSecond(sinceMs), mfaAuthenticated: 'false' },
        },
      }
      const federated: Caller = { ...by, identity }
      turn.call(federated, sinceMs + 9000, 'signin:GetSigninToken', {
        response: { credentials: null, GetSigninToken: 'Success' },
        additional: { MobileVersion: 'No', MFAUsed: 'No' },
        eventType: 'AwsConsoleSignIn',
      })
      const { accessKeyId: _, ...keyless } = identity
      const browser = { ...federated, agent: AGENTS.firefoxLinux, region: 'us-east-1' }
      turn.call({ ...browser, identity: keyless }, sinceMs + 15_000, 'signin:ConsoleLogin', {
        response: { ConsoleLogin: 'Success' },
        additional: { LoginTo: 'https://console.aws.amazon.com/s3/home', MobileVersion: 'No', MFAUsed: 'No' },
        eventType: 'AwsConsoleSignIn',
      })
      openPage(turn, {
        caller: { ...browser, region: account.region, console: true },
        account,
        timeMs: sinceMs + 20_000,
        page: 's3',
      })
    },
  },
  {
    id: 'oidc-provider-added',
    rows: ['2.4', '2.5'],
    name: 'An identity provider and a role for it added, then used from outside',
    stealth: 3,
    *steps(world, turn, startMs) {
      const { thief: by, account } = stolenKey(world, turn, {
        user: 'costa',
        network: 'vultr',
        agent: 'goScript',
      })
      const target = role(account.id, 'observability-sync')
      const provider = `arn:aws:iam::${account.id}:oidc-provider/login.example.org`
      const run = pace(turn, by, startMs, 7000)
      run.do('iam:CreateOpenIDConnectProvider', {
        request: {
          url: 'https://login.example.org',
          clientIDList: ['sts.amazonaws.com'],
          thumbprintList: ['9e99a48a9960b14926bb7f3b02e22da2b0ab7280'],
        },
        response: { openIDConnectProviderArn: provider },
      })
      const trust = {
        Version: '2012-10-17',
        Statement: [
          { Effect: 'Allow', Principal: { Federated: provider }, Action: 'sts:AssumeRoleWithWebIdentity' },
        ],
      }
      run.do('iam:CreateRole', {
        request: { roleName: target.name, assumeRolePolicyDocument: JSON.stringify(trust) },
        response: {
          role: {
            path: '/',
            roleName: target.name,
            roleId: target.id,
            arn: target.arn,
            createDate: javaDate(run.timeMs()),
          },
        },
      })
      run.do('iam:AttachRolePolicy', {
        request: { roleName: target.name, policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' },
      })
      const identity: Identity = {
        type: 'WebIdentityUser',
        principalId: `${provider}:sts.amazonaws.com:sync`,
        userName: 'sync',
        identityProvider: provider,
      }
      const made = {
        role: target,
        session: 'sync',
        timeMs: run.timeMs() + 2 * HOUR_MS,
        region: account.region,
      }
      const key = accessKeyId('ASIA', account.id, turn.random)
      const from = { ...by, identity, address: addressIn('contabo', turn.random) }
      const session = webIdentitySession(from, made, key)
      turn.call(from, made.timeMs, 'sts:AssumeRoleWithWebIdentity', {
        request: { roleArn: target.arn, roleSessionName: 'sync', durationSeconds: 3600 },
        response: {
          subjectFromWebIdentityToken: 'sync',
          credentials: {
            accessKeyId: key,
            sessionToken: 'HIDDEN_DUE_TO_SECURITY_REASONS',
            expiration: javaDate(made.timeMs + HOUR_MS),
          },
          assumedRoleUser: {
            assumedRoleId: `${target.id}:sync`,
            arn: `arn:aws:sts::${account.id}:assumed-role/${target.name}/sync`,
          },
          provider,
          audience: 'sts.amazonaws.com',
        },
        resources: [{ accountId: account.id, type: 'AWS::IAM::Role', ARN: target.arn }],
      })
      pace(turn, session, made.timeMs + 4000).look(account, [
        'sts:GetCallerIdentity',
        'iam:ListUsers',
        's3:ListBuckets',
        'ec2:DescribeInstances',
      ])
    },
  },
  {
    id: 'ci-token-misused',
    rows: ['2.6', '2.4'],
    name: 'A poisoned build step uses the deploy role’s session from the runner itself, for what deploys never do',
    stealth: 4,
    *steps(world, turn, startMs) {
      const { production } = world.organisation
      const session = webIdentity(turn, {
        role: role(production.id, 'github-deploy'),
        timeMs: startMs,
        repository: 'checkout',
        agent: AGENTS.cdk,
      })
      const run = pace(turn, { ...session, agent: AGENTS.boto3Script }, startMs + 40_000, 3000)
      run.look(
        production,
        [
          'iam:ListUsers',
          'iam:ListRoles',
          'secretsmanager:ListSecrets',
          'ssm:DescribeParameters',
          's3:ListBuckets',
        ],
        0.3,
      )
      for (const app of ['checkout', 'orders', 'ledger'])
        run.do('secretsmanager:GetSecretValue', secretRequest(production, app))
      run.refused('iam:CreateAccessKey', `arn:aws:iam::${production.id}:user/svc-jenkins`)
    },
  },
]

function webIdentitySession(
  from: Caller,
  made: { role: ReturnType<typeof role>; session: string; timeMs: number },
  key: string,
): Caller {
  const { role: of, session } = made
  return {
    ...from,
    account: of.account,
    expiresMs: made.timeMs + HOUR_MS,
    identity: {
      type: 'AssumedRole',
      principalId: `${of.id}:${session}`,
      arn: `arn:aws:sts::${of.account}:assumed-role/${of.name}/${session}`,
      accountId: of.account,
      accessKeyId: key,
      sessionContext: {
        sessionIssuer: {
          type: 'Role',
          principalId: of.id,
          arn: of.arn,
          accountId: of.account,
          userName: of.name,
        },
        webIdFederationData: { federatedProvider: from.identity.identityProvider ?? '', attributes: {} },
        attributes: { creationDate: isoSecond(made.timeMs), mfaAuthenticated: 'false' },
      },
    },
  }
}
