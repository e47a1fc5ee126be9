import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Engine } from '#store/index.ts'
import { fill, type LakeRow, matching, openLake } from './lake.ts'
import { faultsOf, ruleOf } from './support.ts'

let engine: Engine
beforeAll(async () => {
  engine = await openLake()
})
afterAll(() => engine.close())

interface Case {
  readonly name: string
  readonly selection: unknown
  readonly rows: readonly LakeRow[]
  readonly keeps: readonly number[]
}

const agents = (...texts: readonly string[]): readonly LakeRow[] => texts.map((userAgent) => ({ userAgent }))
const asked = (...values: readonly unknown[]): readonly LakeRow[] =>
  values.map((x) => ({ requestParameters: { x } }))
const addresses = (...texts: readonly string[]): readonly LakeRow[] =>
  texts.map((sourceIPAddress) => ({ sourceIPAddress }))
const times = (...texts: readonly string[]): readonly LakeRow[] => texts.map((eventTime) => ({ eventTime }))
const x = 'requestParameters.x'

const REGEX: readonly Case[] = [
  {
    name: 're is found anywhere',
    selection: { 'userAgent|re': 'b.d' },
    rows: agents('abcde', 'bd'),
    keeps: [0],
  },
  { name: 're minds its case', selection: { 'userAgent|re': 'ABC' }, rows: agents('abc', 'ABC'), keeps: [1] },
  {
    name: 're|i does not',
    selection: { 'userAgent|re|i': 'ABC' },
    rows: agents('abc', 'ABC'),
    keeps: [0, 1],
  },
  { name: 'a dot is no line break', selection: { 'userAgent|re': 'a.b' }, rows: agents('a\nb'), keeps: [] },
  { name: 're|s: it is', selection: { 'userAgent|re|s': 'a.b' }, rows: agents('a\nb'), keeps: [0] },
  {
    name: '^ is the start of the text',
    selection: { 'userAgent|re': '^b' },
    rows: agents('a\nb'),
    keeps: [],
  },
  { name: 're|m: of a line', selection: { 'userAgent|re|m': '^b$' }, rows: agents('a\nb\nc'), keeps: [0] },
  {
    name: 're|i|m|s together',
    selection: { 'userAgent|re|i|m|s': '^B.C$' },
    rows: agents('a\nb\nc'),
    keeps: [0],
  },
  {
    name: 'wildcards of Sigma are none in re',
    selection: { 'userAgent|re': '^a\\*b?$' },
    rows: agents('a*', 'axb'),
    keeps: [0],
  },
  { name: 'quotes are harmless', selection: { 'userAgent|re': 'o\'b"' }, rows: agents(`o'b"`), keeps: [0] },
  {
    name: 're|startswith anchors',
    selection: { 'userAgent|re|startswith': 'b|c' },
    rows: agents('cx', 'xc'),
    keeps: [0],
  },
  {
    name: 're|endswith anchors',
    selection: { 'userAgent|re|endswith': 'b|c' },
    rows: agents('cx', 'xc'),
    keeps: [1],
  },
  {
    name: 're|contains changes nothing',
    selection: { 'userAgent|re|contains': 'b' },
    rows: agents('abc'),
    keeps: [0],
  },
  { name: 're|all', selection: { 'userAgent|re|all': ['a', 'b'] }, rows: agents('a', 'ab'), keeps: [1] },
  { name: 're in JSON', selection: { [`${x}|re`]: '^b$' }, rows: asked(['a', 'b'], 'ab'), keeps: [0] },
]

