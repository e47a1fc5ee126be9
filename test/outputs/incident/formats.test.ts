import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { parse } from 'csv-parse/sync'
import { describe, expect, test } from 'vitest'
import {
  asff,
  buildReport,
  incidentMarkdown,
  incidentTerminal,
  ocsfDetectionFinding,
  type ToldIncident,
  timelineCsv,
  toJson,
} from '#outputs/index.ts'
import { mdCode, mdText } from '../../../src/outputs/incident/markdown-text.ts'
import { columnsOf } from '../../../src/outputs/page.ts'
import { exampleReport } from '../report-example.ts'
import { emptyTold, exampleTold, hostileTold, largestTold } from './incident-example.ts'

const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/u
const ajv = new Ajv2020({ allErrors: true, allowUnionTypes: true, formats: { 'date-time': ISO } })
const TOLD: readonly (readonly [name: string, told: ToldIncident])[] = [
  ['an example', exampleTold()],
  ['as little as there can be', emptyTold()],
  ['as much as there can be', largestTold()],
  ['hostile', hostileTold('</script>\u202e=1+1|`x`')],
  ['empty texts', hostileTold('')],
  ['wide letters', hostileTold('\u{1f480}'.repeat(3000))],
]

function schemaOf(path: string): object {
  const schema: unknown = JSON.parse(readFileSync(path, 'utf8'))
  if (typeof schema !== 'object' || schema === null) throw new Error('no schema')
  return schema
}

describe('terminal and Markdown', () => {
  const PAGE = { width: 100, color: false, unicode: true, verbose: false }

  test('at a glance', async () => {
    await expect(incidentTerminal(exampleTold(), PAGE)).toMatchFileSnapshot('../../goldens/incident-100.txt')
    await expect(
      incidentTerminal(exampleTold(), { ...PAGE, width: 80, unicode: false, verbose: true }),
    ).toMatchFileSnapshot('../../goldens/incident-80-ascii.txt')
    await expect(incidentMarkdown(exampleTold())).toMatchFileSnapshot('../../goldens/incident.md')
  })

  test('ASCII where nothing else is wanted', () => {
    expect(incidentTerminal(hostileTold('東京…'), { ...PAGE, unicode: false, verbose: true })).toMatch(
      /^[\n -~]*$/u,
    )
  })

  test.each(TOLD)('%s stays within the page, and bounded', (_name, told) => {
    const lines = incidentTerminal(told, { ...PAGE, verbose: true }).split('\n')
    // Commands are never wrapped: they stand six columns in, those of `query` four.
    expect(lines.filter((line) => columnsOf(line) > 100 && !/^ {6}|^ {4}trailhound/u.test(line))).toEqual([])
    expect(Buffer.byteLength(incidentMarkdown(told))).toBeLessThan(600_000)
  })

  const SENTENCES = [
    { name: 'plain', text: 'alice stopped trail/x-1', shown: 'alice stopped trail/x-1' },
    { name: 'emphasis and links', text: '*a* [b](c) _d_', shown: String.raw`\*a\* \[b\](c) \_d\_` },
    { name: 'markup', text: '<img src=x>', shown: String.raw`\<img src=x\>` },
    { name: 'a call to a person', text: 'ask @team', shown: 'ask `@`team' },
    { name: 'a bare link', text: 'https://example.com', shown: 'https`://`example.com' },
    { name: 'a list', text: '- x', shown: String.raw`\- x` },
    { name: 'a numbered list', text: '1. x', shown: String.raw`1\. x` },
    { name: 'a cell', text: 'a|b', shown: String.raw`a\|b` },
  ]
  test.each(SENTENCES)('a sentence of $name', ({ text, shown }) => expect(mdText(text)).toBe(shown))
  test.each([
    { text: 'iam:CreateUser', shown: '`iam:CreateUser`' },
    { text: '', shown: '' },
    { text: 'a|b', shown: String.raw`a\|b` },
    { text: '`x`', shown: String.raw`\`x\`` },
    { text: String.raw`a\|b`, shown: String.raw`a\\\|b` },
  ])('a name: $text', ({ text, shown }) => expect(mdCode(text)).toBe(shown))
})

test('the timeline as CSV: a line each, with the incident it is of', () => {
  const rows: Record<string, string>[] = parse(timelineCsv(exampleTold()), {
    columns: true,
    record_delimiter: '\r\n',
  })
  expect(rows).toHaveLength(11)
  expect(rows[5]).toMatchObject({
    incidentId: 'inc-4f1d0c6a2b',
    firstEvent: '2026-03-07T02:40:11.000Z',
    stage: 'defense-evasion',
    count: '3',
    deniedCount: '2',
    findingIds: 'fnd-trail',
  })
})

