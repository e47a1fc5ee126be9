import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { afterAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { readSettings, settingsJsonSchema } from '#app/index.ts'

const folder = mkdtempSync(join(tmpdir(), 'trailhound-settings-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const file = (text: string): string => {
  const path = join(folder, 'trailhound.yml')
  writeFileSync(path, text)
  return path
}
const SCHEMA: unknown = JSON.parse(readFileSync('schemas/settings.schema.json', 'utf8'))
const validate = new Ajv2020({ strict: false, validateFormats: false }).compile(Object(SCHEMA))

test('schemas/settings.schema.json is current (else: node --conditions=source scripts/make-settings-schema.ts)', () => {
  expect(SCHEMA).toEqual(settingsJsonSchema())
})

describe('what is taken, by the tool as by the schema', () => {
  test.each([
    { name: 'nothing', text: '' },
    {
      name: 'networks by CIDR and by name',
      text: "trustedNetworks: ['192.0.2.0/24', {name: office, cidr: '2001:db8::/32'}]",
    },
    {
      name: 'hours of some days',
      text: "workingHours: {timeZone: Europe/Berlin, mon: '08:00-18:00', sat: '22:00-24:00'}",
    },
    { name: 'no hours', text: 'workingHours: null' },
    { name: 'databases', text: 'asnDatabase: a.mmdb\ncountryDatabase: b.mmdb' },
    { name: 'sizes with units', text: 'limits: {maxFileBytes: 2 GiB}\nengineMemory: 1000000' },
  ])('$name', ({ text }) => {
    expect(() => readSettings(file(text))).not.toThrow()
    expect(validate(parse(text) ?? {})).toBe(true)
  })
})

describe('what is refused, with its line', () => {
  test.each([
    { name: 'an unknown setting', text: 'acounts: []', line: 1 },
    {
      name: 'the second network of a list',
      text: 'trustedNetworks:\n  - 192.0.2.0/24\n  - 192.0.2.0/33\n',
      line: 3,
    },
    { name: 'a network without a cidr', text: 'trustedNetworks:\n  - name: office', line: 2 },
    { name: 'an hour that no day has', text: "workingHours:\n  mon: '08:00-25:00'", line: 2 },
    { name: 'hours without minutes', text: "workingHours:\n  mon: '8-18'", line: 2 },
    { name: 'a day in full', text: "workingHours:\n  monday: '08:00-18:00'", line: 2 },
    { name: 'an unknown name after known ones', text: 'threads: 1\nlimits:\n  maxFileByte: 1', line: 3 },
    { name: 'an account without quotes', text: 'threads: 1\naccounts: [123456789012]', line: 2 },
    { name: 'an account with eleven digits', text: "threads: 1\naccounts: ['12345678901']", line: 2 },
  ])('$name', ({ text, line }) => {
    expect(() => readSettings(file(text))).toThrow(`line ${String(line)}:`)
    expect(validate(parse(text))).toBe(false)
  })

  test('what to do about it', () => {
    expect(() => readSettings(file('accounts: [123456789012]'))).toThrow(
      'accounts.0: Invalid input: expected string, received number: it must stand in quotes',
    )
    expect(() => readSettings(file('acounts: []'))).toThrow('line 1: acounts: there is no such name here')
  })

  test('a time zone that is none (the schema cannot tell)', () => {
    expect(() => readSettings(file('threads: 1\nworkingHours:\n  timeZone: Middle/Earth'))).toThrow('line 3:')
  })
})
