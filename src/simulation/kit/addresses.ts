import { IPV6_HOMES, NETWORKS, type NetworkName } from '../data/networks.ts'
import type { Random } from './random.ts'

/** Some address of the operator. */
export function addressIn(network: NetworkName, random: Random): string {
  const range = random.pick<string>(NETWORKS[network].ranges)
  const [base = '', bits = '32'] = range.split('/')
  const start = base.split('.').reduce((sum, part) => sum * 256 + Number(part), 0)
  const size = 2 ** (32 - Number(bits))
  let address = start + random.int(size)
  // Not the ends of a /24: they look made up.
  if (address % 256 === 0 || address % 256 === 255) address = start + ((address - start + 7) % size)
  return [address >>> 24, (address >>> 16) & 255, (address >>> 8) & 255, address & 255].join('.')
}

/** An address of the same /24. */
export function neighbourOf(address: string, random: Random): string {
  return `${address.slice(0, address.lastIndexOf('.'))}.${random.between(1, 254)}`
}

/** A home's IPv6 address, new bits for each device; undefined where the operator gives none. */
export function ipv6Of(network: NetworkName, home: string, random: Random): string | undefined {
  const prefix = new Map<string, string>(Object.entries(IPV6_HOMES)).get(network)
  if (prefix === undefined) return undefined
  const part = (): string => random.hex(4).replace(/^0+/, '') || '1'
  return `${prefix}:${home.slice(0, 4).replace(/^0+/, '') || '1'}:${home.slice(4, 8).replace(/^0+/, '') || '1'}:${part()}:${part()}:${part()}:${part()}`
}
