import { describe, expect, test } from 'vitest'
import {
  betterSource,
  dangerousCalls,
  isKnownEvent,
  isKnownSource,
  isPermissionOnly,
  isPermissionOnlyAnywhere,
  sourcesOf,
} from '#reference/index.ts'

test.each([
  ['iam.amazonaws.com', 'CreateUser', true],
  ['signin.amazonaws.com', 'ConsoleLogin', true],
  ['signin.amazonaws.com', 'PasswordRecoveryRequested', true],
  ['lambda.amazonaws.com', 'CreateFunction20150331', true],
  ['lambda.amazonaws.com', 'Invoke', true],
  ['s3.amazonaws.com', 'ListObjects', true],
  ['s3.amazonaws.com', 'PutBucketPublicAccessBlock', true],
  ['s3.amazonaws.com', 'DeleteBucketLifecycleConfiguration', true],
  ['monitoring.amazonaws.com', 'DeleteAlarms', true],
  ['rds.amazonaws.com', 'ModifyDBSnapshotAttribute', true],
  ['apigateway.amazonaws.com', 'CreateApiKey', true],
  ['kms.amazonaws.com', 'RotateKey', true],
  ['iam.amazonaws.com', 'PassRole', false],
  ['s3.amazonaws.com', 'ListAllMyBuckets', false],
  ['lambda.amazonaws.com', 'InvokeFunction', false],
  ['iam.amazonaws.com', 'CreateUsers', false],
  ['iam.amazonaws.com', '', false],
  ['constructor.amazonaws.com', 'toString', false],
])('%s %s: %s', (source, name, known) => {
  expect(isKnownEvent(source, name)).toBe(known)
})

test.each([
  ['iam.amazonaws.com', true],
  ['signin.amazonaws.com', true],
  ['elasticloadbalancing.amazonaws.com', true],
  ['billingconsole.amazonaws.com', true],
  ['cloudwatch.amazonaws.com', false],
  ['iam', false],
  ['nosuch.amazonaws.com', false],
])('source %s: %s', (source, known) => {
  expect(isKnownSource(source)).toBe(known)
})

describe('hints', () => {
  test('a wrong source has a better one', () => {
    expect(betterSource('cloudwatch.amazonaws.com')).toBe('monitoring.amazonaws.com')
    expect(betterSource('iam.amazonaws.com')).toBeUndefined()
  })

  test('the sources of a name', () => {
    expect(sourcesOf('CreateAccessKey')).toEqual(['iam.amazonaws.com'])
    expect(sourcesOf('UpdateFunctionCode20150331v2')).toEqual(['lambda.amazonaws.com'])
    expect(sourcesOf('PassRole')).toEqual([])
  })

  test('PassRole is a permission everywhere', () => {
    expect(isPermissionOnly('iam.amazonaws.com', 'passrole')).toBe(true)
    expect(isPermissionOnlyAnywhere('PassRole')).toBe(true)
    expect(isPermissionOnlyAnywhere('CreateUser')).toBe(false)
  })
})

test('every dangerous call is an event that exists', () => {
  const unknown = [...dangerousCalls().keys()].filter((call) => {
    const [service = '', name = ''] = call.split(':', 2)
    return !isKnownEvent(`${service}.amazonaws.com`, name)
  })
  expect(unknown).toEqual([])
  expect(dangerousCalls().size).toBeGreaterThan(150)
})
