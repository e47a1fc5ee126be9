import { asked, type Change, type Draft, type Recipe, type Remedy, run, same, told } from '../change.ts'
import { documentOf } from '../json-values.ts'

/** Allows nothing, whatever else does: what it is attached to is kept as evidence and can do no more. */
export const denyAll = ({ partition }: Pick<Change, 'partition'>): string =>
  `arn:${partition}:iam::aws:policy/AWSDenyAll`

const ownName = ({ principal }: Change): string => principal.split('/').at(-1) ?? ''
const userOf = (change: Change): string => asked(change, 'userName') || ownName(change)

const keyStatus = (change: Change, user: string, key: string, status: 'Active' | 'Inactive') =>
  run(change, 'iam update-access-key', { 'user-name': user, 'access-key-id': key, status })

const createUser: Recipe = (change) => {
  const user = asked(change, 'userName')
  const policy = { 'user-name': user, 'policy-arn': denyAll(change) }
  return {
    target: `user ${user}`,
    stage: 'persistence',
    contain: {
      title: `Quarantine user ${user}, made by the intruder`,
      why: 'AWSDenyAll stops the user whatever its keys and policies are, and keeps it as evidence.',
      calls: [run(change, 'iam attach-user-policy', policy)],
      undo: [run(change, 'iam detach-user-policy', policy)],
    },
    back: {
      title: `Delete user ${user}`,
      why: 'Made by the intruder. IAM refuses while the user has keys, a password, policies or groups: the steps before this one take those away.',
      calls: [
        run(change, 'iam detach-user-policy', policy),
        run(change, 'iam delete-user', { 'user-name': user }),
      ],
    },
  }
}

/** Root makes its own keys without naming a user; some logs write `root` there. */
const isOfRoot = (change: Change, user: string): boolean =>
  change.principal.endsWith(':root') &&
  (user === '' || user === ownName(change) || /^(root|<root_account>)$/iu.test(user))

const rootKey = (key: string): Remedy => {
  const draft: Draft = {
    title: `Delete the root user’s key ${key}, made by the intruder`,
    why: 'In the console only, signed in as root: Security credentials, Access keys: make it inactive, then delete it.',
    calls: [],
  }
  return { target: `key ${key}`, stage: 'keys', contain: draft, back: draft }
}

const createAccessKey: Recipe = (change) => {
  const key = told(change, 'accessKey', 'accessKeyId')
  const user = told(change, 'accessKey', 'userName') || userOf(change)
  if (isOfRoot(change, user)) return rootKey(key)
  return {
    target: `key ${key}`,
    stage: 'keys',
    contain: {
      title: `Switch off key ${key} of ${user}, made by the intruder`,
      why: 'The intruder holds its secret.',
      calls: [keyStatus(change, user, key, 'Inactive')],
      undo: [keyStatus(change, user, key, 'Active')],
    },
    back: {
      title: `Delete key ${key} of ${user}`,
      why: 'Made by the intruder.',
      calls: [run(change, 'iam delete-access-key', { 'user-name': user, 'access-key-id': key })],
    },
  }
}

const updateAccessKey: Recipe = (change) => {
  const [user, key] = [userOf(change), asked(change, 'accessKeyId')]
  const off = asked(change, 'status') === 'Inactive'
  const draft = {
    title: `Switch key ${key} of ${user} ${off ? 'on' : 'off'} again`,
    why: `The intruder switched it ${off ? 'off. Make sure first that it is not stolen itself' : 'on'}.`,
    calls: [keyStatus(change, user, key, off ? 'Active' : 'Inactive')],
    undo: [keyStatus(change, user, key, off ? 'Inactive' : 'Active')],
  }
  return off ? { target: `key ${key}`, back: draft } : same(`key ${key}`, 'keys', draft)
}

const password =
  (made: boolean): Recipe =>
  (change) => {
    const user = userOf(change)
    const calls = [run(change, 'iam delete-login-profile', { 'user-name': user })]
    const after = `${user} cannot sign in to the console until an administrator gives a new password.`
    return {
      target: `password ${user}`,
      stage: 'passwords',
      contain: {
        title: `Take the console password of ${user} away`,
        why: `The intruder ${made ? 'gave the user one' : 'changed it'}, and knows it.`,
        calls,
        breaks: [after],
      },
      back: made
        ? { title: `Delete the console password of ${user}`, why: 'Made by the intruder.', calls }
        : {
            title: `Give ${user} a new console password`,
            why: 'No log holds passwords: the one before cannot be brought back. Do it by hand, on a safe way to its owner.',
            calls: [],
          },
    }
  }

const createRole: Recipe = (change) => {
  const role = asked(change, 'roleName')
  const policy = { 'role-name': role, 'policy-arn': denyAll(change) }
  return {
    target: `role ${role}`,
    stage: 'persistence',
    contain: {
      title: `Quarantine role ${role}, made by the intruder`,
      why: 'AWSDenyAll stops every session of it, those to come too, and keeps it as evidence.',
      calls: [run(change, 'iam attach-role-policy', policy)],
      undo: [run(change, 'iam detach-role-policy', policy)],
    },
    back: {
      title: `Delete role ${role}`,
      why: 'Made by the intruder. IAM refuses while policies are attached: the steps before this one take those away.',
      calls: [
        run(change, 'iam detach-role-policy', policy),
        run(change, 'iam delete-role', { 'role-name': role }),
      ],
    },
  }
}

