import type { Stage, Story } from '#incidents/index.ts'
import { jsonText } from '../json.ts'
import { isoTime } from '../times.ts'
import { isIP, isV6 } from './address.ts'
import { type AffectedResource, regionOf, resourcesOf } from './resources.ts'
import { tieWords } from './standing-words.ts'
import type { ToldIncident } from './told-incident.ts'
import { within } from './within.ts'

export interface AsffOptions {
  /** Region of the Security Hub it is for; without it, the region where most happened. */
  readonly region?: string
}

const MAX_RESOURCES = 32
const MAX_INDICATORS = 5
const CONFIDENCE = { high: 90, medium: 60, low: 30 } as const

const TYPES: Readonly<Record<Stage, string>> = {
  'initial-access': 'TTPs/Initial Access',
  discovery: 'TTPs/Discovery',
  'credential-access': 'TTPs/Credential Access',
  'privilege-escalation': 'TTPs/Privilege Escalation',
  persistence: 'TTPs/Persistence',
  'defense-evasion': 'TTPs/Defense Evasion',
  'lateral-movement': 'TTPs/Lateral Movement',
  collection: 'TTPs/Collection',
  exfiltration: 'Effects/Data Exfiltration',
  impact: 'Effects/Resource Consumption',
  other: 'Unusual Behaviors/User',
}

/**
 * One incident in the AWS Security Finding Format, as `aws securityhub batch-import-findings --cli-input-json` takes it. Every
 * text is cut to what AWS allows, in bytes.
 *
 * @see https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_AwsSecurityFinding.html
 */
export function asff(told: ToldIncident, { region }: AsffOptions = {}): string {
  const { incident, story, toldMs } = told
  const { verdict } = story
  const account = incident.accountIds.find((id) => /^\d{12}$/u.test(id)) ?? '000000000000'
  const home = regionOf(region ?? null) ?? busiestRegion(story)
  const partition = partitionOf(home)
  const types = [...new Set(story.timeline.map(({ stage }) => TYPES[stage]))]
  const severity = {
    Label: incident.severity.toUpperCase(),
    Original: within(`${incident.severity} ${incident.score}`, 64),
  }
  const finding = {
    SchemaVersion: '2018-10-08',
    Id: within(`trailhound/${account}/${incident.id}`, 512),
    ProductArn: `arn:${partition}:securityhub:${home}:${account}:product/${account}/default`,
    ProductName: 'Trailhound',
    GeneratorId: 'trailhound/incident',
    AwsAccountId: account,
    Types: types.length === 0 ? ['Unusual Behaviors/User'] : types,
    FirstObservedAt: isoTime(verdict.firstBadMs),
    LastObservedAt: isoTime(incident.lastMs),
    CreatedAt: isoTime(incident.detectedMs),
    UpdatedAt: isoTime(toldMs),
    Severity: severity,
    Confidence: CONFIDENCE[verdict.confidence],
    Title: within(incident.title, 256),
    Description: within(verdict.text, 1024),
    ...remediationOf(story),
    ProductFields: productFields(told),
    ...indicatorsOf(told),
    Resources: assetsOf(told, { account, partition, home }),
    RecordState: 'ACTIVE',
    FindingProviderFields: {
      Confidence: CONFIDENCE[verdict.confidence],
      Severity: severity,
      Types: types.length === 0 ? ['Unusual Behaviors/User'] : types,
    },
  }
  return jsonText({ Findings: [finding] })
}

interface Home {
  readonly account: string
  readonly partition: string
  readonly home: string
}

/** At least one resource must be named: the account, where nothing else is known. */
function assetsOf(told: ToldIncident, { account, partition, home }: Home): readonly object[] {
  const found = resourcesOf(told).slice(0, MAX_RESOURCES)
  if (found.length === 0)
    return [{ Type: 'AwsAccount', Id: `AWS::::Account:${account}`, Partition: partition, Region: home }]
  return found.map((asset) => assetOf(asset, { account, partition, home }))
}

function assetOf({ id, type, kind, role, region, accessKeyId }: AffectedResource, place: Home): object {
  const common = { Type: type, Partition: place.partition, Region: region ?? place.home, ResourceRole: role }
  if (accessKeyId !== undefined) {
    return {
      ...common,
      Id: `AWS::IAM::AccessKey:${id}`,
      Details: { AwsIamAccessKey: { AccessKeyId: accessKeyId, AccountId: place.account } },
    }
  }
  return type === 'Other' ? { ...common, Id: id, Details: { Other: { kind } } } : { ...common, Id: id }
}

function remediationOf({ containment }: Story): object {
  if (containment.length === 0) return {}
  const steps = containment.map(({ title }, place) => `${place + 1}. ${title.slice(0, 120)}`)
  return { Remediation: { Recommendation: { Text: within(steps.slice(0, 10).join(' '), 512) } } }
}

/** At most 50 pairs: keys of 128 characters, values of 2048. */
function productFields({
  incident,
  story,
  findings,
  standing,
  tool,
}: ToldIncident): Readonly<Record<string, string>> {
  const { damage } = story
  return Object.fromEntries([
    ['trailhound/version', within(tool.version, 80)],
    ['trailhound/incident', within(incident.id, 200)],
    ['trailhound/events', String(incident.eventCount)],
    ['trailhound/dwell-ms', String(story.verdict.dwellMs)],
    [
      'trailhound/damage',
      Object.entries(damage)
        .map(([kind, harms]) => `${kind} ${harms.length}`)
        .join(', '),
    ],
    ['trailhound/still-works', String(story.lineage.filter(({ state }) => state === 'alive').length)],
    ...named(story.verdict.reasons, 'reason'),
    ...named(story.unknown, 'unknown'),
    ...named(
      findings.map(({ level, title, why }) => `${level}: ${title}: ${why.slice(0, 1500)}`),
      'finding',
    ),
    ...named(
      standing.risks.map(
        (risk) =>
          `${risk.level}: ${risk.title} (${risk.check}, about ${tieWords(risk)}): ${risk.evidence.slice(0, 1000)}`,
      ),
      'standing-risk',
    ),
    ...named(incident.eventIds, 'event-id'),
  ])
}

/** The first five of a list, a pair each. */
function named(values: readonly string[], prefix: string): readonly (readonly [string, string])[] {
  return values.slice(0, 5).map((value, place) => [`trailhound/${prefix}/${place + 1}`, within(value, 2048)])
}

/** Addresses of the intruder; the owner's own are no indicators. */
function indicatorsOf({ incident, story }: ToldIncident): object {
  const places = story.actors.filter(({ isIntruder }) => isIntruder).flatMap(({ places: all }) => all)
  const addresses = [...new Set(places.flatMap(({ addresses: all }) => all))].filter(isIP)
  if (addresses.length === 0) return {}
  return {
    ThreatIntelIndicators: addresses.slice(0, MAX_INDICATORS).map((address) => ({
      Type: isV6(address) ? 'IPV6_ADDRESS' : 'IPV4_ADDRESS',
      Value: address,
      LastObservedAt: isoTime(incident.lastMs),
      Source: 'Trailhound',
    })),
  }
}

function busiestRegion({ timeline }: Story): string {
  const counts = new Map<string, number>()
  for (const { region, count } of timeline) {
    const known = regionOf(region)
    if (known !== undefined) counts.set(known, (counts.get(known) ?? 0) + count)
  }
  return [...counts].toSorted((a, b) => b[1] - a[1])[0]?.[0] ?? 'us-east-1'
}

export function partitionOf(region: string): string {
  if (region.startsWith('cn-')) return 'aws-cn'
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws'
}
