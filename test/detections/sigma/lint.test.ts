import { expect, test } from 'vitest'
import { type KnownEvents, lintRules } from '#detections/sigma/lint/lint.ts'
import { PLACEHOLDERS, ruleText } from './support.ts'

const EVENTS: Readonly<Record<string, readonly string[]>> = {
  'iam.amazonaws.com': ['createuser', 'createaccesskey'],
  's3.amazonaws.com': ['putbucketreplication'],
}
const known: KnownEvents = {
  isKnownSource: (source) => Object.hasOwn(EVENTS, source),
  betterSource: (source) => (source === 'cloudwatch.amazonaws.com' ? 'monitoring.amazonaws.com' : undefined),
  isKnownEvent: (source, name) => EVENTS[source]?.includes(name.toLowerCase()) === true,
  isPermissionOnly: (source, name) => source === 'iam.amazonaws.com' && name === 'PassRole',
  isPermissionOnlyAnywhere: (name) => name === 'PassRole',
  sourcesOf: (name) => Object.keys(EVENTS).filter((source) => EVENTS[source]?.includes(name.toLowerCase())),
}

const lint = (texts: readonly string[], ours = false) =>
  lintRules(
    texts.map((text, i) => ({ file: `${String(i)}.yml`, text })),
    { placeholders: PLACEHOLDERS },
    { known, ours },
  )
const warningsOf = (detection: unknown, more = {}): readonly string[] =>
  lint([ruleText(detection, more)]).warnings.map(({ reason }) => reason)

const iam = { eventSource: 'iam.amazonaws.com' }

