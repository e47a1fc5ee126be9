import { describe, expect, test } from 'vitest'
import { stageOf } from '../../../src/incidents/story/stage-of.ts'

const call = (service: string, name: string, accessLevel = 'write', danger?: string) => ({
  service,
  name,
  accessLevel,
  danger,
})

describe('the stage of a call', () => {
  test.each([
    ['looking round', call('ec2', 'DescribeInstances', 'list'), [], 'discovery'],
    ['the console', call('signin', 'ConsoleLogin'), [], 'initial-access'],
    ['another role', call('sts', 'AssumeRole'), [], 'lateral-movement'],
    ['a key', call('iam', 'CreateAccessKey'), [], 'persistence'],
    ['rights', call('iam', 'AttachUserPolicy', 'permissions'), [], 'privilege-escalation'],
    ['by danger alone', call('cloudtrail', 'StopLogging', 'write', 'evasion'), [], 'defense-evasion'],
    ['a secret', call('secretsmanager', 'GetSecretValue', 'read', 'secret'), [], 'credential-access'],
    ['a write that nothing tells', call('sqs', 'CreateQueue'), [], 'other'],
    [
      'a finding that agrees',
      call('iam', 'CreateAccessKey'),
      ['privilege-escalation', 'persistence'],
      'persistence',
    ],
    ['a finding that knows better', call('iam', 'CreateAccessKey'), ['impact'], 'impact'],
    [
      'the first tactic that is a stage',
      call('sqs', 'CreateQueue'),
      ['execution', 'exfiltration'],
      'exfiltration',
    ],
    ['a tactic that is no stage', call('sqs', 'CreateQueue'), ['other', 'no-such'], 'other'],
    [
      'a download by a client made to look round',
      call('s3', 'GetObject', 'read'),
      ['discovery'],
      'collection',
    ],
    [
      'a download that a rule tells the aim of',
      call('s3', 'GetObject', 'read'),
      ['discovery', 'exfiltration'],
      'exfiltration',
    ],
    ['asking who one is', call('sts', 'GetCallerIdentity', 'read'), ['discovery'], 'discovery'],
  ])('%s', (_, asked, tactics, stage) => expect(stageOf(asked, tactics)).toBe(stage))
})
