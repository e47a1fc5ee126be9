/**
 * Actions whose use CloudTrail writes as data events, which trails leave out unless told otherwise, or not at all.
 * Patterns of names by IAM prefix.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-data-events-with-cloudtrail.html
 */
export const DATA_ACTIONS: Readonly<Record<string, string>> = {
  aoss: 'APIAccessAll DashboardsAccessAll',
  appconfig: 'GetLatestConfiguration StartConfigurationSession GetConfiguration',
  appstream: 'Stream',
  appsync: 'GraphQL EventConnect EventPublish EventSubscribe SourceGraphQL',
  aps: 'RemoteWrite QueryMetrics GetSeries GetLabels GetMetricMetadata',
  bedrock:
    'InvokeAgent InvokeInlineAgent InvokeFlow Retrieve RetrieveAndGenerate ApplyGuardrail GetAsyncInvoke StartAsyncInvoke ' +
    'InvokeModelWithBidirectionalStream',
  'bedrock-agentcore': 'Invoke* *Event *Events Retrieve*',
  cassandra: 'Select Modify',
  'cloudfront-keyvaluestore': '*',
  'cloudtrail-data': '*',
  cloudwatch: 'GetMetricData GetMetricStatistics PutMetricData ListMetrics GetMetricWidgetImage',
  codeartifact: 'ReadFromRepository PublishPackageVersion PutPackageMetadata GetPackageVersionAsset',
  codewhisperer: '*',
  'cognito-identity': 'GetId GetCredentialsForIdentity GetOpenIdToken*',
  dsql: 'DbConnect*',
  dynamodb:
    'BatchGetItem BatchWriteItem ConditionCheckItem DeleteItem GetItem PutItem Query Scan UpdateItem PartiQL* GetRecords ' +
    'GetShardIterator EnclosingOperation',
  ebs: 'GetSnapshotBlock ListSnapshotBlocks ListChangedBlocks PutSnapshotBlock StartSnapshot CompleteSnapshot',
  ec2messages: '*',
  eks: 'AccessKubernetesApi',
  'eks-auth': '*',
  elasticache: 'Connect',
  elasticfilesystem: 'Client*',
  es: 'ESHttp* ESCrossCluster*',
  events: 'PutEvents',
  evidently: 'EvaluateFeature BatchEvaluateFeature PutProjectEvents',
  'execute-api': '*',
  firehose: 'PutRecord PutRecordBatch',
  geo: 'BatchEvaluate* BatchGet* BatchUpdate* Calculate* Get* Search*',
  iot:
    'Connect Publish Subscribe Receive RetainPublish GetThingShadow UpdateThingShadow DeleteThingShadow ' +
    'ListNamedShadowsForThing GetRetainedMessage ListRetainedMessages',
  iotsitewise:
    'BatchPutAssetPropertyValue BatchGet* GetAssetPropertyValue* GetAssetPropertyAggregates GetInterpolated*',
  'kafka-cluster': '*',
  kinesis: 'PutRecord PutRecords GetRecords GetShardIterator SubscribeToShard ListShards',
  kinesisvideo:
    'GetMedia* PutMedia ListFragments GetHLS* GetDASH* GetClip GetImages ConnectAs* JoinStorageSession*',
  lambda: 'InvokeFunction InvokeFunctionUrl InvokeAsync',
  lex: 'Recognize* PostContent PostText PutSession GetSession DeleteSession StartConversation',
  logs: 'PutLogEvents GetLogEvents FilterLogEvents GetLogRecord StartLiveTail StopLiveTail Unmask',
  mediastore: 'GetObject PutObject DeleteObject ListItems DescribeObject',
  'medical-imaging': 'GetImageFrame GetDICOM*',
  memorydb: 'Connect',
  mobiletargeting: 'SendMessages SendUsersMessages PutEvents UpdateEndpoint* GetEndpoint DeleteEndpoint',
  'neptune-db': '*',
  'neptune-graph': '*DataViaQuery',
  'payment-cryptography': '*Data Generate* Verify* TranslatePinData',
  personalize:
    'GetRecommendations GetPersonalizedRanking PutEvents PutUsers PutItems GetActionRecommendations',
  q: '*',
  qbusiness: 'Chat*',
  qldb: 'SendCommand PartiQL*',
  'rds-data': '*',
  'rds-db': '*',
  rum: 'PutRumEvents',
  s3:
    'GetObject* PutObject* DeleteObject* RestoreObject AbortMultipartUpload ListBucket ListBucketVersions ' +
    'ListBucketMultipartUploads ListMultipartUploadParts BypassGovernanceRetention Replicate* InitiateReplication ' +
    'ObjectOwnerOverrideToBucketOwner UpdateObject*',
  's3-object-lambda': 'Get* List* Put* Delete* Abort* Restore* WriteGetObjectResponse',
  's3-outposts':
    'GetObject* PutObject* DeleteObject* AbortMultipartUpload ListBucket* ListMultipartUploadParts',
  s3express: 'CreateSession',
  s3tables: 'GetTableData PutTableData',
  s3vectors: 'PutVectors GetVectors ListVectors DeleteVectors QueryVectors',
  sagemaker: 'InvokeEndpoint* PutRecord GetRecord BatchGetRecord DeleteRecord BatchPutMetrics',
  servicediscovery: 'DiscoverInstances*',
  ses: 'Send*',
  sns: 'Publish',
  sqs: 'SendMessage ReceiveMessage DeleteMessage ChangeMessageVisibility',
  ssmmessages: '*',
  states: 'InvokeHTTPEndpoint StartSyncExecution SendTask* GetActivityTask RevealSecrets TestState',
  swf: 'Poll* Respond* RecordActivityTaskHeartbeat SignalWorkflowExecution StartWorkflowExecution',
  timestream: 'Select WriteRecords DescribeEndpoints SelectValues PrepareQuery CancelQuery',
  transcribe: 'StartStreamTranscription* StartMedicalStream* StartCallAnalyticsStream*',
  verifiedpermissions: 'IsAuthorized* BatchIsAuthorized*',
  workspaces: 'Stream',
  xray: 'PutTraceSegments PutTelemetryRecords GetSampling*',
}

