import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import type { Change, Draft } from '#incidents/plan/change.ts'
import { RECIPES } from '#incidents/plan/recipes/table.ts'
import { stepOf } from '#incidents/plan/steps.ts'
import { SHELLS, wordsIn } from '../../support/run-shell.ts'
import { AWS_COMMANDS } from './aws-commands.ts'
import { hostileChange } from './hostile-change.ts'

const folder = mkdtempSync(join(tmpdir(), 'trailhound-plan-'))
afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
})

/** With and without an earlier value, one that was set and one that was removed. */
const changesOf = (call: string): readonly Change[] => {
  const own = call.split(':')[1] ?? ''
  return [
    undefined,
    own,
    'DeleteIt',
    'CreateRole',
    'CreateTrail',
    'CreatePolicy',
    'PutDeliveryChannel',
    'UpdateAccountPasswordPolicy',
  ].map((before) => hostileChange(call, before))
}

const draftsOf = (call: string): readonly Draft[] =>
  changesOf(call).flatMap((change) => {
    const remedy = RECIPES.get(call)?.(change)
    return remedy === undefined
      ? []
      : [remedy.back, ...(remedy.contain === undefined ? [] : [remedy.contain])]
  })

const CALLS = [...RECIPES.keys()]
const ALL = CALLS.flatMap(draftsOf)
const COMMANDS = [
  ...new Set(
    ALL.map((draft) => stepOf(draft, '123456789012')).flatMap(({ commands, undo }) => [...commands, ...undo]),
  ),
]

describe.each(SHELLS)('every command, with hostile names, in %s', (shell) => {
  const all = wordsIn(shell, COMMANDS, folder)

  test('is one call of a known command, with all that it needs', () => {
    expect(all).toHaveLength(COMMANDS.length)
    const wrong = all.flatMap(([service = '', operation = '', ...words]) => {
      const needed = AWS_COMMANDS[`${service} ${operation}`]
      if (needed === undefined) return [`${service} ${operation}: not in the table`]
      const given = new Set(words.map((word) => /^(--[a-z0-9-]+)(=|$)/.exec(word)?.[1] ?? ''))
      return needed
        .filter((option) => !option.split('|').some((one) => given.has(`--${one}`)))
        .map((option) => `${service} ${operation}: no --${option}`)
    })
    expect([...new Set(wrong)]).toEqual([])
  })

  test('holds the names as they are in the log, and runs nothing of them', () => {
    const values = all.flatMap((words) => words.slice(2)).filter((word) => word.includes('touch made'))
    expect(values.length).toBeGreaterThan(100)
    for (const value of values) {
      const text = value.replace(/^--[a-z0-9-]+=/, '')
      const inside = /^[[{]/.test(text) ? textsWithin(JSON.parse(text)) : [text]
      for (const one of inside.filter((word) => word.includes('touch made'))) {
        expect(one).toMatch(/^--\w+ ';touch made;'\$\(touch made\)`touch made`"\\ ü🐕\u202e\n\| tee made #$/)
      }
    }
    expect(readdirSync(folder)).toEqual([])
  })

  test('names a region, and no profile', () => {
    for (const words of all) {
      expect(words.slice(-2)).toEqual(['--region', 'eu-central-1'])
      expect(words).not.toContain('--profile')
    }
  })

  test('is written by some recipe: the table has no more than that', () => {
    const written = new Set(all.map(([service, operation]) => `${service ?? ''} ${operation ?? ''}`))
    const others = new Set(CREDENTIAL_COMMANDS)
    expect(Object.keys(AWS_COMMANDS).filter((name) => !written.has(name) && !others.has(name))).toEqual([])
  })
})

/** Those of the steps about credentials, which plan-incidents.test.ts makes. */
const CREDENTIAL_COMMANDS = [
  'iam put-user-policy',
  'iam put-role-policy',
  'ec2 modify-instance-metadata-options',
  'identitystore describe-user',
  'organizations create-policy',
]

function textsWithin(value: unknown): readonly string[] {
  if (typeof value === 'string') return value.startsWith('{') ? textsWithin(JSON.parse(value)) : [value]
  if (typeof value !== 'object' || value === null) return []
  return Object.values(value).flatMap(textsWithin)
}

test('a log that holds nothing of a request makes no command that lacks a name, and says so', () => {
  for (const call of CALLS) {
    const empty = { ...hostileChange(call, undefined), request: null, response: null, principal: '' }
    const remedy = RECIPES.get(call)?.(empty)
    for (const draft of remedy === undefined ? [] : [remedy.back, remedy.contain ?? remedy.back]) {
      const { commands } = stepOf(draft, '')
      for (const command of commands) expect(command, call).not.toMatch(/ ''| '\[\]'| '\{\}'/)
    }
  }
})

test('what the log does not hold is said, never made up', () => {
  const unsaid = CALLS.filter((call) => {
    const back = RECIPES.get(call)?.(hostileChange(call, undefined)).back
    return back?.calls.length === 0 && !SAID.test(back.why)
  })
  expect(unsaid).toEqual([])
})

const SAID =
  /log|CloudTrail|cannot be taken back|cannot be brought back|without recovery|infrastructure code|AWS switches|by hand/

describe('the value before', () => {
  const CASES = [
    { call: 'iam:UpdateAssumeRolePolicy', before: 'CreateRole', command: 'iam update-assume-role-policy' },
    { call: 'iam:UpdateAssumeRolePolicy', before: undefined, command: 'iam get-role' },
    { call: 'iam:PutRolePolicy', before: 'PutRolePolicy', command: 'iam put-role-policy' },
    { call: 'iam:PutRolePolicy', before: 'DeleteRolePolicy', command: 'iam delete-role-policy' },
    { call: 'iam:CreatePolicyVersion', before: 'CreatePolicy', command: "--version-id 'v1'" },
    { call: 'iam:CreatePolicyVersion', before: undefined, command: 'iam list-policy-versions' },
    { call: 's3:PutBucketPolicy', before: 'PutBucketPolicy', command: 's3api put-bucket-policy' },
    { call: 's3:PutBucketPolicy', before: 'DeleteBucketPolicy', command: 's3api delete-bucket-policy' },
    { call: 'kms:PutKeyPolicy', before: undefined, command: 'kms get-key-policy' },
    { call: 'cloudtrail:DeleteTrail', before: 'CreateTrail', command: 'cloudtrail create-trail' },
    {
      call: 'cloudtrail:PutEventSelectors',
      before: 'PutEventSelectors',
      command: 'cloudtrail put-event-selectors',
    },
    {
      call: 'ec2:ModifyInstanceAttribute',
      before: 'ModifyInstanceAttribute',
      command: 'ec2 modify-instance-attribute',
    },
  ]
  test.each(CASES)('$call after $before: $command', ({ call, before, command }) => {
    const back = RECIPES.get(call)?.(hostileChange(call, before)).back
    expect(back).toBeDefined()
    const { commands } = stepOf(back ?? { title: '', why: '', calls: [] }, '123456789012')
    expect(commands.join('\n')).toContain(command)
  })
})
