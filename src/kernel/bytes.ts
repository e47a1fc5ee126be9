/** Bytes and a view of them: to make a view for each text would cost more than the text. */
export interface ViewedBytes<Bytes extends Uint8Array = Uint8Array> {
  readonly bytes: Bytes
  readonly view: DataView
}

export const viewOf = (bytes: Uint8Array): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.length)

/** Bytes that are written one after another into a buffer that grows, and is used again and again. */
export class ByteWriter implements ViewedBytes<Buffer> {
  bytes: Buffer
  view: DataView
  length = 0

  /** @param capacity - bytes to begin with. */
  constructor(capacity: number) {
    this.bytes = Buffer.allocUnsafeSlow(capacity)
    this.view = viewOf(this.bytes)
  }

  /** Makes room for `count` more bytes. */
  reserve(count: number): void {
    if (this.length + count <= this.bytes.length) return
    const old = this.bytes
    this.bytes = Buffer.allocUnsafeSlow(Math.max(old.length * 2, this.length + count))
    this.view = viewOf(this.bytes)
    // The old one is not given back by hand: somebody may be reading in it.
    old.copy(this.bytes, 0, 0, this.length)
  }

  /** Appends the bytes of the source between `start` and `end`. */
  copy(source: ViewedBytes, start: number, end: number): void {
    this.reserve(end - start)
    // A native copy costs more than these loops below some hundreds of bytes.
    if (end - start > LEAST_NATIVE) this.bytes.set(source.bytes.subarray(start, end), this.length)
    else copyWords(source.view, start, end, { view: this.view, at: this.length })
    this.length += end - start
  }

  clear(): void {
    this.length = 0
  }
}

const LEAST_NATIVE = 512

function copyWords(
  source: DataView,
  start: number,
  end: number,
  target: { readonly view: DataView; readonly at: number },
): void {
  const { view } = target
  let from = start
  let at = target.at
  for (; from + 16 <= end; from += 16, at += 16) {
    view.setInt32(at, source.getInt32(from, true), true)
    view.setInt32(at + 4, source.getInt32(from + 4, true), true)
    view.setInt32(at + 8, source.getInt32(from + 8, true), true)
    view.setInt32(at + 12, source.getInt32(from + 12, true), true)
  }
  for (; from + 4 <= end; from += 4, at += 4) view.setInt32(at, source.getInt32(from, true), true)
  for (; from < end; from++, at++) view.setInt8(at, source.getInt8(from))
}

/**
 * Gives the memory of a large buffer that nobody needs any more back at once: every view of it is empty after this. V8 counts
 * what buffers hold, and walks its whole heap at every 32 MB of them; what is given back by hand is not counted.
 */
export function releaseBytes(bytes: ArrayBufferView): void {
  const { buffer } = bytes
  // Small buffers share one with others (Node's pool).
  if (buffer instanceof ArrayBuffer && buffer.byteLength > Buffer.poolSize) buffer.transfer(0)
}
