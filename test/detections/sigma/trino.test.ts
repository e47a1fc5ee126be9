import { expect, test } from 'vitest'
import { column, render } from '#store/index.ts'
import { trinoDialect } from '#store/trino/dialect.ts'
import { compileText, ruleOf, ruleText } from './support.ts'

/** Trino is not run here: a person reads what it would be asked. */
test.each([
  { name: 'plain', selection: { eventName: ['A', 'B'], 'userIdentity.arn|endswith': ':root' } },
  { name: 'JSON', selection: { 'requestParameters.ipPermissions.cidrIp|contains': '0.0.0.0' } },
  { name: 'cidr', selection: { 'sourceIPAddress|cidr': ['192.0.2.7/24', '2001:db8::1/32'] } },
  { name: 'null, exists', selection: { errorCode: null, 'facts.public|exists': true } },
  { name: 're', selection: { 'userAgent|re|i': '^x' } },
  { name: 'fieldref', selection: { 'facts.target|fieldref': 'userIdentity.userName' } },
])('$name', ({ selection }) => {
  const compiled = render(ruleOf(selection).condition, trinoDialect)
  expect(compiled).toMatchSnapshot()
})

test('a correlation', () => {
  const correlation = {
    title: 'C',
    id: 'c',
    correlation: {
      type: 'temporal_ordered',
      rules: ['r', 'r2'],
      'group-by': ['principal', 'facts.target'],
      timespan: '1h',
    },
  }
  const { correlations } = compileText(
    ruleText({ s: { eventName: 'A' }, condition: 's' }, { id: 'r' }),
    ruleText({ s: { eventName: 'B' }, condition: 's' }, { id: 'r2' }),
    JSON.stringify(correlation),
  )
  const statement = correlations[0]?.statement({
    candidates: column('candidates'),
    matched: (id) => column(id === 'r' ? 'matched_1' : 'matched_2'),
  })
  expect(statement === undefined ? undefined : render(statement, trinoDialect)).toMatchSnapshot()
})
