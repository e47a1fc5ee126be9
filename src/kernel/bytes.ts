/** Bytes and a view of them: to make a view for each text would cost more than the text. */
export interface ViewedBytes<Bytes extends Uint8Array = Uint8Array> {
  readonly bytes: Bytes
  readonly view: DataView
}

export const viewOf = (bytes: Uint8Array): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.length)

/**
 * Gives the memory of a large buffer that nobody needs any more back at once: every view of it is empty after this. V8 counts
 * what buffers hold, and walks its whole heap at every 32 MB of them; what is given back by hand is not counted.
 */
export function releaseBytes(bytes: Buffer): void {
  const { buffer } = bytes
  // Small buffers share one with others (Node's pool).
  if (buffer instanceof ArrayBuffer && buffer.byteLength > LARGEST_SHARED) buffer.transfer(0)
}

const LARGEST_SHARED = Math.max(Buffer.poolSize, 64 * 1024)
