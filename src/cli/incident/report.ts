import { lstatSync, writeFileSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import type { Command } from 'commander'
import { showIncident, writePrivateFiles } from '#app/index.ts'
import { UsageError } from '#kernel/index.ts'
import {
  asff,
  harmless,
  incidentHtml,
  incidentMarkdown,
  ocsfDetectionFinding,
  shownIncidentJson,
  type ToldIncident,
  timelineCsv,
} from '#outputs/index.ts'
import { settingsFrom } from '../common-options.ts'
import { print } from '../console.ts'
import { withWorkspace } from '../run.ts'
import type { IncidentOptions } from './incident-options.ts'

const FORMS = {
  html: { make: incidentHtml, what: 'one page that needs nothing else' },
  markdown: { make: incidentMarkdown, what: 'Markdown' },
  timeline: { make: timelineCsv, what: 'the timeline as CSV' },
  ocsf: { make: ocsfDetectionFinding, what: 'an OCSF Detection Finding' },
  asff: { make: (told: ToldIncident): string => asff(told), what: 'a finding for Security Hub' },
} as const
type Form = keyof typeof FORMS
const NAMES: readonly Form[] = ['html', 'markdown', 'timeline', 'ocsf', 'asff']

type ReportFiles = IncidentOptions & { readonly [name in Form]?: string } & { readonly force?: boolean }

export function withReport(verb: Command): void {
  verb.argument('<id>', 'its id, or the beginning of it').option('--force', 'overwrite files that are there')
  for (const name of NAMES) verb.option(`--${name} <file>`, `${FORMS[name].what}; - prints it`)
  verb.action(async (id: string, options: ReportFiles) => {
    const asked = NAMES.flatMap((name) => {
      const file = options[name]
      return file === undefined ? [] : [{ file, make: FORMS[name].make }]
    })
    if (asked.length === 0 && options.json !== true) {
      throw new UsageError('Nothing to write.', {
        hint: `Name a file, or - to print: ${NAMES.map((name) => `--${name}`).join(', ')}.`,
      })
    }
    const printed = [...asked.filter(({ file }) => file === '-'), ...(options.json === true ? ['json'] : [])]
    if (printed.length > 1) {
      throw new UsageError('Two forms cannot be printed at once.', {
        hint: 'Name files for all but one: --json prints, as - does.',
      })
    }
    const { told, triage } = await withWorkspace(
      options.workspace,
      settingsFrom(options),
      async ({ workspace }) => showIncident(workspace, id),
      true,
    )
    if (options.json === true) await print(shownIncidentJson(told, triage))
    for (const { file, make } of asked) {
      if (file === '-') await print(make(told))
      else write(file, make(told), options.force === true)
    }
  })
}

/** It tells secrets: only its owner may read it. */
function write(file: string, text: string, force: boolean): void {
  try {
    // An old file would keep the rights it has; what is no file (a device, a pipe) must not be put aside.
    if (force && lstatSync(file, { throwIfNoEntry: false })?.isFile() === true)
      writePrivateFiles(dirname(file), [{ name: basename(file), text }])
    else writeFileSync(file, text, { flag: force ? 'w' : 'wx', mode: 0o600 })
  } catch (cause) {
    const isThere = cause instanceof Error && 'code' in cause && cause.code === 'EEXIST'
    throw new UsageError(isThere ? `${file} is there already.` : `${file} cannot be written.`, {
      hint: isThere ? 'Use --force to overwrite it.' : 'Name another file.',
      cause,
    })
  }
  process.stderr.write(`${harmless(file, {})} is written\n`)
}
