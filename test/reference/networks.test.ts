import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { addressLookUp, openUserDatabase } from '#reference/index.ts'
import { encodeStepTable, type LabelledRange } from '../../scripts/encode-step-table.ts'
import { blockOf, parseAddress } from '../../src/reference/networks/address.ts'
import { kindOfOperator } from '../../src/reference/networks/operator-kinds.ts'
import { decodeStepTable, labelAt } from '../../src/reference/networks/step-table.ts'
import { v4Bits, v6Bits, writeMmdb } from '../support/mmdb.ts'

const folder = mkdtempSync(join(tmpdir(), 'trailhound-networks-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('an address is read', () => {
  test.each([
    { text: '192.0.2.1', block: '192.0.0.0/16' },
    { text: '255.255.255.255', block: '255.255.0.0/16' },
    { text: '2001:db8:1:2::9', block: '2001:db8::/32' },
    { text: '2001:DB8:0:0:0:0:0:9', block: '2001:db8::/32' },
    { text: '::ffff:192.0.2.1', block: '192.0.0.0/16' },
    { text: '64:ff9b::c000:201', block: '192.0.0.0/16' },
    { text: '::ffff:0:0', block: '0.0.0.0/16' },
    { text: 'fe80::1%eth0', block: 'fe80::/32' },
  ])('$text', ({ text, block }) => {
    const address = parseAddress(text)
    expect(address && blockOf(address)).toBe(block)
  })

  test.each([
    '',
    ' 192.0.2.1',
    '192.0.2',
    '192.0.2.256',
    '192.0.2.01',
    '0xc0.0.2.1',
    '3221225985',
    '192.0.2.1/24',
    '1:2',
    ':::',
    '2001:db8::g',
    '2001:db8::1::2',
    '2001:db8:1:2:3:4:5:6:7',
    'AWS Internal',
    "'; drop table events; --",
    '\u001b[2J',
    '１９２.0.2.1',
    `${'1'.repeat(10_000)}.1`,
    ':'.repeat(100_000),
  ])('%j is none', (text) => {
    expect(parseAddress(text)).toBeUndefined()
  })

  test('no text is too much for the look-up', () => {
    const lookUp = addressLookUp({ own: [{ name: undefined, cidr: '192.0.2.0/24' }] })
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: 'binary' }), fc.ipV6(), fc.ipV4()),
        (text) => lookUp(text).kind !== 'own' || text.startsWith('192.0.2.'),
      ),
    )
  })
})

describe('without databases', () => {
  const lookUp = addressLookUp({
    own: [
      { name: 'office', cidr: '198.51.100.0/24' },
      { name: 'office', cidr: '2001:db8:77::/48' },
      { name: 'lab', cidr: '198.51.100.128/25' },
      { name: undefined, cidr: '10.1.0.0/16' },
      { name: 'one', cidr: '203.0.113.7/32' },
    ],
  })
  test.each([
    { name: 'a service', address: 'ec2.amazonaws.com', kind: 'aws-service', network: 'aws:ec2' },
    {
      name: 'a service of a region',
      address: 'fas.s3.amazonaws.com',
      kind: 'aws-service',
      network: 'aws:fas.s3',
    },
    { name: 'a service in China', address: 'rds.amazonaws.com.cn', kind: 'aws-service', network: 'aws:rds' },
    { name: 'the inside of AWS', address: 'AWS Internal', kind: 'aws-service', network: 'aws:internal' },
    {
      name: 'what only looks like a service',
      address: 'ec2.amazonaws.com.example.com',
      kind: 'unknown',
      network: undefined,
    },
    {
      name: 'an escape before a service',
      address: '\u001b[2J.amazonaws.com',
      kind: 'unknown',
      network: undefined,
    },
    { name: 'a private address', address: '10.2.3.4', kind: 'private', network: '10.2.0.0/16' },
    {
      name: 'the last of 172.16.0.0/12',
      address: '172.31.255.255',
      kind: 'private',
      network: '172.31.0.0/16',
    },
    { name: 'carrier-grade NAT', address: '100.64.0.1', kind: 'private', network: '100.64.0.0/16' },
    { name: 'documentation', address: '192.0.2.1', kind: 'private', network: '192.0.0.0/16' },
    { name: 'unique local', address: 'fd00:1::1', kind: 'private', network: 'fd00:1::/32' },
    { name: 'a trusted network by name', address: '198.51.100.127', kind: 'own', network: 'own:office' },
    { name: 'the same name in IPv6', address: '2001:db8:77:1::1', kind: 'own', network: 'own:office' },
    {
      name: 'the same network as IPv6 writes IPv4',
      address: '::ffff:198.51.100.127',
      kind: 'own',
      network: 'own:office',
    },
    { name: 'the narrower of two', address: '198.51.100.128', kind: 'own', network: 'own:lab' },
    {
      name: 'a trusted network by CIDR, though private',
      address: '10.1.255.255',
      kind: 'own',
      network: 'own:10.1.0.0/16',
    },
    { name: 'one address', address: '203.0.113.7', kind: 'own', network: 'own:one' },
    { name: 'the one after it', address: '203.0.113.8', kind: 'private', network: '203.0.0.0/16' },
    { name: 'just outside in IPv6', address: '2001:db8:78::1', kind: 'private', network: '2001:db8::/32' },
  ])('$name', ({ address, kind, network }) => {
    expect(lookUp(address)).toMatchObject({ kind, network })
  })
})

