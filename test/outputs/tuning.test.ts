import { describe, expect, test } from 'vitest'
import type { Exception } from '#findings/index.ts'
import {
  exceptionListJson,
  exceptionListText,
  proposalJson,
  proposalText,
  selftestJson,
  selftestText,
  tuningCheckJson,
  tuningCheckText,
} from '#outputs/index.ts'
import {
  exceptionTexts,
  NO_EXCEPTIONS,
  reportExceptions,
} from '../../src/outputs/tuning/report-exceptions.ts'
import { finding } from '../incidents/finding-example.ts'

/** What terminals obey, what is drawn as nothing or backwards, what ends a line or a script. */
const HOSTILE = `a\u001b[2Jb\u202e\u0085\r\n- id: x</script><img src=x>"'\u200b`
const OBEYED = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u
const PAGE = { width: 80, color: false, unicode: true }
const NOW = Date.parse('2026-11-24T12:00:00Z')

const exceptionOf = (text: string): Exception => ({
  id: 'one',
  detections: [text],
  scope: {
    principals: [text],
    accounts: [],
    networks: ['10.0.0.0/8'],
    clients: [],
    resources: [text],
    roles: [],
  },
  reason: text,
  by: text,
  since: '2026-11-24',
  expires: '2026-12-24',
})
const bad = finding({
  why: HOSTILE,
  title: HOSTILE,
  principal: HOSTILE,
  detection: HOSTILE,
  detectionId: HOSTILE,
})
const also = { findings: [bad], events: 1, worst: 'high' as const, inIncidents: 1, incidents: [HOSTILE] }
const list = { file: HOSTILE, nowMs: NOW, exceptions: [exceptionOf(HOSTILE)] }
const proposal = {
  finding: bad,
  incident: { id: HOSTILE, severity: 'high' as const, title: HOSTILE },
  options: [{ option: 1, detections: [HOSTILE], scope: exceptionOf(HOSTILE).scope, alsoHides: also }],
}
const check = {
  file: HOSTILE,
  exceptions: [
    {
      exception: exceptionOf(HOSTILE),
      hides: also,
      principals: 9,
      allPrincipals: 10,
      faults: ['expired', 'unknown-detection', 'never-matched', 'too-wide', 'in-incident'] as const,
    },
  ],
}
const selftest = {
  seen: 1,
  notSeen: [{ id: HOSTILE, name: HOSTILE, rows: [] }],
  tried: { exceptions: 1, expired: 1, filters: 1, settings: [HOSTILE] },
  lost: [
    {
      attack: { id: HOSTILE, name: HOSTILE, rows: [] },
      cause: { kind: 'filter' as const, names: [HOSTILE], isInside: false },
      sawIt: [bad],
    },
  ],
}

describe('whatever a log or a file of exceptions holds', () => {
  test.each([
    ['the list', exceptionListText(list, PAGE)],
    ['a proposal', proposalText(proposal, { ...PAGE, addCommand: 'trailhound tune add' })],
    ['the check', tuningCheckText(check, PAGE)],
    ['the selftest', selftestText(selftest, PAGE)],
  ])('%s is harmless text within the page', (_, text) => {
    const lines = text.split('\n')
    expect(lines.filter((line) => OBEYED.test(line))).toEqual([])
    expect(lines.some((line) => line.trimStart().startsWith('- id: x'))).toBe(false)
  })

  test.each([
    ['the list', exceptionListJson(list), HOSTILE],
    ['a proposal', proposalJson(proposal), HOSTILE],
    ['the check', tuningCheckJson(check), HOSTILE],
    ['the selftest', selftestJson(selftest), HOSTILE],
  ])('%s is one line of JSON that holds it as it is', (_, json, text) => {
    expect(json.trimEnd()).not.toMatch(OBEYED)
    expect(json).not.toContain('</script>')
    expect(JSON.stringify(JSON.parse(json))).toContain(JSON.stringify(text).slice(1, -1))
  })
})

describe('what a report says of exceptions', () => {
  const hidden = (id: string, by: readonly string[]) => ({ finding: finding({ id, count: 3 }), by })
  test.each([
    { name: 'nothing, where there are none', facts: NO_EXCEPTIONS, texts: [] },
    {
      name: 'how much is hidden by how many',
      facts: { ...NO_EXCEPTIONS, holding: ['a', 'b'], hidden: [hidden('1', ['a']), hidden('2', ['a', 'b'])] },
      texts: ['2 findings (6 events, at worst medium) hidden by 2 exceptions: a, b'],
    },
    {
      name: 'which are idle, and which have expired',
      facts: { ...NO_EXCEPTIONS, holding: ['a'], expired: [{ id: 'old', expires: '2026-01-01' }] },
      texts: ['1 exception with nothing to hide: a', '1 exception has expired: old (2026-01-01)'],
    },
    {
      name: 'what is told all the same',
      facts: { ...NO_EXCEPTIONS, holding: ['a'], toldAnyway: [hidden('1', ['a'])] },
      texts: ['1 finding under an exception is told as low: it belongs to an incident that others raise'],
    },
    {
      name: 'the same of several',
      facts: { ...NO_EXCEPTIONS, holding: ['a'], toldAnyway: [hidden('1', ['a']), hidden('2', ['a'])] },
      texts: ['2 findings under an exception are told as low: they belong to an incident that others raise'],
    },
  ])('$name', ({ facts, texts }) => {
    expect(exceptionTexts(reportExceptions(facts))).toEqual(texts)
  })

  test('its list is bounded, its counts are not', () => {
    const many = Array.from({ length: 1500 }, (_, n) => hidden(String(n), ['a']))
    const report = reportExceptions({ ...NO_EXCEPTIONS, holding: ['a'], hidden: many })
    expect(report).toMatchObject({ hiddenFindings: 1500, hiddenEvents: 4500, unused: [] })
    expect(report.hidden).toHaveLength(1000)
  })
})
