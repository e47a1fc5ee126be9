import { execFileSync } from 'node:child_process'
import { readFileSync, statSync } from 'node:fs'
import { homedir } from 'node:os'
import { describe, expect, test } from 'vitest'

const tracked = execFileSync('git', ['ls-files', '-z'], { encoding: 'utf8' }).split('\0').filter(Boolean)
const textOf = (name: string): string => {
  const stats = statSync(name, { throwIfNoEntry: false })
  return stats?.isFile() === true ? readFileSync(name, 'utf8') : ''
}

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/gu, '\\$&')

/** Where packages come from is everybody's own matter, and so is where the checkout lies. */
const FORBIDDEN: readonly (readonly [string, RegExp])[] = [
  ['this checkout', new RegExp(`${escaped(process.cwd())}(?![\\w-])`, 'u')],
  ['this home directory', new RegExp(`${escaped(homedir())}/`, 'u')],
  [
    'a registry',
    /registry\.(?:npmjs|yarnpkg)\.|npm\.pkg\.github|\/artifactory\/|\/repository\/npm|_authToken/u,
  ],
]

describe('tracked files', () => {
  test.each(FORBIDDEN)('do not name %s', (_, pattern) => {
    // This file has to spell what it looks for.
    const naming = tracked.filter(
      (name) => name !== 'test/repo/tracked-files.test.ts' && pattern.test(textOf(name)),
    )
    expect(naming).toEqual([])
  })

  test('do not name the registry of this machine', () => {
    const registry = execFileSync('npm', ['config', 'get', 'registry'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    const { host } = new URL(registry.trim())
    expect(host).not.toBe('')
    expect(tracked.filter((name) => !name.startsWith('test/repo/') && textOf(name).includes(host))).toEqual(
      [],
    )
  })

  test('hold nothing that was built or made by a run', () => {
    expect(
      tracked.filter((name) => /^(?:dist|node_modules|\.trailhound|trailhound-demo)\//u.test(name)),
    ).toEqual([])
  })
})

test('the lock file says what, and not from where', () => {
  const lock = textOf('package-lock.json')
  expect(lock).toContain('"integrity"')
  expect(lock).not.toMatch(/"resolved":\s*"(?:https?|git)/u)
})

test('the licence is the whole of Apache-2.0', () => {
  const licence = textOf('LICENSE')
  expect(licence).toContain('Version 2.0, January 2004')
  expect(licence).toContain('END OF TERMS AND CONDITIONS')
  expect(licence).toContain('APPENDIX: How to apply the Apache License to your work.')
})

test('NOTICE names what the data were made from', () => {
  for (const name of [
    'data/iam-access-levels.json',
    'data/api-operations.json',
    'data/networks/asn.bin',
    'data/networks/country.bin',
    'data/networks/kind.bin',
    'src/reference/attack-table.ts',
  ]) {
    expect(textOf('NOTICE')).toContain(name)
    expect(tracked).toContain(name)
  }
})