const CIDR: readonly Case[] = [
  {
    name: 'a v4 network, both edges',
    selection: { 'sourceIPAddress|cidr': '192.0.2.64/26' },
    rows: addresses(
      '192.0.2.63',
      '192.0.2.64',
      '192.0.2.127',
      '192.0.2.128',
      '192.0.2.099',
      'ec2.amazonaws.com',
      '',
      '192.0.2.64/32',
      '300.0.2.64',
    ),
    keeps: [1, 2],
  },
  {
    name: '/0',
    selection: { 'sourceIPAddress|cidr': '0.0.0.0/0' },
    rows: addresses('192.0.2.1', '2001:db8::1', 'x'),
    keeps: [0],
  },
  {
    name: '/32, and an address without bits',
    selection: { 'sourceIPAddress|cidr': ['192.0.2.1/32', '192.0.2.3'] },
    rows: addresses('192.0.2.1', '192.0.2.2', '192.0.2.3'),
    keeps: [0, 2],
  },
  {
    name: 'a v6 network, whatever the spelling',
    selection: { 'sourceIPAddress|cidr': '2001:db8::/32' },
    rows: addresses(
      '2001:db8::1',
      '2001:DB8:0:0:0:0:0:1',
      '2001:0db8:ffff:ffff:ffff:ffff:ffff:ffff',
      '2001:db9::1',
      '2001:db8::',
      '2001:db8::192.0.2.1',
      '::1',
      '1::2::3',
      '2001:db8',
      '2001:db8:1:2:3:4:5:6:7',
      '2001:db8::12345',
    ),
    keeps: [0, 1, 2, 4, 5],
  },
  {
    name: 'edges of a v6 network',
    selection: { 'sourceIPAddress|cidr': '2001:db8:0:8::/61' },
    rows: addresses(
      '2001:db8:0:7:ffff::',
      '2001:db8:0:8::',
      '2001:db8:0:f:ffff:ffff:ffff:ffff',
      '2001:db8:0:10::',
    ),
    keeps: [1, 2],
  },
  {
    name: 'a v4 address written as v6',
    selection: { 'sourceIPAddress|cidr': '192.0.2.0/24' },
    rows: addresses('::ffff:192.0.2.7', '::ffff:c000:207', '::192.0.2.7'),
    keeps: [0, 1],
  },
  {
    name: 'many networks',
    selection: { 'sourceIPAddress|cidr': ['198.51.100.0/24', '2001:db8::/32'] },
    rows: addresses('198.51.100.9', '203.0.113.9', '2001:db8::9'),
    keeps: [0, 2],
  },
  {
    name: 'cidr of a placeholder',
    selection: { 'sourceIPAddress|cidr|expand': '%trusted_networks%' },
    rows: addresses('192.0.2.7', '203.0.113.9', '2001:db8::9'),
    keeps: [0, 2],
  },
  {
    name: 'cidr|neq',
    selection: { 'sourceIPAddress|cidr|neq': '192.0.2.0/24' },
    rows: [...addresses('192.0.2.7', '203.0.113.9', 'x'), {}],
    keeps: [1, 2, 3],
  },
  {
    name: 'cidr in JSON',
    selection: { [`${x}|cidr`]: '192.0.2.0/24' },
    rows: asked(['a', '192.0.2.1'], '203.0.113.1'),
    keeps: [0],
  },
]

const base64 = (text: string, encoding: BufferEncoding = 'utf8'): string =>
  Buffer.from(text, encoding).toString('base64')

