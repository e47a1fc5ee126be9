/** Events that no API documents as an operation: sign-in, consoles, and what services do by themselves. */
export const EXTRA_EVENTS: Readonly<Record<string, string>> = {
  account: 'GetAccountInformation',
  acm: 'CertificateRenewal',
  apigateway: 'AssociateWebACL DisassociateWebACL',
  autoscaling: 'StartInstanceRefresh',
  'aws-portal': 'ViewAccount ViewBilling ModifyAccount ModifyBilling',
  backup:
    'BackupJobStarted BackupJobCompleted BackupJobExpired BackupDeleted CopyJobStarted CopyJobCompleted RestoreStarted ' +
    'RestoreCompleted RecoveryPointLocked RestoreJobStarted RestoreJobCompleted PutBackupVaultLockConfiguration',
  billingconsole:
    'SetContactAddress GetContactInformation GetAlternateContact SetAlternateContact SetAdditionalContacts ' +
    'UpdateAccountPreferences GetAccountPreferences SetSecurityQuestions GetPaymentPreferences SetDefaultPaymentMethod ' +
    'UpdatePaymentMethod GetBillsForBillingPeriod GetBillingNotifications AWSPaymentInstrumentGateway.Get ' +
    'AWSPaymentPortalService.GetPaymentInstruments AWSPaymentPreferenceGateway.Get CloseAccount',
  cloudshell:
    'CreateEnvironment CreateSession DeleteEnvironment DeleteSession GetEnvironmentStatus GetFileDownloadUrls ' +
    'GetFileUploadUrls GetLayout PutCredentials RedeemCode SendHeartBeat StartEnvironment StopEnvironment UpdateLayout ' +
    'DescribeEnvironments FileDownloaded FileUploaded',
  'cognito-idp':
    'Login_GET Login_POST Logout OAuth2Authorize_GET OAuth2Response_GET SAML2Response_POST SignUp_GET SignUp_POST ' +
    'Token_POST UserInfo_GET ForgotPassword_GET ForgotPassword_POST ConfirmForgotPassword_POST Error_GET OpenIdConfiguration_GET',
  controltower:
    'CreateManagedAccount UpdateManagedAccount EnableGuardrail DisableGuardrail SetupLandingZone UpdateLandingZone ' +
    'RegisterOrganizationalUnit DeregisterOrganizationalUnit PrecheckOrganizationalUnit DisableControl EnableControl',
  'discovery-marketplace': 'GetListingView GetSearchFacets SearchListings GetRecommendations',
  ec2:
    'SharedSnapshotVolumeCreated SharedSnapshotCopyInitiated BidEvictedEvent BidFulfilledEvent ' +
    'SpotInstanceInterruption GetCapacityReservationAccountAttribute SharedSnapshotRestored',
  ecr: 'PolicyExecutionEvent ReplicateImage PullThroughCache BlobUploadExpiration',
  elasticbeanstalk: 'UpdateEnvironmentManagedAction',
  health: 'DescribeEventAggregates',
  kms: 'RotateKey DeleteKey DeleteImportedKeyMaterial SynchronizeMultiRegionKey DeleteExpiredKeyMaterial ConnectCustomKeyStore',
  organizations:
    'CreateAccountResult CreateGovCloudAccountResult AccountJoinedOrganization AccountDepartedOrganization CloseAccountResult ' +
    'InviteAccountToOrganizationResult',
  quicksight:
    'AccessedQuickSight QueryDatabase CreateDataSet GetDashboard GetAnalysis BatchCreateUser BatchResendUserInvite ' +
    'CreateAccount RenameDashboard ShareDashboard UnsubscribeAccount UpdateGroups UpdateSpiceCapacity',
  s3:
    'JobCreated JobStatusChanged GetStorageLensDashboardDataInternal PutAccountPublicAccessBlock GetAccountPublicAccessBlock ' +
    'DeleteAccountPublicAccessBlock PutBucketPublicAccessBlock GetBucketPublicAccessBlock DeleteBucketPublicAccessBlock ' +
    'GetBucketVersions GetAccelerateConfiguration PutAccelerateConfiguration',
  secretsmanager:
    'StartSecretVersionDelete CancelSecretVersionDelete EndSecretVersionDelete RotationStarted RotationSucceeded ' +
    'RotationFailed RotationAbandoned TestRotationStarted TestRotationSucceeded TestRotationFailed SecretVersionDeletion',
  servicecatalog: 'ExecuteProvisionedProductServiceAction',
  signin:
    'ConsoleLogin CheckMfa SwitchRole ExitRole RenewRole GetSigninToken PasswordRecoveryRequested ' +
    'PasswordRecoveryCompleted PasswordUpdated EmailUpdated CredentialChallenge CredentialVerification ' +
    'UserAuthentication ExternalIdPDirectoryLogin AssumeRole CreateOAuth2Token AuthorizeOAuth2Access Logout CreateAccount',
  sso:
    'Authenticate Federate Logout ListApplications ListProfilesForApplication ListAccountRoles ListAccounts ' +
    'GetRoleCredentials CreateToken CreateTokenWithIAM RegisterClient StartDeviceAuthorization AssumeRole ' +
    'UserAuthentication CredentialChallenge CredentialVerification StartSSO DescribeRegisteredRegions',
  'sso-directory': 'CreateBearerToken VerifyEmail ExternalIdPDirectoryLogin UpdateMfaDeviceForUser',
  'sso-oidc': 'CreateToken CreateTokenWithIAM RegisterClient StartDeviceAuthorization',
  sts: 'AssumeRoot',
  support: 'RefreshTrustedAdvisorCheck DescribeServices DescribeSupportLevel',
  tagging: 'GetResources',
  transfer: 'StartServer StopServer',
  waf: 'GetChangeToken',
  workspaces: 'WorkspacesAccess',
}

