import { z } from 'zod'
import { known } from './known.ts'
import { NETWORK } from './network.ts'

const named = z.object({ Name: z.string(), Status: z.string() })

export const DETECTOR_PARTS = {
  filters: known('guardduty:GetFilter', z.array(z.object({ Name: z.string(), Action: z.string() }))),
  destinations: known(
    'guardduty:ListPublishingDestinations',
    z.array(z.object({ DestinationType: z.string(), Status: z.string() })),
  ),
  /** Findings that nobody archived, by severity as GuardDuty tells it: `8.0`. */
  openFindings: known('guardduty:GetFindingsStatistics', z.record(z.string(), z.number())),
} as const

const DETECTOR = z.object({
  DetectorId: z.string(),
  Status: z.string(),
  Features: z.array(named).default([]),
  ...DETECTOR_PARTS,
})
export type Detector = Readonly<z.infer<typeof DETECTOR>>

const RECORDER = z.object({
  name: z.string(),
  recordingGroup: z
    .object({
      allSupported: z.boolean().default(false),
      includeGlobalResourceTypes: z.boolean().default(false),
      resourceTypes: z.array(z.string()).default([]),
    })
    .default({ allSupported: false, includeGlobalResourceTypes: false, resourceTypes: [] }),
  /** Of DescribeConfigurationRecorderStatus. */
  recording: z.boolean(),
  lastStatus: z.string().default(''),
})

const DELIVERY_CHANNEL = z.object({
  name: z.string(),
  s3BucketName: z.string().default(''),
  /** Of DescribeDeliveryChannelStatus: `SUCCESS`, `FAILURE`. */
  lastStatus: z.string().default(''),
  lastErrorMessage: z.string().default(''),
})

const CONFIG_RULE = z.object({
  ConfigRuleName: z.string(),
  /** `COMPLIANT`, `NON_COMPLIANT`, `INSUFFICIENT_DATA`. */
  ComplianceType: z.string(),
  /** AWS's name of a managed rule, such as `IAM_USER_MFA_ENABLED`. */
  SourceIdentifier: z.string().default(''),
})

const ROTATION = known('kms:GetKeyRotationStatus', z.boolean())

const KEY = z.object({
  KeyId: z.string(),
  KeyState: z.string(),
  KeySpec: z.string().default('SYMMETRIC_DEFAULT'),
  Origin: z.string().default('AWS_KMS'),
  DeletionDate: z.string().optional(),
  rotation: ROTATION,
})

const SERVICES = {
  detectors: known('guardduty:ListDetectors', z.array(DETECTOR)),
  /** null: Security Hub is off. */
  securityHub: known('securityhub:DescribeHub', z.object({ HubArn: z.string() }).nullable()),
  recorders: known('config:DescribeConfigurationRecorders', z.array(RECORDER)),
  deliveryChannels: known('config:DescribeDeliveryChannels', z.array(DELIVERY_CHANNEL)),
  configRules: known('config:DescribeComplianceByConfigRule', z.array(CONFIG_RULE)),
  /** ARNs of Detective's graphs. */
  detectiveGraphs: known('detective:ListGraphs', z.array(z.string())),
  analyzers: known(
    'access-analyzer:ListAnalyzers',
    z.array(z.object({ name: z.string(), type: z.string(), status: z.string() })),
  ),
  /** By resource type (`ec2`, `ecr`, `lambda`): `ENABLED`, `DISABLED`. */
  inspector: known('inspector2:BatchGetAccountStatus', z.record(z.string(), z.string())),
  /** Customer managed keys only. */
  keys: known('kms:ListKeys', z.array(KEY)),
} as const

/** What can be asked for by itself. */
export const REGION_PARTS = { ...SERVICES, rotation: ROTATION } as const

/** One region of an account, by the services that tell. */
export const REGION = z.object({ RegionName: z.string(), ...SERVICES, ...NETWORK })
export type Region = Readonly<z.infer<typeof REGION>>
