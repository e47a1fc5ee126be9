import { wasmMemory } from '#wasm/index.ts'

export const CELL_BYTES = 4

/** A tape (docs/architecture.md, "A record on its way") that is being written. */
export interface TapeWriter {
  /** Where the cells lie in the memory of WebAssembly. */
  place: number
  cells: Int32Array
  length: number
  recordCount: number
}

export function createTapeWriter(capacity = 1 << 13): TapeWriter {
  const place = wasmMemory().allocate(capacity * CELL_BYTES)
  return { place, cells: wasmMemory().int32s(place, capacity), length: 0, recordCount: 0 }
}

/** Makes room for `count` more cells. */
export function reserve(tape: TapeWriter, count: number): void {
  if (tape.length + count <= tape.cells.length) return
  const larger = createTapeWriter(Math.max(tape.cells.length * 2, tape.length + count))
  larger.cells.set(tape.cells)
  releaseTape(tape)
  tape.place = larger.place
  tape.cells = larger.cells
}

/** Gives the cells' memory back. */
export const releaseTape = ({ place }: TapeWriter): void => wasmMemory().release(place)

/** The tape so far with all offsets lowered by `base`, valid until the writer is written to again: it is empty after this. */
export function takeTape(tape: TapeWriter, base: number): Int32Array {
  const taken = tape.cells.subarray(0, tape.length)
  if (base !== 0) lower(taken, base)
  tape.length = 0
  tape.recordCount = 0
  return taken
}

function lower(cells: Int32Array, base: number): void {
  let at = 0
  while (at < cells.length) {
    const next = at + 3 + (cells[at + 2] ?? 0) * 4
    cells[at] = (cells[at] ?? 0) - base
    cells[at + 1] = (cells[at + 1] ?? 0) - base
    for (let cell = at + 3; cell < next; cell++) cells[cell] = (cells[cell] ?? 0) - base
    at = next
  }
}