/** KMS is called by services on behalf of a caller, at times without an event, and trails may leave it out. */
export const KMS_ACTIONS = 'Encrypt Decrypt GenerateDataKey* ReEncrypt* DescribeKey CreateGrant'

/**
 * Permissions that one call needs beside the one it is named for, or may need, by `service:eventName`.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html
 */
export const ALSO_CHECKED: Readonly<Record<string, string>> = {
  'autoscaling:CreateAutoScalingGroup': 'ec2:RunInstances ec2:CreateTags',
  'autoscaling:UpdateAutoScalingGroup': 'ec2:RunInstances ec2:CreateTags',
  'dynamodb:BatchExecuteStatement': 'dynamodb:PartiQLInsert dynamodb:PartiQLUpdate dynamodb:PartiQLDelete',
  'dynamodb:ExecuteStatement': 'dynamodb:PartiQLInsert dynamodb:PartiQLUpdate dynamodb:PartiQLDelete',
  'dynamodb:ExecuteTransaction':
    'dynamodb:PartiQLInsert dynamodb:PartiQLUpdate dynamodb:PartiQLDelete dynamodb:ConditionCheckItem',
  'dynamodb:TransactWriteItems': 'dynamodb:UpdateItem dynamodb:DeleteItem dynamodb:ConditionCheckItem',
  'ec2:CreateFleet': 'ec2:RunInstances ec2:CreateTags',
  'ec2:CreateFlowLogs': 'logs:CreateLogDelivery logs:DeleteLogDelivery',
  'ec2:DeleteFlowLogs': 'logs:DeleteLogDelivery',
  'ec2:RequestSpotInstances': 'ec2:RunInstances ec2:CreateTags',
  'kms:ReEncrypt': 'kms:ReEncryptTo',
  's3:CompleteMultipartUpload': 's3:PutObjectAcl s3:PutObjectTagging',
  's3:CopyObject':
    's3:GetObject s3:GetObjectTagging s3:GetObjectVersion s3:PutObjectAcl s3:PutObjectTagging s3:PutObjectRetention s3:PutObjectLegalHold',
  's3:CreateBucket':
    's3:PutBucketAcl s3:PutBucketObjectLockConfiguration s3:PutBucketVersioning s3:PutBucketOwnershipControls s3:PutBucketTagging',
  's3:CreateMultipartUpload':
    's3:PutObjectAcl s3:PutObjectTagging s3:PutObjectRetention s3:PutObjectLegalHold s3:AbortMultipartUpload',
  's3:DeleteObject': 's3:DeleteObjectVersion s3:BypassGovernanceRetention',
  's3:DeleteObjects': 's3:DeleteObjectVersion s3:BypassGovernanceRetention',
  's3:GetObject': 's3:GetObjectVersion',
  's3:HeadObject': 's3:GetObjectVersion s3:ListBucket',
  's3:PutObject': 's3:PutObjectAcl s3:PutObjectTagging s3:PutObjectRetention s3:PutObjectLegalHold',
  's3:UploadPartCopy': 's3:GetObject s3:GetObjectVersion',
  'wafv2:AssociateWebACL': 'elasticloadbalancing:SetWebACL apigateway:SetWebACL',
}
