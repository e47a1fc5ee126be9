import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { type Code, isCode } from './code.ts'

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
/** WebAssembly reads 16 bytes at a time, and some of it stops at zeros. */
const PADDING_BYTES = 64
const CODE = new URL('../../data/bytes.wasm', import.meta.url)

/** What the module calls where it cannot go on. */
function abort(): never {
  throw new RangeError('out of memory for what is being read at once')
}

/**
 * A thread's WebAssembly, with its one memory: it grows and never moves, so that a view of it stays true. It is a shared memory
 * for this alone; no other thread sees it.
 */
export class WasmMemory {
  readonly code: Code
  readonly #memory: SharedMemory
  #scratch = { place: 0, size: 0 }
  /** Views of all that there is; made anew where somebody asks for what lies beyond. */
  #all: Buffer
  #words: Int32Array

  constructor() {
    this.#memory = new WebAssembly.Memory(SIZE)
    const module = new WebAssembly.Module(readFileSync(CODE))
    const { exports } = new WebAssembly.Instance(module, { env: { memory: this.#memory, abort } })
    if (!isCode(exports)) throw new TypeError(`${fileURLToPath(CODE)} is not of this version: npm run wasm`)
    this.code = exports
    const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = crypto.getRandomValues(new Int32Array(6))
    this.code.seedTables(a, b)
    this.code.seedSeen(c, d, e, f)
    this.#all = Buffer.from(this.#memory.buffer)
    this.#words = new Int32Array(this.#memory.buffer)
  }

  /** @returns the address of room for `size` bytes, at a multiple of 16. Give it back with `release`. */
  allocate(size: number): number {
    return this.code.allocate(size) >>> 0
  }

  release(place: number): void {
    this.code.release(place)
  }

  /** @returns the address of a copy, with zeros behind it. Give it back with `release`. */
  copyOf({ buffer, byteOffset, byteLength }: ArrayBufferView): number {
    const place = this.allocate(byteLength + PADDING_BYTES)
    const copy = this.bytes(place, byteLength + PADDING_BYTES)
    copy.set(new Uint8Array(buffer, byteOffset, byteLength))
    copy.fill(0, byteLength)
    return place
  }

  bytes(place: number, size: number): Buffer {
    return Buffer.from(this.#memory.buffer, place, size)
  }

  int32s(place: number, count: number): Int32Array<SharedArrayBuffer> {
    return new Int32Array(this.#memory.buffer, place, count)
  }

  int8s(place: number, count: number): Int8Array<SharedArrayBuffer> {
    return new Int8Array(this.#memory.buffer, place, count)
  }

  float64s(place: number, count: number): Float64Array<SharedArrayBuffer> {
    return new Float64Array(this.#memory.buffer, place, count)
  }

  uint64s(place: number, count: number): BigUint64Array<SharedArrayBuffer> {
    return new BigUint64Array(this.#memory.buffer, place, count)
  }

  /** Where the bytes of a view lie; undefined where they are not of this memory. */
  addressOf({ buffer, byteOffset }: ArrayBufferView): number | undefined {
    // A SharedArrayBuffer that is not ours would be a thread's that we do not make.
    return buffer instanceof SharedArrayBuffer ? byteOffset : undefined
  }

  /** The whole number that lies at an address. */
  wordAt(place: number): number {
    if (place >>> 2 >= this.#words.length) this.#words = new Int32Array(this.#memory.buffer)
    return this.#words[place >>> 2] ?? 0
  }

  /** The text whose UTF-8 lies between two addresses. */
  textAt(start: number, end: number): string {
    if (end > this.#all.length) this.#all = Buffer.from(this.#memory.buffer)
    return this.#all.toString('utf8', start, end)
  }

  /** Writes a text where it can be read until the next one is written. @returns its address and size. */
  write(text: string): { readonly place: number; readonly size: number } {
    const size = Buffer.byteLength(text)
    if (size > this.#scratch.size) {
      if (this.#scratch.size > 0) this.release(this.#scratch.place)
      this.#scratch = { place: this.allocate(size * 2 + 1024), size: size * 2 }
    }
    const { place } = this.#scratch
    if (place + size > this.#all.length) this.#all = Buffer.from(this.#memory.buffer)
    this.#all.write(text, place)
    return { place, size }
  }
}