/**
 * IAM actions that no call has for its name: a rule that waits for such an event waits for ever.
 * `PassRole` is checked when another call hands over a role; S3's permissions have other names than its operations.
 */
export const PERMISSION_ONLY: Readonly<Record<string, string>> = {
  dynamodb: 'PartiQLSelect PartiQLInsert PartiQLUpdate PartiQLDelete EnclosingOperation ConditionCheckItem',
  'execute-api': 'Invoke ManageConnections InvalidateCache',
  iam: 'PassRole',
  kms: 'ReEncryptFrom ReEncryptTo',
  lambda: 'InvokeFunction InvokeFunctionUrl',
  'rds-db': 'connect',
  s3:
    'BypassGovernanceRetention DeleteObjectVersion DeleteObjectVersionTagging GetAnalyticsConfiguration ' +
    'GetEncryptionConfiguration GetIntelligentTieringConfiguration GetInventoryConfiguration GetLifecycleConfiguration ' +
    'GetMetricsConfiguration GetObjectVersion GetObjectVersionAcl GetObjectVersionAttributes GetObjectVersionForReplication ' +
    'GetObjectVersionTagging GetObjectVersionTorrent GetReplicationConfiguration InitiateReplication ListAllMyBuckets ' +
    'ListBucket ListBucketMultipartUploads ListBucketVersions ListMultipartUploadParts ObjectOwnerOverrideToBucketOwner ' +
    'PutAnalyticsConfiguration PutEncryptionConfiguration PutIntelligentTieringConfiguration PutInventoryConfiguration ' +
    'PutLifecycleConfiguration PutMetricsConfiguration PutObjectVersionAcl PutObjectVersionTagging ' +
    'PutReplicationConfiguration ReplicateDelete ReplicateObject ReplicateTags',
  sts: 'TagSession SetSourceIdentity SetContext TagGetFederationToken',
}

/** Names that look like an eventSource, and what CloudTrail writes instead. */
export const WRONG_SOURCES: Readonly<Record<string, string>> = {
  cloudwatch: 'monitoring',
  'cost-explorer': 'ce',
  efs: 'elasticfilesystem',
  elb: 'elasticloadbalancing',
  email: 'ses',
  emr: 'elasticmapreduce',
  eventbridge: 'events',
  opensearch: 'es',
  stepfunctions: 'states',
  tag: 'tagging',
}