/** Of operators so large that no year changes them. */
describe('by the data that ship', () => {
  const lookUp = addressLookUp({ own: [] })
  test.each([
    {
      address: '8.8.8.8',
      facts: { network: 'AS15169', asn: 15169, operator: 'Google LLC', country: 'US', kind: 'cloud' },
    },
    { address: '2001:4860:4860::8888', facts: { network: 'AS15169', country: 'US', kind: 'cloud' } },
    { address: '84.128.0.1', facts: { network: 'AS3320', country: 'DE', kind: 'isp' } },
    { address: '2003:c5:1:2::1', facts: { network: 'AS3320', country: 'DE', kind: 'isp' } },
    { address: '3.80.0.1', facts: { network: 'AS14618', country: 'US', kind: 'aws' } },
    { address: '52.95.110.1', facts: { network: 'AS16509', kind: 'aws' } },
    { address: '40.76.0.1', facts: { network: 'AS8075', kind: 'cloud' } },
    { address: '88.198.0.1', facts: { network: 'AS24940', country: 'DE', kind: 'hosting' } },
    { address: '185.220.101.5', facts: { kind: 'tor' } },
    { address: '193.138.218.7', facts: { network: 'AS39351', kind: 'vpn' } },
    { address: '1.1.1.1', facts: { network: 'AS13335', kind: 'cdn' } },
  ])('$address', ({ address, facts }) => {
    expect(lookUp(address)).toMatchObject(facts)
  })

  test('a hundred thousand a second', () => {
    const texts = Array.from({ length: 50_000 }, (_, i) =>
      i % 4 === 0
        ? `2003:c5:${(i & 0xff_ff).toString(16)}::1`
        : `${String(1 + (i % 220))}.${String(i % 256)}.7.${String((i * 7) % 256)}`,
    )
    lookUp('8.8.8.8')
    const { user } = process.cpuUsage()
    for (const text of texts) lookUp(text)
    const seconds = (process.cpuUsage().user - user) / 1e6
    expect(texts.length / seconds).toBeGreaterThan(50_000)
  })
})

describe('what an operator is', () => {
  test.each([
    [16509, 'Amazon.com, Inc.', 'aws'],
    [1, 'Amazon Data Services Brazil', 'aws'],
    [1, 'Amazonas Telecom', 'isp'],
    [63949, 'Akamai Technologies, Inc.', 'hosting'],
    [20940, 'Akamai International B.V.', 'cdn'],
    [16591, 'Google Fiber Inc.', 'isp'],
    [1, 'Example Hosting GmbH', 'hosting'],
    [1, 'Servers.com, Inc.', 'hosting'],
    [1, 'VpsQuan L.L.C.', 'hosting'],
    [1, 'Bullet Proof VPN Ltd', 'vpn'],
    [1, 'Deutsche Telekom AG', 'isp'],
    [1, 'Nordstrom, Inc.', 'isp'],
    [1, '', 'isp'],
  ])('AS%s %s: %s', (asn, name, kind) => {
    expect(kindOfOperator(asn, name)).toBe(kind)
  })

  test('of a long name only the beginning counts', () => {
    expect(kindOfOperator(1, `${'a '.repeat(1_000_000)}hosting`)).toBe('isp')
  })
})

