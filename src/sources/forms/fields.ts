/** Top-level fields of the record whose header lies at `header` of a tape, read one by one. */
export interface Fields {
  readonly has: (key: string) => boolean
  /** Raw JSON of the value; undefined where the field is absent. */
  readonly raw: (key: string) => Buffer | undefined
  /** The value if it is a string, unescaped. */
  readonly text: (key: string) => string | undefined
  readonly keys: () => readonly string[]
}

export function fieldsAt(bytes: Buffer, tape: Int32Array, header: number): Fields {
  const places = new Map<string, number>()
  const count = tape[header + 2] ?? 0
  for (let field = 0; field < count; field++) {
    const at = header + 3 + field * 4
    places.set(bytes.toString('utf8', tape[at] ?? 0, Math.min(tape[at + 1] ?? 0, (tape[at] ?? 0) + 256)), at)
  }
  const raw = (key: string): Buffer | undefined => {
    const at = places.get(key)
    return at === undefined ? undefined : bytes.subarray(tape[at + 2] ?? 0, tape[at + 3] ?? 0)
  }
  return {
    has: (key) => places.has(key),
    raw,
    text: (key) => unquote(raw(key)),
    keys: () => [...places.keys()],
  }
}

/** A JSON string's text; undefined for what is none. */
export function unquote(raw: Buffer | undefined): string | undefined {
  if (raw === undefined || raw[0] !== 0x22) return undefined
  const value = parseJson(raw.toString('utf8'))
  return typeof value === 'string' ? value : undefined
}

/** The value, or undefined where it is no JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
