import { z } from 'zod'
import { known } from './known.ts'

/** JSON text; what the AWS CLI prints as an object is taken, too. */
const policyDocument = z
  .unknown()
  .transform((document) => (typeof document === 'string' ? document : (JSON.stringify(document) ?? '')))
const attached = z.array(z.object({ PolicyName: z.string(), PolicyArn: z.string() })).default([])
const inline = z.array(z.object({ PolicyName: z.string(), PolicyDocument: policyDocument })).default([])
const boundary = z.object({ PermissionsBoundaryArn: z.string() }).optional()
const tags = z.array(z.object({ Key: z.string(), Value: z.string() })).default([])
const time = z.string()

/** @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountAuthorizationDetails.html */
const AUTHORIZATION_DETAILS = z.object({
  UserDetailList: z
    .array(
      z.object({
        UserName: z.string(),
        Arn: z.string(),
        CreateDate: time.optional(),
        GroupList: z.array(z.string()).default([]),
        UserPolicyList: inline,
        AttachedManagedPolicies: attached,
        PermissionsBoundary: boundary,
        Tags: tags,
      }),
    )
    .default([]),
  GroupDetailList: z
    .array(
      z.object({
        GroupName: z.string(),
        Arn: z.string(),
        GroupPolicyList: inline,
        AttachedManagedPolicies: attached,
      }),
    )
    .default([]),
  RoleDetailList: z
    .array(
      z.object({
        RoleName: z.string(),
        Arn: z.string(),
        Path: z.string().default('/'),
        CreateDate: time.optional(),
        AssumeRolePolicyDocument: policyDocument,
        RolePolicyList: inline,
        AttachedManagedPolicies: attached,
        PermissionsBoundary: boundary,
        InstanceProfileList: z.array(z.object({ Arn: z.string() })).default([]),
        RoleLastUsed: z.object({ LastUsedDate: time.optional(), Region: z.string().optional() }).optional(),
        Tags: tags,
      }),
    )
    .default([]),
  Policies: z
    .array(
      z.object({
        PolicyName: z.string(),
        Arn: z.string(),
        AttachmentCount: z.number().default(0),
        DefaultVersionId: z.string(),
        PolicyVersionList: z
          .array(z.object({ VersionId: z.string(), IsDefaultVersion: z.boolean(), Document: policyDocument }))
          .default([]),
      }),
    )
    .default([]),
})

/**
 * One line of the credential report, with AWS's column names and texts (`true`, `N/A`, `no_information`, `not_supported`).
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html
 */
const CREDENTIAL_REPORT_ROW = z.object({
  user: z.string(),
  arn: z.string(),
  user_creation_time: z.string().default('N/A'),
  password_enabled: z.string().default('N/A'),
  password_last_used: z.string().default('N/A'),
  password_last_changed: z.string().default('N/A'),
  mfa_active: z.string().default('N/A'),
  access_key_1_active: z.string().default('false'),
  access_key_1_last_used_date: z.string().default('N/A'),
  access_key_2_active: z.string().default('false'),
  access_key_2_last_used_date: z.string().default('N/A'),
})
export type CredentialReportRow = Readonly<z.infer<typeof CREDENTIAL_REPORT_ROW>>

const ACCESS_KEY = z.object({
  UserName: z.string(),
  AccessKeyId: z.string(),
  Status: z.string(),
  CreateDate: time,
  /** Of GetAccessKeyLastUsed; null: never used since AWS keeps track (2015). */
  LastUsedDate: time.nullable().default(null),
})
export type AccessKey = Readonly<z.infer<typeof ACCESS_KEY>>

const PASSWORD_POLICY = z.object({
  MinimumPasswordLength: z.number().default(6),
  PasswordReusePrevention: z.number().default(0),
  MaxPasswordAge: z.number().default(0),
  RequireSymbols: z.boolean().default(false),
  RequireNumbers: z.boolean().default(false),
  RequireUppercaseCharacters: z.boolean().default(false),
  RequireLowercaseCharacters: z.boolean().default(false),
})

const MFA_DEVICES = z.array(
  z.object({ SerialNumber: z.string(), User: z.object({ Arn: z.string() }).optional() }),
)

export const IDENTITY = {
  authorizationDetails: known('iam:GetAccountAuthorizationDetails', AUTHORIZATION_DETAILS),
  credentialReport: known('iam:GetCredentialReport', z.array(CREDENTIAL_REPORT_ROW)),
  accountSummary: known('iam:GetAccountSummary', z.record(z.string(), z.number())),
  /** null: the account has none. */
  passwordPolicy: known('iam:GetAccountPasswordPolicy', PASSWORD_POLICY.nullable()),
  accessKeys: known('iam:ListAccessKeys', z.array(ACCESS_KEY)),
  virtualMfaDevices: known('iam:ListVirtualMFADevices', MFA_DEVICES),
} as const
