import { wasmMemory } from '#wasm/index.ts'
import { InternTable } from './intern-table.ts'
import type { BooleanVector, DictVector, Int32Vector, Int64Vector, SliceVector, Vector } from './vectors.ts'

/** Rows that a new column has room for. */
export const FIRST_CAPACITY = 1024

// Columns lie in the memory of WebAssembly, which fills most of them (assembly/rows.ts): `reserve` moves them.

interface Cells<T> {
  readonly view: (place: number, count: number) => T
  readonly bytes: number
  readonly empty: number
}

/** Numbers with room for `capacity` rows, those of `old` first. */
function cells<T extends Int32Array | Int8Array | Float64Array>(
  { view, bytes, empty }: Cells<T>,
  capacity: number,
  old?: T,
): T {
  const memory = wasmMemory()
  const made = view(memory.allocate(capacity * bytes), capacity)
  made.fill(empty, old?.length ?? 0)
  if (old !== undefined) {
    made.set(old)
    memory.release(old.byteOffset)
  }
  return made
}

const int32Cells = (empty: number, capacity: number, old?: Int32Array): Int32Array =>
  cells<Int32Array>(
    { view: (place, count) => wasmMemory().int32s(place, count), bytes: 4, empty },
    capacity,
    old,
  )

/** A text column with few distinct values, filled row by row. */
export class FewColumn {
  readonly table = new InternTable()
  ids = int32Cells(-1, FIRST_CAPACITY)

  reserve(capacity: number): void {
    this.ids = int32Cells(-1, capacity, this.ids)
  }

  set(row: number, id: number): void {
    this.ids[row] = id
  }

  setText(row: number, text: string | undefined): void {
    if (text !== undefined) this.set(row, this.table.idOfText(text))
  }

  textAt(row: number): string | undefined {
    return this.table.textOf(this.ids[row] ?? -1)
  }

  clear(): void {
    this.ids.fill(-1)
  }

  vector(): DictVector {
    return { kind: 'dict', ids: this.ids, values: this.table.texts() }
  }
}

/** Text that stays in the batch's arena: the column only says where. */
export class SliceColumn {
  starts = int32Cells(-1, FIRST_CAPACITY)
  ends = int32Cells(0, FIRST_CAPACITY)

  reserve(capacity: number): void {
    this.starts = int32Cells(-1, capacity, this.starts)
    this.ends = int32Cells(0, capacity, this.ends)
  }

  set(row: number, start: number, end: number): void {
    this.starts[row] = start
    this.ends[row] = end
  }

  clear(): void {
    this.starts.fill(-1)
  }

  vector(bytes: Uint8Array): SliceVector {
    return { kind: 'slice', bytes, starts: this.starts, ends: this.ends }
  }
}

const float64Cells = (capacity: number, old?: Float64Array): Float64Array =>
  cells<Float64Array>(
    { view: (place, count) => wasmMemory().float64s(place, count), bytes: 8, empty: Number.NaN },
    capacity,
    old,
  )

/** Whole numbers; NaN is "not there". */
export class NumberColumn {
  values = float64Cells(FIRST_CAPACITY)

  reserve(capacity: number): void {
    this.values = float64Cells(capacity, this.values)
  }

  set(row: number, value: number): void {
    this.values[row] = value
  }

  clear(): void {
    this.values.fill(Number.NaN)
  }

  vector(): Int64Vector {
    return { kind: 'int64', values: this.values }
  }
}

/** Small whole numbers that every row has (ids of ours, indexes). */
export class IndexColumn {
  values = int32Cells(-1, FIRST_CAPACITY)

  reserve(capacity: number): void {
    this.values = int32Cells(-1, capacity, this.values)
  }

  set(row: number, value: number): void {
    this.values[row] = value
  }

  clear(): void {
    this.values.fill(-1)
  }

  vector(): Int32Vector {
    return { kind: 'int32', values: this.values }
  }
}

const int8Cells = (capacity: number, old?: Int8Array): Int8Array =>
  cells<Int8Array>(
    { view: (place, count) => wasmMemory().int8s(place, count), bytes: 1, empty: -1 },
    capacity,
    old,
  )

export class BooleanColumn {
  values = int8Cells(FIRST_CAPACITY)

  reserve(capacity: number): void {
    this.values = int8Cells(capacity, this.values)
  }

  set(row: number, value: number): void {
    this.values[row] = value
  }

  clear(): void {
    this.values.fill(-1)
  }

  vector(): BooleanVector {
    return { kind: 'boolean', values: this.values }
  }
}

export type NamedVectors = ReadonlyMap<string, Vector>
