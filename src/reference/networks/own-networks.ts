import ipaddr from 'ipaddr.js'
import { type Address, parseAddress } from './address.ts'

/** A network that the user calls his own. */
export interface OwnNetwork {
  /** undefined: it goes by its CIDR. */
  readonly name: string | undefined
  readonly cidr: string
}

interface Range {
  readonly label: string
  readonly version: 4 | 6
  readonly bits: number
  /** Of v4 32 bits, of v6 the 128 bits of an address, without those that the network leaves open. */
  readonly prefix: bigint
}

/** Tells the label (`own:<name or CIDR>`) of the narrowest network that an address lies in. */
export function ownNetworkFinder(
  networks: readonly OwnNetwork[],
): (address: Address, text: string) => string | undefined {
  const ranges = networks.map(rangeOf).toSorted((a, b) => b.bits - a.bits)
  if (ranges.length === 0) return () => undefined
  return (address, text) => {
    const value = valueOf(text, address)
    const { version } = address
    return ranges.find(
      (range) => range.version === version && prefixOf(value, version, range.bits) === range.prefix,
    )?.label
  }
}

function rangeOf({ name, cidr }: OwnNetwork): Range {
  const [base = '', bitsText = ''] = cidr.split('/')
  const address = parseAddress(base)
  if (address === undefined) throw new RangeError(`no network: ${cidr}`)
  const { version } = address
  // A v4 network may be written as v6: ::ffff:192.0.2.0/120.
  const bits = version === 4 && base.includes(':') ? Number(bitsText) - 96 : Number(bitsText)
  return {
    label: `own:${name ?? cidr}`,
    version,
    bits,
    prefix: prefixOf(valueOf(base, address), version, bits),
  }
}

const prefixOf = (value: bigint, version: 4 | 6, bits: number): bigint =>
  value >> BigInt((version === 4 ? 32 : 128) - bits)

function valueOf(text: string, address: Address): bigint {
  if (address.version === 4) return BigInt(address.value)
  return ipaddr.IPv6.parse(text)
    .toByteArray()
    .reduce((sum, byte) => sum * 256n + BigInt(byte), 0n)
}
