import ipaddr from 'ipaddr.js'

/** As wide as this or wider, and public, is the world. */
const WIDEST_V4 = 8
const WIDEST_V6 = 16
const NOT_PUBLIC: ReadonlySet<string> = new Set([
  'private',
  'loopback',
  'linkLocal',
  'uniqueLocal',
  'multicast',
  'reserved',
])

/** True for 0.0.0.0/0, ::/0 and public networks at least as wide as /8 (v4) or /16 (v6). */
export function isWorld(cidr: string): boolean {
  if (cidr.length > 64 || !ipaddr.isValidCIDR(cidr)) return false
  const [address, bits] = ipaddr.parseCIDR(cidr)
  const widest = address.kind() === 'ipv4' ? WIDEST_V4 : WIDEST_V6
  if (bits > widest) return false
  // 0.0.0.0 itself is "unspecified", but the network that begins there is everybody's.
  return bits === 0 || !(NOT_PUBLIC.has(address.range()) && bits >= smallestWholeRange(address))
}

/** Up to this width a network that begins in a private range lies wholly in it: 10.0.0.0/8, fc00::/7. */
function smallestWholeRange(address: ipaddr.IPv4 | ipaddr.IPv6): number {
  if (address.range() === 'multicast') return address.kind() === 'ipv4' ? 4 : 8
  if (address.kind() === 'ipv6') return address.range() === 'uniqueLocal' ? 7 : 10
  return address.range() === 'reserved' ? 4 : 8
}

/** Ports by which machines and databases are administered, or read. */
const ADMIN_PORTS: readonly number[] = [
  22, 23, 445, 1433, 1521, 2375, 2376, 3306, 3389, 5432, 5900, 5985, 5986, 6379, 6443, 9200, 11211, 27017,
]

const PROTOCOLS: Readonly<Record<string, string>> = {
  '-1': 'all',
  '1': 'icmp',
  '6': 'tcp',
  '17': 'udp',
  '58': 'icmpv6',
}

/** `tcp` for `tcp` and `6`, `all` for `-1` and where none is said. */
export function protocolName(protocol: string | undefined): string {
  const name = (protocol ?? '-1').toLowerCase()
  return Object.hasOwn(PROTOCOLS, name) ? (PROTOCOLS[name] ?? name) : name
}

export interface PortRange {
  /** `22`, `1000-2000`, `all`; undefined for protocols without ports. */
  readonly label: string | undefined
  readonly holdsAdminPort: boolean
}

/** @param from - as AWS writes it, a number or text; -1 or nothing for all. */
export function portRange(protocol: string, from: string | undefined, to: string | undefined): PortRange {
  if (protocol === 'icmp' || protocol === 'icmpv6') return { label: undefined, holdsAdminPort: false }
  const low = Number(from ?? '-1')
  const high = Number(to ?? from ?? '-1')
  const isAll = protocol === 'all' || !(low >= 0) || (low <= 1 && high >= 65_535)
  if (isAll) return { label: 'all', holdsAdminPort: true }
  const holdsAdminPort = ADMIN_PORTS.some((port) => port >= low && port <= high)
  return { label: low === high ? String(low) : `${low}-${high}`, holdsAdminPort }
}
