/** Footers and headers of pages are put together in it: bytes one after another, in a buffer that grows and is used again. */
export class ByteSink {
  #bytes = Buffer.allocUnsafeSlow(1 << 12)
  #length = 0

  byte(value: number): void {
    this.#reserve(1)
    this.#bytes[this.#length++] = value
  }

  copy(bytes: Uint8Array): void {
    this.#reserve(bytes.length)
    this.#bytes.set(bytes, this.#length)
    this.#length += bytes.length
  }

  /** What was written, until something else is. */
  taken(): Buffer {
    return this.#bytes.subarray(0, this.#length)
  }

  clear(): void {
    this.#length = 0
  }

  #reserve(count: number): void {
    const wanted = this.#length + count
    if (wanted <= this.#bytes.length) return
    const larger = Buffer.allocUnsafeSlow(Math.max(this.#bytes.length * 2, wanted))
    this.#bytes.copy(larger, 0, 0, this.#length)
    this.#bytes = larger
  }
}
