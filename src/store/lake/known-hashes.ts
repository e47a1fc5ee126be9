import { releaseBytes } from '#kernel/index.ts'

/** A file's events by number (EventBatch.eventHashes), in order. */
export type EventHashes = BigUint64Array

/** 4 million events: of what was read longer ago the files are asked. */
const MOST_BYTES = 32 << 20

/**
 * What events the files hold that this process has put into the lake, by numbers: nearly no two of them share one, and those that
 * do not need not be read to know it.
 */
export class KnownHashes {
  readonly #byPath = new Map<string, EventHashes>()
  readonly #mostBytes: number
  #bytes = 0

  constructor(mostBytes = MOST_BYTES) {
    this.#mostBytes = mostBytes
  }

  /** @param hashes - are its own from now on. */
  remember(path: string, hashes: EventHashes): void {
    this.#byPath.set(path, hashes)
    this.#bytes += hashes.byteLength
    for (const [oldest, forgotten] of this.#byPath) {
      if (this.#bytes <= this.#mostBytes) break
      this.#byPath.delete(oldest)
      this.#bytes -= forgotten.byteLength
      releaseBytes(forgotten)
    }
  }

  /** Gives all memory back: nothing is known after this. */
  close(): void {
    for (const hashes of this.#byPath.values()) releaseBytes(hashes)
    this.#byPath.clear()
    this.#bytes = 0
  }

  /** Whether a file may hold one of these events: what is not known may. */
  mayHold(path: string, hashes: EventHashes): boolean {
    const known = this.#byPath.get(path)
    return known === undefined || shareOne(known, hashes)
  }
}

/** Goes over both by their halves of 32 bits: a BigInt for each number would be an object for each. */
function shareOne(one: EventHashes, other: EventHashes): boolean {
  const [a, b] = [halvesOf(one), halvesOf(other)]
  let [i, k] = [0, 0]
  while (i < a.length && k < b.length) {
    const high = (a[i + HIGH] ?? 0) - (b[k + HIGH] ?? 0)
    const difference = high === 0 ? (a[i + LOW] ?? 0) - (b[k + LOW] ?? 0) : high
    if (difference === 0) return true
    if (difference < 0) i += 2
    else k += 2
  }
  return false
}

const halvesOf = ({ buffer, byteOffset, length }: EventHashes): Uint32Array =>
  new Uint32Array(buffer, byteOffset, length * 2)

// Where the halves lie depends on the machine.
const [LOW, HIGH] = new Uint32Array(BigUint64Array.of(1n).buffer)[0] === 1 ? [0, 1] : [1, 0]
