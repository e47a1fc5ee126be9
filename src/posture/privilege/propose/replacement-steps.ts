import { call } from '../../calls.ts'
import type { Step } from '../../check.ts'
import type { Principal } from '../principals.ts'
import type { PolicyJson } from './pack.ts'

/** The new policies are attached before the old ones go: nothing stops in between. */
export function replacementSteps(principal: Principal, policies: readonly PolicyJson[]): readonly Step[] {
  const { arn, kind, name, accountId, groups } = principal
  if (arn.includes(':role/aws-reserved/'))
    return [
      'Identity Center writes this role: put the policy into its permission set, as inline or customer managed policy.',
    ]
  const partition = arn.split(':')[1] ?? 'aws'
  const whose = { [`${kind}-name`]: name }
  const named = policies.map((document, at) => ({
    document,
    name: `least-privilege-${name.slice(0, 100)}-${String(at + 1)}`,
  }))
  const attachedTo = (policyArn: string): Record<string, string> => ({ ...whose, 'policy-arn': policyArn })
  return [
    ...named.flatMap((one) => [
      call('iam', 'create-policy', { 'policy-name': one.name, 'policy-document': { json: one.document } }),
      call(
        'iam',
        `attach-${kind}-policy`,
        attachedTo(`arn:${partition}:iam::${accountId}:policy/${one.name}`),
      ),
    ]),
    ...principal.policies
      .map(({ from }) => from)
      .filter((from) => !from.startsWith('group '))
      .map((from) =>
        from.startsWith('inline ')
          ? call('iam', `delete-${kind}-policy`, { ...whose, 'policy-name': from.slice('inline '.length) })
          : call('iam', `detach-${kind}-policy`, attachedTo(from)),
      ),
    ...groups.map((group) => call('iam', 'remove-user-from-group', { ...whose, 'group-name': group })),
  ]
}