test.each<{ name: string; detection: unknown; warnings: readonly RegExp[] }>([
  {
    name: 'a good rule',
    detection: { s: { ...iam, eventName: 'CreateUser' }, condition: 's' },
    warnings: [],
  },
  {
    name: 'PassRole',
    detection: { s: { ...iam, eventName: 'PassRole' }, condition: 's' },
    warnings: [/'PassRole' is a permission, never an event/],
  },
  {
    name: 'PassRole of no source',
    detection: { s: { eventName: 'PassRole' }, condition: 's' },
    warnings: [/is a permission, never an event/],
  },
  {
    name: 'no such event',
    detection: { s: { ...iam, eventName: ['CreateUser', 'MakeUser'] }, condition: 's' },
    warnings: [/iam.amazonaws.com has no event 'MakeUser'\./],
  },
  {
    name: 'an event of another source',
    detection: { s: { ...iam, eventName: 'PutBucketReplication' }, condition: 's' },
    warnings: [/has no event 'PutBucketReplication' \(it is one of s3/],
  },
  {
    name: 'an event of no source',
    detection: { s: { eventName: 'Nothing' }, condition: 's' },
    warnings: [/No service has an event 'Nothing'/],
  },
  {
    name: 'no such source',
    detection: { s: { eventSource: ['cloudwatch.amazonaws.com', 'x.y'] }, condition: 's' },
    warnings: [/it writes 'monitoring/, /knows no eventSource 'x.y'\./],
  },
  {
    name: 'pairs across a list of sources',
    detection: {
      s: {
        eventSource: ['iam.amazonaws.com', 's3.amazonaws.com'],
        eventName: ['CreateUser', 'PutBucketReplication'],
      },
      condition: 's',
    },
    warnings: [],
  },
  {
    name: 'patterns are not judged',
    detection: { s: { ...iam, 'eventName|startswith': 'Make' }, condition: 's' },
    warnings: [],
  },
  {
    name: 'an unused selection',
    detection: { s: iam, t: { userAgent: 'x' }, condition: 's' },
    warnings: [/never uses 't'/],
  },
  {
    name: 'an unknown field',
    detection: { s: { ...iam, nonsense: 'x' }, condition: 's' },
    warnings: [/'nonsense' is no field/],
  },
  {
    name: 'a field of records that has no column',
    detection: { s: { ...iam, 'insightDetails.state': 'x' }, condition: 's' },
    warnings: [],
  },
  {
    name: 'a field in another case',
    detection: { s: { EventName: 'x', 'userIdentity.ARN': 'x' }, condition: 's' },
    warnings: [/'eventName'/, /'arn'/],
  },
  {
    name: 'an unknown fact',
    detection: { s: { ...iam, 'facts.pubic': true }, condition: 's' },
    warnings: [/'facts.pubic' is no field/],
  },
  {
    name: 'below a plain field',
    detection: { s: { 'eventName.x': 'x' }, condition: 's' },
    warnings: [/nothing lies below 'eventName'/],
  },
  {
    name: 'a value that looks like a field',
    detection: {
      s: { ...iam, 'userIdentity.arn|contains': 'responseElements.accessKey.userName' },
      condition: 's',
    },
    warnings: [/add '\|fieldref'/],
  },
  {
    name: 'a filter on another event',
    detection: {
      s: { ...iam, eventName: 'CreateUser' },
      f: { eventName: 'CreateAccessKey' },
      condition: 's and not f',
    },
    warnings: [/exclusion never matches: its 'eventName'/],
  },
  {
    name: 'a filter by a pattern that misses',
    detection: {
      s: { ...iam, eventName: 'CreateUser' },
      f: { 'eventName|startswith': 'Delete' },
      condition: 's and not 1 of f*',
    },
    warnings: [/exclusion never matches/],
  },
  {
    name: 'a filter by a pattern that hits',
    detection: {
      s: { ...iam, eventName: 'CreateUser' },
      f: { 'eventName|startswith': 'create' },
      condition: 's and not 1 of f*',
    },
    warnings: [],
  },
  {
    name: 'one of several filters',
    detection: {
      s: { ...iam, awsRegion: 'eu-west-1' },
      f1: { awsRegion: 'us-east-1' },
      f2: { userAgent: 'x' },
      condition: 's and not 1 of f*',
    },
    warnings: [/'awsRegion'/],
  },
  {
    name: 'a filter that contradicts itself',
    detection: { s: iam, f: { 'awsRegion|all': ['a', 'b'] }, condition: 's and not f' },
    warnings: [/'awsRegion'/],
  },
  {
    name: 'an empty placeholder is no mistake of the rule',
    detection: { s: { ...iam, 'userAgent|expand': '%iac_roles%' }, condition: 's' },
    warnings: [],
  },
  {
    name: 'a condition that is never true',
    detection: { s: { awsRegion: 'a' }, t: { awsRegion: ['b', 'c'] }, condition: 's and t' },
    warnings: [/can never be true: no 'awsRegion'/],
  },
  {
    name: 'many values in JSON are no contradiction',
    detection: { s: { 'requestParameters.a': 'a' }, t: { 'requestParameters.a': 'b' }, condition: 's and t' },
    warnings: [],
  },
  {
    name: 'null in a list, all with one value',
    detection: { s: { userAgent: ['x', null], 'awsRegion|contains|all': 'a' }, condition: 's' },
    warnings: [/needs no 'all'/, /null cannot be part/],
  },
])('$name', ({ detection, warnings }) => {
  const found = warningsOf(detection)
  expect(found).toHaveLength(warnings.length)
  for (const pattern of warnings) expect(found.join('\n')).toMatch(pattern)
})

test('rules of other products are not judged by CloudTrail', () => {
  expect(warningsOf({ s: { Image: 'x' }, condition: 's' }, { logsource: { product: 'windows' } })).toEqual([])
})

test('places are exact, every error of a folder is listed, nothing is thrown', () => {
  const report = lint([
    'title: A\nid: x\nlogsource:\n  product: aws\ndetection:\n  s:\n    eventName:\n      - CreateUser\n      - PassRole\n    userAgent|contians: x\n    awsRegion|gt: b\n  condition: s\n',
    'title: [broken\n',
    'just text',
    '- a\n- list',
    'title: A\n---\ntitle: B\ndetection: 1\n',
    '',
    'a: 1\na: 2\n',
    'title: C\nid: x\nlevel: huge\nlogsource: {product: aws}\ndetection: {s: {awsRegion: x}, condition: s}\n',
    'title: D\ncorrelation:\n  type: count\n  rules: [x]\n',
    'title: E\nid: bomb\nlogsource: {}\ndetection: &a\n  s: *a\n  condition: s\n',
  ])
  expect(
    report.errors.map(({ file, line, reason }) => `${file}:${String(line)} ${reason.slice(0, 50)}`),
  ).toMatchInlineSnapshot(`
    [
      "0.yml:10 Unknown modifier 'contians' (known: all, contains,",
      "0.yml:11 awsRegion|gt: needs a number.",
      "1.yml:2 Not YAML: Flow sequence in block collection must b",
      "2.yml:1 A Sigma document must be a map (title, logsource, ",
      "3.yml:1 A Sigma document must be a map (title, logsource, ",
      "4.yml:1 This is no Sigma rule: it has no detection, no cor",
      "4.yml:3 The logsource is missing.",
      "4.yml:4 The detection must be a map of selections and a co",
      "6.yml:2 Not YAML: Map keys must be unique at line 2, colum",
      "7.yml:3 Unknown level 'huge' (informational, low, medium, ",
      "8.yml:3 Unknown correlation type 'count' (event_count, val",
      "9.yml:5 The rule is too large or nested too deep.",
    ]
  `)
})

test.each([
  '['.repeat(20_000),
  '{a: '.repeat(20_000),
  '- '.repeat(20_000),
  '\u0000',
  '&a [*a, *a]',
  '%YAML 9',
])('hostile text %# is an error or nothing', (text) => {
  const { errors, counts } = lint([text])
  expect(counts).toEqual({ sigma: 0, correlations: 0, behaviours: 0, feeding: 0, filters: 0 })
  expect(errors.length).toBeLessThan(10)
})

test('warnings stand where the value stands', () => {
  const text =
    'title: A\nid: x\nlevel: low\nlogsource:\n  product: aws\ndetection:\n  s:\n    eventSource: iam.amazonaws.com\n    eventName:\n      - CreateUser\n      - PassRole\n  condition: s\n'
  expect(lint([text]).warnings).toEqual([
    {
      file: '0.yml',
      line: 11,
      reason: "'PassRole' is a permission, never an event: no record has this eventName.",
    },
  ])
})

test('ids and levels', () => {
  const text = ruleText({ s: iam, condition: 's' })
  expect(lint([text, text]).warnings.map(({ file, reason }) => [file, reason])).toEqual([
    ['1.yml', "The id 'test-rule' is also that of 0.yml:1."],
  ])
  expect(warningsOf({ s: iam, condition: 's' }, { id: undefined, level: undefined })).toEqual([
    'The rule has no id.',
    'The rule has no level: it counts as informational.',
  ])
})

test('our own rules explain themselves', () => {
  const block = { rows: ['2.1'], why: 'x', blindspots: ['y'], respond: ['z'] }
  const text = (trailhound?: unknown): string => ruleText({ s: iam, condition: 's' }, { trailhound })
  expect(lint([text(block)], true).errors).toEqual([])
  expect(lint([text()], true).errors.map(({ reason }) => reason)).toEqual([
    "The 'trailhound' block is missing.",
  ])
  const reasons = (one: unknown): readonly string[] =>
    lint([text(one)], true).errors.map(({ reason }) => reason)
  expect(reasons({ ...block, respond: [] })).toEqual(["'trailhound.respond' is missing."])
  expect(reasons({ ...block, more: 1 })).toEqual([
    "Unknown key 'trailhound.more' (rows, why, blindspots, respond).",
  ])
})

test('a Sigma filter that can never match its rule, or whose rule is unknown', () => {
  const filter = (rules: unknown, selection: unknown): string =>
    JSON.stringify({
      title: 'F',
      logsource: { product: 'aws' },
      filter: { rules, selection, condition: 'selection' },
    })
  const rule = ruleText({ s: { ...iam, eventName: 'CreateUser' }, condition: 's' })
  const reasons = lint([rule, filter(['test-rule', 'nobody'], { eventName: 'DeleteUser' })]).warnings
  expect(reasons.map(({ file, reason }) => [file, reason.slice(0, 40)])).toEqual([
    ['1.yml', "The filter names the rule 'nobody', whic"],
    ['1.yml', 'The filter never matches an event of the'],
  ])
})
