import { expect, test } from 'vitest'
import type { RuleSet } from '#detections/index.ts'
import type { ReportFinding } from '#outputs/index.ts'
import { compileText, ruleText } from '../detections/sigma/support.ts'
import { detectIn, lakeWith } from './detect-in.ts'
import { inFolder, range } from './ingest/support.ts'

/** More than are asked in one statement. */
const MANY = 60
/** From here on correlations read what those of the first statement do not. */
const LAST = 55

const ROLES = ['first', 'second', 'third', 'fourth']

/** Four changes of trust within minutes, of four roles. */
const events = ROLES.map((roleName, i) => ({
  eventVersion: '1.11',
  eventID: `id-${String(i)}`,
  eventTime: `2026-03-02T08:0${String(i)}:00Z`,
  eventSource: 'iam.amazonaws.com',
  eventName: 'UpdateAssumeRolePolicy',
  awsRegion: 'us-east-1',
  sourceIPAddress: '192.0.2.10',
  userAgent: 'aws-cli/2',
  userIdentity: { type: 'IAMUser', arn: 'arn:aws:iam::123456789012:user/alice', accountId: '123456789012' },
  requestParameters: { roleName, policyDocument: '{"Statement":[]}' },
  recipientAccountId: '123456789012',
}))

const correlation = (name: string, feeder: string, field: string, gte = ROLES.length): string =>
  JSON.stringify({
    title: name,
    id: name,
    name,
    level: 'high',
    correlation: {
      type: 'value_count',
      rules: [feeder],
      'group-by': ['principal'],
      timespan: '1h',
      condition: { field, gte },
    },
  })

/** Rests on rules of two statements, and on what their events hold beside. */
const CHAINED = [
  JSON.stringify({
    title: 'inner',
    id: 'inner',
    name: 'inner',
    level: 'low',
    correlation: {
      type: 'event_count',
      rules: ['rule-0', `rule-${String(LAST)}`],
      'group-by': ['principal'],
      timespan: '1h',
      condition: { gte: ROLES.length },
    },
  }),
  correlation('outer', 'inner', 'requestParameters.roleName', 1),
]

/** Each rule meets every event; each correlation is fed by one, and reads a field of its own. */
const texts = (): readonly string[] => [
  ...range(0, MANY).map((i) =>
    ruleText(
      {
        s: { eventName: 'UpdateAssumeRolePolicy', 'requestParameters.roleName|re': '^.+$' },
        condition: 's',
      },
      { id: `rule-${String(i)}`, name: `rule-${String(i)}`, level: 'low' },
    ),
  ),
  ...range(0, MANY).map((i) =>
    correlation(`correlation-${String(i)}`, `rule-${String(i)}`, i < LAST ? 'eventID' : 'facts.target'),
  ),
]

async function findingsOf(rules: RuleSet): Promise<readonly ReportFinding[]> {
  expect(rules.errors).toEqual([])
  return await inFolder(async (folder) => {
    const root = await lakeWith(folder, events)
    return (await detectIn(root, { rules, minLevel: 'high' })).report.findings
  })
}

test('an event that feeds correlations through rules of different statements is whole for each of them', async () => {
  const findings = await findingsOf(compileText(...texts()))
  expect(findings.map(({ detection }) => detection).toSorted()).toEqual(
    range(0, MANY)
      .map((i) => `correlation-${String(i)}`)
      .toSorted(),
  )
})

test('a correlation of a correlation over rules of different statements sees each event once', async () => {
  const findings = await findingsOf(compileText(...texts(), ...CHAINED))
  const outer = findings.filter(({ detection }) => detection === 'outer')
  expect(outer.map(({ count }) => count)).toEqual([ROLES.length])
})
