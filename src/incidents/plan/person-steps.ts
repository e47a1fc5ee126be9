import { partitionOf } from '#kernel/index.ts'
import { run } from './change.ts'
import type { CredentialStep, CredentialView } from './credential-steps.ts'
import { breaksOf } from './habits.ts'
import type { Credential } from './read-credentials.ts'
import { denyOlder, iamRegion, nameOf } from './steps.ts'

const SCP = 'RevokeOlderSessionsOfOnePerson'
const STORE = /identitystore\/(d-[0-9a-f]{10}|[0-9a-f-]{36})$/

/**
 * People come through a directory: there they are stopped. Roles of Identity Center cannot be changed in the account, and a policy
 * on the role would hit everybody who shares it: one of the organisation names the person.
 *
 * @see https://docs.aws.amazon.com/singlesignon/latest/userguide/prereq-revoking-user-permissions.html
 */
export function personSteps(one: Credential, { habits }: CredentialView): readonly CredentialStep[] {
  const { sessionName = '', userId, storeArn } = one.person ?? {}
  const role = nameOf(one.name)
  const store = STORE.exec(storeArn ?? '')?.[1]
  const at = { region: iamRegion(partitionOf(one.name)) }
  return [
    {
      stage: 'sessions',
      target: `person ${one.name} ${sessionName}`,
      draft: {
        title: `Stop ${sessionName} in the directory that ${role} is reached by`,
        why: `By hand: in Identity Center, Users, ${sessionName}: disable user access, then delete the active sessions; with another directory (SAML) the same there, and a new password. Sessions already begun in accounts live on, for 12 hours at most. Only a policy of the organisation cuts them off for this person alone: the command, in the management account, makes one; attach it to account ${one.accountId}. To take it back, detach and delete that policy: the command listed for it finds its id.`,
        calls: [
          ...(store === undefined || userId === undefined
            ? []
            : [
                run({ region: '' }, 'identitystore describe-user', {
                  'identity-store-id': store,
                  'user-id': userId,
                }),
              ]),
          run(at, 'organizations create-policy', {
            type: 'SERVICE_CONTROL_POLICY',
            name: SCP,
            description: 'Denies sessions of one person that were begun before now',
            content: { cutOff: (date) => forPerson(denyOlder(date), sessionName) },
          }),
        ],
        undo: [
          run(at, 'organizations list-policies', {
            filter: 'SERVICE_CONTROL_POLICY',
            query: `Policies[?Name=='${SCP}'].Id`,
          }),
        ],
        breaks: breaksOf(
          sessionName,
          habits.get(`${one.name}/${sessionName}`),
          'nothing works for this person until access is given again',
        ),
      },
    },
  ]
}

/** `aws:userid` of a session is the role's id, a colon and the session's name. Wildcards of a name from the log are themselves. */
function forPerson(policy: unknown, sessionName: string): unknown {
  const literal = sessionName.replaceAll(/[*?$]/g, (char) => `\${${char}}`)
  return JSON.parse(JSON.stringify(policy), (key, value: unknown) =>
    key === 'Condition' ? { ...Object(value), StringLike: { 'aws:userid': `*:${literal}` } } : value,
  )
}
