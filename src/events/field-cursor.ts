const QUOTE = 0x22
const BACKSLASH = 0x5c

/**
 * Walks the top-level fields of one JSON object that lies in a buffer and is known to be well formed (the scanner of
 * sources has been over it), without parsing it.
 */
export class FieldCursor {
  keyStart = 0
  keyEnd = 0
  valueStart = 0
  valueEnd = 0
  #bytes: Buffer = Buffer.alloc(0)
  #at = 0
  #end = 0

  /** @param start - where the object's `{` stands; `end` is behind its `}`. */
  open(bytes: Buffer, start: number, end: number): void {
    this.#bytes = bytes
    this.#at = bytes[start] === 0x7b ? start + 1 : end
    this.#end = end
  }

  next(): boolean {
    const bytes = this.#bytes
    const end = this.#end
    let at = this.#at
    while (at < end && bytes[at] !== QUOTE) at++
    if (at >= end) return false
    this.keyStart = at + 1
    at = afterString(bytes, at + 1, end)
    this.keyEnd = at - 1
    while (at < end && (bytes[at] === 0x3a || (bytes[at] ?? 0) <= 0x20)) at++
    this.valueStart = at
    at = afterValue(bytes, at, end)
    this.valueEnd = at
    this.#at = at
    return true
  }

  keyIs(name: string): boolean {
    if (this.keyEnd - this.keyStart !== name.length) return false
    for (let i = 0; i < name.length; i++) {
      if (this.#bytes[this.keyStart + i] !== name.charCodeAt(i)) return false
    }
    return true
  }
}

/** @param at - behind the opening quote. @returns the place behind the closing one. */
function afterString(bytes: Buffer, at: number, end: number): number {
  let place = at
  while (place < end && bytes[place] !== QUOTE) place += bytes[place] === BACKSLASH ? 2 : 1
  return place + 1
}

function afterValue(bytes: Buffer, at: number, end: number): number {
  const first = bytes[at]
  if (first === QUOTE) return afterString(bytes, at + 1, end)
  if (first !== 0x7b && first !== 0x5b) {
    let place = at
    while (place < end && bytes[place] !== 0x2c && bytes[place] !== 0x7d && (bytes[place] ?? 0) > 0x20)
      place++
    return place
  }
  return afterBrackets(bytes, at, end)
}

function afterBrackets(bytes: Buffer, at: number, end: number): number {
  let depth = 0
  let place = at
  while (place < end) {
    const byte = bytes[place++]
    if (byte === QUOTE) place = afterString(bytes, place, end)
    else if (byte === 0x7b || byte === 0x5b) depth++
    else if ((byte === 0x7d || byte === 0x5d) && --depth === 0) return place
  }
  return place
}
