/**
 * What is known of a request, by key in lower case. A key that is not there is not known; one with no values is known to
 * be absent from the request.
 */
export type Context = ReadonlyMap<string, readonly string[]>

/** A text of a policy with its variables filled in. */
export interface Resolved {
  readonly text: string
  /** False where a variable was not known: then `*` stands for it. */
  readonly exact: boolean
}

const VARIABLE = /\$\{([^}]*)\}/gu

/**
 * Undefined where a variable is known to be absent and has no default: then nothing matches.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
export function resolve(text: string, context: Context): Resolved | undefined {
  if (!text.includes('${')) return { text, exact: true }
  let exact = true
  let absent = false
  const filled = text.replace(VARIABLE, (_, inner: string) => {
    if (inner === '$') return '$'
    const [, key = inner, fallback] = /^([^,]*?)\s*(?:,\s*'([^']*)'\s*)?$/u.exec(inner) ?? []
    const known = context.get(key.trim().toLowerCase())
    const value = known?.[0] ?? (known === undefined ? undefined : fallback)
    if (value !== undefined) return value
    if (known === undefined) exact = false
    else absent = true
    // `${*}` and `${?}` mean the characters themselves; they get here, too, and are taken for more than they are.
    return '*'
  })
  return absent ? undefined : { text: filled, exact }
}
