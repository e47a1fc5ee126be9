import { type AwsCall, partitionOf } from '#kernel/index.ts'
import { listed } from '../story/words.ts'
import type { Containment, Draft } from './change.ts'
import { run } from './change.ts'
import { breaksOf, type Habit } from './habits.ts'
import { personSteps } from './person-steps.ts'
import type { Credential } from './read-credentials.ts'
import { denyOlder, iamRegion, nameOf, REVOKE } from './steps.ts'

export interface CredentialStep {
  readonly stage: Containment
  readonly target: string
  readonly draft: Draft
}

export interface CredentialView {
  readonly habits: ReadonlyMap<string, Habit>
  /** When the last of the sessions that these calls handed out ends by itself; undefined where no log says. */
  lastExpiryMs(madeBy: readonly string[]): number | undefined
}

const MOST_OWNERS = 5

/** How the intruder's hold on one credential is ended. */
export function credentialSteps(one: Credential, view: CredentialView): readonly CredentialStep[] {
  switch (one.kind) {
    case 'key':
      return [keyStep(one, view)]
    case 'root-key':
    case 'root':
      return [rootStep(one, view)]
    case 'user':
      return userSteps(one, view)
    case 'role':
      return one.person === undefined ? roleSteps(one, view) : personSteps(one, view)
  }
}

/** A key is one user's. Where the logs name several, which of them cannot be known, and the command is told for each. */
function keyStep({ name, ownerArns }: Credential, { habits }: CredentialView): CredentialStep {
  const owners = new Map(ownerArns.length === 0 ? [['', '']] : ownerArns.map((arn) => [nameOf(arn), arn]))
  const set = (status: 'Active' | 'Inactive'): readonly AwsCall[] =>
    [...owners].map(([user, arn]) =>
      run({ region: iamRegion(partitionOf(arn)) }, 'iam update-access-key', {
        'user-name': user,
        'access-key-id': name,
        status,
      }),
    )
  const several =
    owners.size > 1
      ? ' These logs name several users for it, and only one can have it: of the commands, one for each, the others fail.'
      : ''
  return {
    stage: 'keys',
    target: `key ${name}`,
    draft: {
      title: `Switch off key ${name} of ${listed([...owners.keys()], MOST_OWNERS)}`,
      why: `The intruder acted with it. Sessions that it began outlive it: those that these logs know of are ended below.${several}`,
      calls: set('Inactive'),
      breaks: breaksOf('This key', habits.get(name), 'they will fail'),
      undo: set('Active'),
    },
  }
}

function rootStep(one: Credential, { habits }: CredentialView): CredentialStep {
  const isKey = one.kind === 'root-key'
  return {
    stage: isKey ? 'keys' : 'passwords',
    target: `${one.kind} ${one.name}`,
    draft: {
      title: isKey ? `Delete the root user’s key ${one.name}` : 'Take the root user back',
      why: isKey
        ? 'In the console only, signed in as root: Security credentials, Access keys: make it inactive, then delete it. Of sessions that it began no policy of the account cuts off any; they end by themselves after an hour.'
        : 'In the console only: change the root password, put its mail address and MFA right, and end other sessions by changing the password. No policy of the account holds root; one of the organisation (SCP) holds the root of a member account.',
      calls: [],
      breaks: isKey ? breaksOf('This key', habits.get(one.name), 'they will fail') : [],
    },
  }
}

const lives = (expiryMs: number | undefined, atMost: string): string =>
  expiryMs === undefined
    ? `These logs do not say when they end by themselves: after ${atMost} at the latest.`
    : `The last that these logs know of ends, or has ended, by itself at ${new Date(expiryMs).toISOString().slice(0, 16).replace('T', ' ')} UTC.`

function userSteps(one: Credential, view: CredentialView): readonly CredentialStep[] {
  const arn = one.name
  const user = nameOf(arn)
  const at = { region: iamRegion(partitionOf(arn)) }
  const options = { 'user-name': user, 'policy-name': REVOKE }
  const sessions: CredentialStep = {
    stage: 'sessions',
    target: `sessions ${arn}`,
    draft: {
      title: `End the sessions of user ${user}`,
      why: `Sessions by GetSessionToken, GetFederationToken or the console outlive the key or the password; nothing but a policy on the user, whose rights they take, cuts them off. ${lives(view.lastExpiryMs(one.madeBy), '36 hours')} It denies what was begun before the moment at which the command is run; long-term keys go on.`,
      calls: [run(at, 'iam put-user-policy', { ...options, 'policy-document': { cutOff: denyOlder } })],
      breaks: breaksOf(
        `User ${user}`,
        view.habits.get(arn),
        'those of its sessions fail until they are begun anew',
      ),
      undo: [run(at, 'iam delete-user-policy', options)],
    },
  }
  if (!one.signedIn) return [sessions]
  return [
    sessions,
    {
      stage: 'passwords',
      target: `password ${user}`,
      draft: {
        title: `Take the console password of ${user} away`,
        why: 'The intruder signed in with it.',
        calls: [run(at, 'iam delete-login-profile', { 'user-name': user })],
        breaks: [`${user} cannot sign in to the console until an administrator gives a new password.`],
      },
    },
  ]
}

const INSTANCE = /^i-[0-9a-f]{8,17}$/

function roleSteps(one: Credential, view: CredentialView): readonly CredentialStep[] {
  const arn = one.name
  const role = nameOf(arn)
  const at = { region: iamRegion(partitionOf(arn)) }
  const options = { 'role-name': role, 'policy-name': REVOKE }
  const instances = one.sessionNames.filter((name) => INSTANCE.test(name))
  // Where most of the role's own calls go is where its instances are.
  const there = { region: view.habits.get(arn)?.regions[0] ?? '' }
  return [
    {
      stage: 'sessions',
      target: `sessions ${arn}`,
      draft: {
        title: `End the sessions of role ${role}`,
        why: `Sessions of it descend from the theft, and a key that is switched off does not end them. ${lives(view.lastExpiryMs(one.madeBy), '12 hours')} The policy denies everything to sessions begun before the moment at which the command is run; later ones work.`,
        calls: [run(at, 'iam put-role-policy', { ...options, 'policy-document': { cutOff: denyOlder } })],
        breaks: [
          ...breaksOf(
            `Role ${role}`,
            view.habits.get(arn),
            'running sessions fail until they are begun anew',
          ),
          ...(instances.length === 0
            ? []
            : [
                `Instances get new credentials only when those they have are about to end: detach the role from ${instances.join(', ')} and attach it again.`,
              ]),
        ],
        undo: [run(at, 'iam delete-role-policy', options)],
      },
    },
    ...instances.map(
      (instance): CredentialStep => ({
        stage: 'sessions',
        target: `instance ${instance}`,
        draft: {
          title: `Isolate instance ${instance}, whose credentials were taken`,
          why: 'Who took them can take the next ones too. Copy its disks first, let only IMDSv2 give credentials out, then move it into a security group without rules (by hand: which one is yours to say).',
          calls: [
            run(there, 'ec2 create-snapshots', {
              'instance-specification': { json: { InstanceId: instance } },
              description: 'evidence',
            }),
            run(there, 'ec2 modify-instance-metadata-options', {
              'instance-id': instance,
              'http-tokens': 'required',
            }),
          ],
          breaks: ['Programs on the instance that know IMDSv1 only.'],
          undo: [
            run(there, 'ec2 modify-instance-metadata-options', {
              'instance-id': instance,
              'http-tokens': 'optional',
            }),
          ],
        },
      }),
    ),
  ]
}
