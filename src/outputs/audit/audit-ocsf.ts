import type { AuditCheck, AuditReport, AuditResult } from '#posture/index.ts'
import { within } from '../incident/within.ts'
import { jsonText } from '../json.ts'
import { isoTime } from '../times.ts'

const OCSF_VERSION = '1.4.0'
const SEVERITY_IDS = { informational: 1, low: 2, medium: 3, high: 4, critical: 5 } as const

export interface AuditOcsfOptions {
  readonly tool: { readonly name: string; readonly version: string }
  /** When it was told, ms since epoch, UTC. */
  readonly toldMs: number
}

/**
 * Each result as an event of OCSF's class Compliance Finding (2003), one a line; what is not applicable is left out. What is not
 * known has the status Unknown, never Pass.
 *
 * @see https://schema.ocsf.io/1.4.0/classes/compliance_finding
 */
export function* auditOcsf(report: AuditReport, options: AuditOcsfOptions): Generator<string> {
  const checks = new Map(report.checks.map((check) => [check.id, check]))
  for (const result of report.results) {
    const check = checks.get(result.check)
    if (check === undefined || result.result === 'notApplicable') continue
    yield `${jsonText(complianceFinding(result, check, { ...options, report }))}\n`
  }
}

interface Context extends AuditOcsfOptions {
  readonly report: AuditReport
}

function complianceFinding(
  result: AuditResult,
  check: AuditCheck,
  { tool, toldMs, report }: Context,
): object {
  const { accountId, region, resource, level, suppressed } = result
  return {
    activity_id: 1,
    activity_name: 'Create',
    category_uid: 2,
    category_name: 'Findings',
    class_uid: 2003,
    class_name: 'Compliance Finding',
    type_uid: 200_301,
    type_name: 'Compliance Finding: Create',
    time: Date.parse(isoTime(toldMs)),
    severity_id: result.result === 'failed' ? SEVERITY_IDS[level] : 1,
    status_id: suppressed === null ? 1 : 3,
    status: suppressed === null ? 'New' : 'Suppressed',
    ...(suppressed === null
      ? {}
      : { comment: within(`${suppressed.reason} (until ${suppressed.until})`, 500) }),
    message: within(result.evidence, 2000),
    metadata: {
      version: OCSF_VERSION,
      profiles: ['cloud'],
      product: { name: within(tool.name, 80), vendor_name: 'Trailhound', version: within(tool.version, 80) },
    },
    cloud: {
      provider: 'AWS',
      account: { uid: accountId, type: 'AWS Account', type_id: 10 },
      ...(region === null ? {} : { region: within(region, 40) }),
    },
    finding_info: {
      uid: within(`${accountId}/${check.id}/${resource}`, 500),
      title: within(check.title, 300),
      desc: within([check.why, result.use ?? ''].join(' ').trim(), 2000),
      created_time: Date.parse(report.snapshot.collectedAt),
      types: ['Posture'],
      ...(result.incidents.length === 0
        ? {}
        : { related_events: result.incidents.map(({ id }) => ({ uid: within(id, 200), type: 'Incident' })) }),
    },
    compliance: complianceOf(result, check),
    resources: [{ uid: within(resource, 500), ...(region === null ? {} : { region: within(region, 40) }) }],
    ...remediationOf(result),
  }
}

const STATUSES = {
  failed: { status_id: 3, status: 'Fail' },
  passed: { status_id: 1, status: 'Pass' },
  notKnown: { status_id: 0, status: 'Unknown' },
} as const

function complianceOf(
  { result, notKnown, evidence }: AuditResult,
  { id, cis, controls }: AuditCheck,
): object {
  const standards = [
    ...(cis.length === 0 ? [] : ['CIS AWS Foundations Benchmark 3.0.0']),
    ...(controls.length === 0 ? [] : ['AWS Security Hub']),
  ]
  return {
    ...(result === 'notApplicable' ? {} : STATUSES[result]),
    control: id,
    // OCSF asks for at least one.
    standards: standards.length === 0 ? ['Trailhound'] : standards,
    requirements: [...cis.map((number) => `CIS ${number}`), ...controls],
    status_detail: within(notKnown === null ? evidence : `${evidence} ${notKnown.leavesOpen}`, 1000),
  }
}

function remediationOf({ fix }: AuditResult): object {
  if (fix.length === 0) return {}
  const steps = fix.map((step) => ('run' in step ? step.run : step.note))
  return { remediation: { desc: within(steps.join('\n'), 4000) } }
}
