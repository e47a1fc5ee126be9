import { isSelf, ownName, type TargetKind } from './caller.ts'
import type { Call, Draft, Reader, Readers } from './facts.ts'
import { grantsOf, permissionsOf } from './policy.ts'
import { isAdminPolicy } from './policy-actions.ts'
import { foreignAccounts, get, text, texts } from './values.ts'

/** IAM: users, keys, policies, trusts and identity providers. */
export const IAM_READERS: Readers = {
  'iam:CreateUser': (call) => ({ ...target(call, 'user'), ...boundary(call) }),
  'iam:DeleteUser': on('user'),
  'iam:UpdateUser': on('user'),
  'iam:CreateAccessKey': ownTarget,
  'iam:UpdateAccessKey': (call) => ({ ...ownTarget(call), status: text(call.request, 'status') }),
  'iam:DeleteAccessKey': ownTarget,
  'iam:CreateLoginProfile': ownTarget,
  'iam:UpdateLoginProfile': on('user'),
  'iam:DeleteLoginProfile': ownTarget,
  'iam:ChangePassword': ownTarget,
  'iam:CreateServiceSpecificCredential': ownTarget,
  'iam:ResetServiceSpecificCredential': ownTarget,
  'iam:UploadSSHPublicKey': on('user'),
  'iam:UploadSigningCertificate': ownTarget,
  'iam:DeactivateMFADevice': mfaOwner,
  'iam:DeleteVirtualMFADevice': mfaOwner,
  'iam:EnableMFADevice': mfaOwner,
  'iam:CreateVirtualMFADevice': (call) => ({
    target: text(call.request, 'virtualMFADeviceName'),
    target_kind: 'mfa-device',
  }),

  'iam:AddUserToGroup': (call) => ({
    ...target(call, 'user'),
    groups: texts(get(call.request, 'groupName')),
  }),
  'iam:RemoveUserFromGroup': (call) => ({
    ...target(call, 'user'),
    groups: texts(get(call.request, 'groupName')),
  }),
  'iam:CreateGroup': on('group'),
  'iam:AttachUserPolicy': attached('user'),
  'iam:AttachRolePolicy': attached('role'),
  'iam:AttachGroupPolicy': attached('group'),
  'iam:DetachUserPolicy': detached('user'),
  'iam:DetachRolePolicy': detached('role'),
  'iam:DetachGroupPolicy': detached('group'),
  'iam:PutUserPolicy': inline('user'),
  'iam:PutRolePolicy': inline('role'),
  'iam:PutGroupPolicy': inline('group'),
  'iam:DeleteUserPolicy': on('user'),
  'iam:DeleteRolePolicy': on('role'),
  'iam:DeleteGroupPolicy': on('group'),
  'iam:CreatePolicy': (call) => ({
    ...permissionsOf(get(call.request, 'policyDocument')),
    target: text(call.response, 'policy.arn') ?? text(call.request, 'policyName'),
    target_kind: 'policy',
  }),
  'iam:CreatePolicyVersion': (call) => ({
    ...permissionsOf(get(call.request, 'policyDocument')),
    ...policyTarget(call),
  }),
  'iam:SetDefaultPolicyVersion': policyTarget,
  'iam:DeletePolicy': policyTarget,
  'iam:DeletePolicyVersion': policyTarget,
  'iam:PutUserPermissionsBoundary': (call) => ({ ...target(call, 'user'), ...boundary(call) }),
  'iam:PutRolePermissionsBoundary': (call) => ({ ...target(call, 'role'), ...boundary(call) }),
  'iam:DeleteUserPermissionsBoundary': on('user'),
  'iam:DeleteRolePermissionsBoundary': on('role'),

  'iam:CreateRole': (call) => ({
    ...grantsOf(get(call.request, 'assumeRolePolicyDocument'), call.accountId),
    ...target(call, 'role'),
    ...boundary(call),
  }),
  'iam:UpdateAssumeRolePolicy': (call) => ({
    ...grantsOf(get(call.request, 'policyDocument'), call.accountId),
    ...target(call, 'role'),
  }),
  'iam:DeleteRole': on('role'),
  'iam:UpdateRole': on('role'),
  'iam:AddRoleToInstanceProfile': on('role'),
  'iam:CreateOpenIDConnectProvider': (call) => provider(call, 'url'),
  'iam:UpdateOpenIDConnectProviderThumbprint': (call) => provider(call, 'openIDConnectProviderArn'),
  'iam:AddClientIDToOpenIDConnectProvider': (call) => provider(call, 'openIDConnectProviderArn'),
  'iam:CreateSAMLProvider': (call) => provider(call, 'name'),
  'iam:UpdateSAMLProvider': (call) => provider(call, 'sAMLProviderArn'),
  'rolesanywhere:CreateTrustAnchor': anchor,
  'rolesanywhere:UpdateTrustAnchor': anchor,
  'rolesanywhere:EnableTrustAnchor': anchor,
  'rolesanywhere:CreateProfile': profile,
  'rolesanywhere:UpdateProfile': profile,
  'rolesanywhere:EnableProfile': profile,

  'sso:AttachManagedPolicyToPermissionSet': (call) => ({
    ...permissionSet(call),
    ...attachedPolicy(text(call.request, 'managedPolicyArn')),
  }),
  'sso:DetachManagedPolicyFromPermissionSet': (call) => ({
    ...permissionSet(call),
    policy_arn: text(call.request, 'managedPolicyArn'),
  }),
  'sso:PutInlinePolicyToPermissionSet': (call) => ({
    ...permissionSet(call),
    ...permissionsOf(get(call.request, 'inlinePolicy')),
  }),
  'sso:CreateAccountAssignment': (call) => ({
    target: text(call.request, 'principalId'),
    target_kind: text(call.request, 'principalType')?.toLowerCase(),
    policy_arn: text(call.request, 'permissionSetArn'),
  }),
  'eks:CreateAccessEntry': clusterEntry,
  'eks:UpdateAccessEntry': clusterEntry,
  'eks:AssociateAccessPolicy': (call) => ({
    ...clusterEntry(call),
    ...attachedPolicy(text(call.request, 'policyArn')),
  }),
}

