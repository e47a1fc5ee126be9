/**
 * Makes data/networks/*.bin: whose an address is, where, and of what kind. Needs three packages, unpacked somewhere
 * (they are too large to be dependencies):
 *
 *   npm pack @ip-location-db/asn && npm pack @ip-location-db/geo-whois-asn-country
 *   pip download iporigin --no-deps
 *   npx node --conditions=source scripts/make-networks.ts ASN_FOLDER COUNTRY_FOLDER IPORIGIN_FOLDER
 *
 * Of iporigin only the providers' own feeds and what is CC0 are taken: see NOTICE.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import ipaddr from 'ipaddr.js'
import { encodeStepTable, type LabelledRange } from './encode-step-table.ts'

const OUT = new URL('../data/networks/', import.meta.url)
const [asnFolder, countryFolder, originFolder] = process.argv.slice(2)
if (asnFolder === undefined || countryFolder === undefined || originFolder === undefined)
  throw new Error('Give three folders: see the head of this file.')

/** By the package's own NOTICE these come from lists without a licence, or cannot be told from such. */
const UNLICENSED: ReadonlySet<string> = new Set(
  'Akamai,BunnyCDN,BuyVM,CDN77,Cogent,Contabo,DataCamp,GTHost,GleSYS,Melbicom,Scalaxy,Vercel'.split(','),
)
const CLOUDS: ReadonlySet<string> = new Set(
  'Alibaba Cloud,GitHub,Google,Google Cloud,Huawei Cloud,IBM Cloud,Microsoft Azure,Oracle Cloud,Tencent Cloud'.split(
    ',',
  ),
)

mkdirSync(OUT, { recursive: true })
write(
  'asn',
  csvRanges(
    asnFolder,
    'asn',
    ([, , asn = '', name = '']) => `${asn}\t${name.replaceAll(/\s+/gu, ' ').trim()}`,
  ),
)
write(
  'country',
  csvRanges(countryFolder, 'geo-whois-asn-country', ([, , country = '']) => country),
)
write('kind', originRanges(join(originFolder, 'iporigin', 'data', 'ranges.bin')))

function write(name: string, ranges: readonly LabelledRange[]): void {
  const bytes = encodeStepTable(ranges)
  writeFileSync(new URL(`${name}.bin`, OUT), bytes)
  process.stdout.write(`${name}: ${String(ranges.length)} ranges, ${String(bytes.length)} bytes\n`)
}

function csvRanges(
  folder: string,
  name: string,
  labelOf: (row: readonly string[]) => string,
): readonly LabelledRange[] {
  return [4, 6].flatMap((version) => {
    const text = readFileSync(join(folder, `${name}-ipv${String(version)}.csv`), 'utf8')
    const rows: readonly (readonly string[])[] = parse(text)
    return rows.map((row) => rangeOf(row[0] ?? '', row[1] ?? '', labelOf(row)))
  })
}

function rangeOf(first: string, last: string, label: string): LabelledRange {
  const version = first.includes(':') ? 6 : 4
  const [from, to] = [first, last].map((text) => numberOf(ipaddr.parse(text).toByteArray()))
  return { version, first: from ?? 0n, last: to ?? 0n, label }
}

/** Of 16 bytes the first eight count. */
function numberOf(bytes: readonly number[]): bigint {
  return bytes.slice(0, 8).reduce((sum, byte) => sum * 256n + BigInt(byte), 0n)
}

/** `kind\tprovider`; a crawler is whatever its operator is, but Amazon's lies within AWS's own ranges. */
function kindLabel(provider: string, kind: string): string | undefined {
  if (UNLICENSED.has(provider)) return undefined
  if (provider === 'Amazon AWS' || provider === 'Amazonbot') return 'aws\tAmazon AWS'
  if (kind === 'bot') return undefined
  return `${CLOUDS.has(provider) ? 'cloud' : kind}\t${provider}`
}

/** Reads the package's own format: a header, the labels, then ranges of v4 and of v6. */
function originRanges(file: string): readonly LabelledRange[] {
  const bytes = readFileSync(file)
  if (bytes.toString('latin1', 0, 8) !== 'IPORIGIN' || bytes.readUInt16LE(8) !== 1)
    throw new Error(`${file} is of a form that this script does not know`)
  const v4Count = bytes.readUInt32LE(20)
  const v6Count = bytes.readUInt32LE(24)
  let at = 28
  const labels: (string | undefined)[] = []
  for (let left = bytes.readUInt16LE(18); left > 0; left--) {
    const size = bytes.readUInt16LE(at)
    const [provider = '', kind = ''] = bytes.toString('utf8', at + 2, at + 2 + size).split('\t')
    labels.push(kindLabel(provider, kind))
    at += 2 + size
  }
  const ranges: LabelledRange[] = []
  for (let i = 0; i < v4Count; i++, at += 10) {
    const label = labels[bytes.readUInt16LE(at + 8)]
    const [first, last] = [BigInt(bytes.readUInt32LE(at)), BigInt(bytes.readUInt32LE(at + 4))]
    if (label !== undefined) ranges.push({ version: 4, first, last, label })
  }
  for (let i = 0; i < v6Count; i++, at += 34) {
    const label = labels[bytes.readUInt16LE(at + 32)]
    const [first, last] = [bytes.readBigUInt64BE(at), bytes.readBigUInt64BE(at + 16)]
    if (label !== undefined) ranges.push({ version: 6, first, last, label })
  }
  return ranges
}