const trustBefore = ({ before }: Change) =>
  documentOf(
    before?.call === 'CreateRole'
      ? Object(before.request)['assumeRolePolicyDocument']
      : Object(before?.request)['policyDocument'],
  )

const updateTrust: Recipe = (change) => {
  const role = asked(change, 'roleName')
  const trust = trustBefore(change)
  const policy = { 'role-name': role, 'policy-arn': denyAll(change) }
  const target = `trust ${role}`
  const habitOf = `arn:${change.partition}:iam::${change.accountId}:role/${role}`
  if (trust !== undefined) {
    const draft = {
      title: `Give role ${role} its trust back`,
      why: `The intruder rewrote who may assume it; the trust before stands in event ${change.before?.eventId ?? ''}.`,
      calls: [
        run(change, 'iam update-assume-role-policy', {
          'role-name': role,
          'policy-document': { json: trust },
        }),
      ],
    }
    return { ...same(target, 'persistence', draft), habitOf }
  }
  return {
    target,
    stage: 'persistence',
    habitOf,
    contain: {
      title: `Quarantine role ${role}, whose trust the intruder rewrote`,
      why: 'These logs do not hold the trust before. Until you have written it by hand, AWSDenyAll stops everybody who comes through it.',
      calls: [
        run(change, 'iam get-role', { 'role-name': role }),
        run(change, 'iam attach-role-policy', policy),
      ],
      undo: [run(change, 'iam detach-role-policy', policy)],
    },
    back: {
      title: `Write the trust of role ${role} anew`,
      why: 'These logs do not hold the trust before: take it from your infrastructure code, or take the intruder’s principals out by hand.',
      calls: [run(change, 'iam get-role', { 'role-name': role })],
    },
  }
}

const group =
  (added: boolean): Recipe =>
  (change) => {
    const [user, name] = [asked(change, 'userName'), asked(change, 'groupName')]
    const options = { 'user-name': user, 'group-name': name }
    const draft = {
      title: added ? `Take ${user} out of group ${name}` : `Put ${user} back into group ${name}`,
      why: `The intruder ${added ? 'put the user in' : 'took the user out'}.`,
      calls: [run(change, added ? 'iam remove-user-from-group' : 'iam add-user-to-group', options)],
      undo: [run(change, added ? 'iam add-user-to-group' : 'iam remove-user-from-group', options)],
    }
    const target = `member ${user} ${name}`
    return added ? same(target, 'persistence', draft) : { target, ends: true, back: draft }
  }

const enableMfa: Recipe = (change) => {
  const [user, serial] = [userOf(change), asked(change, 'serialNumber')]
  return same(`mfa ${user} ${serial}`, 'persistence', {
    title: `Take the MFA device that the intruder gave ${user} away`,
    why: 'With a device of his own the intruder passes where MFA is asked, and its owner may be locked out.',
    calls: [run(change, 'iam deactivate-mfa-device', { 'user-name': user, 'serial-number': serial })],
  })
}

/** What was removed is in no log; unless the intruder had made it himself, it is missed. */
const lost =
  (what: string, targetOf: (change: Change) => string): Recipe =>
  (change) => ({
    target: targetOf(change),
    ends: true,
    back: {
      title: `Make ${what} anew: ${targetOf(change)}`,
      why: 'The intruder removed it. No log holds it: it cannot be brought back.',
      calls: [],
    },
  })

export const IDENTITIES: Readonly<Record<string, Recipe>> = {
  'iam:CreateUser': createUser,
  'iam:CreateAccessKey': createAccessKey,
  'iam:UpdateAccessKey': updateAccessKey,
  'iam:DeleteAccessKey': lost('an access key', (change) => `key ${asked(change, 'accessKeyId')}`),
  'iam:CreateLoginProfile': password(true),
  'iam:UpdateLoginProfile': password(false),
  'iam:ChangePassword': password(false),
  'iam:DeleteLoginProfile': lost('a console password', (change) => `password ${userOf(change)}`),
  'iam:DeactivateMFADevice': lost(
    'an MFA device',
    (change) => `mfa ${userOf(change)} ${asked(change, 'serialNumber')}`,
  ),
  'iam:EnableMFADevice': enableMfa,
  'iam:DeleteUser': lost('a user', (change) => `user ${asked(change, 'userName')}`),
  'iam:CreateRole': createRole,
  'iam:DeleteRole': lost('a role', (change) => `role ${asked(change, 'roleName')}`),
  'iam:UpdateAssumeRolePolicy': updateTrust,
  'iam:AddUserToGroup': group(true),
  'iam:RemoveUserFromGroup': group(false),
}