const ENCODED: readonly Case[] = [
  {
    name: 'base64',
    selection: { 'userAgent|base64|contains': 'aws s3 cp é' },
    rows: agents(`x ${base64('aws s3 cp é')} y`, 'aws s3 cp é'),
    keeps: [0],
  },
  {
    name: 'base64offset finds a text wherever it begins',
    selection: { 'userAgent|base64offset|contains': 'aws sts' },
    rows: agents(
      base64('aws sts x'),
      base64('1aws sts'),
      base64('12aws sts yy'),
      base64('123aws sts'),
      base64('aws s3'),
    ),
    keeps: [0, 1, 2, 3],
  },
  {
    name: 'wide|base64',
    selection: { 'userAgent|wide|base64|cased': 'ls' },
    rows: agents(base64('ls', 'utf16le'), base64('ls')),
    keeps: [0],
  },
  {
    name: 'utf16le is wide',
    selection: { 'userAgent|utf16le|base64': 'lsé' },
    rows: agents(base64('lsé', 'utf16le')),
    keeps: [0],
  },
  {
    name: 'utf16be|base64',
    selection: { 'userAgent|utf16be|base64': 'ls' },
    rows: agents(Buffer.from('\0l\0s').toString('base64')),
    keeps: [0],
  },
  {
    name: 'utf16 has a byte order mark',
    selection: { 'userAgent|utf16|base64': 'l' },
    rows: agents(Buffer.from([0xff, 0xfe, 0x6c, 0]).toString('base64')),
    keeps: [0],
  },
  {
    name: 'wide|base64offset|contains',
    selection: { 'userAgent|wide|base64offset|contains': 'ls' },
    rows: agents(base64('-ls-', 'utf16le'), 'ls'),
    keeps: [0],
  },
  {
    name: 'wide alone is text with zeros',
    selection: { 'userAgent|wide': 'ls' },
    rows: agents('l\0s\0', 'ls'),
    keeps: [0],
  },
  {
    name: 'windash|base64 knows every dash',
    selection: { 'userAgent|windash|base64': 'x -e' },
    rows: agents(base64('x -e'), base64('x /e'), base64('x ―e'), base64('x e')),
    keeps: [0, 1, 2],
  },
  {
    name: 'windash with a list and all',
    selection: { 'userAgent|windash|contains|all': ['-a', ' /b'] },
    rows: agents('–a —b', '-a b'),
    keeps: [0],
  },
]

const NUMBERS: readonly Case[] = [
  {
    name: 'gt',
    selection: { 'bytes_out|gt': 10 },
    rows: [{ bytes_out: 10 }, { bytes_out: 11 }, {}],
    keeps: [1],
  },
  {
    name: 'gte',
    selection: { 'bytes_out|gte': 10 },
    rows: [{ bytes_out: 9 }, { bytes_out: 10 }],
    keeps: [1],
  },
  {
    name: 'lt',
    selection: { 'bytes_out|lt': 10 },
    rows: [{ bytes_out: 9 }, { bytes_out: 10 }, {}],
    keeps: [0],
  },
  {
    name: 'lte',
    selection: { 'bytes_out|lte': 10.5 },
    rows: [{ bytes_out: 10 }, { bytes_out: 11 }],
    keeps: [0],
  },
  {
    name: 'numbers as numbers, not as text',
    selection: { [`${x}|gt`]: 9 },
    rows: asked('10', 10, '9', 'ten', '', null, 'nan', 'inf', [1, 100]),
    keeps: [0, 1, 8],
  },
  {
    name: 'two limits are two items',
    selection: { 'bytes_out|gte': 2, 'bytes_out|lt': 4 },
    rows: [1, 2, 3, 4].map((bytes_out) => ({ bytes_out })),
    keeps: [1, 2],
  },
  {
    name: 'neq',
    selection: { 'bytes_out|neq': 10 },
    rows: [{ bytes_out: 9 }, { bytes_out: 10 }, {}],
    keeps: [0, 2],
  },
  {
    name: 'a YAML number meets a number and its text',
    selection: { [x]: 22 },
    rows: asked(22, '22', 22.0, '22.0', 220, '0x16', [21, 22]),
    keeps: [0, 1, 2, 3, 6],
  },
  {
    name: 'a YAML number in a number column',
    selection: { bytes_in: 5 },
    rows: [{ bytes_in: 5 }, { bytes_in: 55 }],
    keeps: [0],
  },
  {
    name: 'a number with a wildcard modifier is text',
    selection: { [`${x}|startswith`]: 22 },
    rows: asked(220, 122),
    keeps: [0],
  },
  {
    name: 'YAML booleans meet columns',
    selection: { readOnly: false },
    rows: [{ readOnly: false }, { readOnly: true }, {}],
    keeps: [0],
  },
  {
    name: 'text meets boolean columns',
    selection: { readOnly: 'TRUE' },
    rows: [{ readOnly: false }, { readOnly: true }],
    keeps: [1],
  },
  {
    name: 'booleans in JSON',
    selection: { [x]: true },
    rows: asked(true, 'true', 'True', false, 1),
    keeps: [0, 1, 2],
  },
]

