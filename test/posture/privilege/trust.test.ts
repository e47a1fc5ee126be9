import { expect, test } from 'vitest'
import { type OutsideTrust, outsideTrust } from '../../../src/posture/privilege/trust/trust.ts'
import { documentOf, type StatementText, trusting } from './account.ts'

const GITHUB = 'arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com'
const oidc = (provider: string, condition: StatementText): string =>
  documentOf({
    Effect: 'Allow',
    Principal: { Federated: provider },
    Action: 'sts:AssumeRoleWithWebIdentity',
    Condition: condition,
  })
const github = (sub: string | readonly string[], operator = 'StringLike'): string =>
  oidc(GITHUB, {
    StringEquals: { 'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com' },
    [operator]: { 'token.actions.githubusercontent.com:sub': sub },
  })
const EKS = 'arn:aws:iam::123456789012:oidc-provider/oidc.eks.eu-central-1.amazonaws.com/id/EXAMPLE'

test.each<[name: string, trust: string, found: readonly [OutsideTrust['kind'], OutsideTrust['openness']][]]>([
  ['a service', trusting({ Service: 'ec2.amazonaws.com' }), []],
  ['its own account', trusting({ AWS: 'arn:aws:iam::123456789012:root' }), []],
  ['another account of one’s own', trusting({ AWS: '111122223333' }), []],
  ['a principal that is gone', trusting({ AWS: 'AROAEXAMPLE' }), []],
  ['a foreign account', trusting({ AWS: '999988887777' }), [['account', 'no-external-id']]],
  ['a foreign role', trusting({ AWS: 'arn:aws:iam::999988887777:role/x' }), [['account', 'no-external-id']]],
  [
    'a foreign account with an external id',
    trusting({ AWS: '999988887777' }, { Condition: { StringEquals: { 'sts:ExternalId': 'x1' } } }),
    [['account', 'bound']],
  ],
  ['everybody', trusting('*'), [['everybody', 'open']]],
  ['everybody in AWS', trusting({ AWS: '*' }), [['everybody', 'open']]],
  [
    'everybody of an organisation',
    trusting({ AWS: '*' }, { Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-example' } } }),
    [],
  ],
  [
    'everybody but one organisation',
    trusting({ AWS: '*' }, { Condition: { StringNotEquals: { 'aws:PrincipalOrgID': 'o-example' } } }),
    [['everybody', 'open']],
  ],
  [
    'everybody who knows a word',
    trusting({ AWS: '*' }, { Condition: { StringEquals: { 'sts:ExternalId': 'x1' } } }),
    [['everybody', 'wide']],
  ],
  [
    'everybody but some',
    documentOf({ Effect: 'Allow', NotPrincipal: { AWS: '999988887777' }, Action: 'sts:AssumeRole' }),
    [['everybody', 'open']],
  ],
  ['a Deny', documentOf({ Effect: 'Deny', Principal: '*', Action: 'sts:AssumeRole' }), []],
  ['only tags', documentOf({ Effect: 'Allow', Principal: '*', Action: 'sts:TagSession' }), []],
  ['one branch', github('repo:example/app:ref:refs/heads/main', 'StringEquals'), [['federated', 'bound']]],
  ['any branch of one repository', github('repo:example/app:*'), [['federated', 'bound']]],
  ['every repository', github('repo:example/*'), [['federated', 'wide']]],
  ['repositories that begin so', github('repo:example/app*'), [['federated', 'wide']]],
  ['one of two is wide', github(['repo:example/app:*', 'repo:example/*']), [['federated', 'wide']]],
  ['every owner', github('repo:*'), [['federated', 'open']]],
  ['anything', github('*'), [['federated', 'open']]],
  ['a star that is none', github('repo:*', 'StringEquals'), [['federated', 'wide']]],
  [
    'only the audience',
    oidc(GITHUB, { StringEquals: { 'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com' } }),
    [['federated', 'open']],
  ],
  [
    'the subject only if it is there',
    github('repo:example/app:*', 'StringLikeIfExists'),
    [['federated', 'wide']],
  ],
  ['an own provider without a subject', oidc(EKS, {}), [['federated', 'wide']]],
  [
    'an own provider with one',
    oidc(EKS, {
      StringEquals: { 'oidc.eks.eu-central-1.amazonaws.com/id/EXAMPLE:sub': 'system:serviceaccount:a:b' },
    }),
    [['federated', 'bound']],
  ],
  [
    'single sign-on',
    documentOf({
      Effect: 'Allow',
      Principal: { Federated: 'arn:aws:iam::123456789012:saml-provider/x' },
      Action: ['sts:AssumeRoleWithSAML', 'sts:TagSession'],
    }),
    [['federated', 'bound']],
  ],
])('%s', (_, trust, found) => {
  const own = new Set(['123456789012', '111122223333'])
  expect(outsideTrust(trust, own).map(({ kind, openness }) => [kind, openness])).toEqual(found)
})
