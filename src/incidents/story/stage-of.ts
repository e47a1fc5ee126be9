import type { Run } from './read-runs.ts'
import { STAGES, type Stage } from './story.ts'

/** Calls whose stage nothing else tells: service, then what the name must match. */
const BY_NAME: readonly (readonly [string, RegExp, Stage])[] = [
  [
    'signin',
    /^(ConsoleLogin|SwitchRole|GetSigninToken|PasswordRecovery|CredentialVerification)/u,
    'initial-access',
  ],
  ['sts', /^AssumeRoleWith(SAML|WebIdentity)$/u, 'initial-access'],
  ['sts', /^(AssumeRole|AssumeRoot)$/u, 'lateral-movement'],
  ['sts', /^Get(SessionToken|FederationToken)$/u, 'persistence'],
  ['sts', /^(GetCallerIdentity|GetAccessKeyInfo|DecodeAuthorizationMessage)$/u, 'discovery'],
  [
    'iam',
    /^(CreateAccessKey|CreateUser|CreateLoginProfile|UpdateLoginProfile|CreateRole|UpdateAssumeRolePolicy|UploadSSHPublicKey|UpdateAccessKey)/u,
    'persistence',
  ],
  [
    'iam',
    /^(Attach|Put|AddUserToGroup|AddRoleTo|CreatePolicyVersion|SetDefaultPolicyVersion)/u,
    'privilege-escalation',
  ],
  ['iam', /^(GenerateCredentialReport|GetCredentialReport)$/u, 'credential-access'],
  [
    'ssm',
    /^(SendCommand|StartSession|ResumeSession|StartAutomationExecution|CreateAssociation)/u,
    'lateral-movement',
  ],
  ['ec2-instance-connect', /./u, 'lateral-movement'],
  ['ecs', /^ExecuteCommand$/u, 'lateral-movement'],
  ['ec2', /^(RunInstances|RequestSpot|CreateFleet)/u, 'impact'],
  ['ec2', /^(CreateSnapshots?|CreateImage|CreateVolume|AttachVolume)$/u, 'collection'],
  ['rds', /^(Create|Restore)DB/u, 'collection'],
  ['ebs', /SnapshotBlock/u, 'exfiltration'],
  ['s3', /^(GetObject|CopyObject|SelectObjectContent)$/u, 'collection'],
  ['s3', /^(Delete|PutObject$)/u, 'impact'],
  ['dynamodb', /^(Scan|Query|GetItem|BatchGetItem)$/u, 'collection'],
  ['athena', /^(StartQueryExecution|GetQueryResults)$/u, 'collection'],
  ['logs', /^(GetLogEvents|FilterLogEvents|StartQuery|GetQueryResults)$/u, 'collection'],
  ['bedrock', /^(InvokeModel|Converse)/u, 'impact'],
  ['ses', /^Send/u, 'impact'],
  ['sns', /^Publish/u, 'impact'],
  [
    'lambda',
    /^(CreateFunction|AddPermission|CreateEventSourceMapping|CreateFunctionUrlConfig|UpdateFunctionCode)/u,
    'persistence',
  ],
]

/** By the lake's column `danger`. */
const BY_DANGER: Readonly<Record<string, Stage>> = {
  credential: 'persistence',
  escalation: 'privilege-escalation',
  evasion: 'defense-evasion',
  exfiltration: 'exfiltration',
  persistence: 'persistence',
  execution: 'lateral-movement',
  secret: 'credential-access',
  destruction: 'impact',
  account: 'impact',
}

/**
 * Where in an intrusion a call belongs.
 *
 * @param tactics - of the findings about this call alone, the gravest first: they say best what it was for.
 */
export function stageOf(
  { service, name, danger, accessLevel }: Pick<Run, 'service' | 'name' | 'danger' | 'accessLevel'>,
  tactics: readonly string[] = [],
): Stage {
  const usual =
    BY_NAME.find(([of, pattern]) => of === service && pattern.test(name))?.[2] ?? BY_DANGER[danger ?? '']
  const told = tactics.flatMap(
    (tactic) => STAGES.find((stage) => stage === tactic && stage !== 'other') ?? [],
  )
  // Who looks round and who takes call alike: a rule about looking round does not make a download of it.
  const grave = usual === undefined ? told : told.filter((stage) => stage !== 'discovery')
  if (usual !== undefined && (grave.length === 0 || grave.includes(usual))) return usual
  const [first] = grave
  if (first !== undefined) return first
  return accessLevel === 'read' || accessLevel === 'list' ? 'discovery' : 'other'
}
