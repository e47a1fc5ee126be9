import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { expect, test } from 'vitest'
import { type Report, toJson, toJsonl } from '#outputs/index.ts'
import { finding } from '../incidents/finding-example.ts'
import { emptyReport, exampleReport } from './report-example.ts'

const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/u
const schema: unknown = JSON.parse(readFileSync('schemas/report.schema.json', 'utf8'))
const ajv = new Ajv2020({ allErrors: true, allowUnionTypes: true, formats: { 'date-time': ISO } })

function problems(document: unknown): unknown {
  if (typeof schema !== 'object' || schema === null) throw new Error('no schema')
  const validate = ajv.getSchema('urn:trailhound:report:1') ?? ajv.compile(schema)
  return validate(document) ? [] : validate.errors
}

function parsed(report: Report): unknown {
  return JSON.parse([...toJson(report)].join(''))
}

test.each([
  ['a full run', exampleReport()],
  ['a run with nothing in it', emptyReport(12)],
  ['a run without events', emptyReport(0)],
  [
    'unknowns and absurd times',
    exampleReport([
      finding({
        principal: undefined,
        accountId: undefined,
        actorClass: undefined,
        firstMs: Number.NaN,
        lastMs: 8.64e15,
      }),
      finding({ id: 'b', techniques: [{ id: 'T1', name: undefined }], accessKeys: [] }),
    ]),
  ],
])('%s is as the schema says, and nothing is lost', (_name, report) => {
  const document = parsed(report)
  expect(problems(document)).toEqual([])
  expect(document).toEqual(report)
})

test('the schema knows no other keys, at the top or below', () => {
  const report = exampleReport()
  expect(problems({ ...report, more: 1 })).not.toEqual([])
  expect(problems({ ...report, input: { ...report.input, more: 1 } })).not.toEqual([])
  const { incidents: _, ...without } = report
  expect(problems(without)).not.toEqual([])
})

test('an item of a list is a line', () => {
  const report = exampleReport()
  const lines = [...toJson(report)].join('').split('\n')
  expect(lines.filter((line) => line.startsWith('    {'))).toHaveLength(
    report.findings.length + report.incidents.length,
  )
})

test('JSONL is a finding a line', () => {
  const report = exampleReport()
  const lines = [...toJsonl(report)].join('').trimEnd().split('\n')
  expect(lines.map((line): unknown => JSON.parse(line))).toEqual(report.findings)
})
