/**
 * simulation: a made-up organisation's CloudTrail, seeded and streaming. For the demo, benches and evaluation;
 * no part of an investigation depends on it.
 */
export type { SimulatedEvent } from './kit/record.ts'
export { type Simulation, type SimulationOptions, simulate } from './simulate.ts'
export { type WriteOptions, type Written, writeLogs } from './write-logs.ts'
