import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '#kernel/index.ts'
import { createRandom, type Random } from './kit/random.ts'
import type { SimulatedEvent } from './kit/record.ts'
import { serialise } from './kit/serialise.ts'

export interface WriteOptions {
  readonly seed: number
  /** Of gzip, 1 (fast) to 9. */
  readonly level?: number
  /** How much time one file covers: 5 for a busy organisation, 15 for a quiet one. */
  readonly fileMinutes?: number
  /** As delivery really is: some events twice, some files hours late, one region silent for half a day. */
  readonly messy?: {
    /** Day (0 is the first) on which us-east-1 of one account has no logs until noon; -1 for none. */
    readonly silentDay: number
    readonly startMs: number
  }
}

export interface Written {
  readonly files: number
  readonly records: number
  readonly duplicates: number
  /** Records in files that came hours after their time. */
  readonly late: number
  /** Records of the silent region: they happened, and are in no file. */
  readonly dropped: number
  /** JSON before compression. */
  readonly jsonBytes: number
}

/** AWS starts another file when one grows: a few thousand records. */
const MAX_RECORDS = 4000
const DUPLICATE_SHARE = 0.002
const LATE_SHARE = 0.01
const SILENT_REGION = 'us-east-1'

/**
 * Writes events as CloudTrail delivers them to a bucket.
 *
 * One file for each account, region and stretch of minutes, named and laid out as AWS does; in memory are the open files only.
 */
export function writeLogs(events: Iterable<SimulatedEvent>, folder: string, options: WriteOptions): Written {
  const files = createFiles(folder, options)
  const random = createRandom(`delivery ${options.seed}`)
  const counts = { duplicates: 0, late: 0, dropped: 0 }
  for (const event of events) {
    if (isSilent(event, options)) {
      counts.dropped++
      continue
    }
    const late = options.messy !== undefined && random.chance(LATE_SHARE)
    if (late) counts.late++
    const text = serialise(event.event)
    files.add(event, text, late)
    if (options.messy === undefined || !random.chance(DUPLICATE_SHARE)) continue
    counts.duplicates++
    files.add(event, text, true)
  }
  return { ...files.close(), ...counts }
}

function isSilent({ timeMs, region, account }: SimulatedEvent, { messy }: WriteOptions): boolean {
  if (messy === undefined || messy.silentDay < 0 || region !== SILENT_REGION || account !== '777788889999')
    return false
  const sinceMs = timeMs - messy.startMs - messy.silentDay * DAY_MS
  return sinceMs >= 0 && sinceMs < DAY_MS / 2
}

interface OpenFile {
  readonly account: string
  readonly region: string
  readonly late: boolean
  readonly texts: string[]
}

interface Files {
  add(event: SimulatedEvent, text: string, late: boolean): void
  close(): { readonly files: number; readonly records: number; readonly jsonBytes: number }
}

function createFiles(folder: string, options: WriteOptions): Files {
  const random = createRandom(`files ${options.seed}`)
  const fileMs = (options.fileMinutes ?? 15) * MINUTE_MS
  const open = new Map<string, OpenFile>()
  const folders = new Set<string>()
  let [files, records, jsonBytes, slot, lateSlot] = [0, 0, 0, 0, 0]
  const flush = (file: OpenFile): void => {
    const slotEndMs = file.late ? (lateSlot + 1) * LATE_MS : (slot + 1) * fileMs
    const path = fileName(file, slotEndMs, random)
    const directory = join(folder, path.directory)
    if (!folders.has(directory)) mkdirSync(directory, { recursive: true })
    folders.add(directory)
    const bytes = Buffer.from(`{"Records":[${file.texts.join(',')}]}`)
    writeFileSync(
      join(directory, path.name),
      gzipSync(bytes, { level: options.level ?? 6, chunkSize: 256 * 1024 }),
    )
    files++
    records += file.texts.length
    jsonBytes += bytes.length
  }
  const flushAll = (late: boolean): void => {
    for (const [key, file] of open) {
      if (file.late !== late) continue
      flush(file)
      open.delete(key)
    }
  }
  return {
    add(event, text, late) {
      const at = Math.floor(event.timeMs / fileMs)
      if (at !== slot) flushAll(false)
      slot = at
      const lateAt = Math.floor(event.timeMs / LATE_MS)
      if (lateAt !== lateSlot) flushAll(true)
      lateSlot = lateAt
      const key = `${event.account} ${event.region} ${late}`
      const file = open.get(key) ?? { account: event.account, region: event.region, late, texts: [] }
      open.set(key, file)
      file.texts.push(text)
      if (file.texts.length < MAX_RECORDS) return
      flush(file)
      open.delete(key)
    },
    close() {
      flushAll(false)
      flushAll(true)
      return { files, records, jsonBytes }
    },
  }
}

/** What is late, or delivered again, comes in files of its own, every eight hours. */
const LATE_MS = 8 * HOUR_MS

/** `AWSLogs/<account>/CloudTrail/<region>/yyyy/mm/dd/<account>_CloudTrail_<region>_<stamp>Z_<random>.json.gz` */
function fileName(file: OpenFile, slotEndMs: number, random: Random): { directory: string; name: string } {
  // Delivered about five minutes after the last event in it.
  const [day = '', clock = ''] = new Date(slotEndMs + 5 * MINUTE_MS).toISOString().split('T')
  const stamp = `${day.replaceAll('-', '')}T${clock.slice(0, 5).replace(':', '')}Z`
  return {
    directory: join('AWSLogs', file.account, 'CloudTrail', file.region, ...day.split('-')),
    name: `${file.account}_CloudTrail_${file.region}_${stamp}_${random.alphanumeric(16)}.json.gz`,
  }
}
