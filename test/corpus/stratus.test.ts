import { describe, expect, test } from 'vitest'
import { corpusPath, isAtLeast, isCorpusThere, keysOf, reportOn } from './corpus.ts'

/** What each technique is about: the call that does it, as CloudTrail names it without a date. */
const TECHNIQUES: Readonly<Record<string, string>> = {
  'credential-access.ec2-get-password-data': 'ec2.amazonaws.com:GetPasswordData',
  'credential-access.ec2-steal-instance-credentials': 'ssm.amazonaws.com:SendCommand',
  'credential-access.secretsmanager-batch-retrieve-secrets':
    'secretsmanager.amazonaws.com:BatchGetSecretValue',
  'credential-access.secretsmanager-retrieve-secrets': 'secretsmanager.amazonaws.com:GetSecretValue',
  'credential-access.ssm-retrieve-securestring-parameters': 'ssm.amazonaws.com:GetParameters',
  'defense-evasion.cloudtrail-delete': 'cloudtrail.amazonaws.com:DeleteTrail',
  'defense-evasion.cloudtrail-event-selectors': 'cloudtrail.amazonaws.com:PutEventSelectors',
  'defense-evasion.cloudtrail-stop': 'cloudtrail.amazonaws.com:StopLogging',
  'defense-evasion.dns-delete-logs': 'route53resolver.amazonaws.com:DeleteResolverQueryLogConfig',
  'defense-evasion.organizations-leave': 'organizations.amazonaws.com:LeaveOrganization',
  'defense-evasion.vpc-remove-flow-logs': 'ec2.amazonaws.com:DeleteFlowLogs',
  'discovery.ec2-download-user-data': 'ec2.amazonaws.com:DescribeInstanceAttribute',
  'execution.ec2-launch-unusual-instances': 'ec2.amazonaws.com:RunInstances',
  'execution.ec2-user-data': 'ec2.amazonaws.com:ModifyInstanceAttribute',
  'execution.ssm-send-command': 'ssm.amazonaws.com:SendCommand',
  'execution.ssm-start-session': 'ssm.amazonaws.com:StartSession',
  'exfiltration.ec2-security-group-open-port-22-ingress': 'ec2.amazonaws.com:AuthorizeSecurityGroupIngress',
  'exfiltration.ec2-share-ami': 'ec2.amazonaws.com:ModifyImageAttribute',
  'exfiltration.ec2-share-ebs-snapshot': 'ec2.amazonaws.com:ModifySnapshotAttribute',
  'exfiltration.rds-share-snapshot': 'rds.amazonaws.com:ModifyDBSnapshotAttribute',
  'impact.bedrock-invoke-model': 'bedrock.amazonaws.com:InvokeModel',
  'initial-access.console-login-without-mfa': 'signin.amazonaws.com:ConsoleLogin',
  'lateral-movement.ec2-instance-connect': 'ec2-instance-connect.amazonaws.com:SendSSHPublicKey',
  'lateral-movement.ec2-serial-console-send-ssh-public-key':
    'ec2-instance-connect.amazonaws.com:SendSerialConsoleSSHPublicKey',
  'persistence.iam-backdoor-role': 'iam.amazonaws.com:UpdateAssumeRolePolicy',
  'persistence.iam-backdoor-user': 'iam.amazonaws.com:CreateAccessKey',
  'persistence.iam-create-admin-user': 'iam.amazonaws.com:AttachUserPolicy',
  'persistence.iam-create-backdoor-role': 'iam.amazonaws.com:CreateRole',
  'persistence.iam-create-user-login-profile': 'iam.amazonaws.com:CreateLoginProfile',
  'persistence.lambda-backdoor-function': 'lambda.amazonaws.com:AddPermission',
  'persistence.lambda-layer-extension': 'lambda.amazonaws.com:UpdateFunctionConfiguration',
  'persistence.lambda-overwrite-code': 'lambda.amazonaws.com:UpdateFunctionCode',
  'persistence.rolesanywhere-create-trust-anchor': 'rolesanywhere.amazonaws.com:CreateTrustAnchor',
  'persistence.sts-federation-token': 'sts.amazonaws.com:GetFederationToken',
  'privilege-escalation.iam-update-user-login-profile': 'iam.amazonaws.com:UpdateLoginProfile',
}

/** Techniques that may go unseen: 33 of 35 is the promise. */
const MOST_UNSEEN = 2

const UNDATED = /20\d{6}(?:v\d)?$/u

describe.skipIf(!isCorpusThere)('detonated techniques', () => {
  const seen = new Map<string, readonly string[]>()

  test.each(Object.entries(TECHNIQUES))('%s', async (technique, call) => {
    expect(seen.has(technique)).toBe(false)
    const { findings, incidents } = await reportOn([
      corpusPath('stratus-red-team/data', `aws.${technique}.json`),
    ])
    expect(incidents).toHaveLength(1)
    expect(incidents[0]?.accessKeys).toEqual(
      expect.arrayContaining([...keysOf(`stratus-red-team/data/aws.${technique}.json`)]),
    )
    const naming = findings.filter(({ calls }) => calls.some((one) => one.replace(UNDATED, '') === call))
    const grave = naming.filter((finding) => isAtLeast(finding, 'medium'))
    seen.set(
      technique,
      grave.map(({ level, detection }) => `${level} ${detection}`),
    )
    if (grave.length === 0) {
      console.log(
        `${technique}: only ${naming.map(({ level, detection }) => `${level} ${detection}`).join(', ')}`,
      )
    }
  })

  test('at least 33 of 35 give a finding of medium or above that names the own call', () => {
    const unseen = [...seen].filter(([, grave]) => grave.length === 0).map(([technique]) => technique)
    console.log(`seen: ${seen.size - unseen.length} of ${seen.size}`)
    if (process.env['SHOW'] !== undefined) console.log(seen)
    expect(seen.size).toBe(35)
    expect(unseen.length, unseen.join(', ')).toBeLessThanOrEqual(MOST_UNSEEN)
  })
})
