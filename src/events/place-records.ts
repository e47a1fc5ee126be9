import { wasmMemory } from '#wasm/index.ts'

/** WebAssembly reads 16 bytes at a time. */
const PADDING_BYTES = 64

/** Records and their tape where WebAssembly can read them. */
export interface PlacedRecords {
  readonly bytes: Buffer
  readonly tape: Int32Array
  /** The addresses of the two. */
  readonly place: number
  readonly tapePlace: number
  /** Gives back what was taken for it. */
  release(): void
}

/** The scanner's records lie there already; others are copied. */
export function placeRecords(bytes: Buffer, tape: Int32Array): PlacedRecords {
  const memory = wasmMemory()
  const taken: number[] = []
  const copy = (view: Uint8Array): number => {
    const place = memory.allocate(view.length + PADDING_BYTES)
    taken.push(place)
    memory.bytes(place, view.length).set(view)
    return place
  }
  const place = memory.addressOf(bytes) ?? copy(bytes)
  const tapePlace =
    memory.addressOf(tape) ?? copy(new Uint8Array(tape.buffer, tape.byteOffset, tape.byteLength))
  return {
    bytes: memory.bytes(place, bytes.length),
    tape: memory.int32s(tapePlace, tape.length),
    place,
    tapePlace,
    release() {
      for (const one of taken) memory.release(one)
    },
  }
}
