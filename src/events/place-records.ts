import { wasmMemory } from '#wasm/index.ts'

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
  const copy = (view: ArrayBufferView): number => {
    const place = memory.copyOf(view)
    taken.push(place)
    return place
  }
  const place = memory.addressOf(bytes) ?? copy(bytes)
  const tapePlace = memory.addressOf(tape) ?? copy(tape)
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
