import { plainBytes, plainCount } from '#kernel/index.ts'
import { jsonText } from './json.ts'
import { counted } from './numbers.ts'
import { openPage, type PageOptions } from './page.ts'
import type { ReportInput } from './report.ts'

/** Rejections that the text lists; `--json` has up to a thousand. */
const MOST_SHOWN = 10

/** What `trailhound ingest` read, and what it could not. */
export function ingestText(input: ReportInput, options: PageOptions): string {
  const page = openPage(options)
  const wrapped = (text: string): readonly string[] => page.wrap(text, { first: '', rest: '  ' })
  const rejected = input.rejected.slice(0, MOST_SHOWN).flatMap(({ file, place, reason }) =>
    page.wrap(`${page.safePath(file)}, ${page.safe(place)}: ${page.safe(reason, 500)}`, {
      first: `  ${page.signs.bullet} `,
      rest: '    ',
    }),
  )
  const lines = [
    ...wrapped(
      `${counted(input.files, 'source')} (${plainBytes(input.bytes)}), ${plainCount(input.skipped)} of them read before and unchanged`,
    ),
    ...wrapped(
      `${counted(input.events, 'event')} kept of ${counted(input.records, 'record')}, ${plainCount(input.duplicates)} had been delivered before`,
    ),
    ...(input.guardDutyFindings > 0
      ? wrapped(`${counted(input.guardDutyFindings, 'finding')} of GuardDuty's kept`)
      : []),
    ...(input.notEventsCount > 0
      ? wrapped(`${counted(input.notEventsCount, 'source')} that hold no events (digests and the like)`)
      : []),
    ...(input.rejectedCount > 0
      ? [
          page.paint('yellow', `${counted(input.rejectedCount, 'entry', 'entries')} could not be read:`),
          ...rejected,
        ]
      : []),
    ...(input.rejectedCount > MOST_SHOWN ? ['  --json lists more of them'] : []),
  ]
  return `${lines.join('\n')}\n`
}

export const ingestJson = (input: ReportInput): string => `${jsonText({ schemaVersion: 1, input })}\n`
