import { expect, test } from 'vitest'
import { allTechniques, danger, tacticOf, techniqueOf } from '#reference/index.ts'

test.each([
  ['iam.amazonaws.com', 'CreateAccessKey', 'credential'],
  ['iam.amazonaws.com', 'AttachUserPolicy', 'escalation'],
  ['cloudtrail.amazonaws.com', 'StopLogging', 'evasion'],
  ['ec2.amazonaws.com', 'ModifySnapshotAttribute', 'exfiltration'],
  ['lambda.amazonaws.com', 'AddPermission20150331v2', 'persistence'],
  ['ssm.amazonaws.com', 'SendCommand', 'execution'],
  ['secretsmanager.amazonaws.com', 'GetSecretValue', 'secret'],
  ['kms.amazonaws.com', 'ScheduleKeyDeletion', 'destruction'],
  ['organizations.amazonaws.com', 'LeaveOrganization', 'account'],
  ['iam.amazonaws.com', 'ListUsers', undefined],
  ['sns.amazonaws.com', 'CreateAccessKey', undefined],
])('%s %s: %s', (source, name, reason) => {
  expect(danger(source, name)).toBe(reason)
})

test.each([
  ['T1078.004', 'T1078.004', 'Cloud Accounts'],
  ['attack.t1562.008', 'T1562.008', 'Disable or Modify Cloud Logs'],
  ['T1685.002', 'T1562.008', 'Disable or Modify Cloud Logs'],
  ['T1686.001', 'T1562.007', 'Disable or Modify Cloud Firewall'],
])('technique %s is %s', (asked, id, name) => {
  expect(techniqueOf(asked)).toMatchObject({ id, name })
})

test('techniques have tactics and known parents; unknown ids have nothing', () => {
  expect(techniqueOf('T9999')).toBeUndefined()
  expect(techniqueOf('constructor')).toBeUndefined()
  expect(allTechniques().filter((technique) => technique.tactics.length === 0)).toEqual([])
  const children = allTechniques().filter((technique) => technique.id.includes('.'))
  expect(children.filter((technique) => technique.parent === undefined)).toEqual([])
})

test.each([
  ['attack.initial-access', 'initial-access'],
  ['attack.initial_access', 'initial-access'],
  ['TA0040', 'impact'],
  ['attack.t1078', undefined],
])('tactic %s', (tag, tactic) => {
  expect(tacticOf(tag)).toBe(tactic)
})
