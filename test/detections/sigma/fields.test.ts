import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Engine } from '#store/index.ts'
import { fill, type LakeRow, matching, openLake } from './lake.ts'
import { ruleOf } from './support.ts'

let engine: Engine
beforeAll(async () => {
  engine = await openLake()
})
afterAll(() => engine.close())

const permissions = {
  items: [{ ipRanges: { items: [{ cidrIp: '192.0.2.0/24' }, { cidrIp: '0.0.0.0/0' }] } }, { ipRanges: {} }],
}

test.each<{ name: string; selection: unknown; rows: readonly LakeRow[]; keeps: readonly number[] }>([
  {
    name: 'arrays are entered at every step',
    selection: { 'requestParameters.ipPermissions.items.ipRanges.items.cidrIp': '0.0.0.0/0' },
    rows: [
      { requestParameters: { ipPermissions: permissions } },
      { requestParameters: { ipPermissions: {} } },
    ],
    keeps: [0],
  },
  {
    name: 'a column that is an array itself',
    selection: { 'resources.ARN|endswith': ':b' },
    rows: [{ resources: [{ ARN: 'x:a' }, { ARN: 'x:b' }] }, { resources: [{ ARN: 'x:a' }] }],
    keeps: [0],
  },
  {
    name: 'several fields of one array need not be of one element',
    selection: { 'resources.ARN': 'a', 'resources.type': 't' },
    rows: [{ resources: [{ ARN: 'a' }, { type: 't' }] }],
    keeps: [0],
  },
  {
    name: 'keys with dots, quotes, dollars, slashes, stars and letters beyond ASCII',
    selection: { 'requestParameters.a\\.b.$c"\'.~/é.*': 'x' },
    rows: [
      { requestParameters: { 'a.b': { '$c"\'': { '~/é': { '*': 'x' } } } } },
      { requestParameters: { a: { b: 'x' } } },
      { requestParameters: { 'a.b': [{ '$c"\'': [{ '~/é': { '*': ['x'] } }] }] } },
    ],
    keeps: [0, 2],
  },
  {
    name: 'a key written with escapes is the same key; a key that stands in a value only is none',
    selection: { 'requestParameters.roleArn|exists': true },
    rows: [
      { requestParameters: '{"role\\u0041rn":"x"}' },
      { requestParameters: '{"a":"roleArn"}' },
      { requestParameters: '{"roleArn" : "x"}' },
      { requestParameters: '{"roleName":"x"}' },
    ],
    keeps: [0, 2],
  },
  {
    name: 'a number is no index',
    selection: { 'requestParameters.a.0': 'x' },
    rows: [{ requestParameters: { a: ['x'] } }, { requestParameters: { a: { 0: 'x' } } }],
    keeps: [1],
  },
  {
    name: 'an object as text is its JSON',
    selection: { 'requestParameters.a|contains': '"b":1' },
    rows: [{ requestParameters: { a: { b: 1 } } }],
    keeps: [0],
  },
  {
    name: 'a whole JSON column is its text',
    selection: { 'requestParameters|contains': '"b":1' },
    rows: [{ requestParameters: { a: { b: 1 } } }],
    keeps: [0],
  },
  {
    name: 'broken JSON has no fields',
    selection: { 'requestParameters.a': 'x' },
    rows: [
      { requestParameters: '{"a":"x"' },
      { requestParameters: '[' },
      { requestParameters: '' },
      { requestParameters: 'a' },
    ],
    keeps: [],
  },
  {
    name: 'an unknown field is looked for among the others',
    selection: { 'newField.inner': 'x' },
    rows: [{ otherFields: { newField: [{ inner: 'x' }] } }, {}],
    keeps: [0],
  },
  {
    name: 'so is an unknown one of userIdentity',
    selection: { 'userIdentity.new.inner': 'x' },
    rows: [{ otherFields: { userIdentity: { new: { inner: 'x' } } } }],
    keeps: [0],
  },
  {
    name: 'JSON inside the struct',
    selection: { 'userIdentity.sessionContext.webIdFederationData.attributes.sub': 'x' },
    rows: [{ userIdentity: { sessionContext: { webIdFederationData: { attributes: '{"sub":"x"}' } } } }],
    keeps: [0],
  },
  {
    name: 'deep leaves',
    selection: { 'userIdentity.sessionContext.attributes.mfaAuthenticated': false },
    rows: [{ userIdentity: { sessionContext: { attributes: { mfaAuthenticated: 'false' } } } }, {}],
    keeps: [0],
  },
  {
    name: 'a struct as a whole exists with any of its leaves',
    selection: { 'userIdentity.sessionContext|exists': true },
    rows: [
      { userIdentity: { sessionContext: { sourceIdentity: 'x' } } },
      { userIdentity: { type: 'x' } },
      {},
    ],
    keeps: [0],
  },
  {
    name: 'a struct as text is JSON',
    selection: { 'userIdentity|contains': '"type":"Root"' },
    rows: [{ userIdentity: { type: 'Root' } }, {}],
    keeps: [0],
  },
  {
    name: 'a list column, any of it',
    selection: { foreign_accounts: '444455556666' },
    rows: [{ foreign_accounts: ['111122223333', '444455556666'] }, { foreign_accounts: [] }, {}],
    keeps: [0],
  },
  {
    name: 'a list column exists',
    selection: { 'foreign_accounts|neq': '*' },
    rows: [{ foreign_accounts: ['1'] }, { foreign_accounts: [] }, {}],
    keeps: [1, 2],
  },
  {
    name: 'facts',
    selection: { 'facts.public': true, 'facts.actions|contains': 'iam:' },
    rows: [{ facts: { public: true, actions: ['s3:x', 'iam:y'] } }, { facts: { public: false } }],
    keeps: [0],
  },
  { name: 'names mind their case', selection: { EventName: 'x' }, rows: [{ eventName: 'x' }], keeps: [] },
  {
    name: 'nothing lies below a plain column',
    selection: { 'eventName.x': null },
    rows: [{ eventName: 'x' }],
    keeps: [0],
  },
])('$name', async ({ selection, rows, keeps }) => {
  await fill(engine, rows)
  expect(await matching(engine, ruleOf(selection).condition)).toEqual(keeps)
})
