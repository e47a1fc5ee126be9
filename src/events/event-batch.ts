import { DAY_MS } from '#kernel/index.ts'
import { wasmMemory } from '#wasm/index.ts'
import {
  type BooleanName,
  DERIVED_FEW,
  DERIVED_MADE,
  type DerivedName,
  type FewName,
  FIELD_KINDS,
  type MadeName,
  type SliceName,
} from './columns.ts'
import { Derivation } from './derive-row.ts'
import { FieldReader } from './field-reader.ts'
import { IdentityTable, type KnownIdentity } from './identity-table.ts'
import type { InternTable } from './intern-table.ts'
import { type PlacedRecords, placeRecords } from './place-records.ts'
import { repairSurrogates } from './repair-surrogates.ts'
import {
  BooleanColumn,
  FewColumn,
  FIRST_CAPACITY,
  IndexColumn,
  type NamedVectors,
  NumberColumn,
  SliceColumn,
} from './row-columns.ts'
import { SeenEvents } from './seen-events.ts'
import { sortedBy } from './sorted-by.ts'
import { distinctId, surrogateId } from './surrogate-id.ts'
import { TextArena } from './text-arena.ts'
import type { Vector } from './vectors.ts'

/**
 * Records that lie in one buffer, with their tape: see docs/architecture.md, "A record on its way". Reading them writes over
 * escaped halves of surrogate pairs (repairSurrogates).
 */
export interface TapedRecords {
  readonly bytes: Buffer
  readonly tape: Int32Array
  readonly recordCount: number
  readonly firstRecord: number
}

/** A record that could not become an event: counted and listed, never thrown. */
export interface RejectedRecord {
  readonly place: string
  readonly reason: string
}

export interface AddResult {
  readonly eventCount: number
  readonly duplicateCount: number
  /** Other sources of the same unit of work that held some of the duplicates first. */
  readonly metIn: ReadonlySet<number>
  readonly rejected: readonly RejectedRecord[]
}

interface RowColumn {
  clear(): void
  /** Makes room for rows. */
  reserve(capacity: number): void
}

/** Events as columns, on their way into the lake. One serves a worker for many batches. */
export class EventBatch {
  rowCount = 0
  readonly few: Readonly<Record<FewName, FewColumn>>
  readonly slices: Readonly<Record<SliceName, SliceColumn>>
  readonly booleans: Readonly<Record<BooleanName, BooleanColumn>>
  readonly derived: Readonly<Record<DerivedName, FewColumn>>
  readonly made: Readonly<Record<MadeName, SliceColumn>>
  readonly timeMs = new NumberColumn()
  readonly bytesIn = new NumberColumn()
  readonly bytesOut = new NumberColumn()
  readonly sourceId = new IndexColumn()
  /** 1 where rules are likely to look: such rows lie together in the lake. */
  readonly hot = new IndexColumn()
  /** A number for the call (source and name), by which rows are sorted. */
  readonly call = new IndexColumn()
  readonly identities = new IdentityTable()
  /** The identity of the row that is being read. */
  identity: KnownIdentity | undefined
  /** Where the texts of the batch lie that are no ids of a table. */
  readonly arena = new TextArena()
  readonly derivation = new Derivation(this)
  /** By the table's id plus one, as `#seen` numbers them. */
  readonly #accountNumbers: number[] = []
  readonly #tables: readonly InternTable[]
  readonly #fields: FieldReader
  /** The records that are being read. */
  #source: PlacedRecords = NOTHING
  readonly #seen = new SeenEvents()
  #metIn = new Set<number>()
  /** Rows that the columns have room for. */
  #capacity = FIRST_CAPACITY

