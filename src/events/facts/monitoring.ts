import type { Call, Draft, Json, Reader, Readers } from './facts.ts'
import { at, foreignAccounts, get, isOff, isOn, records, text, texts } from './values.ts'

/** Logging and detection: what was switched off, and what was left on but sees less than before. */
export const MONITORING_READERS: Readers = {
  'cloudtrail:StopLogging': off('trail', ['name']),
  'cloudtrail:DeleteTrail': off('trail', ['name']),
  'cloudtrail:CreateTrail': (call) => ({ ...trail(call), narrowed: undefined }),
  'cloudtrail:UpdateTrail': trail,
  'cloudtrail:PutEventSelectors': selectors,
  'cloudtrail:PutInsightSelectors': (call) => ({
    ...named(call, 'trail', ['trailName', 'eventDataStore']),
    narrowed:
      get(call.request, 'insightSelectors') !== undefined &&
      records(get(call.request, 'insightSelectors')).length === 0,
  }),
  'cloudtrail:DeleteEventDataStore': off('event-data-store', ['eventDataStore']),
  'cloudtrail:StopEventDataStoreIngestion': off('event-data-store', ['eventDataStore']),
  'cloudtrail:UpdateEventDataStore': (call) => ({
    ...named(call, 'event-data-store', ['eventDataStore']),
    narrowed: anyOff(call.request, [
      'multiRegionEnabled',
      'terminationProtectionEnabled',
      'organizationEnabled',
    ]),
  }),

  'guardduty:DeleteDetector': off('detector', ['detectorId']),
  'guardduty:UpdateDetector': (call) => ({
    ...named(call, 'detector', ['detectorId']),
    narrowed: isOff(get(call.request, 'enable')) || hasOffFeature(call.request),
  }),
  'guardduty:UpdateMemberDetectors': (call) => ({
    ...named(call, 'detector', ['detectorId']),
    narrowed: hasOffFeature(call.request),
  }),
  'guardduty:UpdateOrganizationConfiguration': (call) => ({
    ...named(call, 'detector', ['detectorId']),
    narrowed:
      isOff(get(call.request, 'autoEnable')) ||
      text(call.request, 'autoEnableOrganizationMembers') === 'NONE' ||
      hasOffFeature(call.request),
  }),
  'guardduty:CreateFilter': archive,
  'guardduty:UpdateFilter': archive,
  'guardduty:CreateIPSet': trustedSet('ipSetId'),
  'guardduty:UpdateIPSet': trustedSet('ipSetId'),
  'guardduty:CreateTrustedEntitySet': trustedSet('trustedEntitySetId'),
  'guardduty:UpdateTrustedEntitySet': trustedSet('trustedEntitySetId'),
  'guardduty:DeleteThreatIntelSet': off('threat-list', ['threatIntelSetId']),
  'guardduty:UpdateThreatIntelSet': (call) => ({
    ...named(call, 'threat-list', ['threatIntelSetId']),
    narrowed: isOff(get(call.request, 'activate')),
  }),
  'guardduty:DeletePublishingDestination': off('detector', ['detectorId']),
  'guardduty:StopMonitoringMembers': off('detector', ['detectorId']),
  'guardduty:DeleteMembers': off('detector', ['detectorId']),
  'guardduty:DisassociateMembers': off('detector', ['detectorId']),
  'guardduty:DisassociateFromMasterAccount': off('detector', ['detectorId']),
  'guardduty:DisassociateFromAdministratorAccount': off('detector', ['detectorId']),
  'guardduty:ArchiveFindings': off('detector', ['detectorId']),

  'config:StopConfigurationRecorder': off('recorder', ['configurationRecorderName']),
  'config:DeleteConfigurationRecorder': off('recorder', ['configurationRecorderName']),
  'config:PutConfigurationRecorder': recorder,
  'config:DeleteDeliveryChannel': off('delivery-channel', ['deliveryChannelName']),
  'config:PutDeliveryChannel': (call) => ({
    ...named(call, 'delivery-channel', ['deliveryChannel.name']),
    destination: text(call.request, 'deliveryChannel.s3BucketName'),
  }),
  'config:DeleteConfigRule': off('config-rule', ['configRuleName']),
  'config:DeleteOrganizationConfigRule': off('config-rule', ['organizationConfigRuleName']),
  'config:DeleteConformancePack': off('config-rule', ['conformancePackName']),

  'securityhub:DisableSecurityHub': off('hub', []),
  'securityhub:BatchDisableStandards': off('standard', ['standardsSubscriptionArns']),
  'securityhub:UpdateStandardsControl': (call) => ({
    ...named(call, 'control', ['standardsControlArn']),
    narrowed: text(call.request, 'controlStatus') === 'DISABLED',
  }),
  'securityhub:CreateAutomationRule': (call) => ({
    ...named(call, 'automation-rule', ['ruleName']),
    narrowed: records(get(call.request, 'actions')).some(
      (action) => text(action, 'findingFieldsUpdate.workflow.status') === 'SUPPRESSED',
    ),
  }),
  'macie2:DisableMacie': off('macie', []),
  'macie2:UpdateMacieSession': (call) => ({
    target_kind: 'macie',
    narrowed: text(call.request, 'status') === 'PAUSED',
  }),
  'detective:DeleteGraph': off('graph', ['graphArn']),
  'detective:DeleteMembers': off('graph', ['graphArn']),
  'detective:DisassociateMembership': off('graph', ['graphArn']),
  'inspector2:Disable': off('inspector', ['resourceTypes']),
  'access-analyzer:DeleteAnalyzer': off('analyzer', ['analyzerName']),
  'access-analyzer:CreateArchiveRule': off('analyzer', ['analyzerName']),

  'ec2:DeleteFlowLogs': off('flow-log', [
    'DeleteFlowLogsRequest.FlowLogId.content',
    'DeleteFlowLogsRequest.FlowLogId',
    'flowLogId',
  ]),
  'monitoring:DeleteAlarms': off('alarm', ['alarmNames']),
  'monitoring:DisableAlarmActions': off('alarm', ['alarmNames']),
  'monitoring:PutMetricAlarm': (call) => ({
    ...named(call, 'alarm', ['alarmName']),
    narrowed: isOff(get(call.request, 'actionsEnabled')),
  }),
  'events:DisableRule': namedBy('event-rule', ['name']),
  'events:DeleteRule': namedBy('event-rule', ['name']),
  'logs:DeleteLogGroup': off('log-group', ['logGroupName']),
  'logs:DeleteLogStream': off('log-group', ['logGroupName']),
  'logs:DeleteSubscriptionFilter': off('log-group', ['logGroupName']),
  'logs:DeleteMetricFilter': off('log-group', ['logGroupName']),
  'logs:PutRetentionPolicy': (call) => ({
    ...named(call, 'log-group', ['logGroupName']),
    narrowed: Number(text(call.request, 'retentionInDays') ?? 'NaN') <= SHORTEST_LOG_DAYS,
  }),
  'wafv2:DeleteLoggingConfiguration': off('web-acl', ['resourceArn']),
  'wafv2:DisassociateWebACL': off('web-acl', ['resourceArn']),
  'route53resolver:DeleteResolverQueryLogConfig': off('query-log', ['resolverQueryLogConfigId']),
  'route53resolver:DisassociateResolverQueryLogConfig': off('query-log', ['resolverQueryLogConfigId']),
  'bedrock:DeleteModelInvocationLoggingConfiguration': off('model-log', []),
  'redshift:DisableLogging': off('cluster', ['clusterIdentifier']),
  'elasticloadbalancing:ModifyLoadBalancerAttributes': balancer,
}

