import { createRandom, hashText, type Random } from './random.ts'

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** AROA…, AIDA… : the same for the same name. */
export function uniqueId(prefix: 'AIDA' | 'AROA', name: string): string {
  return `${prefix}${createRandom(`id ${name}`).base32(17)}`
}

/** Hex digits that are the same for the same name, as in `i-0…`, `sg-0…`. */
export function stableHex(name: string, length: number): string {
  return createRandom(`hex ${name}`).hex(length)
}

export function stableNumber(name: string, below: number): number {
  return hashText(name) % below
}

/** An access key id; as AWS's own, it holds the account's number in its first 48 bits. */
export function accessKeyId(prefix: 'AKIA' | 'ASIA', account: string, random: Random): string {
  const bits = 2 ** 47 + Number(account) * 128 + random.int(128)
  let high = Math.floor(bits / 8)
  let text = BASE32.charAt((bits % 8) * 4 + random.int(4))
  for (let digit = 0; digit < 9; digit++) {
    text = BASE32.charAt(high % 32) + text
    high = Math.floor(high / 32)
  }
  return `${prefix}${text}${random.base32(6)}`
}