const TIMES: readonly Case[] = [
  {
    name: 'hour',
    selection: { 'eventTime|hour': [0, 23] },
    rows: times('2026-01-31 23:59:59', '2026-02-01 00:00:00', '2026-02-01 01:00:00'),
    keeps: [0, 1],
  },
  {
    name: 'minute',
    selection: { 'eventTime|minute': 59 },
    rows: times('2026-01-31 23:59:59', '2026-02-01 00:00:59'),
    keeps: [0],
  },
  {
    name: 'day',
    selection: { 'eventTime|day': 31 },
    rows: times('2026-01-31 23:59:59', '2026-02-01 00:00:00'),
    keeps: [0],
  },
  {
    name: 'week',
    selection: { 'eventTime|week': 5 },
    rows: times('2026-01-31 23:59:59', '2026-02-02 00:00:00'),
    keeps: [0],
  },
  {
    name: 'month',
    selection: { 'eventTime|month': 2 },
    rows: times('2026-01-31 23:59:59', '2026-02-01 00:00:00'),
    keeps: [1],
  },
  {
    name: 'year',
    selection: { 'eventTime|year': 2026 },
    rows: times('2025-12-31 23:59:59', '2026-01-01 00:00:00'),
    keeps: [1],
  },
  {
    name: 'hour|gte',
    selection: { 'eventTime|hour|gte': 20 },
    rows: times('2026-01-31 19:59:59', '2026-01-31 20:00:00'),
    keeps: [1],
  },
  {
    name: 'gte|hour, the other way round',
    selection: { 'eventTime|gte|hour': 20 },
    rows: times('2026-01-31 19:59:59', '2026-01-31 20:00:00'),
    keeps: [1],
  },
  {
    name: 'hour|neq',
    selection: { 'eventTime|hour|neq': 20 },
    rows: times('2026-01-31 19:59:59', '2026-01-31 20:00:00'),
    keeps: [0],
  },
  {
    name: 'times in JSON text',
    selection: { [`${x}|year`]: 2026 },
    rows: asked('2026-05-01T00:00:00Z', '2025-05-01T00:00:00Z', 'May 1'),
    keeps: [0],
  },
  {
    name: 'eventTime as text is as AWS wrote it',
    selection: { eventTime: '2026-01-31T23:59:59Z' },
    rows: times('2026-01-31 23:59:59', '2026-02-01 00:00:00'),
    keeps: [0],
  },
]

const pairs: readonly LakeRow[] = [
  ['bob', 'Bob'],
  ['bob', 'bobby'],
  ['rob', 'bob'],
  ['a bobby b', 'BOBBY'],
  ['100%', '100%'],
  ['1000', '100%'],
  [undefined, 'bob'],
  ['bob', undefined],
].map(([userAgent, name]) => ({ userAgent, requestParameters: { names: ['other', name] } }))

const REFERENCES: readonly Case[] = [
  {
    name: 'fieldref',
    selection: { 'userAgent|fieldref': 'requestParameters.names' },
    rows: pairs,
    keeps: [0, 4],
  },
  {
    name: 'fieldref|cased',
    selection: { 'userAgent|fieldref|cased': 'requestParameters.names' },
    rows: pairs,
    keeps: [4],
  },
  {
    name: 'fieldref|contains',
    selection: { 'userAgent|fieldref|contains': 'requestParameters.names' },
    rows: pairs,
    keeps: [0, 3, 4],
  },
  {
    name: 'contains|fieldref',
    selection: { 'userAgent|contains|fieldref': 'requestParameters.names' },
    rows: pairs,
    keeps: [0, 3, 4],
  },
  {
    name: 'fieldref|neq',
    selection: { 'userAgent|fieldref|neq': 'requestParameters.names' },
    rows: pairs,
    keeps: [1, 2, 3, 5, 6, 7],
  },
  {
    name: 'fieldref|startswith, from JSON to a column',
    selection: { 'requestParameters.names|fieldref|startswith': 'userAgent' },
    rows: pairs,
    keeps: [0, 1, 4],
  },
  {
    name: 'fieldref|endswith, JSON to JSON',
    selection: { 'requestParameters.a|fieldref|endswith': 'requestParameters.b' },
    rows: [
      { requestParameters: { a: ['x', 'role/Admin'], b: ['q', 'admin'] } },
      { requestParameters: { a: 'x', b: 'xx' } },
    ],
    keeps: [0],
  },
]