/** Logs kept for a week or less: CloudWatch offers 1, 3, 5 and 7 days. */
const SHORTEST_LOG_DAYS = 7

function named(call: Call, kind: string, paths: readonly string[]): Draft {
  return { target: paths.length === 0 ? undefined : text(call.request, ...paths), target_kind: kind }
}

function namedBy(kind: string, paths: readonly string[]): Reader {
  return (call) => named(call, kind, paths)
}

/** Calls that switch something off by being made at all. */
function off(kind: string, paths: readonly string[]): Reader {
  return (call) => ({ ...named(call, kind, paths), narrowed: true })
}

function anyOff(request: Json, keys: readonly string[]): boolean {
  return keys.some((key) => isOff(get(request, key)))
}

const TRAIL_SETTINGS = [
  'isMultiRegionTrail',
  'includeGlobalServiceEvents',
  'enableLogFileValidation',
  'isOrganizationTrail',
]

function trail(call: Call): Draft {
  return {
    ...named(call, 'trail', ['name']),
    narrowed: anyOff(call.request, TRAIL_SETTINGS),
    destination: text(call.request, 's3BucketName'),
    accounts: foreignAccounts(
      [text(call.request, 'kmsKeyId'), text(call.request, 'cloudWatchLogsLogGroupArn')],
      call.accountId,
    ),
  }
}

