import { describe, expect, test } from 'vitest'
import { compileRules, filtersOf, withFittingFilters } from '#detections/index.ts'
import { openDuckdb } from '#store/duckdb/engine.ts'
import { sql } from '#store/index.ts'

const RULE = `
title: Snapshot made or shared
name: snapshot
logsource: { product: aws, service: cloudtrail }
detection:
  selection: { service: ec2 }
  condition: selection
`
const filterOf = (selections: string, condition: string): string => `
title: Ours
logsource: { product: aws, service: cloudtrail }
filter:
  rules: any
${selections.replaceAll(/^/gmu, '  ')}
  condition: ${condition}
`
/** What the rule keeps of three calls by somebody whom no filter names. */
async function keptOf(filter: string, isFitting: boolean): Promise<readonly string[]> {
  const compiled = compileRules(
    [
      { file: 'rule.yml', text: RULE },
      { file: 'filter.yml', text: filter },
    ],
    { placeholders: {} },
  )
  expect(compiled.errors).toEqual([])
  const rules = isFitting ? withFittingFilters(compiled, filtersOf(compiled)) : compiled
  const [rule] = rules.rules
  const engine = await openDuckdb({ threads: 1, memory: '256MB', spillFolder: undefined })
  try {
    const rows = await engine.rows(sql`select "eventName" from (values
        ('ec2', 'CreateSnapshot', 'eve', '198.51.100.7'), ('ec2', 'CopySnapshot', 'eve', '198.51.100.7'), ('ec2', 'RunInstances', 'eve', '198.51.100.7')
      ) e(service, "eventName", principal, "sourceIPAddress") where ${rule?.condition ?? sql`false`} order by 1`)
    return rows.map((row) => String(row['eventName']))
  } finally {
    await engine.close()
  }
}

const ALL = ['CopySnapshot', 'CreateSnapshot', 'RunInstances']

describe('a filter that fits whoever comes', () => {
  test.each([
    { name: 'who', selections: "s: { principal: 'robot' }", condition: 's', kept: [] },
    { name: 'who, as what is kept', selections: "s: { principal: 'robot' }", condition: 'not s', kept: [] },
    { name: 'where', selections: "s: { sourceIPAddress|cidr: '10.0.0.0/8' }", condition: 's', kept: [] },
    {
      name: 'who and what call',
      selections: "s: { principal: 'robot', eventName|endswith: Snapshot }",
      condition: 's',
      kept: ['RunInstances'],
    },
    {
      name: 'what call, and not who',
      selections: "s: { eventName: RunInstances }\nt: { principal: 'eve' }",
      condition: 's and not t',
      kept: ['CopySnapshot', 'CreateSnapshot'],
    },
    { name: 'a call that nobody made', selections: 's: { eventName: Other }', condition: 's', kept: ALL },
  ])('$name', async ({ selections, condition, kept }) => {
    expect(await keptOf(filterOf(selections, condition), true)).toEqual(kept)
  })

  test('as it stands it keeps what it does not name', async () => {
    expect(await keptOf(filterOf("s: { principal: 'robot' }", 's'), false)).toEqual(ALL)
  })
})

test('a filter is listed once, and says whether it asks where', () => {
  const files = [RULE, RULE.replace('name: snapshot', 'name: other')].map((text, n) => ({
    file: `${String(n)}.yml`,
    text,
  }))
  const filters = [
    filterOf("s: { principal: 'robot' }", 's'),
    filterOf("s: { principal: 'robot', sourceIPAddress|cidr: '10.0.0.0/8' }", 's'),
  ].map((text, n) => ({ file: `filter-${String(n)}.yml`, text }))
  const compiled = compileRules([...files, ...filters], { placeholders: {} })
  expect(filtersOf(compiled).map(({ file, asksWhere }) => [file, asksWhere])).toEqual([
    ['filter-0.yml', false],
    ['filter-1.yml', true],
  ])
})
