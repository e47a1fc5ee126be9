import { type Effects, effect } from './effect.ts'

/** Reading calls that name what they hand out. */
export const READ: Effects = {
  'secretsmanager:GetSecretValue': effect('secret', 'request.secretId'),
  'secretsmanager:BatchGetSecretValue': effect('secret', 'request.secretIdList'),
  'ssm:GetParameter': effect('parameter', 'request.name'),
  'ssm:GetParameters': effect('parameter', 'request.names'),
  'ssm:GetParametersByPath': effect('parameter', 'request.path'),
  'ssm:GetParameterHistory': effect('parameter', 'request.name'),
  'dynamodb:GetItem': effect('table', 'request.tableName'),
  'dynamodb:BatchGetItem': effect('table', 'request.tableName'),
  'dynamodb:Query': effect('table', 'request.tableName'),
  'dynamodb:Scan': effect('table', 'request.tableName'),
  'athena:GetQueryResults': effect('query-result', 'request.queryExecutionId'),
  'rds-data:ExecuteStatement': effect('database', 'request.resourceArn'),
  'redshift-data:ExecuteStatement': effect('database', 'request.clusterIdentifier request.workgroupName'),
  'kms:Decrypt': effect('decrypted-with-key', 'request.keyId facts.target'),
  'logs:GetLogEvents': effect('log', 'request.logGroupName request.logGroupIdentifier'),
  'logs:FilterLogEvents': effect('log', 'request.logGroupName request.logGroupIdentifier'),
  'ec2:GetPasswordData': effect(
    'instance-password',
    'request.instanceId request.GetPasswordDataRequest.InstanceId',
  ),
  'ec2:DescribeInstanceAttribute': effect('instance-attribute', 'request.instanceId'),
  'ec2:GetConsoleOutput': effect(
    'console-output',
    'request.instanceId request.GetConsoleOutputRequest.InstanceId',
  ),
  'ec2:GetConsoleScreenshot': effect(
    'console-output',
    'request.GetConsoleScreenshotRequest.InstanceId request.instanceId',
  ),
  'ebs:GetSnapshotBlock': effect('snapshot-blocks', 'request.snapshotId'),
  'lambda:GetFunction': effect('function-code', 'request.functionName'),
  'ecr:BatchGetImage': effect('container-image', 'request.repositoryName'),
  'ecr:GetDownloadUrlForLayer': effect('container-image', 'request.repositoryName'),
  'cloudformation:GetTemplate': effect('template', 'request.stackName'),
  'acm:ExportCertificate': effect('certificate', 'request.certificateArn'),
  'apigateway:GetApiKeys': effect('api-key', 'request.nameQuery'),
}

/** Calls that cost money by themselves. RunInstances is counted by instance, not by call. */
export const MONEY: Effects = {
  'bedrock:InvokeModel': effect('model', 'request.modelId'),
  'bedrock:InvokeModelWithResponseStream': effect('model', 'request.modelId'),
  'bedrock:Converse': effect('model', 'request.modelId'),
  'bedrock:ConverseStream': effect('model', 'request.modelId'),
  'ses:SendEmail': effect('mail', 'request.source request.fromEmailAddress'),
  'ses:SendRawEmail': effect('mail', 'request.source'),
  'ses:SendBulkEmail': effect('mail', 'request.fromEmailAddress'),
  'ses:SendBulkTemplatedEmail': effect('mail', 'request.source'),
  'sns:Publish': effect('message', 'request.topicArn request.phoneNumber'),
  'ec2:RequestSpotInstances': effect('spot-instances', 'request.launchSpecification.instanceType'),
  'ec2:RequestSpotFleet': effect('spot-instances', 'request.spotFleetRequestConfig.targetCapacity'),
  'ec2:CreateFleet': effect('fleet', 'answer.CreateFleetResponse.fleetId'),
  'ec2:CreateCapacityReservation': effect(
    'capacity-reservation',
    'request.CreateCapacityReservationRequest.InstanceType request.instanceType',
  ),
  'ec2:PurchaseReservedInstancesOffering': effect('reservation', 'request.reservedInstancesOfferingId'),
  'ecs:RunTask': effect('tasks', 'request.taskDefinition'),
  'ecs:CreateService': effect('tasks', 'request.taskDefinition'),
  'batch:SubmitJob': effect('jobs', 'request.jobDefinition'),
  'sagemaker:CreateTrainingJob': effect('training', 'request.trainingJobName'),
  'sagemaker:CreateNotebookInstance': effect('notebook', 'request.instanceType request.notebookInstanceName'),
  'sagemaker:CreateEndpoint': effect('endpoint', 'request.endpointName'),
  'elasticmapreduce:RunJobFlow': effect('cluster', 'request.name'),
  'lightsail:CreateInstances': effect('instances', 'request.bundleId'),
  'gamelift:CreateFleet': effect('fleet', 'request.eC2InstanceType'),
  'route53domains:RegisterDomain': effect('domain', 'request.domainName'),
  'savingsplans:CreateSavingsPlan': effect('savings-plan', 'request.savingsPlanOfferingId'),
  'organizations:CreateAccount': effect('account', 'request.accountName'),
}

/** Calls by which data leaves, or is given to others, beside those whose facts name a foreign account, everybody or a destination. */
export const TAKEN: Effects = {
  'ec2:SharedSnapshotCopyInitiated': effect('snapshot', 'request.snapshotId facts.target'),
  'ec2:SharedSnapshotVolumeCreated': effect('snapshot', 'request.snapshotId facts.target'),
  'rds:StartExportTask': effect('snapshot', 'request.sourceArn'),
  'datasync:StartTaskExecution': effect('transfer', 'request.taskArn'),
  'dms:StartReplicationTask': effect('transfer', 'request.replicationTaskArn'),
  'ebs:GetSnapshotBlock': effect('snapshot-blocks', 'request.snapshotId'),
}

/** Ways into a machine or a container: commands run there, shells opened, keys laid down. */
export const ENTERED: Effects = {
  'ssm:SendCommand': effect('entered-instance', 'request.instanceIds request.targets.values'),
  'ssm:StartSession': effect('entered-instance', 'request.target'),
  'ssm:ResumeSession': effect('entered-instance', 'request.sessionId'),
  'ssm:StartAutomationExecution': effect('entered-instance', 'request.targets.values request.documentName'),
  'ec2-instance-connect:SendSSHPublicKey': effect('entered-instance', 'request.instanceId'),
  'ec2-instance-connect:SendSerialConsoleSSHPublicKey': effect('entered-instance', 'request.instanceId'),
  'ecs:ExecuteCommand': effect('entered-container', 'request.task'),
}
