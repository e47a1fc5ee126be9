import { wasmMemory } from '#wasm/index.ts'
import type { EventBatch } from './event-batch.ts'
import { parseOtherTime } from './event-time.ts'
import { decodeText } from './json-text.ts'
import type { PlacedRecords } from './place-records.ts'
import type { BooleanColumn, FewColumn, IndexColumn, NumberColumn, SliceColumn } from './row-columns.ts'

/** The kinds, and why a reading stops, are numbers of assembly/rows.ts. */
const KINDS = { few: 1, slice: 2, boolean: 3, time: 4, identity: 5 } as const
const KEY = 1
const OTHER = 2
const NO_COLUMN = -1
/** A hostile log may hold any number of keys: beyond what AWS would ever write they are not remembered. */
const MOST_KEYS = 4096
const MOST_KEY_BYTES = 1 << 20

const CELL_BYTES = 4
const FIELD_BYTES = 16
const QUOTE = 0x22

type Entry =
  | { readonly kind: 'few'; readonly column: FewColumn }
  | { readonly kind: 'slice'; readonly column: SliceColumn }
  | { readonly kind: 'boolean'; readonly column: BooleanColumn }
  | { readonly kind: 'identity'; readonly column: IndexColumn }
  | { readonly kind: 'time'; readonly column: NumberColumn }

/** Reads the fields of records into a batch: WebAssembly all that stands as it is, this what has to be decoded. */
export class FieldReader {
  readonly #batch: EventBatch
  readonly #memory = wasmMemory()
  readonly #entries: readonly Entry[]
  readonly #columnByName: ReadonlyMap<string, number>
  readonly #reader: number
  readonly #keys: number
  #keyCount = 0

  constructor(batch: EventBatch) {
    this.#batch = batch
    const entries = entriesOf(batch)
    this.#entries = entries.map(([, entry]) => entry)
    this.#columnByName = new Map(entries.map(([name], index) => [name, index]))
    const { code } = this.#memory
    this.#reader = code.newReader(batch.arena.head.byteOffset, entries.length)
    this.#keys = code.readerKeys(this.#reader)
    this.useColumns()
  }

  /** Must be called whenever a column of the batch was moved. */
  useColumns(): void {
    for (const [index, entry] of this.#entries.entries()) {
      const [first, second] = placesOf(entry)
      const table =
        entry.kind === 'few'
          ? entry.column.table.place
          : entry.kind === 'identity'
            ? this.#batch.identities.spellings.place
            : 0
      this.#memory.code.setColumn(this.#reader, index, KINDS[entry.kind], first, second, table)
    }
  }

  /**
   * Fills the row from the record whose header is the tape's cell `at`.
   *
   * @returns the fields that have no column, each as `,"key":value`.
   */
  read(source: PlacedRecords, at: number, row: number): string {
    const { code } = this.#memory
    const first = source.tapePlace + (at + 3) * CELL_BYTES
    const end = first + (source.tape[at + 2] ?? 0) * FIELD_BYTES
    let others = ''
    let field = first
    for (;;) {
      field = code.readFields(this.#reader, source.place, field, end, row) >>> 0
      if (field === 0) return others
      const why = code.whyStopped(this.#reader)
      const cell = at + 3 + (field - first) / CELL_BYTES
      if ((why & 3) === KEY) {
        this.#learnKey(source, cell)
        continue
      }
      if ((why & 3) === OTHER) others += `,"${textAt(source, cell)}":${textAt(source, cell + 2)}`
      else this.#decode(source, cell, { row, entry: this.#entries[why >> 2] })
      field += FIELD_BYTES
    }
  }

  #learnKey(source: PlacedRecords, cell: number): void {
    const { code } = this.#memory
    const { bytes, tape, place } = source
    const start = tape[cell] ?? 0
    const end = tape[cell + 1] ?? 0
    const name = decodeText(bytes, start, end)
    // A key that has escapes is not in the table yet.
    if (code.tableSize(this.#keys) === this.#keyCount) {
      const text = this.#memory.write(name)
      code.addSpelling(this.#keys, place + start, place + end, text.place, text.size)
    }
    const areLong = this.#keyCount > 0 && code.tableBytes(this.#keys) > MOST_KEY_BYTES
    if (areLong || this.#keyCount > MOST_KEYS) {
      code.clearTable(this.#keys)
      code.forgetGuesses(this.#reader)
      this.#keyCount = 0
      return
    }
    code.setEntry(this.#reader, this.#keyCount++, this.#columnByName.get(name) ?? NO_COLUMN)
  }

  #decode(
    { bytes, tape, place }: PlacedRecords,
    cell: number,
    { row, entry }: { readonly row: number; readonly entry: Entry | undefined },
  ): void {
    const start = tape[cell + 2] ?? 0
    const end = tape[cell + 3] ?? 0
    const quoted = bytes[start] === QUOTE
    const from = quoted ? start + 1 : start
    const to = quoted ? end - 1 : end
    if (entry?.kind === 'few') entry.column.set(row, entry.column.table.addSpelling(place + from, place + to))
    else if (entry?.kind === 'slice') this.#batch.make(entry.column, row, decodeText(bytes, from, to))
    else if (entry?.kind === 'time') entry.column.set(row, parseOtherTime(bytes, start, end))
  }
}

const textAt = ({ bytes, tape }: PlacedRecords, cell: number): string =>
  bytes.toString('utf8', tape[cell], tape[cell + 1])

function entriesOf(batch: EventBatch): readonly (readonly [string, Entry])[] {
  const entries: (readonly [string, Entry])[] = [
    ['userIdentity', { kind: 'identity', column: batch.identities.rows }],
    ['eventTime', { kind: 'time', column: batch.timeMs }],
  ]
  for (const [name, column] of Object.entries(batch.few)) entries.push([name, { kind: 'few', column }])
  for (const [name, column] of Object.entries(batch.booleans))
    entries.push([name, { kind: 'boolean', column }])
  for (const [name, column] of Object.entries(batch.slices)) entries.push([name, { kind: 'slice', column }])
  return entries
}

/** Where the arrays of a column lie. */
function placesOf({ kind, column }: Entry): readonly [number, number] {
  switch (kind) {
    case 'few':
      return [column.ids.byteOffset, 0]
    case 'slice':
      return [column.starts.byteOffset, column.ends.byteOffset]
    case 'boolean':
    case 'identity':
    case 'time':
      return [column.values.byteOffset, 0]
  }
}
