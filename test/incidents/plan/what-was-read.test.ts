import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import type { Damage, Harm } from '#incidents/index.ts'
import { stepOf } from '#incidents/plan/steps.ts'
import { rotationsOf } from '#incidents/plan/what-was-read.ts'
import { SHELLS, wordsIn } from '../../support/run-shell.ts'

const folder = mkdtempSync(join(tmpdir(), 'trailhound-read-'))
afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
})

const HOSTILE = "prod/db'; touch made; $(touch made)"
const harm = (kind: string, what: string, region = 'us-east-1'): Harm => ({
  kind,
  what,
  call: 'secretsmanager:GetSecretValue',
  accountId: '123456789012',
  region,
  count: 1,
  deniedCount: 0,
  bytes: null,
  to: null,
  before: null,
  after: null,
  isAlive: null,
  firstMs: 0,
  eventIds: [],
})
const damage = (...read: readonly Harm[]): Damage => ({
  read,
  changed: [],
  taken: [],
  created: [],
  money: [],
})

describe('what was read', () => {
  test.each([
    { read: [], titles: [] },
    { read: [harm('secret', 'a')], titles: ['Rotate secret a'] },
    { read: [harm('secret', 'a'), harm('secret', 'a')], titles: ['Rotate secret a'] },
    { read: [harm('secret', 'a'), harm('secret', 'b')], titles: ['Rotate the 2 secrets that were read'] },
    {
      read: [harm('secret', 'a'), harm('secret', 'b', 'eu-west-1')],
      titles: ['Rotate secret a', 'Rotate secret b'],
    },
    { read: [harm('parameter', '/p')], titles: ['Change what stands in parameter /p'] },
    { read: [harm('object', 'bucket'), harm('secret', '')], titles: [] },
  ])('$titles', ({ read, titles }) => {
    expect(rotationsOf(damage(...read)).map(({ draft }) => draft.title)).toEqual(titles)
  })

  test('fifty commands at most, and the rest is counted', () => {
    const many = Array.from({ length: 60 }, (_, i) => harm('secret', `s${String(i)}`))
    const [step] = rotationsOf(damage(...many))
    expect(step?.draft.calls).toHaveLength(50)
    expect(step?.draft.why).toContain('10 more were read')
  })

  test.each(SHELLS)('a hostile name reaches AWS as it is, by %s', (shell) => {
    const [rotation] = rotationsOf(damage(harm('secret', HOSTILE)))
    if (rotation === undefined) throw new Error('no step')
    const { commands } = stepOf(rotation.draft, rotation.accountId, rotation.region)
    expect(wordsIn(shell, commands, folder)).toEqual([
      ['secretsmanager', 'rotate-secret', '--secret-id', HOSTILE, '--region', 'us-east-1'],
    ])
    expect(readdirSync(folder)).toEqual([])
  })
})
