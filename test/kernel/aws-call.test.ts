import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { type AwsCall, writeCalls } from '#kernel/index.ts'
import { asciiJson, hasNul, shellQuote } from '#kernel/shell.ts'
import { SHELLS, wordsIn } from '../support/run-shell.ts'

const folder = mkdtempSync(join(tmpdir(), 'trailhound-shell-'))
afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
})

const HOSTILE = [
  '',
  ' ',
  'plain',
  "o'brien",
  "'; touch made; '",
  '$(touch made)',
  '`touch made`',
  '"; touch made; "',
  '\\',
  "\\'",
  'a\nb',
  'ends with newlines\n\n',
  '\n',
  'a\r\ntouch made',
  '\t',
  '--profile',
  '-',
  '~',
  '*',
  '{a,b}',
  '#comment',
  '!history !! in\u0001double',
  '-v made\u0007',
  '100%s %n\u0007',
  '$HOME ${HOME}\u001b[31m',
  'größe 日本 🐕',
  'right\u202Eto left',
  'no\u00A0break\u200Bzero',
  '; rm -rf . &',
  '| tee made',
  '> made',
]

describe.each(SHELLS)('in %s', (shell) => {
  test('each text is one word, and is itself', () => {
    const words = wordsIn(
      shell,
      HOSTILE.map((text) => `aws ${shellQuote(text)}`),
      folder,
    )
    expect(words).toEqual(HOSTILE.map((text) => [text]))
    expect(readdirSync(folder)).toEqual([])
  })

  test('any text', () => {
    const texts = fc.array(fc.string({ unit: 'binary', maxLength: 40 }).map(harmlessNul), {
      minLength: 20,
      maxLength: 60,
    })
    fc.assert(
      fc.property(texts, (some) => {
        const words = wordsIn(shell, [`aws ${some.map(shellQuote).join(' ')}`], folder)
        expect(words).toEqual([some])
      }),
      { numRuns: 15 },
    )
    expect(readdirSync(folder)).toEqual([])
  })
})

/** A word of a shell holds no NUL; halves of a surrogate pair have no bytes. */
const harmlessNul = (text: string): string =>
  text.replaceAll('\0', '').replaceAll('\u001e', '').toWellFormed()

test('what a terminal does not show is never in a command, save newlines at its end', () => {
  for (const text of HOSTILE) expect(shellQuote(text).replace(/'\n+'$/, '')).toMatch(/^[\P{C}]*$/u)
})

test('NUL is dropped, and told of', () => {
  expect(shellQuote('a\0b')).toBe("'ab'")
  expect([hasNul('a\0b'), hasNul('ab')]).toEqual([true, false])
})

test('JSON is ASCII and means the same', () => {
  for (const text of HOSTILE) {
    expect(asciiJson({ text })).toMatch(/^[ -~]*$/)
    expect(JSON.parse(asciiJson({ text }))).toEqual({ text })
  }
})

const call = (options: AwsCall['options'], region: string | undefined = 'eu-central-1'): AwsCall => ({
  service: 'iam',
  operation: 'get-user',
  region,
  options,
})

describe('a call', () => {
  const CASES = [
    {
      name: 'an ordinary name',
      options: { 'user-name': 'a b' },
      written: "--user-name 'a b' --region eu-central-1",
    },
    {
      name: 'a name that looks like an option',
      options: { 'user-name': '--query' },
      written: "--user-name='--query' --region eu-central-1",
    },
    { name: 'an option without value', options: { enable: true }, written: '--enable --region eu-central-1' },
    {
      name: 'JSON',
      options: { x: { json: ['ü'] } },
      written: String.raw`--x '["\u00fc"]' --region eu-central-1`,
    },
    { name: 'no region', options: {}, region: '', written: '' },
    { name: 'a region that is none', options: {}, region: 'x.example.org/', written: '' },
    {
      name: 'a region of the government',
      options: {},
      region: 'us-gov-west-1',
      written: '--region us-gov-west-1',
    },
  ] as const
  test.each(CASES)('$name', ({ options, written, ...rest }) => {
    const { commands, notes } = writeCalls([call(options, 'region' in rest ? rest.region : 'eu-central-1')])
    expect(commands).toEqual([`aws iam get-user ${written}`.trim()])
    expect(notes).toEqual([])
  })

  const UNWRITTEN = [
    { name: 'a name that reads as a file', text: 'file:///etc/passwd' },
    { name: 'a name that reads as bytes of a file', text: 'FILEB://x' },
    { name: 'a name that is fetched', text: 'https://192.0.2.1/x' },
    { name: 'a name behind a NUL', text: 'file\0://x' },
    { name: 'no name', text: '' },
    { name: 'a name that CloudTrail hides', text: 'HIDDEN_DUE_TO_SECURITY_REASONS' },
  ]
  test.each(UNWRITTEN)('$name is not written, and told of', ({ text }) => {
    const { commands, notes } = writeCalls([call({ 'user-name': text })])
    expect(commands).toEqual([])
    expect(notes).not.toEqual([])
  })

  test('the URL of a queue is no file, unless it is one', () => {
    expect(
      writeCalls([call({ 'queue-url': 'https://sqs.eu-central-1.amazonaws.com/1/q' })]).commands,
    ).toHaveLength(1)
    expect(writeCalls([call({ 'queue-url': 'file:///etc/passwd' })]).commands).toEqual([])
  })

  test('a date is that of the moment at which the command is run', () => {
    const { commands } = writeCalls([call({ policy: { cutOff: (date) => ({ date, name: "o'b" }) } })])
    const [words = []] = wordsIn('sh', commands, folder)
    const { date, name } = JSON.parse(words[3] ?? '')
    expect(name).toBe("o'b")
    expect(Math.abs(Date.parse(date) - Date.now())).toBeLessThan(60_000)
  })
})
