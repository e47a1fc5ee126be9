import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { keptOf, type Subject, standingRisk, touchedFirst } from '#posture/index.ts'
import { scoreOf } from '#posture/score.ts'
import { indexSubject, tieOf } from '#posture/standing/subject.ts'
import { ACCOUNT, BADLY_MADE, denied, WELL_MADE } from './accounts.ts'
import { reportOf } from './outcomes-of.ts'

const NOTHING: Subject = { accessKeys: [], principals: [], things: [], accountIds: [ACCOUNT], regions: [] }
const IAM = `arn:aws:iam::${ACCOUNT}`
const thing = (name: string, kind?: string) => ({
  name,
  accountId: ACCOUNT,
  ...(kind === undefined ? {} : { kind }),
})

describe('a result and an incident are about the same', () => {
  const actor = (name: string): Subject => ({ ...NOTHING, principals: [name] })
  const target = (name: string, kind?: string): Subject => ({ ...NOTHING, things: [thing(name, kind)] })

  test.each<readonly [string, Subject, string, 'actor' | 'target' | undefined]>([
    ['its key', { ...NOTHING, accessKeys: ['AKIAIOSFODNN7EXAMPLE'] }, 'AKIAIOSFODNN7EXAMPLE', 'actor'],
    ['another key', { ...NOTHING, accessKeys: ['AKIAIOSFODNN7EXAMPLE'] }, 'AKIAI44QH8DHBEXAMPLE', undefined],
    ['a user', actor(`${IAM}:user/alice`), `${IAM}:user/alice`, 'actor'],
    ['a user with a path', actor(`${IAM}:user/people/alice`), `${IAM}:user/alice`, 'actor'],
    [
      'a user of another account',
      actor('arn:aws:iam::999988887777:user/alice'),
      `${IAM}:user/alice`,
      undefined,
    ],
    ['a role, not a user of its name', actor(`${IAM}:role/alice`), `${IAM}:user/alice`, undefined],
    ['root', actor(`${IAM}:root`), `${IAM}:root`, 'actor'],
    ['a person behind a role', actor(`${IAM}:role/sso/admin/eve`), `${IAM}:role/sso/admin`, 'actor'],
    [
      'a session of a role',
      actor(`arn:aws:sts::${ACCOUNT}:assumed-role/app/i-1`),
      `${IAM}:role/app`,
      'actor',
    ],
    ['a user that was made', target('svc', 'user'), `${IAM}:user/svc`, 'target'],
    ['something else of that name', target('svc', 'queue'), `${IAM}:user/svc`, undefined],
    ['a bucket by name', target('logs', 'bucket'), 'arn:aws:s3:::logs', 'target'],
    ['a bucket by an object', target('arn:aws:s3:::logs/a/b'), 'arn:aws:s3:::logs', 'target'],
    [
      'a bucket by an object of another partition',
      target('arn:aws-cn:s3:::logs/a'),
      'arn:aws-cn:s3:::logs',
      'target',
    ],
    ['a bucket whose name goes on', target('logs-2', 'bucket'), 'arn:aws:s3:::logs', undefined],
    [
      'a trail by name',
      target('main', 'trail'),
      `arn:aws:cloudtrail:us-east-1:${ACCOUNT}:trail/main`,
      'target',
    ],
    [
      'an instance by id',
      target('i-0123456789abcdef0', 'instance'),
      `arn:aws:ec2:us-east-1:${ACCOUNT}:instance/i-0123456789abcdef0`,
      'target',
    ],
    [
      'a name that is no id',
      target('default', 'recorder'),
      `arn:aws:config:us-east-1:${ACCOUNT}:recorder/default`,
      undefined,
    ],
    ['nothing at all', NOTHING, ACCOUNT, undefined],
  ])('%s', (_, subject, resource, expected) => {
    expect(tieOf({ resource, accountId: ACCOUNT }, indexSubject(subject))).toBe(expected)
  })

  test('any names do no harm', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (name, kind) => {
        tieOf({ resource: name, accountId: kind }, indexSubject(target(name, kind)))
      }),
    )
  })
})

