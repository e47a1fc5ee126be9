import { z } from 'zod'
import { known } from './known.ts'

const time = z.string()

const STATUS = z.object({
  IsLogging: z.boolean(),
  LatestDeliveryTime: time.optional(),
  LatestDeliveryError: z.string().default(''),
  LatestDigestDeliveryError: z.string().default(''),
  LatestCloudWatchLogsDeliveryError: z.string().default(''),
})

const FIELD_SELECTOR = z.object({
  Field: z.string(),
  Equals: z.array(z.string()).optional(),
  StartsWith: z.array(z.string()).optional(),
  EndsWith: z.array(z.string()).optional(),
  NotEquals: z.array(z.string()).optional(),
  NotStartsWith: z.array(z.string()).optional(),
  NotEndsWith: z.array(z.string()).optional(),
})

/** @see https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_GetEventSelectors.html */
const SELECTORS = z.object({
  EventSelectors: z
    .array(
      z.object({
        ReadWriteType: z.string().default('All'),
        IncludeManagementEvents: z.boolean().default(true),
        DataResources: z
          .array(z.object({ Type: z.string(), Values: z.array(z.string()).default([]) }))
          .default([]),
        ExcludeManagementEventSources: z.array(z.string()).default([]),
      }),
    )
    .default([]),
  AdvancedEventSelectors: z
    .array(z.object({ Name: z.string().optional(), FieldSelectors: z.array(FIELD_SELECTOR) }))
    .default([]),
})
export type EventSelectors = Readonly<z.infer<typeof SELECTORS>>

export const TRAIL_PARTS = {
  status: known('cloudtrail:GetTrailStatus', STATUS),
  selectors: known('cloudtrail:GetEventSelectors', SELECTORS),
} as const

/** @see https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_Trail.html */
const TRAIL = z.object({
  Name: z.string(),
  TrailARN: z.string(),
  HomeRegion: z.string(),
  S3BucketName: z.string(),
  IsMultiRegionTrail: z.boolean().default(false),
  IsOrganizationTrail: z.boolean().default(false),
  IncludeGlobalServiceEvents: z.boolean().default(false),
  LogFileValidationEnabled: z.boolean().default(false),
  KmsKeyId: z.string().optional(),
  CloudWatchLogsLogGroupArn: z.string().optional(),
  ...TRAIL_PARTS,
})
export type Trail = Readonly<z.infer<typeof TRAIL>>

export const PUBLIC_ACCESS_BLOCK = z.object({
  BlockPublicAcls: z.boolean().default(false),
  IgnorePublicAcls: z.boolean().default(false),
  BlockPublicPolicy: z.boolean().default(false),
  RestrictPublicBuckets: z.boolean().default(false),
})
export type PublicAccessBlock = Readonly<z.infer<typeof PUBLIC_ACCESS_BLOCK>>

const LIFECYCLE_RULE = z.object({
  ID: z.string().default(''),
  Status: z.string(),
  Expiration: z.object({ Days: z.number().optional(), Date: time.optional() }).optional(),
})

/** Settings of a bucket that a trail writes to; null where the bucket has none of the kind. */
export const TRAIL_BUCKET_PARTS = {
  publicAccessBlock: known('s3:GetBucketPublicAccessBlock', PUBLIC_ACCESS_BLOCK.nullable()),
  isPublic: known('s3:GetBucketPolicyStatus', z.boolean()),
  /** JSON text. */
  policy: known('s3:GetBucketPolicy', z.string().nullable()),
  versioning: known(
    's3:GetBucketVersioning',
    z.object({ Status: z.string().default('Disabled'), MFADelete: z.string().default('Disabled') }),
  ),
  lifecycle: known('s3:GetLifecycleConfiguration', z.array(LIFECYCLE_RULE)),
  logging: known('s3:GetBucketLogging', z.object({ TargetBucket: z.string() }).nullable()),
} as const
const TRAIL_BUCKET = z.object({ Name: z.string(), ...TRAIL_BUCKET_PARTS })
export type TrailBucket = Readonly<z.infer<typeof TRAIL_BUCKET>>

export const TRAILS = {
  /** All that log this account, wherever they are at home: DescribeTrails of one region tells of all multi-region ones. */
  trails: known('cloudtrail:DescribeTrails', z.array(TRAIL)),
  trailBuckets: z.array(TRAIL_BUCKET).default([]),
} as const
