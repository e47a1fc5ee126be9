import { writeFileSync } from 'node:fs'

type Value = string | number | { readonly [key: string]: Value }

/**
 * Writes a small MaxMind database: each network with what is said of it. Networks must not hold one another.
 *
 * @see https://maxmind.github.io/MaxMind-DB/
 */
export function writeMmdb(
  path: string,
  entries: readonly (readonly [bits: string, found: Value])[],
  ipVersion: 4 | 6,
): void {
  const nodes: [number, number][] = [[0, 0]]
  const data: Buffer[] = []
  const pending: { node: number; side: 0 | 1; at: number }[] = []
  let size = 0
  for (const [bits, found] of entries) {
    let node = 0
    for (const [i, bit] of Array.from(bits).entries()) {
      const side = bit === '1' ? 1 : 0
      if (i === bits.length - 1) pending.push({ node, side, at: size })
      else {
        const known = nodes[node]?.[side] ?? 0
        const next = known === 0 ? nodes.push([0, 0]) - 1 : known
        nodes[node]?.splice(side, 1, next)
        node = next
      }
    }
    const encoded = encode(found)
    data.push(encoded)
    size += encoded.length
  }
  const count = nodes.length
  const tree = nodes.map((records) => records.map((next) => (next === 0 ? count : next)))
  for (const { node, side, at } of pending) tree[node]?.splice(side, 1, count + 16 + at)
  const metadata = {
    binary_format_major_version: 2,
    binary_format_minor_version: 0,
    build_epoch: 1,
    database_type: 'Test',
    ip_version: ipVersion,
    node_count: count,
    record_size: 32,
  }
  writeFileSync(
    path,
    Buffer.concat([
      ...tree.flat().map(word),
      Buffer.alloc(16),
      ...data,
      Buffer.from('\u00ab\u00cd\u00efMaxMind.com', 'latin1'),
      encode(metadata),
    ]),
  )
}

/** The first bits of a network: `198.51.100.0/24`, or hex digits of IPv6 as `20010db8`. */
export const v4Bits = (cidr: string): string => {
  const [base = '', length = '32'] = cidr.split('/')
  return base
    .split('.')
    .map((part) => Number(part).toString(2).padStart(8, '0'))
    .join('')
    .slice(0, Number(length))
}
export const v6Bits = (hex: string): string =>
  Array.from(hex)
    .map((digit) => Number.parseInt(digit, 16).toString(2).padStart(4, '0'))
    .join('')

const word = (value: number): Buffer => {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}

const TEXT = 2
const UINT32 = 6
const MAP = 7

function encode(value: Value): Buffer {
  if (typeof value === 'string')
    return Buffer.concat([head(TEXT, Buffer.byteLength(value)), Buffer.from(value)])
  if (typeof value === 'number') return Buffer.concat([head(UINT32, 4), word(value)])
  const members = Object.entries(value)
  return Buffer.concat([
    head(MAP, members.length),
    ...members.flatMap(([key, inner]) => [encode(key), encode(inner)]),
  ])
}

/** Sizes up to 28 stand in the control byte, up to 284 in one more. */
const head = (type: number, size: number): Buffer =>
  size < 29 ? Buffer.from([(type << 5) | size]) : Buffer.from([(type << 5) | 29, size - 29])