describe("the user's own databases", () => {
  const nested = join(folder, 'nested.mmdb')
  const flat = join(folder, 'flat.mmdb')
  writeMmdb(
    nested,
    [
      [
        `${'0'.repeat(96)}${v4Bits('8.8.0.0/16')}`,
        {
          country: { iso_code: 'NL' },
          autonomous_system_number: 64500,
          autonomous_system_organization: 'Example Hosting',
        },
      ],
      [v6Bits('26000001'), { registered_country: { iso_code: 'SE' }, autonomous_system_number: 64501 }],
    ],
    6,
  )
  writeMmdb(
    flat,
    [[v4Bits('9.9.0.0/16'), { country_code: 'fr', asn: 'AS4200000000', as_name: 'Own Net' }]],
    4,
  )

  test.each([
    {
      name: 'nested, v4 in v6',
      file: nested,
      address: '8.8.4.4',
      facts: { network: 'AS64500', asn: 64500, operator: 'Example Hosting', country: 'NL', kind: 'cloud' },
    },
    {
      name: 'nested, mapped',
      file: nested,
      address: '::ffff:8.8.4.4',
      facts: { network: 'AS64500', country: 'NL' },
    },
    {
      name: 'nested, v6',
      file: nested,
      address: '2600:1::5',
      facts: { network: 'AS64501', country: 'SE', operator: undefined, kind: 'isp' },
    },
    {
      name: 'nothing known',
      file: nested,
      address: '7.7.7.7',
      facts: { network: '7.7.0.0/16', asn: undefined, country: undefined },
    },
    {
      name: 'flat',
      file: flat,
      address: '9.9.9.9',
      facts: { network: 'AS4200000000', operator: 'Own Net', country: 'FR', kind: 'isp' },
    },
    {
      name: 'v6 in a database of v4',
      file: flat,
      address: '2600:1::5',
      facts: { network: '2600:1::/32', country: undefined },
    },
  ])('$name', async ({ file, address, facts }) => {
    const registry = await openUserDatabase(file)
    expect(addressLookUp({ own: [], operators: registry, countries: registry })(address)).toMatchObject(facts)
  })

  test('a file that is none is refused', async () => {
    const file = join(folder, 'none.mmdb')
    writeFileSync(file, 'no database')
    await expect(openUserDatabase(file)).rejects.toThrow(/type/u)
  })
})

/** Any ranges at all: the table answers as a search through them would. */
test('a table holds what was put in', () => {
  const range = (version: 4 | 6, bits: bigint): fc.Arbitrary<LabelledRange> =>
    fc
      .tuple(
        fc.bigInt(0n, (1n << bits) - 1n),
        fc.bigInt(0n, 1n << (bits / 2n)),
        fc.constantFrom('a', 'b\tc', 'ü'),
      )
      .map(([first, size, label]) => ({
        version,
        first,
        last: first + size < 1n << bits ? first + size : (1n << bits) - 1n,
        label,
      }))
  const ranges = fc.array(fc.oneof(range(4, 32n), range(6, 64n)), { maxLength: 12 })
  fc.assert(
    fc.property(ranges, fc.bigInt(0n, (1n << 64n) - 1n), (all, anywhere) => {
      const table = decodeStepTable(encodeStepTable(all))
      const edges = all.flatMap(({ first, last }) => [first, last, first - 1n, last + 1n])
      for (const version of [4, 6] as const) {
        const sorted = all
          .filter((one) => one.version === version)
          .toSorted((a, b) => (a.first < b.first ? -1 : a.first > b.first ? 1 : 0))
        for (const value of [...edges, anywhere]) {
          if (value < 0n || value >= 1n << (version === 4 ? 32n : 64n)) continue
          const address =
            version === 4
              ? { version, value: Number(value) }
              : { version, high: Number(value >> 32n), low: Number(value & 0xffff_ffffn) }
          expect(table.labels[labelAt(table, address)]).toBe(
            sorted.find((one) => one.first <= value && value <= one.last)?.label ?? '',
          )
        }
      }
    }),
    { numRuns: 60 },
  )
})