describe('the standing risk of an incident', () => {
  const subject: Subject = {
    ...NOTHING,
    accessKeys: ['AKIAIOSFODNN7EXAMPLE'],
    things: [thing('example-logs', 'bucket')],
    accountIds: [ACCOUNT, '999988887777'],
    regions: ['eu-central-1'],
  }
  const kept = { ...keptOf(reportOf(BADLY_MADE)), accounts: [ACCOUNT] }

  test('who acted, then what it was done to, then what hides it there', () => {
    const { risks, audits, notAudited } = standingRisk([kept], subject)
    const ties = risks.map(({ tie }) => tie)
    expect(new Set(ties)).toEqual(new Set(['actor', 'target', 'place']))
    expect(ties).toEqual(ties.toSorted((a, b) => order.indexOf(a) - order.indexOf(b)))
    expect(risks.find(({ tie }) => tie === 'actor')?.resource).toBe('AKIAIOSFODNN7EXAMPLE')
    expect(risks.filter(({ tie }) => tie === 'place').map(({ check }) => check)).toContain('guardduty-off')
    expect(audits).toEqual([{ collectedAt: kept.collectedAt, accounts: [ACCOUNT] }])
    expect(notAudited).toEqual(['999988887777'])
  })
  const order = ['actor', 'target', 'place']

  test('what hides in a region where nothing was done does not count', () => {
    const { risks } = standingRisk([kept], { ...subject, regions: ['us-west-2'] })
    expect(risks.map(({ check }) => check)).not.toContain('guardduty-off')
  })

  test('the newest audit of an account counts alone', () => {
    const newer = { ...kept, collectedAt: '2026-11-25T00:00:00.000Z', risks: [] }
    for (const audits of [
      [kept, newer],
      [newer, kept],
    ])
      expect(standingRisk(audits, subject)).toMatchObject({
        risks: [],
        audits: [{ collectedAt: newer.collectedAt }],
      })
  })

  test('is bounded, and says so', () => {
    const first = kept.risks.slice(0, 1)
    const many = Array.from({ length: 45 }, () => first)
      .flat()
      .map((one) => ({ ...one, resource: 'AKIAIOSFODNN7EXAMPLE' }))
    const { risks, moreRisks } = standingRisk([{ ...kept, risks: many }], subject)
    expect([risks.length, moreRisks]).toEqual([30, 15])
  })

  test('nothing kept: nothing known', () => {
    expect(standingRisk([], subject)).toEqual({
      audits: [],
      notAudited: subject.accountIds,
      risks: [],
      moreRisks: 0,
    })
  })
})

describe('an audit and open incidents', () => {
  const report = reportOf(BADLY_MADE)
  const incident = {
    id: 'inc-1',
    title: 'a key',
    severity: 'high',
    subject: { ...NOTHING, accessKeys: ['AKIAI44QH8DHBEXAMPLE'] },
  }

  test('what they touch comes first, and says which', () => {
    const { results } = touchedFirst(report, [incident])
    const touched = results.filter(({ incidents }) => incidents.length > 0)
    expect(new Set(touched.map(({ resource }) => resource))).toEqual(new Set(['AKIAI44QH8DHBEXAMPLE']))
    expect(touched[0]?.incidents).toEqual([{ id: 'inc-1', title: 'a key', severity: 'high', tie: 'actor' }])
    expect(results.slice(0, touched.length)).toEqual(touched)
    expect(results.length).toBe(report.results.length)
  })

  test('without any, nothing changes', () => {
    expect(touchedFirst(report, [])).toEqual(report)
  })

  test('what is accepted, or passed, does not move', () => {
    const suppressions = [{ check: 'access-key-never-used', reason: 'known', until: '2027-01-01' }]
    const { results } = touchedFirst(reportOf(BADLY_MADE, { suppressions }), [incident])
    const at = results.findIndex(({ suppressed }) => suppressed !== null)
    expect(results.slice(0, at).some(({ incidents }) => incidents.length === 0)).toBe(true)
  })
})

describe('the score', () => {
  test('is higher the better made an account is', () => {
    expect(reportOf(WELL_MADE).score).toBe(100)
    expect(reportOf(BADLY_MADE).score ?? 100).toBeLessThan(30)
  })

  test('what is not known never raises it', () => {
    for (const account of [WELL_MADE, BADLY_MADE])
      expect(
        reportOf({ ...account, trails: denied('cloudtrail:DescribeTrails') }).score ?? 101,
      ).toBeLessThanOrEqual(reportOf(account).score ?? 0)
  })

  test('is 100 for no failure alone, and nothing for nothing', () => {
    const { results } = reportOf(WELL_MADE)
    const one = results.find(({ result }) => result === 'passed')
    const bad = { ...(one ?? Object(undefined)), result: 'failed', level: 'informational' } as const
    const many = Array.from({ length: 999 }, () => one ?? Object(undefined))
    expect(scoreOf([...many, bad])).toBe(99)
    expect(scoreOf([])).toBeUndefined()
    expect(scoreOf(results.filter(({ result }) => result === 'notApplicable'))).toBeUndefined()
  })
})
