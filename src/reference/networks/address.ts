import ipaddr from 'ipaddr.js'

/** An address by number. Of IPv6 the first 64 bits, as two halves: what lies below them is one customer's own. */
export type Address =
  | { readonly version: 4; readonly value: number }
  | { readonly version: 6; readonly high: number; readonly low: number }

/** Longer texts are no addresses: with a zone an IPv6 address has 45 digits and the zone's name. */
const MOST_CHARS = 64
const V4 = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/u

/**
 * Reads an address as AWS writes it; IPv4 inside IPv6 (`::ffff:192.0.2.1`, the NAT64 prefix `64:ff9b::/96`) is IPv4.
 *
 * @returns undefined for whatever else a log may hold there.
 */
export function parseAddress(text: string): Address | undefined {
  if (text.length > MOST_CHARS) return undefined
  const v4 = parseV4(text)
  if (v4 !== undefined) return { version: 4, value: v4 }
  return text.includes(':') ? parseV6(text) : undefined
}

/** Four decimal numbers and nothing else: neither octal, nor hexadecimal, nor fewer parts. */
function parseV4(text: string): number | undefined {
  const match = V4.exec(text)
  if (match === null) return undefined
  let value = 0
  for (let i = 1; i <= 4; i++) {
    const part = match[i] ?? ''
    const octet = Number(part)
    if (octet > 255 || (part.length > 1 && part.startsWith('0'))) return undefined
    value = value * 256 + octet
  }
  return value
}

const MAPPED = 0xff_ff
const NAT64 = 0x64_ff_9b

function parseV6(text: string): Address | undefined {
  if (!ipaddr.IPv6.isValid(text)) return undefined
  const bytes = Buffer.from(ipaddr.IPv6.parse(text).toByteArray())
  const [high, low, third] = [bytes.readUInt32BE(0), bytes.readUInt32BE(4), bytes.readUInt32BE(8)]
  const holdsV4 = low === 0 && ((high === 0 && third === MAPPED) || (high === NAT64 && third === 0))
  return holdsV4 ? { version: 4, value: bytes.readUInt32BE(12) } : { version: 6, high, low }
}

/** The IPv4 /16 or IPv6 /32 that it lies in, as CIDR. */
export function blockOf(address: Address): string {
  if (address.version === 4) return `${address.value >>> 24}.${(address.value >>> 16) & 255}.0.0/16`
  const groups = [address.high >>> 16, address.high & 0xff_ff]
  return `${new ipaddr.IPv6([...groups, 0, 0, 0, 0, 0, 0]).toString()}/32`
}
