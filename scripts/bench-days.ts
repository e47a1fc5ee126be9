import { readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { DAY_MS } from '#kernel/index.ts'
import { type SimulatedEvent, simulate, writeLogs } from '#simulation/index.ts'
import { measuredRun, type Usage } from './measured-run.ts'

const DAYS = 90
const SCALE = 0.5
const START_MS = Date.UTC(2026, 0, 5)
const LAST_DAY = new Date(START_MS + DAYS * DAY_MS).toISOString().slice(0, 10)
const TOOL = 'bin/trailhound.mjs'

/** What one more day costs: of an empty lake, and of one that holds 90 days; and how large the profiles are beside the events. */
export function benchDays(folder: string): void {
  const history = join(folder, 'logs-90-days')
  const day = join(folder, 'logs-next-day')
  const counts = writeDays(history, day)
  const [none, full] = [join(folder, 'workspace-empty'), join(folder, 'workspace-90-days')]
  for (const workspace of [none, full]) rmSync(workspace, { recursive: true, force: true })
  const empty = addDay(none, day)
  measuredRun([TOOL, 'ingest', history, '-w', full], [0])
  measuredRun([TOOL, 'detect', '-w', full, '--since', LAST_DAY], [0, 10, 20])
  const added = addDay(full, day)
  const [events, profiles] = [sizeOf(join(full, 'events')), sizeOf(join(full, 'profiles'))]
  process.stdout.write(
    `\na day of ${String(counts.day)} events      on an empty lake   on ${String(DAYS)} days (${String(counts.history)} events)   ratio\n` +
      `${line('ingest', empty.ingest, added.ingest)}${line('detect --since that day', empty.detect, added.detect)}${line('together', both(empty), both(added))}` +
      `profiles: ${(profiles / 1e6).toFixed(1)} MB beside ${(events / 1e6).toFixed(1)} MB of events, ${((100 * profiles) / events).toFixed(1)} %\n`,
  )
}

/** Ingests a day, and asks everything of it: addresses and profiles are brought up to date by that. */
function addDay(workspace: string, logs: string): { readonly ingest: Usage; readonly detect: Usage } {
  return {
    ingest: measuredRun([TOOL, 'ingest', logs, '-w', workspace], [0]),
    detect: measuredRun([TOOL, 'detect', '-w', workspace, '--since', LAST_DAY], [0, 10, 20]),
  }
}

const both = ({ ingest, detect }: { readonly ingest: Usage; readonly detect: Usage }): Usage => ({
  cpuSeconds: ingest.cpuSeconds + detect.cpuSeconds,
  peakBytes: Math.max(ingest.peakBytes, detect.peakBytes),
})

function line(name: string, empty: Usage, added: Usage): string {
  return `${name.padEnd(28)}${seconds(empty).padStart(12)}${seconds(added).padStart(32)}${(added.cpuSeconds / empty.cpuSeconds).toFixed(2).padStart(12)}\n`
}

const seconds = ({ cpuSeconds }: Usage): string => `${cpuSeconds.toFixed(2)} s`

function writeDays(history: string, day: string): { readonly history: number; readonly day: number } {
  for (const folder of [history, day]) rmSync(folder, { recursive: true, force: true })
  const events = (): Iterable<SimulatedEvent> =>
    simulate({
      seed: 1,
      days: DAYS + 1,
      startMs: START_MS,
      accounts: 3,
      scale: SCALE,
      attacks: 'none',
    }).events()
  const lastMs = START_MS + DAYS * DAY_MS
  const write = (folder: string, wanted: (timeMs: number) => boolean): number =>
    writeLogs(only(events(), wanted), folder, { seed: 1, level: 1 }).records
  return {
    history: write(history, (timeMs) => timeMs < lastMs),
    day: write(day, (timeMs) => timeMs >= lastMs),
  }
}

function* only(
  events: Iterable<SimulatedEvent>,
  wanted: (timeMs: number) => boolean,
): Generator<SimulatedEvent> {
  for (const event of events) if (wanted(event.timeMs)) yield event
}

const sizeOf = (folder: string): number =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0)