/** Excluded as a matter of cost in many accounts: KMS and RDS Data make the most of the management events. */
const ORDINARY_EXCLUSIONS: ReadonlySet<string> = new Set(['kms.amazonaws.com', 'rdsdata.amazonaws.com'])

/** Narrowed where no selector is left that takes all management events. */
function selectors(call: Call): Draft {
  const basic = records(get(call.request, 'eventSelectors'))
  const advanced = records(get(call.request, 'advancedEventSelectors'))
  const said = basic.length + advanced.length > 0
  const isWhole = basic.some(takesAll) || advanced.some(takesAllAdvanced)
  return { ...named(call, 'trail', ['trailName', 'eventDataStore']), narrowed: said && !isWhole }
}

function takesAll(selector: Json): boolean {
  const excluded = texts(get(selector, 'excludeManagementEventSources'))
  const kinds = text(selector, 'readWriteType') ?? 'All'
  return (
    !isOff(get(selector, 'includeManagementEvents')) &&
    kinds === 'All' &&
    excluded.every((source) => ORDINARY_EXCLUSIONS.has(source))
  )
}

function takesAllAdvanced(selector: Json): boolean {
  const fields = records(get(selector, 'fieldSelectors'))
  const isManagement = fields.some(
    (field) => text(field, 'field') === 'eventCategory' && texts(get(field, 'equals')).includes('Management'),
  )
  return (
    isManagement &&
    fields.every((field) => text(field, 'field') === 'eventCategory' || isOrdinaryExclusion(field))
  )
}

function isOrdinaryExclusion(field: Json): boolean {
  const excluded = texts(get(field, 'notEquals'))
  return (
    text(field, 'field') === 'eventSource' &&
    excluded.length > 0 &&
    excluded.every((source) => ORDINARY_EXCLUSIONS.has(source))
  )
}

/** GuardDuty's features, and the data sources they were before 2023. */
function hasOffFeature(request: Json): boolean {
  const features = records(get(request, 'features'))
  if (
    features.some(
      (feature) => text(feature, 'status') === 'DISABLED' || text(feature, 'autoEnable') === 'NONE',
    )
  )
    return true
  return OLD_SOURCES.some(
    (path) =>
      isOff(at(request, `dataSources.${path}.enable`)) ||
      isOff(at(request, `dataSources.${path}.autoEnable`)),
  )
}

const OLD_SOURCES = [
  's3Logs',
  'kubernetes.auditLogs',
  'malwareProtection.scanEc2InstanceWithFindings',
  'malwareProtection.scanEc2InstanceWithFindings.ebsVolumes',
]

function archive(call: Call): Draft {
  const name = text(call.request, 'name', 'filterName')
  return { target: name, target_kind: 'filter', narrowed: text(call.request, 'action') === 'ARCHIVE' }
}

/** Addresses and people of whom GuardDuty will say nothing. */
function trustedSet(idKey: string): Reader {
  return (call) => ({
    target: text(call.request, 'name', idKey),
    target_kind: 'trusted-list',
    narrowed: isOn(get(call.request, 'activate')) || text(call.request, 'location') !== undefined,
    destination: text(call.request, 'location'),
  })
}

function recorder(call: Call): Draft {
  const group = records(at(call.request, 'configurationRecorder.recordingGroup'))[0] ?? {}
  const strategy = text(group, 'recordingStrategy.useOnly') ?? ''
  const limited =
    isOff(get(group, 'allSupported')) ||
    strategy === 'INCLUSION_BY_RESOURCE_TYPES' ||
    strategy === 'EXCLUSION_BY_RESOURCE_TYPES'
  return { ...named(call, 'recorder', ['configurationRecorder.name']), narrowed: limited }
}

function balancer(call: Call): Draft {
  const attributes = records(get(call.request, 'attributes'))
  const stopped = attributes.some(
    (attribute) =>
      text(attribute, 'key') === 'access_logs.s3.enabled' && text(attribute, 'value') === 'false',
  )
  return { ...named(call, 'load-balancer', ['loadBalancerArn', 'loadBalancerName']), narrowed: stopped }
}
