/**
 * simulation: a made-up organisation's CloudTrail, seeded and streaming. For the demo, benches and evaluation;
 * no part of an investigation depends on it.
 */
export { demoSimulation, writeDemoLogs } from './demo.ts'
export type { CloudTrailRecord, SimulatedEvent } from './kit/record.ts'
export { attackIds, type Simulation, type SimulationOptions, simulate } from './simulate.ts'
export type { TruthRow } from './truth.ts'
export { type WriteOptions, type Written, writeLogs } from './write-logs.ts'
