/** A way by which whoever may do some calls comes to more rights than it has. */
export interface EscalationPath {
  /** Permanent. */
  readonly id: string
  /** What its holder does. */
  readonly how: string
  /** All are needed. The first one's resources bound the path; where a role is handed over, that is `iam:PassRole`. */
  readonly actions: readonly string[]
  /**
   * `direct`: it gives itself rights. `others`: it comes by somebody else's credentials. `role`: it has code run as a role that
   * it hands over. `running`: it gets into something that runs as a role already.
   */
  readonly kind: 'direct' | 'others' | 'role' | 'running'
  /** To which service the role is handed over. */
  readonly service?: string
}

const own = (id: string, how: string, ...actions: readonly string[]): EscalationPath => ({
  id,
  how,
  actions,
  kind: 'direct',
})
const others = (id: string, how: string, ...actions: readonly string[]): EscalationPath => ({
  id,
  how,
  actions,
  kind: 'others',
})
const running = (id: string, how: string, ...actions: readonly string[]): EscalationPath => ({
  id,
  how,
  actions,
  kind: 'running',
})
const role = (id: string, service: string, how: string, ...actions: readonly string[]): EscalationPath => ({
  id,
  how,
  actions: ['iam:PassRole', ...actions],
  kind: 'role',
  service: `${service}.amazonaws.com`,
})

/**
 * @see https://rhinosecuritylabs.com/aws/aws-privilege-escalation-methods-mitigation/
 * @see https://pathfinding.cloud/
 */
