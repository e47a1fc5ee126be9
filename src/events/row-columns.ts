import { InternTable } from './intern-table.ts'
import type { BooleanVector, DictVector, Int32Vector, Int64Vector, SliceVector, Vector } from './vectors.ts'

const FIRST_CAPACITY = 4096

function grown<T extends Int32Array | Int8Array | Float64Array>(old: T, larger: T, empty: number): T {
  larger.fill(empty, old.length)
  larger.set(old)
  return larger
}

/** A text column with few distinct values, filled row by row. */
export class FewColumn {
  readonly table = new InternTable()
  ids = new Int32Array(FIRST_CAPACITY).fill(-1)

  set(row: number, id: number): void {
    if (row >= this.ids.length) this.ids = grown(this.ids, new Int32Array(row * 2), -1)
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
  starts = new Int32Array(FIRST_CAPACITY).fill(-1)
  ends = new Int32Array(FIRST_CAPACITY)

  set(row: number, start: number, end: number): void {
    if (row >= this.starts.length) {
      this.starts = grown(this.starts, new Int32Array(row * 2), -1)
      this.ends = grown(this.ends, new Int32Array(row * 2), 0)
    }
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

/** Whole numbers; NaN is "not there". */
export class NumberColumn {
  values = new Float64Array(FIRST_CAPACITY).fill(Number.NaN)

  set(row: number, value: number): void {
    if (row >= this.values.length) this.values = grown(this.values, new Float64Array(row * 2), Number.NaN)
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
  values = new Int32Array(FIRST_CAPACITY).fill(-1)

  set(row: number, value: number): void {
    if (row >= this.values.length) this.values = grown(this.values, new Int32Array(row * 2), -1)
    this.values[row] = value
  }

  clear(): void {
    this.values.fill(-1)
  }

  vector(): Int32Vector {
    return { kind: 'int32', values: this.values }
  }
}

export class BooleanColumn {
  values = new Int8Array(FIRST_CAPACITY).fill(-1)

  set(row: number, value: number): void {
    if (row >= this.values.length) this.values = grown(this.values, new Int8Array(row * 2), -1)
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
