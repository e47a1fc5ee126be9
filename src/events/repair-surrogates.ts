const BACKSLASH = 0x5c
const LETTER_U = 0x75
/** As long as what it replaces. */
const REPLACEMENT = String.raw`\ufffd`
const ESCAPE_BYTES = REPLACEMENT.length

/**
 * Writes `\ufffd` over each escaped half of a surrogate pair that lacks its other half, in place. JSON's grammar lets such
 * halves pass, query engines do not: one of them would hide from every rule what stands beside it.
 */
export function repairSurrogates(bytes: Buffer): void {
  if (!bytes.includes(String.raw`\u`)) return
  for (const start of [String.raw`\ud`, String.raw`\uD`]) {
    let at = bytes.indexOf(start)
    while (at >= 0) at = bytes.indexOf(start, repairAt(bytes, at))
  }
}

/** @returns where to look on. */
function repairAt(bytes: Buffer, at: number): number {
  const unit = unitAt(bytes, at)
  if (!isHigh(unit) && !isLow(unit)) return at + 2
  const after = at + ESCAPE_BYTES
  if (isHigh(unit) && isLow(unitAt(bytes, after))) return after
  if (isLow(unit) && isHigh(unitAt(bytes, at - ESCAPE_BYTES))) return after
  bytes.write(REPLACEMENT, at, 'latin1')
  return after
}

const isHigh = (unit: number): boolean => unit >= 0xd800 && unit < 0xdc00
const isLow = (unit: number): boolean => unit >= 0xdc00 && unit <= 0xdfff

/** The code unit that the escape at this place stands for; NaN where there is none. */
function unitAt(bytes: Buffer, at: number): number {
  if (at < 0 || bytes[at] !== BACKSLASH || bytes[at + 1] !== LETTER_U || isEscaped(bytes, at))
    return Number.NaN
  const digits = bytes.toString('latin1', at + 2, at + ESCAPE_BYTES)
  return /^[\da-f]{4}$/iu.test(digits) ? Number.parseInt(digits, 16) : Number.NaN
}

/** Whether the backslash at this place stands behind another one, and so is plain text. */
function isEscaped(bytes: Buffer, at: number): boolean {
  let first = at
  while (bytes[first - 1] === BACKSLASH) first--
  return (at - first) % 2 === 1
}
