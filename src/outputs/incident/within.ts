import { harmless } from '../harmless.ts'

/** Text of unknown origin, harmless, never empty, and within so many bytes of UTF-8 (so within as many characters too). */
export function within(value: string, maxBytes: number): string {
  let shown = harmless(value, { maxChars: maxBytes }).trim()
  while (Buffer.byteLength(shown) > maxBytes) {
    const chars = Array.from(shown)
    shown = `${chars.slice(0, Math.min(chars.length - 2, Math.floor(0.9 * chars.length))).join('')}…`
  }
  return shown === '' ? '-' : shown
}
