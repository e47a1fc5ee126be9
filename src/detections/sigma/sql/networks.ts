import ipaddr from 'ipaddr.js'
import { type Fragment, spelled, value } from '#store/index.ts'

/** Whether an address text lies in one of some networks; a bare address is a network of one. */
export function inNetworks(subject: Fragment, networks: readonly string[]): Fragment {
  const args = networks.flatMap((network) => {
    const { cidr, first, last } = rangeOf(network)
    return [value(cidr), value(first), value(last)]
  })
  return spelled('inNetworks', subject, ...args)
}

interface Range {
  readonly cidr: string
  /** 32 hex digits; v4 as ::ffff:a.b.c.d. */
  readonly first: string
  readonly last: string
}

function rangeOf(network: string): Range {
  const [address, bits] = network.includes('/')
    ? ipaddr.parseCIDR(network)
    : [ipaddr.parse(network), ipaddr.parse(network).kind() === 'ipv4' ? 32 : 128]
  const v4 = address instanceof ipaddr.IPv4
  const prefix = v4 ? bits + 96 : bits
  const bytes = (v4 ? address.toIPv4MappedAddress() : address).toByteArray()
  const edge = (fill: 0 | 1): number[] =>
    bytes.map((byte, i) => {
      const kept = Math.max(0, Math.min(8, prefix - i * 8))
      const mask = (0xff << (8 - kept)) & 0xff
      return (byte & mask) | (fill === 1 ? ~mask & 0xff : 0)
    })
  const first = edge(0)
  const base = ipaddr.fromByteArray(v4 ? first.slice(12) : first)
  return {
    cidr: `${base.toString()}/${String(bits)}`,
    first: Buffer.from(first).toString('hex'),
    last: Buffer.from(edge(1)).toString('hex'),
  }
}
