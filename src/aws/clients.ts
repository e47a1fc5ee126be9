/** Services that are asked, each with how its client is loaded and called: only when it is needed, each costs some 30 ms. */
export const CLIENTS = {
  account: { load: async () => import('@aws-sdk/client-account'), client: 'AccountClient' },
  'access-analyzer': {
    load: async () => import('@aws-sdk/client-accessanalyzer'),
    client: 'AccessAnalyzerClient',
  },
  cloudtrail: { load: async () => import('@aws-sdk/client-cloudtrail'), client: 'CloudTrailClient' },
  config: { load: async () => import('@aws-sdk/client-config-service'), client: 'ConfigServiceClient' },
  detective: { load: async () => import('@aws-sdk/client-detective'), client: 'DetectiveClient' },
  ec2: { load: async () => import('@aws-sdk/client-ec2'), client: 'EC2Client' },
  guardduty: { load: async () => import('@aws-sdk/client-guardduty'), client: 'GuardDutyClient' },
  iam: { load: async () => import('@aws-sdk/client-iam'), client: 'IAMClient' },
  inspector2: { load: async () => import('@aws-sdk/client-inspector2'), client: 'Inspector2Client' },
  kms: { load: async () => import('@aws-sdk/client-kms'), client: 'KMSClient' },
  organizations: {
    load: async () => import('@aws-sdk/client-organizations'),
    client: 'OrganizationsClient',
  },
  s3: { load: async () => import('@aws-sdk/client-s3'), client: 'S3Client' },
  s3control: { load: async () => import('@aws-sdk/client-s3-control'), client: 'S3ControlClient' },
  securityhub: { load: async () => import('@aws-sdk/client-securityhub'), client: 'SecurityHubClient' },
  sts: { load: async () => import('@aws-sdk/client-sts'), client: 'STSClient' },
} as const satisfies Readonly<
  Record<string, { readonly load: () => Promise<unknown>; readonly client: string }>
>
export type ServiceName = keyof typeof CLIENTS
