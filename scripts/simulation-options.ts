import type { SimulationOptions } from '#simulation/index.ts'

/** Which organisation to simulate, as options of a script (`parseArgs`). */
export const SIMULATION_ARGS = {
  days: { type: 'string', default: '30' },
  start: { type: 'string', default: '2026-01-05' },
  attacks: { type: 'string', default: 'all' },
  scale: { type: 'string', default: '1' },
  accounts: { type: 'string', default: '3' },
} as const

export function simulationOptions(
  values: Readonly<Record<keyof typeof SIMULATION_ARGS, string>>,
  seed: number,
): SimulationOptions {
  const { attacks } = values
  return {
    seed,
    days: Number(values.days),
    startMs: Date.parse(`${values.start}T00:00:00Z`),
    accounts: Number(values.accounts),
    scale: Number(values.scale),
    attacks: attacks === 'all' || attacks === 'none' ? attacks : attacks.split(','),
  }
}
