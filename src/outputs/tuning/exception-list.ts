import { type Exception, type ExceptionScope, isExpired } from '#findings/index.ts'
import { DAY_MS } from '#kernel/index.ts'
import { jsonText } from '../json.ts'
import { counted } from '../numbers.ts'
import { openPage, type Page, type PageOptions } from '../page.ts'

/** The exceptions of a file. */
export interface ExceptionList {
  readonly file: string
  readonly nowMs: number
  readonly exceptions: readonly Exception[]
}

export function exceptionListText({ file, nowMs, exceptions }: ExceptionList, options: PageOptions): string {
  const page = openPage(options)
  const expired = exceptions.filter((one) => isExpired(one, nowMs)).length
  const lines = [
    ...exceptions.flatMap((one) => [...exceptionLines(one, nowMs, page), '']),
    page.paint(
      'dim',
      `(${counted(exceptions.length, 'exception')}${expired > 0 ? `, ${String(expired)} of them expired` : ''}, in ${page.safePath(file)})`,
    ),
  ]
  return `${lines.join('\n')}\n`
}

/** `expired` and `daysLeft` beside what the file says. */
export function exceptionListJson({ file, nowMs, exceptions }: ExceptionList): string {
  return `${jsonText({ file, exceptions: exceptions.map((one) => ({ ...one, ...stateOf(one, nowMs) })) })}\n`
}

export function exceptionLines(exception: Exception, nowMs: number, page: Page): readonly string[] {
  const { id, detections, scope, reason, by, since } = exception
  const indent = { first: '  ', rest: '    ' }
  return [
    `${page.paint('bold', page.safe(id))}  ${expiryText(exception, nowMs, page)}`,
    ...page.wrap(`of ${detections.map((one) => page.safe(one)).join(', ')}`, indent),
    ...scopeTexts(scope, page).flatMap((part) => page.wrap(part, indent)),
    ...page.wrap(`because: ${page.safe(reason, 400)} (${page.safe(by, 80)}, ${since})`, indent),
  ]
}

/** `principals …`, part by part. */
export const scopeTexts = (scope: ExceptionScope, page: Page): readonly string[] =>
  Object.entries(scope).flatMap(([part, values]: readonly [string, readonly string[]]) =>
    values.length === 0 ? [] : [`${part} ${values.map((one) => page.safe(one)).join(', ')}`],
  )

function expiryText(exception: Exception, nowMs: number, page: Page): string {
  const { expired, daysLeft } = stateOf(exception, nowMs)
  return expired
    ? page.paint(['bold', 'yellow'], `expired on ${exception.expires}`)
    : `until ${exception.expires} (${counted(daysLeft, 'day')})`
}

function stateOf(
  exception: Exception,
  nowMs: number,
): { readonly expired: boolean; readonly daysLeft: number } {
  const leftMs = Date.parse(exception.expires) - nowMs
  return { expired: isExpired(exception, nowMs), daysLeft: Math.max(0, Math.ceil(leftMs / DAY_MS)) }
}
