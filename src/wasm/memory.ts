import { readFileSync } from 'node:fs'

/** What assembly/ exports: its comments say what each does. All numbers are whole, addresses unsigned. */
interface Code {
  allocate(size: number): number
  release(place: number): void
  // oxlint-disable-next-line max-params -- as WebAssembly has it: numbers only
  scanList(base: number, from: number, until: number, tape: number, tapeLimit: number, maxBytes: number): number
  scannedRecords(): number
  scannedTapeEnd(): number
}

// Of WebAssembly's own names what is used here: TypeScript knows them for browsers only.
interface SharedMemory {
  readonly buffer: SharedArrayBuffer
}
declare const WebAssembly: {
  readonly Memory: new (size: { initial: number; maximum: number; shared: true }) => SharedMemory
  readonly Module: new (code: Uint8Array) => object
  readonly Instance: new (module: object, imports: object) => { readonly exports: object }
}

/** As scripts/compile-bytes.ts has it, in pages of 64 kB. */
const SIZE = { initial: 16, maximum: 65_536, shared: true } as const
const CODE = new URL('../../data/bytes.wasm', import.meta.url)
const NAMES = ['allocate', 'release', 'scanList', 'scannedRecords', 'scannedTapeEnd'] as const

/** A thread's WebAssembly, with its one memory: it grows and never moves, so that a view of it stays true. */
export class WasmMemory {
  readonly code: Code
  readonly #memory: SharedMemory

  constructor() {
    this.#memory = new WebAssembly.Memory(SIZE)
    const abort = (): never => {
      throw new RangeError('out of memory for what is being read at once')
    }
    const module = new WebAssembly.Module(readFileSync(CODE))
    const { exports } = new WebAssembly.Instance(module, { env: { memory: this.#memory, abort } })
    if (!isCode(exports)) throw new TypeError(`${CODE.pathname} is not of this version: npm run wasm`)
    this.code = exports
  }

  /** @returns the address of room for `size` bytes, at a multiple of 16. Give it back with `release`. */
  allocate(size: number): number {
    return this.code.allocate(size) >>> 0
  }

  release(place: number): void {
    this.code.release(place)
  }

  bytes(place: number, size: number): Buffer {
    return Buffer.from(this.#memory.buffer, place, size)
  }

  /** Where the bytes of a view lie; undefined where they are not of this memory. */
  addressOf({ buffer, byteOffset }: ArrayBufferView): number | undefined {
    // A SharedArrayBuffer that is not ours would be a thread's that we do not make.
    return buffer instanceof SharedArrayBuffer ? byteOffset : undefined
  }

  int32s(place: number, count: number): Int32Array<SharedArrayBuffer> {
    return new Int32Array(this.#memory.buffer, place, count)
  }
}

const isCode = (exports: object): exports is Code =>
  NAMES.every((name) => name in exports && typeof Reflect.get(exports, name) === 'function')
