import { LEVELS } from '#findings/index.ts'
import { plainCount } from '#kernel/index.ts'
import type { AuditCheck, AuditReport, AuditResult, AuditStep } from '#posture/index.ts'
import { chip, htmlTable, toneOf } from '../incident/html/html-table.ts'
import { type Html, html, NOTHING, text } from '../incident/html/markup.ts'
import { htmlPage, type Section } from '../incident/html/page-shell.ts'
import { commandOf } from '../incident/html/plan-part.ts'
import { counted } from '../numbers.ts'
import { isoTime, plainTime } from '../times.ts'
import { byCheck, worstOf } from './by-check.ts'

export interface AuditPageOptions {
  readonly tool: { readonly name: string; readonly version: string }
  readonly toldMs: number
}

/** A page is for reading: the rest of each check is in the JSON and the CSV, and is told by its number. */
const MOST_RESOURCES = 50
const MOST_FIXES = 10
const MOST_ROWS = 500

/** What an audit found, as one page that needs nothing else. */
export function auditHtml(report: AuditReport, { tool, toldMs }: AuditPageOptions): string {
  return htmlPage({
    title: `Standing risk of ${report.snapshot.accounts.slice(0, 3).join(', ')}`,
    head: headOf(report),
    sections: sectionsOf(report),
    foot: html`<p>Told by ${text(`${tool.name} ${tool.version}`, 80)} on ${plainTime(isoTime(toldMs))}. All times are UTC. Names come from the accounts, where others may choose them; what does not show is spelled out (<code>\\u202e</code>). Read commands before you run them.</p>`,
  })
}

function headOf({ snapshot, score, summary }: AuditReport): Html {
  const { accounts, collectedAt, regions } = snapshot
  const worst = LEVELS.findLast((level) => (summary.failedByLevel[level] ?? 0) > 0)
  const told =
    summary.failed === 0 ? 'Nothing failed' : `${counted(summary.failed, 'failure')} of standing risk`
  return html`<header><div><div class="top">${worst === undefined ? NOTHING : html`<span class="sev ${worst}">${worst}</span>`}<span>snapshot of ${plainTime(collectedAt)}</span><span>${counted(accounts.length, 'account')} ${text(accounts.slice(0, 8).join(', '), 160)}</span><span>${counted(regions, 'region')}</span></div><h1>${told}</h1><p class="verdict">${score === null ? 'Nothing counts for a score.' : `Score ${String(score)} of 100: the share of what was looked at that is surely fine, by weight.`}</p></div></header>`
}

function sectionsOf(report: AuditReport): readonly Section[] {
  const { results, notes } = report
  const unknown = results.filter(({ result }) => result === 'notKnown')
  const accepted = results.filter(({ suppressed }) => suppressed !== null)
  const failing = byCheck(report)
  return [
    { id: 'summary', title: 'Summary', body: summaryOf(report) },
    {
      id: 'failures',
      title: 'What failed, and what mends it',
      count: failing.length,
      body: html`${failing.map(({ check, results: own }) => failureOf(check, own))}`,
    },
    { id: 'unknown', title: 'Not known', count: unknown.length, body: unknownTable(unknown) },
    { id: 'accepted', title: 'Accepted', count: accepted.length, body: acceptedTable(accepted) },
    {
      id: 'notes',
      title: 'What this audit cannot show',
      count: notes.length,
      body: html`<ul>${notes.slice(0, 100).map((note) => html`<li>${text(note, 600)}</li>`)}</ul>`,
    },
  ]
}

