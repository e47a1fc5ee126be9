/**
 * A simulated organisation's logs, with the truth beside them:
 * `npx node --conditions=source scripts/simulate.ts --out DIR [--seed 1] [--days 30] [--start 2026-01-05]
 *   [--attacks all|none|id,id] [--scale 1] [--accounts 3] [--tidy]`
 * Writes DIR/logs (AWS's layout) and DIR/truth.jsonl. `--list` prints the ids of the attacks. `--tidy`: nothing late,
 * nothing twice, no silent region.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { attackIds, simulate, writeLogs } from '#simulation/index.ts'
import { SIMULATION_ARGS, simulationOptions } from './simulation-options.ts'

const { values } = parseArgs({
  options: {
    out: { type: 'string' },
    seed: { type: 'string', default: '1' },
    ...SIMULATION_ARGS,
    tidy: { type: 'boolean', default: false },
    list: { type: 'boolean', default: false },
  },
})

if (values.list) process.stdout.write(`${attackIds().join('\n')}\n`)
else if (values.out === undefined) throw new Error('Say where to: --out DIR')
else run(values.out)

function run(out: string): void {
  const seed = Number(values.seed)
  const simulation = simulate(simulationOptions(values, seed))
  const { regionSilent } = simulation.world.calendar
  const written = writeLogs(simulation.events(), join(out, 'logs'), {
    seed,
    ...(values.tidy ? {} : { messy: { silentDay: regionSilent, startMs: simulation.world.startMs } }),
  })
  mkdirSync(out, { recursive: true })
  const truth = simulation.truth()
  writeFileSync(join(out, 'truth.jsonl'), truth.map((row) => `${JSON.stringify(row)}\n`).join(''))
  const count = (kind: string): number => truth.filter((row) => row.kind === kind).length
  const { user, system } = process.cpuUsage()
  process.stdout.write(
    `${written.records} records in ${written.files} files, ${(written.jsonBytes / 1e6).toFixed(0)} MB of JSON; ` +
      `${written.duplicates} twice, ${written.late} late, ${written.dropped} never delivered; ` +
      `${count('attack')} attacks, ${count('ordinary')} hard ordinary events; ${((user + system) / 1e6).toFixed(1)} CPU-seconds\n`,
  )
}
