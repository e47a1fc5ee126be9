/** Rows in the order of their keys, and where in it each key begins. */
export interface SortedRows {
  readonly rows: Int32Array
  readonly starts: Int32Array
}

/**
 * Sorts rows by small keys, those of one key left in the order they came in: counted, not compared.
 *
 * @param keys - by row: whole numbers from 0, no larger than some ten thousands.
 */
export function sortedBy(keys: Int32Array, rows: Int32Array): SortedRows {
  const starts = startsOf(keys, rows)
  const next = starts.slice()
  const sorted = new Int32Array(rows.length)
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i] ?? 0
    const key = keys[row] ?? 0
    const at = next[key] ?? 0
    sorted[at] = row
    next[key] = at + 1
  }
  return { rows: sorted, starts }
}

function startsOf(keys: Int32Array, rows: Int32Array): Int32Array {
  let most = -1
  for (let i = 0; i < rows.length; i++) most = Math.max(most, keys[rows[i] ?? 0] ?? 0)
  const starts = new Int32Array(most + 2)
  for (let i = 0; i < rows.length; i++) {
    const after = (keys[rows[i] ?? 0] ?? 0) + 1
    starts[after] = (starts[after] ?? 0) + 1
  }
  for (let key = 1; key < starts.length; key++) starts[key] = (starts[key] ?? 0) + (starts[key - 1] ?? 0)
  return starts
}
