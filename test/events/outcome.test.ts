import { expect, test } from 'vitest'
import { outcomeOf, signInResult } from '../../src/events/derive/outcome.ts'

const NOT_AUTHORIZED = 'User: arn:aws:iam::123456789012:user/a is not authorized to perform: glue:GetJob'

test.each([
  ['nothing', undefined, undefined, 'ok'],
  ['empty', '', '', 'ok'],
  ['IAM, S3', 'AccessDenied', undefined, 'denied'],
  ['most JSON services', 'AccessDeniedException', undefined, 'denied'],
  ['EC2', 'Client.UnauthorizedOperation', undefined, 'denied'],
  ['EC2 without Client', 'UnauthorizedOperation', undefined, 'denied'],
  ['EC2 AuthFailure', 'Client.AuthFailure', undefined, 'denied'],
  ['SNS', 'AuthorizationError', undefined, 'denied'],
  ['SNS exception', 'AuthorizationErrorException', undefined, 'denied'],
  ['Cognito', 'NotAuthorizedException', undefined, 'denied'],
  ['KMS through another service', 'KMS.AccessDeniedException', undefined, 'denied'],
  ['VPC endpoint', 'VpceAccessDenied', undefined, 'denied'],
  ['SSO', 'UnauthorizedException', undefined, 'denied'],
  ['API Gateway', 'ForbiddenException', undefined, 'denied'],
  ['unknown key', 'InvalidClientTokenId', undefined, 'denied'],
  ['unknown key, JSON services', 'UnrecognizedClientException', undefined, 'denied'],
  ['unknown key, S3', 'InvalidAccessKeyId', undefined, 'denied'],
  ['unknown key, CloudTrail', 'CloudTrailInvalidClientTokenIdException', undefined, 'denied'],
  ['wrong secret', 'SignatureDoesNotMatch', undefined, 'denied'],
  ['expired session', 'ExpiredToken', undefined, 'denied'],
  ['expired session, JSON services', 'ExpiredTokenException', undefined, 'denied'],
  ['Redshift', 'InsufficientPrivilegesException', undefined, 'denied'],
  ['namespaced', 'com.amazonaws.glue#AccessDeniedException', undefined, 'denied'],
  ['a general code with the phrase', 'ValidationException', NOT_AUTHORIZED, 'denied'],
  ['an SCP', 'ClientException', 'You cannot do this: explicit deny in a service control policy', 'denied'],
  ['sign-in without a code', undefined, 'Failed authentication', 'denied'],
  ['sign-in of nobody', undefined, 'No username found in supplied account', 'denied'],
  ['missing thing', 'NoSuchEntityException', 'The role cannot be found', 'error'],
  ['missing bucket policy', 'NoSuchBucketPolicy', undefined, 'error'],
  ['throttled', 'ThrottlingException', 'Rate exceeded', 'error'],
  ['not subscribed', 'OptInRequired', undefined, 'error'],
  ['dry run that would have worked', 'Client.DryRunOperation', undefined, 'error'],
  ['absurdly long code', `${'x'.repeat(1_000_000)}AccessDenied`, undefined, 'error'],
])('%s', (_name, code, message, outcome) => {
  expect(outcomeOf(code, message)).toBe(outcome)
})

test('a sign-in tells its own failure', () => {
  expect(outcomeOf(undefined, undefined, 'Failure')).toBe('denied')
  expect(outcomeOf(undefined, undefined, 'Success')).toBe('ok')
  expect(signInResult('ConsoleLogin', { ConsoleLogin: 'Failure' })).toBe('Failure')
  expect(signInResult('CredentialVerification', null, { CredentialVerification: 'Success' })).toBe('Success')
  expect(signInResult('SwitchRole', null, 'text')).toBeUndefined()
})