test('the story in --json is as the schema says', () => {
  const validate = ajv.compile(schemaOf('schemas/report.schema.json'))
  for (const [name, { incident, story, findings }] of TOLD) {
    const { tool, input, coverage, rules } = exampleReport()
    const stories = new Map([[incident.id, story]])
    const run = { tool, input, coverage, rules, generatedAtMs: 0, findings, incidents: [incident], stories }
    const document: unknown = JSON.parse([...toJson(buildReport(run))].join(''))
    expect({ name, valid: validate(document), errors: validate.errors }).toEqual({
      name,
      valid: true,
      errors: null,
    })
    expect(document).toMatchObject({ incidents: [{ story: { verdict: { confidence: 'high' } } }] })
  }
})

test('a document names no finding that was left out of it', () => {
  for (const [name, { incident, story, findings }] of TOLD) {
    const { tool, input, coverage, rules } = exampleReport()
    const report = buildReport({
      tool,
      input,
      coverage,
      rules,
      generatedAtMs: 0,
      incidents: [incident],
      stories: new Map([[incident.id, story]]),
      findings: findings.filter(({ level }) => level === 'critical'),
      guardduty: {
        findings: 1,
        samples: 0,
        archived: 0,
        agreed: 0,
        raisedAlone: 0,
        inNone: 0,
        withoutEvents: 0,
        untold: 0,
        worthALook: 0,
        incidentsAlone: [],
        incidentsUnseen: [],
        incidents: [{ incidentId: incident.id, findingIds: incident.findingIds }],
      },
    })
    const there = new Set(report.findings.map(({ id }) => id))
    const named = JSON.stringify(report).match(/(?<="findingIds":\[)[^\]]+/gu) ?? []
    const ids = named.flatMap((list) => list.split(',').map((id) => id.slice(1, -1)))
    expect({ name, ids: ids.filter((id) => !there.has(id)) }).toEqual({ name, ids: [] })
  }
})

test('standing risk is in what other tools take, too', () => {
  const told = exampleTold()
  const [risk] = told.standing.risks
  expect(JSON.parse(ocsfDetectionFinding(told))).toMatchObject({
    enrichments: [
      { name: 'standing_risk', value: risk?.check, type: risk?.level },
      ...told.standing.risks.slice(1).map(() => ({})),
    ],
  })
  expect(JSON.parse(asff(told))).toMatchObject({
    Findings: [
      { ProductFields: { 'trailhound/standing-risk/1': expect.stringContaining(risk?.title ?? '?') } },
    ],
  })
})

describe('OCSF', () => {
  const validate = ajv.compile(schemaOf('schemas/ocsf-detection-finding.schema.json'))

  test.each(TOLD)('%s is a Detection Finding', (_name, told) => {
    const text = ocsfDetectionFinding(told)
    expect(validate(JSON.parse(text)) ? [] : validate.errors).toEqual([])
    expect(text).not.toContain('\n')
    expect(text.length).toBeLessThan(1_000_000)
  })

  test('what it says', () => {
    const finding: unknown = JSON.parse(ocsfDetectionFinding(exampleTold()))
    expect(finding).toMatchObject({
      type_uid: 200_401,
      severity_id: 5,
      confidence_id: 3,
      is_alert: true,
      time: Date.parse('2026-03-10T08:00:00Z'),
      start_time: Date.parse('2026-03-07T02:14:02Z'),
      cloud: { provider: 'AWS', account: { uid: '123456789012', type_id: 10 } },
      finding_info: {
        uid: 'inc-4f1d0c6a2b',
        attacks: [
          {
            tactic: { uid: 'TA0005', name: 'Defense Evasion' },
            technique: { uid: 'T1562' },
            sub_technique: { uid: 'T1562.008', name: 'Disable or Modify Cloud Logs' },
          },
          { tactic: { uid: 'TA0010' }, technique: { uid: 'T1537', name: 'Transfer Data to Cloud Account' } },
          { technique: { uid: 'T1098' } },
          { technique: { uid: 'T1078' } },
        ],
        analytic: { uid: 'trail-stopped', type_id: 1 },
      },
    })
    expect(finding).toHaveProperty('evidences.0.api', {
      operation: 'GetCallerIdentity',
      service: { name: 'sts.amazonaws.com' },
      group: { name: 'us-east-1', type: 'region' },
    })
    expect(finding).toHaveProperty('evidences.0.src_endpoint', { ip: '203.0.113.7' })
    expect(finding).toHaveProperty('resources.0', { uid: 'AKIAIOSFODNN7EXAMPLE', type: 'access-key' })
  })

  test('a service is no address', () => {
    const { story } = exampleTold()
    const timeline = story.timeline.slice(0, 1).map((entry) => ({ ...entry, address: 'ec2.amazonaws.com' }))
    const finding: unknown = JSON.parse(ocsfDetectionFinding(exampleTold({ story: { ...story, timeline } })))
    expect(finding).toHaveProperty('evidences.0.src_endpoint', { svc_name: 'ec2.amazonaws.com' })
  })
})

