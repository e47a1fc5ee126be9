/** What a schema says against a document, as zod tells it. */
interface Issue {
  readonly code: string
  readonly path: readonly PropertyKey[]
  readonly message: string
  readonly keys?: readonly string[]
  readonly expected?: unknown
}

export interface Mistake {
  readonly path: readonly PropertyKey[]
  readonly message: string
}

/** In the words that every kind of file is told by. Names that nobody knows are told one by one, each where it stands. */
export function mistakesOf({ code, path, message, keys = [], expected }: Issue): readonly Mistake[] {
  if (code === 'unrecognized_keys')
    return keys.map((key) => ({ path: [...path, key], message: 'there is no such name here' }))
  const isUnquoted = code === 'invalid_type' && expected === 'string' && message.endsWith('received number')
  return [{ path, message: isUnquoted ? `${message}: it must stand in quotes` : message }]
}
