/**
 * `npm run bench [-- --events 1000000 --rounds 1 --days --keep FOLDER]`: speed as ratios within one run.
 *
 * Each step is a process of its own, measured by the operating system over all its threads. The unit is the CPU time of
 * inflating the same files: it stands for the machine, so that a ratio means the same on every machine.
 */
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { benchDays } from './bench-days.ts'
import { measuredRun as run, type Usage } from './measured-run.ts'

const { values } = parseArgs({
  options: {
    events: { type: 'string', default: '1000000' },
    rounds: { type: 'string', default: '1' },
    keep: { type: 'string' },
    /** Only what a day more costs, and what profiles take: about two minutes. */
    days: { type: 'boolean', default: false },
  },
})
const folder = values.keep ?? mkdtempSync(join(tmpdir(), 'trailhound-bench-'))
const logs = join(folder, 'logs')

try {
  if (!values.days) {
    if (!existsSync(logs)) run(['scripts/make-bench-logs.ts', '--events', values.events, '--out', logs], [0])
    for (let round = 1; round <= Number(values.rounds); round++) measure(round)
  }
  benchDays(folder)
} finally {
  if (values.keep === undefined) rmSync(folder, { recursive: true, force: true })
}

function measure(round: number): void {
  const workspace = join(folder, `workspace-${String(round)}`)
  rmSync(workspace, { recursive: true, force: true })
  const tool = 'bin/trailhound.mjs'
  const before = run(['scripts/gunzip-all.ts', logs], [0])
  const ingest = run([tool, 'ingest', logs, '-w', workspace], [0])
  const detect = run([tool, 'detect', '-w', workspace], [0, 10])
  rmSync(workspace, { recursive: true, force: true })
  const whole = run([tool, 'investigate', logs, '-w', workspace], [0, 10])
  const again = run([tool, 'ingest', logs, '-w', workspace], [0])
  const after = run(['scripts/gunzip-all.ts', logs], [0])
  rmSync(workspace, { recursive: true, force: true })
  const unit = (before.cpuSeconds + after.cpuSeconds) / 2
  const line = (name: string, { cpuSeconds, peakBytes }: Usage): string =>
    `${name.padEnd(28)}${(cpuSeconds / unit).toFixed(1).padStart(6)} x${cpuSeconds.toFixed(1).padStart(9)} s${(peakBytes / 1e6).toFixed(0).padStart(8)} MB\n`
  process.stdout.write(
    `${values.events} events, round ${String(round)}            CPU / inflating   CPU     peak\n${line('inflating the files', { ...before, cpuSeconds: unit })}${line('ingest', ingest)}${line('detect (all rules)', detect)}${line('investigate', whole)}${line('ingest again, nothing new', again)}detect / ingest: ${((100 * detect.cpuSeconds) / ingest.cpuSeconds).toFixed(0)} %\n`,
  )
}