const EXPAND: readonly Case[] = [
  {
    name: 'a placeholder is a list',
    selection: { 'recipientAccountId|expand': '%own_accounts%' },
    rows: ['123456789012', '111122223333', '444455556666'].map((recipientAccountId) => ({
      recipientAccountId,
    })),
    keeps: [0, 1],
  },
  {
    name: 'inside a text, with wildcards in its values',
    selection: { 'userIdentity.arn|expand|contains': '%ci_roles%' },
    rows: ['arn:aws:iam::1:role/ci-x', 'arn:aws:iam::1:role/cd'].map((arn) => ({ userIdentity: { arn } })),
    keeps: [0],
  },
  {
    name: 'contains before expand',
    selection: { 'userAgent|contains|expand': 'a%own_accounts%' },
    rows: agents('xa111122223333', '111122223333'),
    keeps: [0],
  },
  {
    name: 'an empty list matches nothing',
    selection: { 'userAgent|expand': '%iac_roles%' },
    rows: [...agents('', 'x'), {}],
    keeps: [],
  },
  {
    name: 'an empty list differs from everything',
    selection: { 'userAgent|expand|neq': '%iac_roles%' },
    rows: [...agents('x'), {}],
    keeps: [0, 1],
  },
  {
    name: 'without expand it is plain',
    selection: { userAgent: '%own_accounts%' },
    rows: agents('%own_accounts%', '111122223333'),
    keeps: [0],
  },
  {
    name: 'an escaped per cent is plain',
    selection: { 'userAgent|expand': '\\%plain%own_accounts%' },
    rows: agents('%plain111122223333', '111122223333'),
    keeps: [0],
  },
  {
    name: 'values inside a regular expression mean themselves',
    selection: { 'userAgent|re|expand': '^%ci_roles%$' },
    rows: agents('arn:aws:iam::1:role/ci-x', 'arnxaws'),
    keeps: [0],
  },
]

const WHOLE: readonly LakeRow[] = [
  { eventName: 'RunInstances', requestParameters: { userData: 'curl http://EVIL.example.com' } },
  { userIdentity: { arn: 'arn:aws:iam::123456789012:user/evil' }, errorCode: 'AccessDenied' },
  { requestParameters: { a: 'C:\\Windows "x"' } },
  { userAgent: 'C:\\Windows "x"' },
  { otherFields: { new: 'Ünïcode' }, facts: { target: 'derived-only' } },
]
const KEYWORDS: readonly Case[] = [
  {
    name: 'keywords are looked for in the whole event',
    selection: ['evil', 'nothing'],
    rows: WHOLE,
    keeps: [0, 1],
  },
  { name: 'one keyword', selection: 'evil', rows: WHOLE, keeps: [0, 1] },
  {
    name: 'wildcards span fields',
    selection: ['AccessDenied*user/evil', 'RunInst?nces'],
    rows: WHOLE,
    keeps: [0, 1],
  },
  {
    name: 'quotes and backslashes, as text and inside JSON',
    selection: ['C:\\Windows "x"'],
    rows: WHOLE,
    keeps: [2, 3],
  },
  { name: 'non-ASCII', selection: ['ÜNÏCODE'], rows: WHOLE, keeps: [4] },
  { name: 'what we derive is not the event', selection: ['derived-only'], rows: WHOLE, keeps: [] },
  { name: 'names of absent fields are not in it', selection: ['principalId'], rows: WHOLE, keeps: [] },
  { name: '|all', selection: { '|all': ['evil', 'denied'] }, rows: WHOLE, keeps: [1] },
  { name: '|cased', selection: { '|cased': ['EVIL'] }, rows: WHOLE, keeps: [0] },
  { name: '|contains|all', selection: { '|contains|all': ['evil', 'curl'] }, rows: WHOLE, keeps: [0] },
  { name: '|re', selection: { '|re': 'user/e.il$' }, rows: WHOLE, keeps: [1] },
  { name: '|re|i', selection: { '|re|i': 'http://evil' }, rows: WHOLE, keeps: [0] },
  {
    name: '|startswith is the start of a field',
    selection: { '|startswith': 'runinst' },
    rows: WHOLE,
    keeps: [0],
  },
  {
    name: '|endswith is the end of a field',
    selection: { '|endswith': 'user/EVIL' },
    rows: WHOLE,
    keeps: [1],
  },
  {
    name: '|cidr',
    selection: { '|cidr': '192.0.2.0/24' },
    rows: [...addresses('192.0.2.9'), ...WHOLE],
    keeps: [0],
  },
  {
    name: '|base64offset',
    selection: { '|base64offset': 'secret' },
    rows: agents(base64('my secret!'), 'secret'),
    keeps: [0],
  },
  { name: '|windash', selection: { '|windash': ' -x' }, rows: agents('cmd /x', 'cmd x'), keeps: [0] },
  { name: '|expand', selection: { '|expand': '%own_accounts%' }, rows: WHOLE, keeps: [1] },
  { name: 'a number is text', selection: [123456789012], rows: WHOLE, keeps: [1] },
  {
    name: 'keywords beside maps are an OR',
    selection: ['evil', { userAgent: 'C:\\Windows "x"' }],
    rows: WHOLE,
    keeps: [0, 1, 3],
  },
]

