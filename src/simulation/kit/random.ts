/** A stream of numbers that is the same for the same name, on every machine. */
export interface Random {
  /** In [0, 1). */
  next(): number
  /** A whole number in [0, below). */
  int(below: number): number
  /** A whole number in [min, max]. */
  between(min: number, max: number): number
  chance(probability: number): boolean
  pick<T>(items: readonly T[]): T
  /** `count` different items, in random order (all, if there are fewer). */
  sample<T>(items: readonly T[], count: number): T[]
  hex(length: number): string
  /** Upper-case letters and digits 2–7, as AWS's own ids. */
  base32(length: number): string
  alphanumeric(length: number): string
  uuid(): string
  normal(mean: number, deviation: number): number
  exponential(mean: number): number
  /** How many of a thing happen where `mean` are usual. */
  poisson(mean: number): number
}

const BYTE_HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))
const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
const ALPHANUMERIC = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'

/** 32 bits of FNV-1a over a text: seeds and stable ids come from names. */
export function hashText(text: string, basis = 0x811c9dc5): number {
  let hash = basis
  for (let at = 0; at < text.length; at++) {
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  }
  return hash >>> 0
}

/** sfc32, seeded by a name. */
export function createRandom(name: string): Random {
  const word = sfc32(name)
  const next = (): number => word() / 4294967296
  const int = (below: number): number => Math.floor(next() * below)
  const pick = <T>(items: readonly T[]): T => {
    const item = items[int(items.length)]
    if (item === undefined) throw new RangeError('Nothing to pick from.')
    return item
  }
  const text = (alphabet: string, length: number): string => {
    let out = ''
    for (let count = 0; count < length; count++) out += alphabet.charAt(int(alphabet.length))
    return out
  }
  const hex8 = (): string => hexOf(word())
  const exponential = (mean: number): number => -mean * Math.log(1 - next())
  const normal = (mean: number, deviation: number): number => {
    const radius = Math.sqrt(-2 * Math.log(1 - next()))
    return mean + deviation * radius * Math.cos(2 * Math.PI * next())
  }
  return {
    next,
    int,
    pick,
    exponential,
    normal,
    between: (min, max) => min + int(max - min + 1),
    chance: (probability) => next() < probability,
    sample: (items, count) => shuffled(items, int).slice(0, count),
    hex: (length) => {
      let out = ''
      while (out.length < length) out += hex8()
      return out.slice(0, length)
    },
    base32: (length) => text(BASE32, length),
    alphanumeric: (length) => text(ALPHANUMERIC, length),
    uuid: () => {
      const [a, b, c, d] = [
        hex8(),
        hexOf((word() & 0xffff0fff) | 0x4000),
        hexOf((word() & 0x3fffffff) | 0x80000000),
        hex8(),
      ]
      return `${a}-${b.slice(0, 4)}-${b.slice(4)}-${c.slice(0, 4)}-${c.slice(4)}${d}`
    },
    poisson: (mean) => {
      if (mean > 30) return Math.max(0, Math.round(normal(mean, Math.sqrt(mean))))
      let count = 0
      for (let at = exponential(1); at < mean; at += exponential(1)) count++
      return count
    },
  }
}

function shuffled<T>(items: readonly T[], int: (below: number) => number): T[] {
  return items
    .map((item) => ({ item, order: int(0x40000000) }))
    .toSorted((a, b) => a.order - b.order)
    .map(({ item }) => item)
}

function hexOf(word: number): string {
  return `${BYTE_HEX[word >>> 24]}${BYTE_HEX[(word >>> 16) & 255]}${BYTE_HEX[(word >>> 8) & 255]}${BYTE_HEX[word & 255]}`
}

function sfc32(name: string): () => number {
  let a = hashText(name)
  let b = hashText(name, 0x9e3779b9)
  let c = hashText(name, 0x243f6a88)
  let counter = 1
  const word = (): number => {
    const sum = (((a + b) | 0) + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (c << 21) | (c >>> 11)
    c = (c + sum) | 0
    return sum >>> 0
  }
  for (let round = 0; round < 12; round++) word()
  return word
}