describe('AWS Security Finding Format', () => {
  const LIMITS = { Id: 512, Title: 256, Description: 1024, GeneratorId: 512, ProductArn: 2048 }
  const REQUIRED = [
    'SchemaVersion',
    'Id',
    'ProductArn',
    'GeneratorId',
    'AwsAccountId',
    'CreatedAt',
    'UpdatedAt',
    'Title',
    'Description',
    'Resources',
  ]

  test.each(TOLD)('%s keeps to what BatchImportFindings takes', (_name, told) => {
    const text = asff(told)
    const { Findings: findings } = JSON.parse(text)
    expect(findings).toHaveLength(1)
    const [finding] = findings
    expect(Object.keys(finding)).toEqual(expect.arrayContaining(REQUIRED))
    for (const [name, most] of Object.entries(LIMITS))
      expect(Buffer.byteLength(finding[name])).toBeLessThanOrEqual(most)
    expect(Buffer.byteLength(text)).toBeLessThan(240_000)
    expect(finding.AwsAccountId).toMatch(/^\d{12}$/u)
    expect(finding.Resources.length).toBeGreaterThanOrEqual(1)
    expect(finding.Resources.length).toBeLessThanOrEqual(32)
    expect(finding.Types.length).toBeLessThanOrEqual(50)
    expect(finding.ThreatIntelIndicators?.length ?? 1).toBeLessThanOrEqual(5)
    expect(Object.keys(finding.ProductFields).length).toBeLessThanOrEqual(50)
    expect(Buffer.byteLength(finding.Remediation?.Recommendation.Text ?? '')).toBeLessThanOrEqual(512)
    for (const [name, value] of Object.entries(finding.ProductFields)) {
      expect(name.length).toBeLessThanOrEqual(128)
      expect(Buffer.byteLength(String(value))).toBeLessThanOrEqual(2048)
    }
    for (const time of ['FirstObservedAt', 'LastObservedAt', 'CreatedAt', 'UpdatedAt'])
      expect(finding[time]).toMatch(ISO)
    // AWS refuses empty text anywhere.
    expect(text).not.toMatch(/"\s*"(?=[,}\]])/u)
  })

  test.each([
    {
      name: 'where most happened',
      region: undefined,
      arn: 'arn:aws:securityhub:us-east-1:123456789012:product/123456789012/default',
    },
    {
      name: 'asked for',
      region: 'eu-central-1',
      arn: 'arn:aws:securityhub:eu-central-1:123456789012:product/123456789012/default',
    },
    {
      name: 'China',
      region: 'cn-north-1',
      arn: 'arn:aws-cn:securityhub:cn-north-1:123456789012:product/123456789012/default',
    },
    {
      name: 'GovCloud',
      region: 'us-gov-west-1',
      arn: 'arn:aws-us-gov:securityhub:us-gov-west-1:123456789012:product/123456789012/default',
    },
    {
      name: 'no region at all',
      region: 'x y',
      arn: 'arn:aws:securityhub:us-east-1:123456789012:product/123456789012/default',
    },
  ])('product of the region: $name', ({ region, arn }) => {
    const options = region === undefined ? {} : { region }
    expect(JSON.parse(asff(exampleTold(), options))).toMatchObject({ Findings: [{ ProductArn: arn }] })
  })

  test('what it says', () => {
    expect(JSON.parse(asff(exampleTold()))).toMatchObject({
      Findings: [
        {
          SchemaVersion: '2018-10-08',
          Severity: { Label: 'CRITICAL' },
          Types: expect.arrayContaining(['TTPs/Persistence', 'Effects/Data Exfiltration']),
          ThreatIntelIndicators: [
            { Type: 'IPV4_ADDRESS', Value: '203.0.113.7' },
            { Type: 'IPV4_ADDRESS', Value: '203.0.113.9' },
            { Type: 'IPV4_ADDRESS', Value: '198.51.100.23' },
            { Type: 'IPV6_ADDRESS', Value: '2001:db8::7' },
          ],
          Resources: expect.arrayContaining([
            expect.objectContaining({
              Type: 'AwsIamAccessKey',
              Id: 'AWS::IAM::AccessKey:AKIAIOSFODNN7EXAMPLE',
              ResourceRole: 'Actor',
            }),
            expect.objectContaining({
              Type: 'AwsIamRole',
              Id: 'arn:aws:iam::123456789012:role/deploy-admin',
            }),
            expect.objectContaining({
              Type: 'Other',
              Id: 'snap-0123456789abcdef0',
              ResourceRole: 'Target',
              Region: 'eu-west-1',
            }),
          ]),
        },
      ],
    })
  })
})
