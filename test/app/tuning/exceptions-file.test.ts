import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { assert, property, string } from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { exceptionsJsonSchema } from '#app/index.ts'
import { parseExceptions } from '#app/tuning/exceptions-file.ts'
import { addException, removeException } from '#app/tuning/rewrite-exceptions.ts'
import { literal, namesSomething } from '#app/tuning/wildcards.ts'
import type { Exception } from '#findings/index.ts'

const folder = mkdtempSync(join(tmpdir(), 'trailhound-exceptions-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const NOW = Date.parse('2026-11-24T12:00:00Z')
const read = (text: string): readonly Exception[] => parseExceptions(text, 'exceptions.yml', NOW)
const SCHEMA: unknown = JSON.parse(readFileSync('schemas/exceptions.schema.json', 'utf8'))
const validate = new Ajv2020({ strict: false, validateFormats: false }).compile(Object(SCHEMA))

/** One exception as it stands in a file; a change replaces a line, or leaves it out. */
function file(changes: Readonly<Record<string, string | undefined>> = {}): string {
  const lines = {
    id: 'onboarding-1',
    detections: '[access-key-created-for-another-user]',
    scope: "{ principals: ['arn:aws:iam::123456789012:role/onboarding'] }",
    reason: 'the onboarding tool makes keys',
    by: 'alice',
    since: '2026-11-24',
    expires: '2027-05-24',
    ...changes,
  }
  const kept = Object.entries(lines).flatMap(([key, value]) =>
    value === undefined ? [] : [`${key}: ${value}`],
  )
  return `exceptions:\n${kept.map((line, i) => `${i === 0 ? '  - ' : '    '}${line}`).join('\n')}\n`
}

test('schemas/exceptions.schema.json is current (else: node --conditions=source scripts/make-exceptions-schema.ts)', () => {
  expect(SCHEMA).toEqual(exceptionsJsonSchema())
})

describe('what is taken, by the tool as by the schema', () => {
  test.each([
    { name: 'nothing', text: '' },
    { name: 'a list that is still empty', text: 'exceptions:\n' },
    { name: 'one principal', text: file() },
    { name: 'an account', text: file({ scope: "{ accounts: ['123456789012'] }" }) },
    { name: 'a network', text: file({ scope: '{ networks: [203.0.113.0/24] }' }) },
    { name: 'a network of two addresses', text: file({ scope: '{ networks: [203.0.113.0/31] }' }) },
    { name: 'a network as wide as can be', text: file({ scope: '{ networks: [10.0.0.0/8] }' }) },
    { name: 'an IPv6 network as wide as can be', text: file({ scope: "{ networks: ['2001::/16'] }" }) },
    {
      name: 'an address beside a role',
      text: file({ scope: '{ networks: [203.0.113.7], roles: [deploy] }' }),
    },
    { name: 'a client beside a resource', text: file({ scope: '{ clients: [terraform], resources: [x] }' }) },
    {
      name: 'a service of AWS beside a principal',
      text: file({ scope: "{ networks: [backup.amazonaws.com], principals: ['*/backup'] }" }),
    },
    { name: 'wildcards beside three letters', text: file({ scope: "{ roles: ['ci-*'] }" }) },
    { name: 'a year and a day', text: file({ expires: '2027-11-25' }) },
    { name: 'one day', text: file({ expires: '2026-11-25' }) },
    { name: 'one that has expired', text: file({ since: '2025-11-24', expires: '2026-11-24' }) },
    { name: 'made today where it is tomorrow already', text: file({ since: '2026-11-25' }) },
  ])('$name', ({ text }) => {
    expect(() => read(text)).not.toThrow()
    expect(validate(parse(text) ?? {})).toBe(true)
  })
})

describe('what is refused, with its line', () => {
  test.each([
    { name: 'no reason', text: file({ reason: undefined }), line: 2 },
    { name: 'a reason without words', text: file({ reason: "'  . '" }), line: 5 },
    { name: 'no end', text: file({ expires: undefined }), line: 2 },
    { name: 'an end after more than 366 days', text: file({ expires: '2027-11-26' }), line: 8 },
    { name: 'an end on the first day', text: file({ expires: '2026-11-24' }), line: 8 },
    { name: 'a day that is none', text: file({ expires: '2027-02-30' }), line: 8 },
    { name: 'nobody who says so', text: file({ by: "''" }), line: 6 },
    { name: 'no detection', text: file({ detections: '[]' }), line: 3 },
    { name: 'every detection', text: file({ detections: "['*']" }), line: 3 },
    { name: 'detections by pattern', text: file({ detections: "['trail-*']" }), line: 3 },
    { name: 'a scope that names nothing', text: file({ scope: '{}' }), line: 4 },
    { name: 'a part of a scope that names nothing', text: file({ scope: '{ roles: [] }' }), line: 4 },
    { name: 'a part that is not there', text: file({ scope: '{ regions: [x], roles: [xyz] }' }), line: 4 },
    { name: 'one address alone', text: file({ scope: '{ networks: [203.0.113.7] }' }), line: 4 },
    { name: 'one address as a network', text: file({ scope: '{ networks: [203.0.113.7/32] }' }), line: 4 },
    { name: 'one IPv6 address', text: file({ scope: "{ networks: ['2001:db8::1/128'] }" }), line: 4 },
    {
      name: 'a service of AWS alone',
      text: file({ scope: '{ networks: [backup.amazonaws.com] }' }),
      line: 4,
    },
    { name: 'a name that is no network', text: file({ scope: '{ networks: [office] }' }), line: 4 },
    { name: 'a client alone', text: file({ scope: '{ clients: [terraform] }' }), line: 4 },
    {
      name: 'an address and a client',
      text: file({ scope: '{ networks: [203.0.113.7], clients: [x] }' }),
      line: 4,
    },
    { name: 'a network wider than /8', text: file({ scope: '{ networks: [10.0.0.0/7] }' }), line: 4 },
    { name: 'everywhere', text: file({ scope: "{ networks: ['::/0'] }" }), line: 4 },
    { name: 'everybody', text: file({ scope: "{ principals: ['*'] }" }), line: 4 },
    { name: 'wildcards beside two letters', text: file({ scope: "{ roles: ['ci*'] }" }), line: 4 },
    { name: 'an id that cannot be typed', text: file({ id: "'a b'" }), line: 2 },
    { name: 'two of one name', text: `${file()}${file().replace('exceptions:\n', '')}`, line: 9 },
    { name: 'an unknown key', text: file({ level: 'low' }), line: 9 },
  ])('$name', ({ text, line }) => {
    expect(() => read(text)).toThrow(`line ${String(line)}:`)
  })

  test('one from the day after tomorrow', () => {
    expect(() => read(file({ since: '2026-11-26', expires: '2026-12-01' }))).toThrow('lies ahead')
  })
})

describe('whether a pattern names something', () => {
  test.each([
    ['arn:aws:iam::123456789012:role/deploy', true],
    ['a', true],
    ['arn:aws:iam::123456789012:role/*', true],
    ['*prod*', true],
    ['ci-*', true],
    [String.raw`\*\*\*?`, true],
    ['*', false],
    ['?*', false],
    ['arn:*', false],
    ['arn:aws*', false],
    ['arn:aws:iam::*:role/*', false],
    ['arn:aws:iam::*:user/*', false],
    ['arn:aws:iam::*:role/aws-reserved/sso.amazonaws.com/*', false],
    ['*.amazonaws.com', false],
    ['*on*', false],
  ])('%s: %s', (pattern, expected) => {
    expect(namesSomething(pattern)).toBe(expected)
  })
})

describe('writing', () => {
  const path = join(folder, 'written.yml')
  const exception = (changes: Partial<Exception> = {}): Exception => ({
    id: 'one',
    detections: ['trail-stopped'],
    scope: {
      principals: ['arn:aws:iam::123456789012:user/alice'],
      accounts: [],
      networks: [],
      clients: [],
      resources: [],
      roles: [],
    },
    reason: 'rehearsal',
    by: 'alice',
    since: '2026-11-24',
    expires: '2026-12-24',
    ...changes,
  })

  test('any text comes back as it was, whatever it holds', () => {
    assert(
      property(string({ unit: 'binary', minLength: 1, maxLength: 60 }), (text) => {
        rmSync(path, { force: true })
        // YAML cannot hold half a character, and nor can UTF-8.
        const name = `x${literal(text.toWellFormed())}`
        const asked = exception({
          reason: `why ${name}`,
          scope: { ...exception().scope, principals: [name] },
        })
        addException(path, asked, NOW)
        expect(read(readFileSync(path, 'utf8'))).toEqual([asked])
      }),
      { numRuns: 100 },
    )
  })

  test.each([
    ['quotes', `a"b'c`],
    ['line ends', 'a\nb\r\nc'],
    ['a comment', 'a # b'],
    ['another exception', 'x\n  - id: everything\n    detections: [trail-stopped]'],
    ['a document', '---\nexceptions: []'],
    ['a tag', '!!js/function x'],
    ['a number', '00123'],
    ['a date', '2026-11-24'],
    ['a word that YAML knows', 'null'],
    ['escapes of a terminal', '\u001b[2Jx\u0085\u2028'],
  ])('%s', (_, text) => {
    rmSync(path, { force: true })
    const asked = exception({ by: text, scope: { ...exception().scope, resources: [text] } })
    addException(path, asked, NOW)
    expect(read(readFileSync(path, 'utf8'))).toEqual([asked])
  })

  test('what stood there stays, comments too; the last one leaves an empty list', () => {
    rmSync(path, { force: true })
    writeFileSync(path, `# ours\n${file()}# the end\n`, { mode: 0o644 })
    addException(path, exception(), NOW)
    const text = readFileSync(path, 'utf8')
    expect(text).toContain('# ours')
    expect(text).toContain('# the end')
    expect(read(text).map(({ id }) => id)).toEqual(['onboarding-1', 'one'])
    removeException(path, 'onboarding-1', NOW)
    removeException(path, 'one', NOW)
    expect(read(readFileSync(path, 'utf8'))).toEqual([])
    expect(() => removeException(path, 'one', NOW)).toThrow("no exception 'one'")
    expect(statSync(path).mode & 0o777).toBe(0o644)
  })

  test('nothing is written where the file, or what is to be added, has mistakes', () => {
    writeFileSync(path, file())
    expect(() => addException(path, exception({ id: 'onboarding-1' }), NOW)).toThrow('of this name already')
    expect(readFileSync(path, 'utf8')).toBe(file())
    writeFileSync(path, file({ expires: 'never' }))
    expect(() => addException(path, exception(), NOW)).toThrow('line 8')
    expect(readFileSync(path, 'utf8')).toBe(file({ expires: 'never' }))
  })
})
