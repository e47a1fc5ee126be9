import { describe, expect, test } from 'vitest'
import { deriveIdentity } from '../../src/events/derive/identity.ts'

const A = '123456789012'
const B = '111122223333'

function role(
  name: string,
  session: string,
  more: { path?: string; context?: object; accountId?: string } = {},
) {
  const account = more.accountId ?? A
  return {
    type: 'AssumedRole',
    principalId: `AROAEXAMPLEID:${session}`,
    arn: `arn:aws:sts::${account}:assumed-role/${name}/${session}`,
    accountId: account,
    accessKeyId: 'ASIAIOSFODNN7EXAMPLE',
    sessionContext: {
      sessionIssuer: {
        type: 'Role',
        principalId: 'AROAEXAMPLEID',
        arn: `arn:aws:iam::${account}:role${more.path ?? '/'}${name}`,
        accountId: account,
        userName: name,
      },
      ...more.context,
    },
  }
}

const TASK = '0123456789abcdef0123456789abcdef'
const GITHUB = `arn:aws:iam::${A}:oidc-provider/token.actions.githubusercontent.com`
const SSO_PATH = '/aws-reserved/sso.amazonaws.com/eu-west-1/'
const SSO_ROLE = 'AWSReservedSSO_Admin_0123456789abcdef'

describe('roles', () => {
  test.each([
    ['an ordinary session', role('app', 'session-1'), `arn:aws:iam::${A}:role/app`, 'role'],
    ['the path is kept', role('app', 's', { path: '/team/' }), `arn:aws:iam::${A}:role/team/app`, 'role'],
    ['instance by name', role('web', 'i-0123456789abcdef0'), `arn:aws:iam::${A}:role/web`, 'instance-role'],
    [
      'instance by delivery',
      role('web', 'x', { context: { ec2RoleDelivery: '2.0' } }),
      `arn:aws:iam::${A}:role/web`,
      'instance-role',
    ],
    ['hybrid instance', role('ssm', 'mi-0123456789abcdef0'), `arn:aws:iam::${A}:role/ssm`, 'instance-role'],
    ['ECS task', role('task', TASK), `arn:aws:iam::${A}:role/task`, 'function-role'],
    [
      'Lambda by default role',
      role('resize-role-a1b2c3d4', 'resize'),
      `arn:aws:iam::${A}:role/resize-role-a1b2c3d4`,
      'function-role',
    ],
    [
      'Lambda by role name',
      role('LambdaExecution', 'resize'),
      `arn:aws:iam::${A}:role/LambdaExecution`,
      'function-role',
    ],
    [
      'SDK in a role named for Lambda',
      role('LambdaExecution', 'botocore-session-1'),
      `arn:aws:iam::${A}:role/LambdaExecution`,
      'role',
    ],
    [
      'EKS pod identity',
      role('pod', 'eks-prod-api-7d9c-1b4e28ba-2fa1-11d2-883f-0016d3cca427'),
      `arn:aws:iam::${A}:role/pod`,
      'function-role',
    ],
    [
      'IRSA',
      role('pod', 'botocore-session-1', {
        context: {
          webIdFederationData: {
            federatedProvider: `arn:aws:iam::${A}:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLE`,
          },
        },
      }),
      `arn:aws:iam::${A}:role/pod`,
      'function-role',
    ],
    [
      'GitHub',
      role('deploy', 'anything', { context: { webIdFederationData: { federatedProvider: GITHUB } } }),
      `arn:aws:iam::${A}:role/deploy`,
      'ci',
    ],
    ['CodeBuild', role('build', 'AWSCodeBuild-1b4e28ba'), `arn:aws:iam::${A}:role/build`, 'ci'],
    ['Terraform by session', role('infra', 'terraform-run'), `arn:aws:iam::${A}:role/infra`, 'iac'],
    [
      'service-linked',
      role('AWSServiceRoleForConfig', 's', { path: '/aws-service-role/config.amazonaws.com/' }),
      `arn:aws:iam::${A}:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig`,
      'service-linked-role',
    ],
    [
      'not service-linked: only the name',
      role('AWSServiceRoleForMe', 's'),
      `arn:aws:iam::${A}:role/AWSServiceRoleForMe`,
      'role',
    ],
    [
      'Identity Center',
      role(SSO_ROLE, 'alice', { path: SSO_PATH }),
      `arn:aws:iam::${A}:role${SSO_PATH}${SSO_ROLE}/alice`,
      'sso-person',
    ],
    [
      'not Identity Center: only the name',
      role(SSO_ROLE, 'alice'),
      `arn:aws:iam::${A}:role/${SSO_ROLE}`,
      'role',
    ],
    [
      'SAML by e-mail',
      role('admin', 'alice@example.com'),
      `arn:aws:iam::${A}:role/admin/alice@example.com`,
      'sso-person',
    ],
    [
      'from another account',
      role('app', 's', { accountId: B }),
      `arn:aws:iam::${B}:role/app`,
      'foreign-account',
    ],
    [
      'no issuer',
      { type: 'AssumedRole', arn: `arn:aws:sts::${A}:assumed-role/app/s` },
      `arn:aws:iam::${A}:role/app`,
      'role',
    ],
    [
      'no issuer, Identity Center',
      { type: 'AssumedRole', arn: `arn:aws:sts::${A}:assumed-role/${SSO_ROLE}/alice` },
      `arn:aws:iam::${A}:role/${SSO_ROLE}/alice`,
      'sso-person',
    ],
    ['no ARN at all', { type: 'AssumedRole', principalId: 'AROAEXAMPLEID:s' }, 'AROAEXAMPLEID', 'role'],
    [
      'GovCloud',
      { type: 'AssumedRole', arn: `arn:aws-us-gov:sts::${A}:assumed-role/app/s` },
      `arn:aws-us-gov:iam::${A}:role/app`,
      'role',
    ],
  ])('%s', (_name, identity, principal, actorClass) => {
    expect(deriveIdentity(identity, { recipientAccountId: A })).toMatchObject({ principal, actorClass })
  })

  test('a Terraform user agent makes a role iac, never a user, person or machine', () => {
    const context = { recipientAccountId: A, clientFamily: 'terraform' }
    expect(deriveIdentity(role('infra', 's'), context).actorClass).toBe('iac')
    expect(deriveIdentity(role('web', 'i-0123456789abcdef0'), context).actorClass).toBe('instance-role')
    expect(deriveIdentity({ type: 'IAMUser', arn: `arn:aws:iam::${A}:user/a` }, context).actorClass).toBe(
      'iam-user',
    )
  })
})

