import type { Finding } from '#findings/index.ts'
import type { Incident, Story, TimelineEntry } from '#incidents/index.ts'
import { jsonText } from '../json.ts'
import { isoTime } from '../times.ts'
import { isIP } from './address.ts'
import { attacksOf } from './ocsf-attacks.ts'
import { resourcesOf } from './resources.ts'
import { tieWords } from './standing-words.ts'
import type { ToldIncident } from './told-incident.ts'
import { within } from './within.ts'

/** The version whose attributes are used; `is_alert` is new in it. */
const OCSF_VERSION = '1.4.0'
const SEVERITY_IDS = { low: 2, medium: 3, high: 4, critical: 5 } as const
const CONFIDENCE_IDS = { low: 1, medium: 2, high: 3 } as const
const MAX_EVIDENCES = 100
const MAX_RELATED_EVENTS = 1000
const MAX_ENRICHMENTS = 30

/**
 * One incident as an event of OCSF's class Detection Finding (2004), one line of JSON without its end.
 *
 * Times are ms since epoch, as OCSF's `timestamp_t` asks. What is unknown is left out: OCSF knows no null.
 *
 * @see https://schema.ocsf.io/1.4.0/classes/detection_finding
 */
export function ocsfDetectionFinding(told: ToldIncident): string {
  const { incident, story, tool, toldMs } = told
  const { verdict } = story
  return jsonText({
    activity_id: 1,
    activity_name: 'Create',
    category_uid: 2,
    category_name: 'Findings',
    class_uid: 2004,
    class_name: 'Detection Finding',
    type_uid: 200_401,
    type_name: 'Detection Finding: Create',
    time: sane(toldMs),
    start_time: sane(verdict.firstBadMs),
    end_time: sane(incident.lastMs),
    count: incident.eventCount,
    severity_id: SEVERITY_IDS[incident.severity],
    severity: captioned(incident.severity),
    confidence_id: CONFIDENCE_IDS[verdict.confidence],
    confidence: captioned(verdict.confidence),
    status_id: 1,
    status: 'New',
    is_alert: incident.severity === 'critical' || incident.severity === 'high',
    message: within(verdict.text, 2000),
    metadata: {
      version: OCSF_VERSION,
      profiles: ['cloud'],
      product: { name: within(tool.name, 80), vendor_name: 'Trailhound', version: within(tool.version, 80) },
    },
    cloud: { provider: 'AWS', ...accountOf(incident) },
    finding_info: findingInfo(told),
    evidences: evidencesOf(story),
    resources: resourcesOf(told).map(({ id, kind, region }) => ({
      uid: id,
      type: kind,
      ...(region === undefined ? {} : { region }),
    })),
    observables: incident.ips
      .filter((ip) => isIP(ip))
      .slice(0, 50)
      .map((ip) => ({ name: 'evidences.src_endpoint.ip', type_id: 2, type: 'IP Address', value: ip })),
    ...standingOf(told),
    ...remediationOf(story),
  })
}

/** What audits say of who and what it is about, as OCSF adds what another source knows. */
function standingOf({ standing: { risks } }: ToldIncident): object {
  if (risks.length === 0) return {}
  return {
    enrichments: risks.slice(0, MAX_ENRICHMENTS).map((risk) => ({
      name: 'standing_risk',
      type: risk.level,
      value: within(risk.check, 200),
      provider: 'Trailhound audit',
      data: {
        title: within(risk.title, 300),
        about: tieWords(risk),
        evidence: within(risk.evidence, 700),
        collected_at: within(risk.collectedAt, 40),
      },
    })),
  }
}

function findingInfo({ incident, story, findings }: ToldIncident): object {
  const [worst, ...others] = findings.slice(0, 50)
  return {
    uid: within(incident.id, 200),
    title: within(incident.title, 300),
    desc: within([story.verdict.text, ...story.verdict.reasons].join(' '), 4000),
    types: [...new Set(story.timeline.map(({ stage }) => stage))],
    data_sources: ['AWS CloudTrail'],
    created_time: sane(incident.detectedMs),
    first_seen_time: sane(story.verdict.firstBadMs),
    last_seen_time: sane(incident.lastMs),
    attacks: attacksOf(findings),
    related_events: incident.eventIds.slice(0, MAX_RELATED_EVENTS).map((id) => ({ uid: within(id, 64) })),
    ...(worst === undefined ? {} : { analytic: analyticOf(worst) }),
    ...(others.length === 0 ? {} : { related_analytics: others.map(analyticOf) }),
  }
}

function analyticOf({ detectionId, detection, kind }: Finding): object {
  const isHabit = kind === 'behaviour'
  return {
    uid: within(detectionId, 200),
    name: within(detection, 200),
    type_id: isHabit ? 2 : 1,
    type: isHabit ? 'Behavioral' : 'Rule',
  }
}

function evidencesOf({ timeline }: Story): readonly object[] {
  return timeline.slice(0, MAX_EVIDENCES).map((entry) => ({
    actor: { user: { uid: within(entry.principal, 300), type: 'AWS principal', type_id: 99 } },
    ...apiOf(entry),
    ...(entry.address === null ? {} : { src_endpoint: endpointOf(entry.address) }),
    data: {
      what: within(entry.what, 300),
      stage: entry.stage,
      first_event: isoTime(entry.firstMs),
      last_event: isoTime(entry.lastMs),
      count: entry.count,
      denied_count: entry.deniedCount,
      event_uids: entry.eventIds.slice(0, 20).map((id) => within(id, 64)),
    },
  }))
}

/** Where the line begins with a call; of a summary of many calls there is no one operation. */
function apiOf({ what, region }: TimelineEntry): object {
  const [, service, operation] =
    /^([a-z0-9-]{1,60}):([A-Za-z0-9_]{1,120})(?: |$)/u.exec(what.slice(0, 200)) ?? []
  if (service === undefined || operation === undefined) return {}
  const group = region === null ? {} : { group: { name: within(region, 40), type: 'region' } }
  return { api: { operation, service: { name: `${service}.amazonaws.com` }, ...group } }
}

function endpointOf(address: string): object {
  return isIP(address) ? { ip: address } : { svc_name: within(address, 200) }
}

function accountOf({ accountIds }: Incident): object {
  const [uid] = accountIds
  return uid === undefined ? {} : { account: { uid: within(uid, 40), type: 'AWS Account', type_id: 10 } }
}

function remediationOf({ containment }: Story): object {
  if (containment.length === 0) return {}
  const steps = containment.slice(0, 20).map(({ title }, place) => `${place + 1}. ${title.slice(0, 200)}`)
  return { remediation: { desc: within(steps.join(' '), 4000) } }
}

const captioned = (word: string): string => `${word.charAt(0).toUpperCase()}${word.slice(1)}`
const sane = (timeMs: number): number => Date.parse(isoTime(timeMs))
