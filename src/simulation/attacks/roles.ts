import { HOUR_MS } from '#kernel/index.ts'
import { AGENTS } from '../data/agents.ts'
import { addressIn } from '../kit/addresses.ts'
import type { Caller } from '../kit/caller.ts'
import { accessKeyId } from '../kit/ids.ts'
import { type Role, role } from '../kit/principals.ts'
import type { Identity } from '../kit/record.ts'
import { assume, assumeDenied, foreignAssumes } from '../kit/sessions.ts'
import { isoSecond, javaDate } from '../kit/time-text.ts'
import type { Turn } from '../kit/turn.ts'
import { secretRequest } from '../life/commands.ts'
import { webIdentity } from '../life/delivery.ts'
import { openPage } from '../life/people.ts'
import { vendorCaller } from '../life/vendors.ts'
import type { Account } from '../organisation.ts'
import type { Story } from '../story.ts'
import { type Pace, pace, stolenKey, THIEF_ACCOUNT } from './pace.ts'

export const ROLE_ATTACKS: readonly Story[] = [
  {
    id: 'role-guessing',
    rows: ['2.4', '1.1'],
    name: 'Role names guessed by refused AssumeRole until one opens, then on from it into production',
    stealth: 2,
    steps(world, turn, startMs) {
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
    steps(world, turn, startMs) {
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
    steps(world, turn, startMs) {
      const { thief: by, account } = stolenKey(world, turn, {
        user: 'reporting',
        network: 'ovh',
        agent: 'boto3Script',
      })
      const run = pace(turn, by, startMs, 4000)
      run.do('sts:GetCallerIdentity')
      federate(turn, { by, account, sinceMs: run.timeMs() + 3000 })
    },
  },
  {
    id: 'oidc-provider-added',
    rows: ['2.4', '2.5'],
    name: 'An identity provider and a role for it added, then used from outside',
    stealth: 3,
    steps(world, turn, startMs) {
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
      comeInByProvider(turn, run, { account, target, provider })
    },
  },
  {
    id: 'ci-token-misused',
    rows: ['2.6', '2.4'],
    name: 'A poisoned build step uses the deploy role’s session from the runner itself, for what deploys never do',
    stealth: 4,
    steps(world, turn, startMs) {
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
  made: { role: Role; session: string; timeMs: number },
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

/** A federation token from a key, and the console from it. */
function federate(turn: Turn, made: { by: Caller; account: Account; sinceMs: number }): void {
  const { by, account, sinceMs } = made
  const key = accessKeyId('ASIA', account.id, turn.random)
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
}

/** The thief's own identity provider vouches for him. */
function comeInByProvider(
  turn: Turn,
  run: Pace,
  made: { account: Account; target: Role; provider: string },
): void {
  const { account, target, provider } = made
  const by = run.caller
  const identity: Identity = {
    type: 'WebIdentityUser',
    principalId: `${provider}:sts.amazonaws.com:sync`,
    userName: 'sync',
    identityProvider: provider,
  }
  const visit = {
    role: target,
    session: 'sync',
    timeMs: run.timeMs() + 2 * HOUR_MS,
    region: account.region,
  }
  const key = accessKeyId('ASIA', account.id, turn.random)
  const from = { ...by, identity, address: addressIn('contabo', turn.random) }
  const session = webIdentitySession(from, visit, key)
  turn.call(from, visit.timeMs, 'sts:AssumeRoleWithWebIdentity', {
    request: { roleArn: target.arn, roleSessionName: 'sync', durationSeconds: 3600 },
    response: {
      subjectFromWebIdentityToken: 'sync',
      credentials: {
        accessKeyId: key,
        sessionToken: 'HIDDEN_DUE_TO_SECURITY_REASONS',
        expiration: javaDate(visit.timeMs + HOUR_MS),
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
  pace(turn, session, visit.timeMs + 4000).look(account, [
    'sts:GetCallerIdentity',
    'iam:ListUsers',
    's3:ListBuckets',
    'ec2:DescribeInstances',
  ])
}