describe.each([
  ['re', REGEX],
  ['cidr', CIDR],
  ['encodings', ENCODED],
  ['numbers', NUMBERS],
  ['times', TIMES],
  ['fieldref', REFERENCES],
  ['expand', EXPAND],
  ['keywords', KEYWORDS],
])('%s', (_, cases) => {
  test.each(cases)('$name', async ({ selection, rows, keeps }) => {
    await fill(engine, rows)
    expect(await matching(engine, ruleOf(selection).condition)).toEqual(keeps)
  })
})

test.each([
  { selection: { 'userAgent|contians': 'x' }, reason: /Unknown modifier 'contians' \(known: all, contains/ },
  { selection: { 'userAgent|i': 'x' }, reason: /must follow 're'/ },
  { selection: { 'userAgent|re': '(?=x)' }, reason: /RE2 does not take/ },
  { selection: { 'userAgent|re': '(a)\\1' }, reason: /RE2 does not take/ },
  { selection: { 'userAgent|re|cidr': 'x' }, reason: /cannot stand beside 're'/ },
  { selection: { 'userAgent|cidr': '192.0.2.0/33' }, reason: /no network/ },
  { selection: { 'userAgent|cidr': '192.0.2.*' }, reason: /no network/ },
  { selection: { 'userAgent|gt': 'ten' }, reason: /needs a number/ },
  { selection: { 'userAgent|exists': 'yes' }, reason: /needs true or false/ },
  { selection: { 'userAgent|base64': 'a*b' }, reason: /cannot be encoded as base64/ },
  { selection: { 'userAgent|expand': '%unknown%' }, reason: /placeholder %unknown% is unknown/ },
  { selection: { 'userAgent|contains': null }, reason: /null is no text/ },
  { selection: { 'eventTime|hour|day': 3 }, reason: /cannot stand beside 'hour'/ },
  { selection: { '|exists': true }, reason: /needs a field/ },
  { selection: { userAgent: { nested: 1 } }, reason: /must be plain values/ },
  { selection: { 'userAgent|re': '(?:\\p{L}{100}){10}' }, reason: /too large/ },
  { selection: { [Array.from({ length: 60 }, () => 'a').join('.')]: 1 }, reason: /more than 50 steps/ },
  { selection: {}, reason: /selection is empty/ },
])('$selection is refused', ({ selection, reason }) => {
  expect(faultsOf(selection).join('\n')).toMatch(reason)
})
