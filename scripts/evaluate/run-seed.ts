import { spawnSync } from 'node:child_process'
import { closeSync, mkdirSync, openSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { DAY_MS } from '#kernel/index.ts'
import { type SimulatedEvent, type SimulationOptions, simulate, writeLogs } from '#simulation/index.ts'
import type { Played } from './score-seed.ts'
import { readSeenReport } from './seen-report.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const NOTHING_FOUND = 0
const INCIDENTS_FOUND = 10

/**
 * Plays one organisation into files, lets the command look at them as anybody would, and says what happened and what was seen.
 *
 * @param folder - for logs, workspace and report; emptied before.
 * @throws when the command fails.
 */
export function playSeed(options: SimulationOptions, folder: string): Played {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const simulation = simulate(options)
  const times = new Map<string, number>()
  const written = writeLogs(noteTimes(simulation.events(), times), join(folder, 'logs'), {
    seed: options.seed,
    level: 1,
    messy: { silentDay: simulation.world.calendar.regionSilent, startMs: options.startMs },
  })
  const { startMs, endMs } = simulation.world
  return {
    seed: options.seed,
    days: (endMs - startMs) / DAY_MS,
    events: written.records - written.duplicates,
    truth: simulation.truth(),
    times,
    report: investigate(folder),
  }
}

/** Keeps the time of every event that is part of an attack or of a hard ordinary event. */
function* noteTimes(events: Iterable<SimulatedEvent>, times: Map<string, number>): Generator<SimulatedEvent> {
  for (const event of events) {
    if (event.label !== undefined) times.set(event.event.eventID, event.timeMs)
    yield event
  }
}

function investigate(folder: string): Played['report'] {
  const file = join(folder, 'report.json')
  const out = openSync(file, 'w')
  const { status } = spawnSync(
    process.execPath,
    [
      '--conditions=source',
      '--disable-warning=ExperimentalWarning',
      join(ROOT, 'bin', 'trailhound.mjs'),
      'investigate',
      join(folder, 'logs'),
      '--workspace',
      join(folder, 'workspace'),
      '--json',
    ],
    { stdio: ['ignore', out, 'inherit'] },
  )
  closeSync(out)
  if (status !== NOTHING_FOUND && status !== INCIDENTS_FOUND)
    throw new Error(`investigate ended with ${String(status)}`)
  return readSeenReport(readFileSync(file, 'utf8'))
}