  constructor() {
    this.few = columnsOf(['few'], () => new FewColumn())
    this.slices = columnsOf(['many', 'json'], () => new SliceColumn())
    this.booleans = columnsOf(['boolean'], () => new BooleanColumn())
    this.derived = recordOf(DERIVED_FEW, () => new FewColumn())
    this.made = recordOf(DERIVED_MADE, () => new SliceColumn())
    this.#tables = [...Object.values(this.few), ...Object.values(this.derived)].map(({ table }) => table)
    this.#fields = new FieldReader(this)
  }

  /** Forgets which events were met: at the start of a new unit of work. */
  startUnit(): void {
    this.#seen.clear()
    this.#accountNumbers.length = 0
  }

  /** @param sourceId - id of the source object that the records came from. */
  add(records: TapedRecords, sourceId: number): AddResult {
    this.#metIn = new Set()
    const source = placeRecords(records.bytes, records.tape)
    const { tape } = source
    this.#source = source
    repairSurrogates(source.bytes)
    const rejected: RejectedRecord[] = []
    const before = this.rowCount
    let duplicateCount = 0
    let at = 0
    for (let i = 0; i < records.recordCount; i++) {
      if (this.rowCount === this.#capacity) this.#enlarge()
      const mark = this.arena.length
      this.#read(tape, at)
      const reason = this.#refusal(tape[at] ?? 0, tape[at + 1] ?? 0, sourceId)
      at += 3 + (tape[at + 2] ?? 0) * 4
      if (reason === undefined) {
        this.sourceId.set(this.rowCount, sourceId)
        this.derivation.fill(this.rowCount)
        this.rowCount++
        continue
      }
      this.#forgetRow()
      this.arena.cut(mark)
      if (reason === DUPLICATE) duplicateCount++
      else rejected.push({ place: `record ${String(records.firstRecord + i)}`, reason })
    }
    this.#metIn.delete(sourceId)
    this.#source = NOTHING
    source.release()
    return { eventCount: this.rowCount - before, duplicateCount, metIn: this.#metIn, rejected }
  }

  /** Gives text that is in no buffer yet a place for the column of a row. */
  make(column: SliceColumn, row: number, text: string): void {
    const start = this.arena.write(text)
    column.set(row, start, this.arena.length)
  }

  /** Rows by day (days since epoch), hot rows first, then by the call. */
  rowsByDay(): ReadonlyMap<number, { readonly hot: Int32Array; readonly rest: Int32Array }> {
    const placeOfDay = new Map<number, number>()
    const groups = new Int32Array(this.rowCount)
    const all = new Int32Array(this.rowCount)
    const times = this.timeMs.values
    const hot = this.hot.values
    let day = -1
    let place = 0
    for (let row = 0; row < groups.length; row++) {
      const dayOfRow = Math.trunc((times[row] ?? 0) / DAY_MS)
      if (dayOfRow !== day) {
        day = dayOfRow
        place = placeOfDay.get(day) ?? placeOfDay.size
        placeOfDay.set(day, place)
      }
      groups[row] = place * 2 + (hot[row] === 1 ? 0 : 1)
      all[row] = row
    }
    const byCall = sortedBy(this.call.values, all).rows
    const { rows, starts } = sortedBy(groups, byCall)
    const group = (at: number): Int32Array => rows.subarray(starts[at] ?? rows.length, starts[at + 1])
    return new Map([...placeOfDay].map(([of, at]) => [of, { hot: group(at * 2), rest: group(at * 2 + 1) }]))
  }

  /** By the path of the lake's column (`userIdentity.arn`). */
  vectors(): NamedVectors {
    const slice = (column: SliceColumn) => column.vector(this.arena.bytes)
    const time = this.timeMs.vector()
    return new Map<string, Vector>([
      ...Object.entries(this.few).map(([name, column]) => [name, column.vector()] as const),
      ...Object.entries(this.slices).map(([name, column]) => [name, slice(column)] as const),
      ...Object.entries(this.booleans).map(([name, column]) => [name, column.vector()] as const),
      ...Object.entries(this.derived).map(([name, column]) => [name, column.vector()] as const),
      ...Object.entries(this.made).map(([name, column]) => [name, slice(column)] as const),
      ...this.identities.vectors(),
      ['eventTime', time] as const,
      ['time_ms', time] as const,
      ['bytes_in', this.bytesIn.vector()] as const,
      ['bytes_out', this.bytesOut.vector()] as const,
      ['source_id', this.sourceId.vector()] as const,
    ])
  }

  /** A number for each row, of its event's id and account: rows of different numbers are different events. */
  eventHashes(rows: Int32Array): BigUint64Array {
    const memory = wasmMemory()
    const { eventID } = this.slices
    const { ids, table } = this.few.recipientAccountId
    const texts = table.texts()
    const place = memory.allocate(rows.length * 12)
    const rowPlace = place + rows.length * 8
    memory.int32s(rowPlace, rows.length).set(rows)
    memory.code.hashEvents(
      place,
      rowPlace,
      rows.length,
      this.arena.place,
      eventID.starts.byteOffset,
      eventID.ends.byteOffset,
      ids.byteOffset,
      texts.bytes.byteOffset,
      texts.starts.byteOffset,
      texts.ends.byteOffset,
    )
    // A copy.
    const hashes = new BigUint64Array(memory.uint64s(place, rows.length))
    memory.release(place)
    return hashes
  }

  clear(): void {
    for (const column of this.#columns()) column.clear()
    this.#forgetWhenFull()
    this.arena.clear()
    this.rowCount = 0
  }

  /** Whether the tables of texts hold so much that the batch should be written and emptied, however few its rows are. */
  tablesAreFull(): boolean {
    return [this.identities.spellings, ...this.#tables].some(({ bytes }) => bytes > MOST_TABLE_BYTES)
  }

  /** All tables at once: ids of one are remembered beside ids of another. Many small texts are no reason to write few rows. */
  #forgetWhenFull(): void {
    const areMany = this.identities.areMany() || this.#tables.some(({ size }) => size > MOST_TEXTS)
    if (!areMany && !this.tablesAreFull()) return
    for (const table of this.#tables) table.clear()
    this.#accountNumbers.length = 0
    this.identities.forget()
    this.derivation.forget()
  }

  #columns(): readonly RowColumn[] {
    const groups: readonly Readonly<Record<string, RowColumn>>[] = [
      this.few,
      this.slices,
      this.booleans,
      this.derived,
      this.made,
      { timeMs: this.timeMs, bytesIn: this.bytesIn, bytesOut: this.bytesOut },
      { sourceId: this.sourceId, hot: this.hot, call: this.call, identities: this.identities.rows },
    ]
    return groups.flatMap((group) => Object.values(group))
  }

  /** Makes room for more rows: as there are events, not as there are records, of which many small ones may be none. */
  #enlarge(): void {
    this.#capacity *= 2
    for (const column of this.#columns()) column.reserve(this.#capacity)
    this.#fields.useColumns()
  }

  /** Fills the row from the record at this place of the tape. */
  #read(tape: Int32Array, at: number): void {
    const row = this.rowCount
    this.arena.reserve((tape[at + 1] ?? 0) - (tape[at] ?? 0))
    let others = this.#fields.read(this.#source, at, row)
    const index = this.identities.rows.values[row] ?? -1
    this.identity = index < 0 ? undefined : this.identities.at(index)
    others += othersOfIdentity(this.identity)
    if (others !== '') this.make(this.made.otherFields, row, `{${others.slice(1)}}`)
  }

  /**
   * What every event must have.
   *
   * @returns why the record is no event, `DUPLICATE` when it was met before, undefined for an event.
   */
  #refusal(recordStart: number, recordEnd: number, sourceId: number): string | undefined {
    const row = this.rowCount
    if ((this.few.eventName.ids[row] ?? -1) < 0) return 'no eventName: not a CloudTrail record'
    const timeMs = this.timeMs.values[row]
    if (timeMs === undefined || Number.isNaN(timeMs)) return 'no eventTime, or none between 2006 and 2100'
    const { eventID } = this.slices
    const start = eventID.starts[row] ?? -1
    const end = eventID.ends[row] ?? 0
    const record = (): Buffer => this.#source.bytes.subarray(recordStart, recordEnd)
    if (start < 0 || start === end) {
      this.make(eventID, row, surrogateId(record(), this.#seen))
      return undefined
    }
    const metIn = this.#metBefore(start, end, sourceId)
    if (metIn !== 'other') return metIn
    this.make(eventID, row, distinctId(this.arena.bytes.toString('utf8', start, end), record()))
    return this.#metBefore(eventID.starts[row] ?? 0, eventID.ends[row] ?? 0, sourceId)
  }

  /** @param start - where the id begins in the arena. */
  #metBefore(start: number, end: number, sourceId: number): 'other' | typeof DUPLICATE | undefined {
    const { bytes, place } = this.arena
    const metIn = this.#seen.add({ bytes, place, start, end }, this.#accountNumber(), sourceId, this.#what)
    if (metIn === undefined || metIn === 'other') return metIn
    this.#metIn.add(metIn)
    return DUPLICATE
  }

  readonly #what = (): string => {
    const { table, ids } = this.few.eventName
    return `${String(this.timeMs.values[this.rowCount])} ${table.textOf(ids[this.rowCount] ?? -1) ?? ''}`
  }

  #accountNumber(): number {
    const { recipientAccountId } = this.few
    const id = recipientAccountId.ids[this.rowCount] ?? -1
    const known = this.#accountNumbers[id + 1]
    if (known !== undefined) return known
    const number = this.#seen.accountNumber(recipientAccountId.table.textOf(id) ?? '')
    this.#accountNumbers[id + 1] = number
    return number
  }

