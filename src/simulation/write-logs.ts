import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { MINUTE_MS } from '#kernel/index.ts'
import { createRandom, type Random } from './kit/random.ts'
import type { SimulatedEvent } from './kit/record.ts'

export interface WriteOptions {
  readonly seed: number
  /** 1 (fast) to 9. */
  readonly level?: number
}

export interface Written {
  readonly files: number
  readonly records: number
  /** JSON before compression. */
  readonly jsonBytes: number
}

const FILE_MS = 5 * MINUTE_MS
/** AWS starts another file when one grows: a few thousand records. */
const MAX_RECORDS = 4000

/**
 * Writes events as CloudTrail delivers them to a bucket.
 *
 * One file for each account, region and five minutes, named and laid out as AWS does; in memory are the open files only.
 */
export function writeLogs(events: Iterable<SimulatedEvent>, folder: string, options: WriteOptions): Written {
  const writer = createWriter(folder, options)
  for (const event of events) writer.add(event)
  return writer.close()
}

interface OpenFile {
  readonly slot: number
  readonly account: string
  readonly region: string
  readonly texts: string[]
}

function createWriter(folder: string, options: WriteOptions) {
  const random = createRandom(`files ${options.seed}`)
  const open = new Map<string, OpenFile>()
  const folders = new Set<string>()
  let [files, records, jsonBytes, slot] = [0, 0, 0, -1]
  const flush = (file: OpenFile): void => {
    const text = `{"Records":[${file.texts.join(',')}]}`
    const path = fileName(file, random)
    const directory = join(folder, path.directory)
    if (!folders.has(directory)) mkdirSync(directory, { recursive: true })
    folders.add(directory)
    const bytes = Buffer.from(text)
    writeFileSync(join(directory, path.name), gzipSync(bytes, { level: options.level ?? 6 }))
    files++
    records += file.texts.length
    jsonBytes += bytes.length
  }
  const flushAll = (): void => {
    for (const file of open.values()) flush(file)
    open.clear()
  }
  return {
    add(event: SimulatedEvent): void {
      const at = Math.floor(event.timeMs / FILE_MS)
      if (at !== slot) flushAll()
      slot = at
      const key = `${event.account} ${event.region}`
      const file = open.get(key) ?? { slot: at, account: event.account, region: event.region, texts: [] }
      open.set(key, file)
      file.texts.push(JSON.stringify(event.event))
      if (file.texts.length < MAX_RECORDS) return
      flush(file)
      open.delete(key)
    },
    close(): Written {
      flushAll()
      return { files, records, jsonBytes }
    },
  }
}

/** `AWSLogs/<account>/CloudTrail/<region>/yyyy/mm/dd/<account>_CloudTrail_<region>_<stamp>Z_<random>.json.gz` */
function fileName(file: OpenFile, random: Random): { directory: string; name: string } {
  // Delivered about five minutes after the last event in it.
  const [day = '', clock = ''] = new Date((file.slot + 2) * FILE_MS).toISOString().split('T')
  const stamp = `${day.replaceAll('-', '')}T${clock.slice(0, 5).replace(':', '')}Z`
  return {
    directory: join('AWSLogs', file.account, 'CloudTrail', file.region, ...day.split('-')),
    name: `${file.account}_CloudTrail_${file.region}_${stamp}_${random.alphanumeric(16)}.json.gz`,
  }
}