export const ESCALATION_PATHS: readonly EscalationPath[] = [
  own('create-policy-version', 'writes a new version of a policy', 'iam:CreatePolicyVersion'),
  own(
    'set-default-policy-version',
    'puts back an older, wider version of a policy',
    'iam:SetDefaultPolicyVersion',
  ),
  own('attach-user-policy', 'attaches any policy to a user', 'iam:AttachUserPolicy'),
  own('attach-group-policy', 'attaches any policy to a group', 'iam:AttachGroupPolicy'),
  own('attach-role-policy', 'attaches any policy to a role', 'iam:AttachRolePolicy'),
  own('put-user-policy', 'writes a policy into a user', 'iam:PutUserPolicy'),
  own('put-group-policy', 'writes a policy into a group', 'iam:PutGroupPolicy'),
  own('put-role-policy', 'writes a policy into a role', 'iam:PutRolePolicy'),
  own('add-user-to-group', 'adds a user to a group with more rights', 'iam:AddUserToGroup'),
  own('sso-assign-account', 'assigns permission sets in accounts', 'sso:CreateAccountAssignment'),
  own(
    'sso-permission-set-inline',
    'writes a policy into a permission set',
    'sso:PutInlinePolicyToPermissionSet',
    'sso:ProvisionPermissionSet',
  ),
  own(
    'sso-permission-set-managed',
    'attaches a policy to a permission set',
    'sso:AttachManagedPolicyToPermissionSet',
    'sso:ProvisionPermissionSet',
  ),
  own('sso-join-group', 'joins a group of Identity Center', 'identitystore:CreateGroupMembership'),
  others('update-assume-role-policy', 'lets itself into a role', 'iam:UpdateAssumeRolePolicy'),
  others('create-access-key', 'makes access keys of other users', 'iam:CreateAccessKey'),
  others('create-login-profile', 'gives other users a password', 'iam:CreateLoginProfile'),
  others('update-login-profile', 'changes the password of other users', 'iam:UpdateLoginProfile'),
  role('pass-role-ec2', 'ec2', 'starts an instance with a role', 'ec2:RunInstances'),
  role(
    'pass-role-ec2-associate',
    'ec2',
    'gives a running instance another role',
    'ec2:AssociateIamInstanceProfile',
  ),
  role(
    'pass-role-lambda',
    'lambda',
    'makes a function with a role',
    'lambda:CreateFunction',
    'lambda:InvokeFunction',
  ),
  role(
    'pass-role-lambda-event',
    'lambda',
    'makes a function with a role, which events call',
    'lambda:CreateFunction',
    'lambda:CreateEventSourceMapping',
  ),
  role(
    'pass-role-lambda-permission',
    'lambda',
    'makes a function with a role and lets others call it',
    'lambda:CreateFunction',
    'lambda:AddPermission',
  ),
  role(
    'pass-role-lambda-configuration',
    'lambda',
    'gives a function another role',
    'lambda:UpdateFunctionConfiguration',
  ),
  role(
    'pass-role-cloudformation',
    'cloudformation',
    'makes a stack with a role',
    'cloudformation:CreateStack',
  ),
  role(
    'pass-role-codebuild',
    'codebuild',
    'makes a build with a role',
    'codebuild:CreateProject',
    'codebuild:StartBuild',
  ),
  role('pass-role-ecs', 'ecs-tasks', 'runs a task with a role', 'ecs:RegisterTaskDefinition', 'ecs:RunTask'),
  role(
    'pass-role-ecs-service',
    'ecs-tasks',
    'runs a service with a role',
    'ecs:RegisterTaskDefinition',
    'ecs:CreateService',
  ),
  role('pass-role-glue-job', 'glue', 'runs a job with a role', 'glue:CreateJob', 'glue:StartJobRun'),
  role(
    'pass-role-glue-session',
    'glue',
    'opens a session with a role',
    'glue:CreateSession',
    'glue:RunStatement',
  ),
  role(
    'pass-role-sagemaker-notebook',
    'sagemaker',
    'opens a notebook with a role',
    'sagemaker:CreateNotebookInstance',
    'sagemaker:CreatePresignedNotebookInstanceUrl',
  ),
  role(
    'pass-role-sagemaker-training',
    'sagemaker',
    'runs a training with a role',
    'sagemaker:CreateTrainingJob',
  ),
  role(
    'pass-role-sagemaker-processing',
    'sagemaker',
    'runs a processing job with a role',
    'sagemaker:CreateProcessingJob',
  ),
  role(
    'pass-role-states',
    'states',
    'runs a state machine with a role',
    'states:CreateStateMachine',
    'states:StartExecution',
  ),
  role('pass-role-ssm-automation', 'ssm', 'runs an automation with a role', 'ssm:StartAutomationExecution'),
  role('pass-role-emr', 'ec2', 'starts a cluster with a role', 'elasticmapreduce:RunJobFlow'),
  role(
    'pass-role-batch',
    'ecs-tasks',
    'runs a batch job with a role',
    'batch:RegisterJobDefinition',
    'batch:SubmitJob',
  ),
  role('pass-role-apprunner', 'tasks.apprunner', 'runs a service with a role', 'apprunner:CreateService'),
  role(
    'pass-role-agentcore',
    'bedrock-agentcore',
    'runs code in an interpreter with a role',
    'bedrock-agentcore:CreateCodeInterpreter',
    'bedrock-agentcore:StartCodeInterpreterSession',
    'bedrock-agentcore:InvokeCodeInterpreter',
  ),
  running('update-function-code', 'puts its code into a function', 'lambda:UpdateFunctionCode'),
  running('ssm-send-command', 'runs commands on instances', 'ssm:SendCommand'),
  running('ssm-start-session', 'opens a shell on instances', 'ssm:StartSession'),
  running('ec2-instance-connect', 'puts its SSH key on instances', 'ec2-instance-connect:SendSSHPublicKey'),
  running(
    'ec2-user-data',
    'changes what an instance runs at its start',
    'ec2:ModifyInstanceAttribute',
    'ec2:StopInstances',
    'ec2:StartInstances',
  ),
  running('ecs-execute-command', 'runs commands in containers', 'ecs:ExecuteCommand'),
  running(
    'codebuild-update-project',
    'changes what a build runs',
    'codebuild:UpdateProject',
    'codebuild:StartBuild',
  ),
  running('glue-update-job', 'changes what a job runs', 'glue:UpdateJob', 'glue:StartJobRun'),
  running('cloudformation-update-stack', 'changes a stack that has a role', 'cloudformation:UpdateStack'),
  running(
    'cloudformation-change-set',
    'changes a stack that has a role',
    'cloudformation:CreateChangeSet',
    'cloudformation:ExecuteChangeSet',
  ),
  running(
    'sagemaker-notebook-url',
    'opens a notebook that has a role',
    'sagemaker:CreatePresignedNotebookInstanceUrl',
  ),
  running(
    'states-update',
    'changes what a state machine does',
    'states:UpdateStateMachine',
    'states:StartExecution',
  ),
]
