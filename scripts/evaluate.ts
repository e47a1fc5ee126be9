/**
 * `npm run evaluate [-- --seeds 1,2 --days 30 --attacks all|none|id,id --scale 1 --accounts 3 --keep DIR --json]`: how well the
 * command finds what was planted in a simulated organisation, and what else it raises.
 *
 * A seed of 30 days takes about a minute and 150 MB of disk. `--keep` leaves logs, workspace and report of each seed in DIR.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { evaluationText } from './evaluate/evaluation-text.ts'
import { playSeed } from './evaluate/run-seed.ts'
import { type SeedScore, scoreSeed } from './evaluate/score-seed.ts'
import { alarmRates, noisiest, recallByRow } from './evaluate/summary.ts'
import { SIMULATION_ARGS, simulationOptions } from './simulation-options.ts'

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '1' },
    ...SIMULATION_ARGS,
    keep: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
})

const folder = values.keep ?? mkdtempSync(join(tmpdir(), 'trailhound-evaluate-'))
try {
  const scores = values.seeds.split(',').map((seed) => evaluate(Number(seed)))
  process.stdout.write(values.json ? json(scores) : evaluationText(scores))
} finally {
  if (values.keep === undefined) rmSync(folder, { recursive: true, force: true })
}

function evaluate(seed: number): SeedScore {
  const played = playSeed(simulationOptions(values, seed), join(folder, `seed-${String(seed)}`))
  if (values.keep === undefined)
    rmSync(join(folder, `seed-${String(seed)}`), { recursive: true, force: true })
  return scoreSeed(played)
}

function json(scores: readonly SeedScore[]): string {
  const whole = {
    recall: recallByRow(scores),
    alarmsADay: alarmRates(scores),
    noise: noisiest(scores),
    seeds: scores,
  }
  return `${JSON.stringify(whole, undefined, 2)}\n`
}