describe('others', () => {
  const user = {
    type: 'IAMUser',
    principalId: 'AIDAEXAMPLE',
    arn: `arn:aws:iam::${A}:user/alice`,
    accountId: A,
  }
  test.each([
    ['user', user, {}, user.arn, 'iam-user'],
    ['user of another account', user, { recipientAccountId: B }, user.arn, 'foreign-account'],
    [
      'failed sign-in',
      { type: 'IAMUser', accountId: A, userName: 'alice', accessKeyId: '' },
      {},
      user.arn,
      'iam-user',
    ],
    [
      'sign-in of nobody',
      { type: 'IAMUser', accountId: A, userName: 'HIDDEN_DUE_TO_SECURITY_REASONS' },
      {},
      `${A}:unknown-user`,
      'iam-user',
    ],
    [
      'root',
      { type: 'Root', principalId: A, arn: `arn:aws:iam::${A}:root`, accountId: A },
      {},
      `arn:aws:iam::${A}:root`,
      'root',
    ],
    [
      'root by AssumeRoot',
      { type: 'Root', accountId: A, sessionContext: { assumedRoot: 'true' } },
      {},
      `arn:aws:iam::${A}:root`,
      'root',
    ],
    [
      'federated user',
      {
        type: 'FederatedUser',
        arn: `arn:aws:sts::${A}:federated-user/x`,
        accountId: A,
        sessionContext: { sessionIssuer: { type: 'IAMUser', arn: user.arn } },
      },
      {},
      user.arn,
      'iam-user',
    ],
    [
      'federated person',
      {
        type: 'FederatedUser',
        arn: `arn:aws:sts::${A}:federated-user/bob@example.com`,
        accountId: A,
        sessionContext: { sessionIssuer: { type: 'IAMUser', arn: user.arn } },
      },
      {},
      `${user.arn}/bob@example.com`,
      'iam-user',
    ],
    [
      'AWS service',
      { type: 'AWSService', invokedBy: 'ec2.amazonaws.com' },
      {},
      'ec2.amazonaws.com',
      'aws-service',
    ],
    [
      'AWS service without a type',
      { accountId: A, invokedBy: 'autoscaling.amazonaws.com' },
      {},
      'autoscaling.amazonaws.com',
      'aws-service',
    ],
    [
      'a name that is no service’s does not make a service',
      { type: 'NewType', invokedBy: 'someone', principalId: 'AIDAEXAMPLE' },
      {},
      'AIDAEXAMPLE',
      'unknown',
    ],
    [
      'the sign-in service is a person’s door',
      { type: 'NewType', invokedBy: 'signin.amazonaws.com', principalId: 'AIDAEXAMPLE' },
      {},
      'AIDAEXAMPLE',
      'unknown',
    ],
    ['a service by its inner name', { invokedBy: 'ec2.aws.internal' }, {}, 'ec2.aws.internal', 'aws-service'],
    [
      'service event without identity',
      undefined,
      { eventType: 'AwsServiceEvent', eventSource: 'kms.amazonaws.com' },
      'kms.amazonaws.com',
      'aws-service',
    ],
    ['no identity', undefined, {}, undefined, 'unknown'],
    [
      'other account',
      { type: 'AWSAccount', principalId: 'AROAEXAMPLE:session', accountId: B },
      { recipientAccountId: A },
      `${B}:AROAEXAMPLE`,
      'foreign-account',
    ],
    [
      'anonymous',
      { type: 'AWSAccount', principalId: '', accountId: 'ANONYMOUS_PRINCIPAL' },
      { recipientAccountId: A },
      'anonymous',
      'anonymous',
    ],
    ['anonymous in Cognito', { type: 'Unknown', principalId: 'Anonymous' }, {}, 'anonymous', 'anonymous'],
    [
      'GitHub job',
      {
        type: 'WebIdentityUser',
        principalId: `${GITHUB}:sts.amazonaws.com:repo:o/r:ref:refs/heads/main`,
        userName: 'repo:o/r:ref:refs/heads/main',
        identityProvider: GITHUB,
      },
      {},
      `${GITHUB}/repo:o/r`,
      'ci',
    ],
    [
      'Cognito',
      {
        type: 'WebIdentityUser',
        userName: 'eu-west-1:1',
        identityProvider: 'cognito-identity.amazonaws.com',
      },
      {},
      'cognito-identity.amazonaws.com',
      'unknown',
    ],
    [
      'SAML',
      { type: 'SAMLUser', principalId: 'abc=:alice', userName: 'alice', identityProvider: 'abc=' },
      {},
      'abc=/alice',
      'sso-person',
    ],
    [
      'Identity Center',
      {
        type: 'IdentityCenterUser',
        accountId: A,
        credentialId: 'c',
        onBehalfOf: { userId: 'u-1', identityStoreArn: `arn:aws:identitystore::${A}:identitystore/d-1` },
      },
      {},
      `arn:aws:identitystore::${A}:identitystore/d-1/user/u-1`,
      'sso-person',
    ],
    [
      'Identity Center, old',
      { type: 'Unknown', principalId: A, accountId: A, userName: 'alice' },
      { eventSource: 'sso.amazonaws.com' },
      `${A}:alice`,
      'sso-person',
    ],
    ['a type of tomorrow', { type: 'Robot', arn: 'arn:aws:robot::1:x' }, {}, 'arn:aws:robot::1:x', 'unknown'],
    ['broken shapes', { type: 7, arn: ['x'], sessionContext: 'x' }, {}, undefined, 'unknown'],
  ])('%s', (...[, identity, context, principal, actorClass]) => {
    expect(deriveIdentity(identity, context)).toMatchObject({ principal, actorClass })
  })
})

describe('session and account', () => {
  const console = {
    principalId: 'AIDAEXAMPLE',
    sessionContext: { attributes: { creationDate: '2026-01-01T00:00:00Z' } },
  }
  test.each([
    ['access key', { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', ...console }, 'AKIAIOSFODNN7EXAMPLE'],
    ['console session', { accessKeyId: '', ...console }, 'AIDAEXAMPLE@2026-01-01T00:00:00Z'],
    ['Identity Center credential', { credentialId: 'cred' }, 'cred'],
    ['none', {}, undefined],
  ])('%s', (_name, identity, session) => {
    expect(deriveIdentity(identity, {}).session).toBe(session)
  })

  test('the account is the log’s own, else the identity’s, never the anonymous mark', () => {
    expect(deriveIdentity({ accountId: B }, { recipientAccountId: A }).accountId).toBe(A)
    expect(deriveIdentity({ accountId: B }, {}).accountId).toBe(B)
    expect(deriveIdentity({ accountId: 'ANONYMOUS_PRINCIPAL' }, {}).accountId).toBeUndefined()
  })
})
