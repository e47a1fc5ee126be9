import { Worker } from 'node:worker_threads'
import { EventBatch } from '#events/index.ts'
import type { ReadLimits } from '#sources/index.ts'
import type { Unit } from '#store/index.ts'
import type { PlannedUnit } from './plan-units.ts'
import { readUnit } from './read-unit.ts'
import type { FromWorker } from './worker-messages.ts'

export interface ReadUnitsOptions {
  readonly folder: string
  readonly limits: ReadLimits
  readonly workerCount: number
  readonly signal: AbortSignal
  onProgress(files: number, bytes: number, events: number): void
  /** Called for one unit at a time. */
  onUnit(unit: Unit): Promise<void>
}

/**
 * Reads units on several threads and hands each over as it is done. One unit, or one worker, is read on this thread: to
 * start a thread takes longer than a small folder.
 */
export async function readUnits(units: readonly PlannedUnit[], options: ReadUnitsOptions): Promise<void> {
  const { signal } = options
  const shared = units.filter((unit) => !isOwn(unit))
  const alone = options.workerCount < 2 || shared.length < 2
  const own = alone ? units : units.filter(isOwn)
  if (own.length > 0) {
    const batch = new EventBatch()
    for (const unit of own) {
      signal.throwIfAborted()
      const { folder, limits } = options
      const onSource = (bytes: number, events: number): void => options.onProgress(1, bytes, events)
      await options.onUnit(await readUnit(unit, batch, { folder, limits, signal, onSource }))
    }
  }
  if (!alone) await readOnThreads(shared, options)
}

/** Standard input belongs to this thread. */
const isOwn = (unit: PlannedUnit): boolean => unit.sources.some(({ object }) => object.kind === 'stdin')

async function readOnThreads(units: readonly PlannedUnit[], options: ReadUnitsOptions): Promise<void> {
  const queue = [...units]
  let committing: Promise<void> = Promise.resolve()
  const commit = (unit: Unit): Promise<void> => {
    committing = committing.then(() => options.onUnit(unit))
    return committing
  }
  const workers = Array.from({ length: Math.min(options.workerCount, units.length) }, () =>
    startWorker(options),
  )
  try {
    await Promise.all(workers.map((worker) => drain(worker, queue, options, commit)))
  } finally {
    queue.length = 0
    await Promise.all(workers.map((worker) => worker.terminate()))
    // A commit that has begun needs the files that are swept away after us.
    await committing.catch(() => undefined)
  }
}

function startWorker({ folder, limits }: ReadUnitsOptions): Worker {
  // From source the worker is TypeScript, in the package JavaScript: it lies beside this file either way.
  const ending = import.meta.url.endsWith('.ts') ? 'ts' : 'js'
  return new Worker(new URL(`./ingest-worker.${ending}`, import.meta.url), {
    workerData: { folder, limits },
    // V8 would let its young generation grow with the machine: what is alive here are buffers outside of it.
    resourceLimits: { maxYoungGenerationSizeMb: 32 },
  })
}

/** Gives the worker one unit after another until none is left. */
async function drain(
  worker: Worker,
  queue: PlannedUnit[],
  options: ReadUnitsOptions,
  commit: (unit: Unit) => Promise<void>,
): Promise<void> {
  for (let unit = queue.shift(); unit !== undefined; unit = queue.shift()) {
    options.signal.throwIfAborted()
    await commit(await unitFrom(worker, unit, options))
  }
}

function unitFrom(worker: Worker, unit: PlannedUnit, options: ReadUnitsOptions): Promise<Unit> {
  const { signal } = options
  return new Promise((resolve, reject) => {
    const settle = (act: () => void) => (): void => {
      worker.off('message', onMessage)
      worker.off('error', onError)
      worker.off('exit', onExit)
      signal.removeEventListener('abort', onAbort)
      act()
    }
    const fail = (error: unknown): void =>
      settle(() => reject(error instanceof Error ? error : new Error(String(error))))()
    const onMessage = (message: FromWorker): void => {
      if (message.kind === 'progress') options.onProgress(message.files, message.bytes, message.events)
      else if (message.kind === 'done') settle(() => resolve(message.unit))()
      else fail(message.error)
    }
    const onError = (error: unknown): void => fail(error)
    const onExit = (code: number): void => fail(new Error(`a reading thread ended with code ${String(code)}`))
    const onAbort = (): void => fail(signal.reason)
    worker.on('message', onMessage)
    worker.on('error', onError)
    worker.on('exit', onExit)
    signal.addEventListener('abort', onAbort)
    worker.postMessage(unit)
  })
}
