import { asked, type Change, type Recipe, type Remedy, run, same, told } from '../change.ts'
import { at, documentOf, textAt } from '../json-values.ts'

type Holder = 'user' | 'role' | 'group'

const attached =
  (holder: Holder, added: boolean): Recipe =>
  (change) => {
    const [name, arn] = [asked(change, `${holder}Name`), asked(change, 'policyArn')]
    const options = { [`${holder}-name`]: name, 'policy-arn': arn }
    const attach = run(change, `iam attach-${holder}-policy`, options)
    const detach = run(change, `iam detach-${holder}-policy`, options)
    const target = `attached ${holder} ${name} ${arn}`
    if (!added) {
      return {
        target,
        ends: true,
        back: {
          title: `Attach ${arn} to ${holder} ${name} again`,
          why: 'The intruder detached it.',
          calls: [attach],
          undo: [detach],
        },
      }
    }
    return same(target, 'persistence', {
      title: `Detach ${arn} from ${holder} ${name}`,
      why: 'The intruder attached it.',
      calls: [detach],
      undo: [attach],
    })
  }

/** An inline policy of the same name before, as a whole; `none` where the log shows that there was none. */
const inlineBefore = ({ before }: Change) =>
  before === undefined
    ? undefined
    : before.call.startsWith('Delete')
      ? 'none'
      : documentOf(at(before.request, 'policyDocument'))

const inline =
  (holder: Holder, written: boolean): Recipe =>
  (change): Remedy => {
    const [name, policy] = [asked(change, `${holder}Name`), asked(change, 'policyName')]
    const options = { [`${holder}-name`]: name, 'policy-name': policy }
    const target = `inline ${holder} ${name} ${policy}`
    const before = inlineBefore(change)
    const where = change.before === undefined ? '' : ` (event ${change.before.eventId})`
    if (before !== undefined && before !== 'none') {
      const draft = {
        title: `Give ${holder} ${name} its policy ${policy} back`,
        why: `The intruder ${written ? 'rewrote' : 'deleted'} it; the policy before stands in the log${where}.`,
        calls: [run(change, `iam put-${holder}-policy`, { ...options, 'policy-document': { json: before } })],
      }
      return written ? same(target, 'persistence', draft) : { target, back: draft }
    }
    if (!written) {
      return {
        target,
        back: {
          title: `Write policy ${policy} of ${holder} ${name} anew`,
          why: 'The intruder deleted it, and these logs do not hold what it was.',
          calls: [],
        },
      }
    }
    return same(target, 'persistence', {
      title: `Delete policy ${policy} of ${holder} ${name}, written by the intruder`,
      why:
        before === 'none'
          ? `The log shows that there was none of that name before${where}.`
          : 'Whether a policy of that name stood there before is not in these logs. The first command prints it as evidence.',
      calls: [
        run(change, `iam get-${holder}-policy`, options),
        run(change, `iam delete-${holder}-policy`, options),
      ],
    })
  }

/** The version that was the default before. A policy begins with v1; only the logs can say what came then. */
const defaultBefore = ({ before }: Change): string | undefined => {
  if (before === undefined) return undefined
  if (before.call === 'CreatePolicy') return 'v1'
  return textAt(before.request, 'versionId') ?? textAt(before.response, 'policyVersion', 'versionId')
}

const inForce =
  (made: boolean): Recipe =>
  (change) => {
    const arn = asked(change, 'policyArn')
    const version = made ? told(change, 'policyVersion', 'versionId') : asked(change, 'versionId')
    const old = defaultBefore(change)
    const remove = made
      ? [run(change, 'iam delete-policy-version', { 'policy-arn': arn, 'version-id': version })]
      : []
    const target = `default ${arn}`
    if (made && at(change.request, 'setAsDefault') !== true) {
      return {
        target: `version ${arn} ${version}`,
        back: {
          title: `Delete version ${version} of ${arn}`,
          why: 'Made by the intruder; not the one in force.',
          calls: remove,
        },
      }
    }
    if (old === undefined) {
      const draft = {
        title: `Choose the version of ${arn} that was in force before ${version}`,
        why: 'The intruder put another in force. These logs do not say which it was before: the command lists them.',
        calls: [run(change, 'iam list-policy-versions', { 'policy-arn': arn })],
      }
      return same(target, 'persistence', draft)
    }
    return same(target, 'persistence', {
      title: `Put version ${old} of ${arn} in force again`,
      why: `The intruder put ${version} in force; ${old} was before (event ${change.before?.eventId ?? ''}).`,
      calls: [
        run(change, 'iam set-default-policy-version', { 'policy-arn': arn, 'version-id': old }),
        ...remove,
      ],
    })
  }

const createPolicy: Recipe = (change) => {
  const arn = told(change, 'policy', 'arn')
  return {
    target: `policy ${arn}`,
    back: {
      title: `Delete policy ${arn}`,
      why: 'Made by the intruder. IAM refuses while it is attached.',
      calls: [run(change, 'iam delete-policy', { 'policy-arn': arn })],
    },
  }
}

const boundary =
  (holder: 'user' | 'role', written: boolean): Recipe =>
  (change) => {
    const name = asked(change, `${holder}Name`)
    const old = textAt(change.before?.request, 'permissionsBoundary')
    const target = `boundary ${holder} ${name}`
    const title = `Give ${holder} ${name} its permissions boundary back`
    if (old === undefined) {
      return {
        target,
        back: {
          title,
          why: `The intruder ${written ? 'replaced' : 'removed'} it. These logs do not hold the one before.`,
          calls: [],
        },
      }
    }
    return same(target, 'persistence', {
      title,
      why: `The intruder ${written ? 'replaced' : 'removed'} it; the one before stands in event ${change.before?.eventId ?? ''}.`,
      calls: [
        run(change, `iam put-${holder}-permissions-boundary`, {
          [`${holder}-name`]: name,
          'permissions-boundary': old,
        }),
      ],
    })
  }

export const POLICIES: Readonly<Record<string, Recipe>> = {
  'iam:AttachUserPolicy': attached('user', true),
  'iam:AttachRolePolicy': attached('role', true),
  'iam:AttachGroupPolicy': attached('group', true),
  'iam:DetachUserPolicy': attached('user', false),
  'iam:DetachRolePolicy': attached('role', false),
  'iam:DetachGroupPolicy': attached('group', false),
  'iam:PutUserPolicy': inline('user', true),
  'iam:PutRolePolicy': inline('role', true),
  'iam:PutGroupPolicy': inline('group', true),
  'iam:DeleteUserPolicy': inline('user', false),
  'iam:DeleteRolePolicy': inline('role', false),
  'iam:DeleteGroupPolicy': inline('group', false),
  'iam:CreatePolicy': createPolicy,
  'iam:CreatePolicyVersion': inForce(true),
  'iam:SetDefaultPolicyVersion': inForce(false),
  'iam:PutUserPermissionsBoundary': boundary('user', true),
  'iam:PutRolePermissionsBoundary': boundary('role', true),
  'iam:DeleteUserPermissionsBoundary': boundary('user', false),
  'iam:DeleteRolePermissionsBoundary': boundary('role', false),
}