function summaryOf({ summary, history, logs }: AuditReport): Html {
  const figures = [
    ['Failed', summary.failed],
    ['Not known', summary.notKnown],
    ['Passed', summary.passed],
    ['Accepted', summary.suppressed],
    ['Not applicable', summary.notApplicable],
  ] as const
  const use = logs === null ? 'none were given' : `${plainTime(logs.since)} to ${plainTime(logs.until)}`
  return html`<dl class="figures">${figures.map(([name, count]) => html`<div><dt>${name}</dt><dd>${plainCount(count)}</dd></div>`)}</dl><p class="soft">Logs that tell of use: ${use}.</p>${
    history.length < 2
      ? NOTHING
      : htmlTable({
          caption: 'Score over time',
          columns: [
            { head: 'Snapshot', cell: ({ collectedAt }) => plainTime(collectedAt) },
            { head: 'Score', cell: ({ score }) => String(score ?? '-'), number: ({ score }) => score ?? 0 },
            { head: 'Failed', cell: ({ failed }) => plainCount(failed), number: ({ failed }) => failed },
            {
              head: 'Not known',
              cell: ({ notKnown }) => plainCount(notKnown),
              number: ({ notKnown }) => notKnown,
            },
          ],
          rows: history,
          maxRows: MOST_ROWS,
        })
  }`
}

function failureOf(check: AuditCheck, results: readonly AuditResult[]): Html {
  const level = worstOf(results)
  const about = [
    ...check.cis.map((one) => `CIS ${one}`),
    ...check.controls.map((one) => `Security Hub ${one}`),
    ...check.rows.map((one) => `row ${one}`),
  ].join(', ')
  const more = results.length - MOST_RESOURCES
  return html`<article class="finding"><h3>${chip(toneOf(level), level)} ${check.title}${results.length > 1 ? ` (${plainCount(results.length)})` : ''}</h3><p>${text(check.why, 600)}</p><p class="soft"><code>${check.id}</code> · ${about}</p><ul>${results.slice(0, MOST_RESOURCES).map(resourceOf)}</ul>${more > 0 ? html`<p class="more">${counted(more, 'more resource')} in the JSON.</p>` : NOTHING}</article>
`
}

function resourceOf({ evidence, use, level, resource, fix, incidents }: AuditResult, place: number): Html {
  const touched = incidents.map(
    ({ id, title }) => html`<br>${chip('bad', 'open incident')} <code>${id}</code> ${title}`,
  )
  return html`<li>${text(evidence, 800)}${use === null ? '' : ` ${use}`} <span class="soft">${level} · <code>${resource}</code></span>${touched}${place < MOST_FIXES && fix.length > 0 ? html`<details><summary>What mends it</summary>${fix.slice(0, 20).map(stepOf)}</details>` : NOTHING}</li>`
}

const stepOf = (step: AuditStep): Html =>
  'run' in step ? commandOf(step.run) : html`<p>${text(step.note, 600)}</p>`

function unknownTable(unknown: readonly AuditResult[]): Html {
  if (unknown.length === 0) return html`<p class="soft">All that was asked for is known.</p>`
  return htmlTable({
    caption: 'Not known: these calls told nothing',
    columns: [
      { head: 'Call', cell: ({ notKnown }) => html`<code>${notKnown?.action ?? ''}</code>` },
      { head: 'Why', cell: ({ notKnown }) => notKnown?.error ?? '' },
      { head: 'Where', cell: ({ region, accountId }) => `${accountId} ${region ?? ''}` },
      { head: 'What that leaves open', cell: ({ notKnown }) => notKnown?.leavesOpen ?? '' },
    ],
    rows: unknown,
    maxRows: MOST_ROWS,
  })
}

function acceptedTable(accepted: readonly AuditResult[]): Html {
  if (accepted.length === 0) return html`<p class="soft">Nothing is accepted.</p>`
  return htmlTable({
    caption: 'Accepted risks',
    columns: [
      { head: 'Check', cell: ({ check }) => html`<code>${check}</code>` },
      { head: 'Resource', cell: ({ resource }) => resource },
      { head: 'Reason', cell: ({ suppressed }) => suppressed?.reason ?? '' },
      { head: 'Until', cell: ({ suppressed }) => suppressed?.until ?? '' },
    ],
    rows: accepted,
    maxRows: MOST_ROWS,
  })
}
