import type { Exception } from '#findings/index.ts'
import { jsonText } from '../json.ts'
import { counted } from '../numbers.ts'
import { openPage, type Page, type PageOptions } from '../page.ts'
import { scopeTexts } from './exception-list.ts'
import { type AlsoHidden, alsoJson } from './proposal.ts'

export type ExceptionFault =
  | 'expired'
  | 'expires-soon'
  | 'unknown-detection'
  | 'never-matched'
  | 'too-wide'
  | 'in-incident'

export interface CheckedException {
  readonly exception: Exception
  /** In all that the workspace holds, as if it had not expired. */
  readonly hides: AlsoHidden
  /** Principals with events in its scope, and all that the workspace knows. */
  readonly principals: number
  readonly allPrincipals: number
  readonly faults: readonly ExceptionFault[]
}

export interface TuningCheck {
  readonly file: string
  readonly exceptions: readonly CheckedException[]
}

/** Whether somebody should look: what merely ends soon may wait. */
export const needsALook = ({ exceptions }: TuningCheck): boolean =>
  exceptions.some(({ faults }) => faults.some((fault) => fault !== 'expires-soon'))

export function tuningCheckText({ file, exceptions }: TuningCheck, options: PageOptions): string {
  const page = openPage(options)
  const faulty = exceptions.filter(({ faults }) => faults.length > 0).length
  const lines = [
    ...exceptions.flatMap((one) => [...checkedLines(one, page), '']),
    page.paint(
      'dim',
      `(${counted(exceptions.length, 'exception')}, ${String(faulty)} to look at, in ${page.safePath(file)})`,
    ),
  ]
  return `${lines.join('\n')}\n`
}

function checkedLines(one: CheckedException, page: Page): readonly string[] {
  const { exception, hides, faults } = one
  const indent = { first: '  ', rest: '    ' }
  const hidden =
    hides.findings.length === 0
      ? 'hides nothing here'
      : `hides ${counted(hides.findings.length, 'finding')} (${counted(hides.events, 'event')}, at worst ${String(hides.worst)})`
  return [
    `${page.paint('bold', page.safe(exception.id))}  until ${exception.expires}  ${hidden}`,
    ...scopeTexts(exception.scope, page).flatMap((part) => page.wrap(part, indent)),
    ...faults.flatMap((fault) =>
      page
        .wrap(`${page.signs.bullet} ${page.safe(faultText(fault, one), 600)}`, indent)
        .map((line) => page.paint('yellow', line)),
    ),
  ]
}

function faultText(
  fault: ExceptionFault,
  { exception, hides, principals, allPrincipals }: CheckedException,
): string {
  switch (fault) {
    case 'expired':
      return `expired on ${exception.expires}: it hides nothing any more. Renew it with a reason, or remove it.`
    case 'expires-soon':
      return `expires on ${exception.expires}`
    case 'unknown-detection':
      return `names a detection that is not there: ${exception.detections.join(', ')}. Do --rules and --config name what they should?`
    case 'never-matched':
      return 'has nothing to hide in what this workspace holds'
    case 'too-wide':
      return `is wide: ${String(principals)} of ${String(allPrincipals)} principals have events in its scope`
    case 'in-incident':
      return `covers ${counted(hides.inIncidents, 'finding')} that ${hides.incidents.slice(0, 5).join(', ')} would rest on without it: look there`
  }
}

export function tuningCheckJson({ file, exceptions }: TuningCheck): string {
  const list = exceptions.map(({ exception, hides, principals, allPrincipals, faults }) => ({
    ...exception,
    hides: alsoJson(hides),
    principals,
    allPrincipals,
    faults,
  }))
  return `${jsonText({ file, exceptions: list })}\n`
}
