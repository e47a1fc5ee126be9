import type { AuditCheck, AuditReport, AuditResult } from '#posture/index.ts'
import { partitionOf } from '../incident/asff.ts'
import { regionOf, typed } from '../incident/resources.ts'
import { within } from '../incident/within.ts'
import { jsonText } from '../json.ts'
import { isoTime } from '../times.ts'

export interface AuditAsffOptions {
  readonly tool: { readonly name: string; readonly version: string }
  readonly toldMs: number
}

/** AWS takes so many in one call. */
const MOST_FINDINGS = 100
const FALLBACK_REGION = 'us-east-1'

/**
 * What failed, passed or is not known in the AWS Security Finding Format, a batch a line: each as `aws securityhub batch-import-findings
 * --cli-input-json` takes it. Every text is cut to what AWS allows, in bytes.
 *
 * @see https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_AwsSecurityFinding.html
 */
export function* auditAsff(report: AuditReport, options: AuditAsffOptions): Generator<string> {
  const checks = new Map(report.checks.map((check) => [check.id, check]))
  let batch: object[] = []
  for (const result of report.results) {
    const check = checks.get(result.check)
    if (check === undefined || result.result === 'notApplicable') continue
    batch.push(findingOf(result, check, { ...options, report }))
    if (batch.length < MOST_FINDINGS) continue
    yield `${jsonText({ Findings: batch })}\n`
    batch = []
  }
  if (batch.length > 0) yield `${jsonText({ Findings: batch })}\n`
}

const STATUSES = { failed: 'FAILED', passed: 'PASSED', notKnown: 'NOT_AVAILABLE' } as const

function findingOf(
  result: AuditResult,
  check: AuditCheck,
  { tool, toldMs, report }: AuditAsffOptions & { readonly report: AuditReport },
): object {
  const { accountId, resource, level, suppressed, evidence, use, notKnown } = result
  const home = regionOf(result.region) ?? FALLBACK_REGION
  const partition = partitionOf(home)
  const told = [evidence, use ?? '', notKnown?.leavesOpen ?? '', check.why].filter((one) => one !== '')
  return {
    SchemaVersion: '2018-10-08',
    Id: within(`trailhound/${accountId}/${check.id}/${resource}`, 512),
    ProductArn: `arn:${partition}:securityhub:${home}:${accountId}:product/${accountId}/default`,
    ProductName: 'Trailhound',
    GeneratorId: within(`trailhound/audit/${check.id}`, 512),
    AwsAccountId: accountId,
    Types: ['Software and Configuration Checks/AWS Security Best Practices'],
    CreatedAt: isoTime(Date.parse(report.snapshot.collectedAt)),
    UpdatedAt: isoTime(toldMs),
    Severity: { Label: result.result === 'failed' ? level.toUpperCase() : 'INFORMATIONAL' },
    Title: within(check.title, 256),
    Description: within(told.join(' '), 1024),
    ...remediationOf(result),
    ProductFields: {
      'trailhound/version': within(tool.version, 80),
      'trailhound/check': check.id,
      'trailhound/evidence': within(evidence, 1024),
      ...Object.fromEntries(
        result.incidents.map(({ id: incident }, place) => [
          `trailhound/incident/${String(place + 1)}`,
          within(incident, 200),
        ]),
      ),
      ...(suppressed === null
        ? {}
        : { 'trailhound/accepted': within(`until ${suppressed.until}: ${suppressed.reason}`, 500) }),
    },
    Resources: [{ ...assetOf(result), Partition: partition, Region: home }],
    Compliance: {
      ...(result.result === 'notApplicable' ? {} : { Status: STATUSES[result.result] }),
      RelatedRequirements: [
        ...check.cis.map((one) => `CIS AWS Foundations Benchmark v3.0.0/${one}`),
        ...check.controls.map((one) => `AWS Security Hub/${one}`),
      ].slice(0, 32),
    },
    Workflow: { Status: statusOf(result) },
    RecordState: 'ACTIVE',
  }
}

function assetOf({ resource, accountId }: AuditResult): object {
  if (resource === accountId) return { Type: 'AwsAccount', Id: `AWS::::Account:${accountId}` }
  const { id, type } = typed(resource)
  if (!/^AKIA[A-Z0-9]{16}$/u.test(id)) return { Type: type, Id: id }
  const Details = { AwsIamAccessKey: { AccessKeyId: id, AccountId: accountId } }
  return { Type: 'AwsIamAccessKey', Id: `AWS::IAM::AccessKey:${id}`, Details }
}

/** Security Hub tells nobody of what is accepted or passed. */
function statusOf({ suppressed, result }: AuditResult): string {
  if (suppressed !== null) return 'SUPPRESSED'
  return result === 'passed' ? 'RESOLVED' : 'NEW'
}

function remediationOf({ fix }: AuditResult): object {
  if (fix.length === 0) return {}
  const steps = fix.map((step) => ('run' in step ? step.run : step.note))
  return { Remediation: { Recommendation: { Text: within(steps.join(' ; '), 512) } } }
}
