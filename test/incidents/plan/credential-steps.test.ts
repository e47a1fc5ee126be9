import { expect, test } from 'vitest'
import { type CredentialView, credentialSteps } from '../../../src/incidents/plan/credential-steps.ts'
import type { Credential } from '../../../src/incidents/plan/read-credentials.ts'
import { stepOf } from '../../../src/incidents/plan/steps.ts'

const VIEW: CredentialView = { habits: new Map(), lastExpiryMs: () => undefined }
const ARN = 'arn:aws:iam::123456789012:user/team/eu/alice'
const credential = (changes: Partial<Credential>): Credential => ({
  kind: 'user',
  name: ARN,
  accountId: '123456789012',
  ownerArns: [],
  person: undefined,
  sessionNames: [],
  signedIn: true,
  madeBy: [],
  ...changes,
})
const stepsFor = (changes: Partial<Credential>) =>
  credentialSteps(credential(changes), VIEW).map(({ draft }) => stepOf(draft, '123456789012'))

test.each([
  { name: 'a user', changes: {} },
  { name: 'a key', changes: { kind: 'key', name: 'AKIAIOSFODNN7EXAMPLE', ownerArns: [ARN] } },
] as const)('$name below a path is called by its bare name', ({ changes }) => {
  const told = JSON.stringify(stepsFor(changes))
  expect(told).toContain("--user-name 'alice'")
  expect(told).not.toContain('team/')
})

test('a key of several users has a command for each, to switch off and on again', () => {
  const ownerArns = ['arn:aws:iam::123456789012:user/alice', 'arn:aws:iam::123456789012:user/bob']
  const [step] = stepsFor({ kind: 'key', name: 'AKIAIOSFODNN7EXAMPLE', ownerArns })
  expect(step?.title).toContain('of alice and bob')
  expect(step?.why).toContain('several users')
  for (const commands of [step?.commands, step?.undo])
    expect(commands).toEqual([
      expect.stringContaining("--user-name 'alice'"),
      expect.stringContaining("--user-name 'bob'"),
    ])
})

test('a policy of the organisation can be found again and taken back', () => {
  const role =
    'arn:aws:iam::123456789012:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Admin_0123456789abcdef'
  const person = { sessionName: 'alice@example.com', userId: undefined, storeArn: undefined }
  const [step] = stepsFor({ kind: 'role', name: role, person })
  expect(step?.commands.join()).toContain("--name 'RevokeOlderSessionsOfOnePerson'")
  expect(step?.undo).toEqual([
    expect.stringMatching(
      /^aws organizations list-policies --filter 'SERVICE_CONTROL_POLICY' --query .*RevokeOlderSessionsOfOnePerson/u,
    ),
  ])
  expect(step?.why).toContain('detach and delete that policy')
})