const NAME_KEYS: Readonly<Record<TargetKind, string>> = {
  user: 'userName',
  role: 'roleName',
  group: 'groupName',
}

function target(call: Call, kind: TargetKind): Draft {
  const named = text(call.request, NAME_KEYS[kind])
  return { target: named, target_kind: kind, self: isSelf(call, kind, named) }
}

/** Calls about keys and passwords act on the caller when they name nobody. */
function ownTarget(call: Call): Draft {
  const named =
    text(call.request, 'userName') ?? text(call.response, 'accessKey.userName', 'loginProfile.userName')
  if (named !== undefined) return { target: named, target_kind: 'user', self: isSelf(call, 'user', named) }
  const own = call.isRequestKept ? ownName(call.identity, 'user') : undefined
  return { target: own, target_kind: 'user', self: own === undefined ? undefined : true }
}

function on(kind: TargetKind): Reader {
  return (call) => target(call, kind)
}

function attachedPolicy(policyArn: string | undefined): Draft {
  return { policy_arn: policyArn, admin: isAdminPolicy(policyArn) }
}

function attached(kind: TargetKind): Reader {
  return (call) => ({ ...target(call, kind), ...attachedPolicy(text(call.request, 'policyArn')) })
}

function detached(kind: TargetKind): Reader {
  return (call) => ({ ...target(call, kind), policy_arn: text(call.request, 'policyArn') })
}

function inline(kind: TargetKind): Reader {
  return (call) => ({ ...permissionsOf(get(call.request, 'policyDocument')), ...target(call, kind) })
}

function boundary(call: Call): Draft {
  return { policy_arn: text(call.request, 'permissionsBoundary') }
}

function policyTarget(call: Call): Draft {
  const arn = text(call.request, 'policyArn')
  return { target: arn, target_kind: 'policy', policy_arn: arn }
}

/** The device's ARN holds its owner's name by habit, and `root-account-mfa-device` by rule. */
function mfaOwner(call: Call): Draft {
  const serial = text(call.request, 'serialNumber')
  if (serial?.endsWith('/root-account-mfa-device'))
    return { target: 'root', target_kind: 'user', self: undefined }
  if (text(call.request, 'userName') === undefined) return { target: serial, target_kind: 'mfa-device' }
  return target(call, 'user')
}

function provider(call: Call, key: string): Draft {
  const named = text(call.request, key)
  const made = text(call.response, 'openIDConnectProviderArn', 'sAMLProviderArn')
  return { federated: texts(named ?? made), target: made ?? named, target_kind: 'identity-provider' }
}

function anchor(call: Call): Draft {
  const name = text(call.request, 'name', 'trustAnchorId') ?? text(call.response, 'trustAnchor.name')
  return { target: name, target_kind: 'trust-anchor' }
}

function profile(call: Call): Draft {
  const roles = texts(get(call.request, 'roleArns'))
  return {
    target: text(call.request, 'name', 'profileId'),
    target_kind: 'profile',
    principals: roles,
    accounts: foreignAccounts(roles, call.accountId),
  }
}

function permissionSet(call: Call): Draft {
  return { target: text(call.request, 'permissionSetArn'), target_kind: 'permission-set' }
}

function clusterEntry(call: Call): Draft {
  // It stands in the address of the call and comes percent-encoded.
  const arn = text(call.request, 'principalArn')?.replace(/%3A/giu, ':').replace(/%2F/giu, '/')
  return {
    target: text(call.request, 'name', 'clusterName'),
    target_kind: 'cluster',
    principals: texts(arn),
    accounts: foreignAccounts([arn], call.accountId),
  }
}