  /** Empties what a refused record left in the row that the next one will use. */
  #forgetRow(): void {
    const row = this.rowCount
    for (const group of [this.few, this.derived])
      for (const column of Object.values(group)) column.set(row, -1)
    for (const group of [this.slices, this.made]) {
      for (const column of Object.values(group)) column.set(row, -1, -1)
    }
    for (const column of Object.values(this.booleans)) column.set(row, -1)
    for (const column of [this.timeMs, this.bytesIn, this.bytesOut]) column.set(row, Number.NaN)
    this.identities.rows.set(row, -1)
  }
}

const othersOfIdentity = (identity: KnownIdentity | undefined): string =>
  identity?.others === undefined ? '' : `,"userIdentity":${identity.others}`

const NOTHING: PlacedRecords = {
  bytes: Buffer.alloc(0),
  tape: new Int32Array(0),
  place: 0,
  tapePlace: 0,
  release: () => undefined,
}
const DUPLICATE = 'duplicate'
/** What a table may hold when a batch is begun. */
const MOST_TEXTS = 50_000
const MOST_TABLE_BYTES = 16 << 20
type Kind = (typeof FIELD_KINDS)[keyof typeof FIELD_KINDS]

function columnsOf<Name extends keyof typeof FIELD_KINDS, Column>(
  kinds: readonly Kind[],
  make: () => Column,
): Readonly<Record<Name, Column>> {
  const isWanted = (entry: [string, Kind]): entry is [Name, Kind] => kinds.includes(entry[1])
  const names = Object.entries(FIELD_KINDS).filter(isWanted)
  return recordOf(
    names.map(([name]) => name),
    make,
  )
}

function recordOf<Name extends string, Column>(
  names: readonly Name[],
  make: () => Column,
): Readonly<Record<Name, Column>> {
  const isComplete = (record: Partial<Record<Name, Column>>): record is Record<Name, Column> =>
    names.every((name) => name in record)
  const record: Partial<Record<Name, Column>> = {}
  for (const name of names) record[name] = make()
  if (!isComplete(record)) throw new RangeError('a column is missing')
  return record
}
