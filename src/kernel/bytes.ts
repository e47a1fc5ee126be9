/**
 * Gives the memory of a large buffer that nobody needs any more back at once: every view of it is empty after this. V8 counts
 * what buffers hold, and walks its whole heap at every 32 MB of them; what is given back by hand is not counted.
 */
export function releaseBytes(bytes: ArrayBufferView): void {
  const { buffer } = bytes
  // Small buffers share one with others (Node's pool).
  if (buffer instanceof ArrayBuffer && buffer.byteLength > Buffer.poolSize) buffer.transfer(0)
}
