import { parentPort, workerData } from 'node:worker_threads'
import { EventBatch } from '#events/index.ts'
import type { ReadLimits } from '#sources/index.ts'
import type { PlannedUnit } from './plan-units.ts'
import { readUnit } from './read-unit.ts'
import type { FromWorker } from './worker-messages.ts'

/** What the pool hands a worker at its start. */
interface WorkerSettings {
  readonly folder: string
  readonly limits: ReadLimits
}

/** Progress is told this often, not for each of 100,000 files. */
const TELL_EVERY_MS = 100

const isSettings = (value: unknown): value is WorkerSettings => typeof value === 'object' && value !== null

if (parentPort !== null && isSettings(workerData)) serve(parentPort, workerData)

function serve(port: NonNullable<typeof parentPort>, settings: WorkerSettings): void {
  const batch = new EventBatch()
  const tell = (message: FromWorker): void => port.postMessage(message)
  let told = 0
  let bytes = 0
  let events = 0
  let files = 0
  const tellProgress = (now: number): void => {
    tell({ kind: 'progress', files, bytes, events })
    told = now
    files = bytes = events = 0
  }
  const onSource = (sourceBytes: number, sourceEvents: number): void => {
    files++
    bytes += sourceBytes
    events += sourceEvents
    const now = performance.now()
    if (now - told >= TELL_EVERY_MS) tellProgress(now)
  }
  const read = async (unit: PlannedUnit): Promise<void> => {
    try {
      const done = await readUnit(unit, batch, { ...settings, onSource })
      tellProgress(performance.now())
      tell({ kind: 'done', unit: done })
    } catch (error) {
      tell({ kind: 'failed', error })
    }
  }
  port.on('message', (unit: PlannedUnit) => void read(unit))
}
