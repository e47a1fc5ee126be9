import { describe, expect, test } from 'vitest'
import { accessLevel, actionLevel } from '#reference/index.ts'

describe('accessLevel', () => {
  test.each([
    ['a plain action', 'iam.amazonaws.com', 'ListUsers', 'iam:ListUsers', 'list'],
    ['permissions management', 'iam.amazonaws.com', 'PutUserPolicy', 'iam:PutUserPolicy', 'permissions'],
    ['tagging', 'ec2.amazonaws.com', 'CreateTags', 'ec2:CreateTags', 'tagging'],
    ['a write', 'iam.amazonaws.com', 'CreateAccessKey', 'iam:CreateAccessKey', 'write'],
    ['a read', 'secretsmanager.amazonaws.com', 'GetSecretValue', 'secretsmanager:GetSecretValue', 'read'],
    ['S3 under another name', 's3.amazonaws.com', 'ListObjectsV2', 's3:ListBucket', 'list'],
    ['S3 head', 's3.amazonaws.com', 'HeadObject', 's3:GetObject', 'read'],
    ['S3 replication', 's3.amazonaws.com', 'PutBucketReplication', 's3:PutReplicationConfiguration', 'write'],
    ['a dated name', 'lambda.amazonaws.com', 'CreateFunction20150331', 'lambda:CreateFunction', 'write'],
    [
      'dated, v2',
      'lambda.amazonaws.com',
      'UpdateFunctionCode20150331v2',
      'lambda:UpdateFunctionCode',
      'write',
    ],
    [
      'dated, CloudFront',
      'cloudfront.amazonaws.com',
      'CreateDistribution2020_05_31',
      'cloudfront:CreateDistribution',
      'write',
    ],
    [
      'source and prefix differ',
      'monitoring.amazonaws.com',
      'PutMetricAlarm',
      'cloudwatch:PutMetricAlarm',
      'write',
    ],
    ['API Gateway by verb', 'apigateway.amazonaws.com', 'CreateRestApi', 'apigateway:POST', 'write'],
    ['no IAM action', 'signin.amazonaws.com', 'ConsoleLogin', undefined, undefined],
    ['an unknown service', 'nosuch.amazonaws.com', 'DoIt', undefined, undefined],
    ['names from Object.prototype', 'constructor.amazonaws.com', 'toString', undefined, undefined],
  ])('%s', (...[, source, event, iamAction, level]) => {
    expect(accessLevel(source, event)).toEqual({
      service: source.replace('.amazonaws.com', ''),
      iamAction,
      level,
    })
  })

  test('a source that is no AWS service keeps its name', () => {
    expect(accessLevel('other.example.com', 'X').service).toBe('other.example.com')
  })
})

test('actionLevel does not mind case', () => {
  expect(actionLevel('IAM:passrole')).toBe('write')
  expect(actionLevel('iam:NoSuch')).toBeUndefined()
})
