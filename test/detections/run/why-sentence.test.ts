import { describe, expect, test } from 'vitest'
import { compileRules } from '#detections/index.ts'
import { whySentence } from '../../../src/detections/run/why-sentence.ts'

/** A rule with this sentence, as it is read from a file. */
function sentence(why: string, ...events: Readonly<Record<string, string>>[]): string {
  const text = [
    'title: Trail deleted',
    'id: 7e20c6d5-a288-4578-bfb3-9e5c44ddf4db',
    'logsource: { product: aws, service: cloudtrail }',
    'detection: { selection: { eventName: DeleteTrail }, condition: selection }',
    'level: high',
    `trailhound: { rows: ['5.6'], why: ${JSON.stringify(why)} }`,
  ].join('\n')
  const [rule] = compileRules([{ file: 'rule.yml', text }], { placeholders: {} }).rules
  if (rule === undefined) throw new Error('the rule does not compile')
  return whySentence(rule, events)
}

const named = { principal: 'alice', outcome: 'ok', requestParameters: '{"name":"main"}' }
const refused = { principal: 'alice', outcome: 'denied' }

describe('the sentence of a finding', () => {
  test.each([
    ['names the values', '{principal} deleted {requestParameters.name}', [named], 'alice deleted main'],
    [
      'an optional part stands where its field has a value',
      '{principal} deleted trail[ {requestParameters.name}] ({outcome})',
      [named],
      'alice deleted trail main (ok)',
    ],
    [
      'and falls where it has none',
      '{principal} deleted trail[ {requestParameters.name}] ({outcome})',
      [refused],
      'alice deleted trail (denied)',
    ],
    [
      'one event that names it is enough',
      'deleted trail[ {requestParameters.name}]',
      [refused, named],
      'deleted trail main',
    ],
    [
      'what must be named is something',
      'deleted {requestParameters.name}',
      [refused],
      'deleted something unnamed',
    ],
    ['brackets without a field are text', 'deleted [all] by {principal}', [named], 'deleted [all] by alice'],
    [
      'values cannot bring fields of their own',
      'by[ {principal}]',
      [{ principal: '{outcome}', outcome: 'ok' }],
      'by {outcome}',
    ],
    [
      'a long name keeps its end',
      '{principal}',
      [{ principal: `arn:aws:iam::123456789012:role/${'x'.repeat(120)}/alice@example.com` }],
      `arn:aws:iam::123456789012:role/${'x'.repeat(40)}…${'x'.repeat(30)}/alice@example.com`,
    ],
  ])('%s', (_, why, events, text) => {
    expect(sentence(why, ...events)).toBe(text)
  })
})
