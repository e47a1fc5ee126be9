/**
 * Columns of a batch of rows, laid out so that no value needs an object of its own.
 * A Parquet row group is made from chosen rows of a batch, in a chosen order.
 */
export type Vector = DictVector | SharedVector | SliceVector | Int64Vector | Int32Vector | BooleanVector

/** Texts by id, in UTF-8, all in one buffer. */
export interface Texts {
  readonly bytes: Uint8Array
  readonly starts: Int32Array
  readonly ends: Int32Array
  readonly count: number
}

/** Few distinct values: `ids[row]` is an index into `values`, -1 for null. */
export interface DictVector {
  readonly kind: 'dict'
  readonly ids: Int32Array
  readonly values: Texts
}

/**
 * A leaf of a struct that many rows share: row → shared[row] → ids and definition level.
 * `definitions[i]` says how deep along the path the value is there; `maxDefinition` is a value.
 */
export interface SharedVector {
  readonly kind: 'shared'
  readonly shared: Int32Array
  readonly ids: Int32Array
  readonly definitions: Int32Array
  readonly maxDefinition: number
  readonly values: Texts
}

/** Mostly distinct text, still lying among what it was read from: `starts[row]` is -1 for null. */
export interface SliceVector {
  readonly kind: 'slice'
  readonly bytes: Uint8Array
  readonly starts: Int32Array
  readonly ends: Int32Array
}

/** NaN is null; whole numbers below 2^53. */
export interface Int64Vector {
  readonly kind: 'int64'
  readonly values: Float64Array
}

export interface Int32Vector {
  readonly kind: 'int32'
  readonly values: Int32Array
}

/** 1, 0, or -1 for null. */
export interface BooleanVector {
  readonly kind: 'boolean'
  readonly values: Int8Array
}
