import { plainCount } from '#kernel/index.ts'
import type { PolicyReport } from '#posture/index.ts'
import { counted } from '../numbers.ts'
import { openPage, type Page, type PageOptions } from '../page.ts'
import { plainTime } from '../times.ts'
import { stepLines } from './result-lines.ts'

const MOST_ACTIONS = 12

/** What one principal may do and does, a tighter policy, and how to put it in place. */
export function policyText(report: PolicyReport, options: PageOptions): string {
  const page = openPage(options)
  const lines = [
    page.paint('bold', page.safe(report.principal, 2100)),
    ...page.wrap(page.safe(headline(report), 800), { first: '', rest: '' }),
    ...listed('Ways to more rights that it has now', report.escalations.map(wayLine), page),
    ...report.policies.flatMap(({ characters, document }, at) => [
      '',
      page.paint(
        'bold',
        `Policy ${String(at + 1)} of ${String(report.policies.length)} (${plainCount(characters)} characters)`,
      ),
      ...jsonLines(document),
    ]),
    ...listed('Kept although nobody saw it used', report.kept.map(keptLine), page),
    ...listed('Seen, and not allowed any more: do not use this proposal', some(report.lost), page),
    ...listed('Used by what other policies allow, not in these', some(report.grantedElsewhere), page),
    ...(report.steps.length === 0
      ? []
      : ['', page.paint('bold', 'Put it in place, in this order'), ...stepLines(report.steps, page, '  ')]),
    ...listed('Also', report.notes, page),
  ]
  return `${lines.join('\n')}\n`
}

function headline({ use, actionsBefore, actionsAfter, policies, rights }: PolicyReport): string {
  const seen =
    use.lastSeen === null
      ? 'It made no call'
      : `It used ${counted(use.actions.length, 'action')} in ${counted(use.events, 'call')}, the last at ${plainTime(use.lastSeen)}`
  return (
    `${RIGHTS[rights]}It may use ${counted(actionsBefore, 'action')}. ${seen}, in ${counted(use.days, 'day')} of logs. ` +
    `Proposed: ${policies.length === 0 ? 'none at all' : `${counted(actionsAfter, 'action')}, in ${policies.length === 1 ? 'one policy' : `${String(policies.length)} policies`}`}.`
  )
}

const RIGHTS = {
  administrator: 'An administrator. ',
  equivalent: 'One call makes it an administrator. ',
  ordinary: '',
} as const

const wayLine = ({ how, actions, resources, certain, roles }: PolicyReport['escalations'][number]): string =>
  `${how}: ${actions.join(', ')} on ${some(resources).join('')}${roles[0] === undefined ? '' : `, such as ${roles[0]}`}${certain ? '' : ' (under conditions)'}`

const keptLine = ({ why, actions }: PolicyReport['kept'][number]): string =>
  `${counted(actions.length, 'action')}: ${why}: ${some(actions).join('')}`

/** The first ones, and how many more. */
const some = (names: readonly string[]): readonly string[] =>
  names.length === 0
    ? []
    : [
        `${names.slice(0, MOST_ACTIONS).join(', ')}${names.length > MOST_ACTIONS ? ` and ${plainCount(names.length - MOST_ACTIONS)} more` : ''}`,
      ]

const listed = (title: string, texts: readonly string[], page: Page): readonly string[] =>
  texts.length === 0
    ? []
    : [
        '',
        page.paint('bold', title),
        ...texts.flatMap((text) =>
          page.wrap(page.safe(text, 900), { first: `  ${page.signs.bullet} `, rest: '    ' }),
        ),
      ]

/** To be copied: never wrapped, and plain ASCII whatever stands in it. */
const jsonLines = (value: unknown): readonly string[] =>
  JSON.stringify(value, null, 2)
    .replaceAll(/[^\n\x20-\x7e]/gu, (char) =>
      Array.from(
        { length: char.length },
        (_, at) => `\\u${char.charCodeAt(at).toString(16).padStart(4, '0')}`,
      ).join(''),
    )
    .split('\n')
