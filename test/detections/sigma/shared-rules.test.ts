import { existsSync, globSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { compileRules } from '#detections/index.ts'
import type { Engine } from '#store/index.ts'
import { fill, matching, openLake } from './lake.ts'

const SHARED = '../shared/sigma'
const read = (pattern: string) =>
  globSync(`${SHARED}/${pattern}`).map((file) => ({ file, text: readFileSync(file, 'utf8') }))

let engine: Engine
beforeAll(async () => {
  engine = await openLake()
  await fill(engine, [
    { eventName: 'ConsoleLogin', requestParameters: '{broken', userIdentity: { type: 'Root' } },
  ])
})
afterAll(() => engine.close())

describe.skipIf(!existsSync(SHARED))('rules of others (in ../shared, skipped where that is absent)', () => {
  const rules = read('sigmahq-aws/**/*.yml')

  test('every AWS rule of SigmaHQ compiles', () => {
    const set = compileRules(rules, { placeholders: {} })
    expect(set.errors).toEqual([])
    expect(set.rules.length).toBe(rules.length)
    expect(set.rules.filter(({ index }) => index === 'any').map(({ title }) => title)).toMatchInlineSnapshot(`
      [
        "Malicious Usage Of IMDS Credentials Outside Of AWS Infrastructure",
        "PUA - AWS TruffleHog Execution",
        "AWS Root Credentials",
        "AWS STS AssumeRole Misuse",
      ]
    `)
  })

  test('every AWS rule of SigmaHQ runs on the engine', async () => {
    for (const rule of compileRules(rules, { placeholders: {} }).rules) {
      expect(await matching(engine, rule.condition)).toBeDefined()
    }
  })

  test('every example of the specification compiles', () => {
    const set = compileRules(read('specification/tests/**/*.yml'), { placeholders: {} })
    expect(set.errors).toEqual([])
    expect(set.rules.length + set.correlations.length).toBe(10)
  })
})
