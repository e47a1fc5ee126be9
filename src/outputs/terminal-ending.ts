import { plainBytes, plainCount } from '#kernel/index.ts'
import { counted } from './numbers.ts'
import type { Page } from './page.ts'
import type { AccountCoverage, Report } from './report.ts'
import { listOf } from './terminal-findings.ts'
import { plainSpan } from './times.ts'
import { exceptionTexts } from './tuning/report-exceptions.ts'
import { isStillOpen, needsYouNow } from './verdict.ts'

interface Ending {
  readonly report: Report
  readonly page: Page
  readonly verbose: boolean
  readonly queryCommand: string
}

const MAX_REJECTED = 10
const MAX_ACCOUNTS = 10
const MAX_RULE_ERRORS = 5

/** What was read, what was not and why, what the logs cannot show, and where to go from here. */
export function endingLines(ending: Ending): readonly string[] {
  const { report, page } = ending
  return [
    page.rule(),
    ...section('What was read', readTexts(ending), page),
    ...section(...rejectedTexts(ending), page),
    ...section(...ruleTexts(ending), page),
    ...section(
      'Left out, because exceptions say so',
      exceptionTexts(report.exceptions).map((text) => page.safe(text, 400)),
      page,
    ),
    ...section(
      'What these logs cannot show',
      report.coverage.notes.map((note) => page.safe(note, 400)),
      page,
    ),
    ...fromHere(ending),
  ]
}

function section(title: string, texts: readonly string[], page: Page): readonly string[] {
  if (texts.length === 0) return []
  const lines = texts.flatMap((text) => page.wrap(text, { first: `  ${page.signs.bullet} `, rest: '    ' }))
  return [page.paint('bold', title), ...lines, '']
}

function readTexts({ report, page, verbose }: Ending): readonly string[] {
  const { input, coverage } = report
  const before =
    input.skipped === 0 ? '' : `; ${counted(input.skipped, 'file')} known from before and unchanged`
  const twice = input.duplicates === 0 ? '' : `, ${plainCount(input.duplicates)} of them known already`
  const accounts = verbose ? coverage.accounts : coverage.accounts.slice(0, MAX_ACCOUNTS)
  const more = coverage.accounts.length - accounts.length
  return [
    `${counted(input.files, 'file')} (${plainBytes(input.bytes)})${before}`,
    `${counted(input.records, 'record')}${twice}; ${counted(input.events, 'event')} looked at, by ${counted(report.rules.loaded, 'rule')}`,
    ...accounts.map((account) => accountText(account, page)),
    ...(more > 0 ? [`and ${counted(more, 'more account')}`] : []),
    ...(input.guardDutyFindings > 0 ? [counted(input.guardDutyFindings, 'finding') + " of GuardDuty's"] : []),
    ...notEventsTexts(report, page),
  ]
}

function accountText({ id, regions, firstEvent, lastEvent, events }: AccountCoverage, page: Page): string {
  const span = plainSpan(firstEvent, lastEvent, page.signs.dash)
  const places = regions.length === 0 ? 'without a region' : `in ${listOf(regions, 6, page)}`
  return `account ${page.safe(id, 40)}: ${counted(events, 'event')}, ${span}, ${places}`
}

/** Files that are something else, counted by what they are. */
function notEventsTexts({ input }: Report, page: Page): readonly string[] {
  if (input.notEventsCount === 0) return []
  const kinds = new Map<string, number>()
  for (const { what } of input.notEvents) kinds.set(what, (kinds.get(what) ?? 0) + 1)
  const known = listOf(
    [...kinds].map(([what, count]) => `${what} ${page.signs.times}${count}`),
    6,
    page,
  )
  return [`${counted(input.notEventsCount, 'file')} recognised as something else than events: ${known}`]
}

function rejectedTexts({ report, page, verbose }: Ending): readonly [string, readonly string[]] {
  const { rejected, rejectedCount } = report.input
  const shown = verbose ? rejected : rejected.slice(0, MAX_REJECTED)
  const texts = shown.map(({ file, place, reason }) => {
    return `${page.safePath(file)} (${page.safe(place, 60)}): ${page.safe(reason, 200)}`
  })
  const more = rejectedCount - shown.length
  if (more > 0) texts.push(`and ${plainCount(more)} more (--json lists them)`)
  return [`Not read, and not looked at (${plainCount(rejectedCount)})`, texts]
}

function ruleTexts({ report, page, verbose }: Ending): readonly [string, readonly string[]] {
  const { errors } = report.rules
  const shown = verbose ? errors : errors.slice(0, MAX_RULE_ERRORS)
  const texts = shown.map(
    ({ file, line, reason }) => `${page.safePath(file)}:${line}: ${page.safe(reason, 200)}`,
  )
  const more = errors.length - shown.length
  if (more > 0) texts.push(`and ${plainCount(more)} more (trailhound rules lint lists them)`)
  return [`Mistakes in rules, which are not asked (${plainCount(errors.length)})`, texts]
}

function fromHere(ending: Ending): readonly string[] {
  const texts = section('From here', nextTexts(ending), ending.page).slice(0, -1)
  const ask = askLines(ending)
  if (ask.length === 0) return texts
  return [...(texts.length > 0 ? texts : [ending.page.paint('bold', 'From here')]), ...ask]
}

/** A command is never wrapped: it is there to be copied. */
function askLines({ report, page, queryCommand }: Ending): readonly string[] {
  if (report.input.events === 0) return []
  const command = `${queryCommand} "select eventName, count(*) from events group by 1 order by 2 desc"`
  return [`  ${page.signs.bullet} Ask the logs yourself:`, `    ${page.paint('cyan', command)}`]
}

function nextTexts({ report, verbose }: Ending): readonly string[] {
  const worst = report.incidents.find(isStillOpen)
  const texts: string[] = []
  if (worst !== undefined && needsYouNow(worst)) {
    texts.push(
      'Begin with incident 1. An inactive key does not end the sessions it issued: those must be revoked as well.',
      'Copy these logs to a place that the accounts above cannot reach, before anything is changed.',
    )
  }
  if (!verbose && report.incidents.length > 0) {
    texts.push('--verbose shows everything; --json and --csv hand it on.')
  }
  return texts
}
