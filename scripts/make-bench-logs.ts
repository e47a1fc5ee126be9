/**
 * Logs for benches: `npx node --conditions=source scripts/make-bench-logs.ts --events 1000000 --out DIR [--seed N]`.
 * The simulated organisation, made large enough that about a week of it holds the events asked for.
 */
import { parseArgs } from 'node:util'
import { type SimulatedEvent, simulate, writeLogs } from '#simulation/index.ts'

const EVENTS_A_DAY = 18_000
const { values } = parseArgs({
  options: {
    events: { type: 'string', default: '1000000' },
    out: { type: 'string' },
    seed: { type: 'string', default: '1' },
    level: { type: 'string', default: '6' },
  },
})
if (values.out === undefined) throw new Error('Say where to: --out DIR')

const wanted = Number(values.events)
const seed = Number(values.seed)
const scale = Math.max(1, wanted / 4 / EVENTS_A_DAY)
const simulation = simulate({
  seed,
  days: 60,
  startMs: Date.UTC(2026, 0, 5),
  accounts: 4,
  scale,
  attacks: 'none',
})
const written = writeLogs(first(simulation.events(), wanted), values.out, {
  seed,
  level: Number(values.level),
})
const seconds = process.cpuUsage().user / 1e6 + process.cpuUsage().system / 1e6
process.stdout.write(
  `${written.records} events, ${written.files} files, ${(written.jsonBytes / 1e6).toFixed(0)} MB of JSON, ` +
    `${(written.jsonBytes / written.records).toFixed(0)} bytes an event, ${seconds.toFixed(1)} CPU-seconds, ` +
    `${Math.round(written.records / seconds)} events a CPU-second, ${Math.round(process.memoryUsage().rss / 1e6)} MB\n`,
)

function* first(events: Iterable<SimulatedEvent>, count: number): Generator<SimulatedEvent> {
  let left = count
  for (const event of events) {
    if (left-- === 0) return
    yield event
  }
}
