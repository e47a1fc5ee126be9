import { brotliCompressSync, constants } from 'node:zlib'

/** First and last address, both inclusive; of IPv6 the first 64 bits. */
export interface LabelledRange {
  readonly version: 4 | 6
  readonly first: bigint
  readonly last: bigint
  readonly label: string
}

interface Step {
  readonly start: bigint
  readonly label: number
}

/** Writes ranges as src/reference/networks/step-table.ts reads them. Where ranges overlap, the one that begins first wins. */
export function encodeStepTable(ranges: readonly LabelledRange[]): Buffer {
  const ids = idsByUse(ranges)
  const v4 = stepsOf(ranges, 4, ids)
  const v6 = stepsOf(ranges, 6, ids)
  const labels = Buffer.from([...ids.keys()].join('\n'))
  const header = Buffer.alloc(12)
  header.writeUInt32LE(v4.length, 0)
  header.writeUInt32LE(v6.length, 4)
  header.writeUInt32LE(labels.length, 8)
  const body = Buffer.concat([
    header,
    labels,
    planes(differences(v4.map(({ start }) => Number(start)))),
    planes(v4.map(({ label }) => label)),
    planes(differences(v6.map(({ start }) => Number(start >> 32n)))),
    planes(v6.map(({ start }) => Number(start & 0xffff_ffffn))),
    planes(v6.map(({ label }) => label)),
  ])
  return brotliCompressSync(body, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: 11,
      [constants.BROTLI_PARAM_LGWIN]: 24,
      [constants.BROTLI_PARAM_SIZE_HINT]: body.length,
    },
  })
}

/** Frequent labels get small numbers; 0 is no label. */
function idsByUse(ranges: readonly LabelledRange[]): ReadonlyMap<string, number> {
  const uses = new Map<string, number>()
  for (const { label } of ranges) uses.set(label, (uses.get(label) ?? 0) + 1)
  const names = [...uses].toSorted(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)).map(([name]) => name)
  return new Map(['', ...names].map((name, id) => [name.replaceAll('\n', ' '), id]))
}

function stepsOf(
  ranges: readonly LabelledRange[],
  version: 4 | 6,
  ids: ReadonlyMap<string, number>,
): readonly Step[] {
  const sorted = ranges
    .filter((range) => range.version === version)
    .toSorted((a, b) => (a.first < b.first ? -1 : a.first > b.first ? 1 : 0))
  const end = version === 4 ? 1n << 32n : 1n << 64n
  const steps: Step[] = []
  const push = (start: bigint, label: number): void => {
    if (start < end && label !== (steps.at(-1)?.label ?? 0)) steps.push({ start, label })
  }
  let free = 0n
  for (const { first, last, label } of sorted) {
    const from = first > free ? first : free
    if (last < from) continue
    if (from > free) push(free, 0)
    push(from, ids.get(label) ?? 0)
    free = last + 1n
  }
  push(free, 0)
  return steps
}

const differences = (values: readonly number[]): readonly number[] =>
  values.map((value, i) => value - (values[i - 1] ?? 0))

function planes(values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4)
  for (const [i, value] of values.entries())
    for (const plane of [0, 1, 2, 3]) bytes[plane * values.length + i] = (value >>> (8 * plane)) & 255
  return bytes
}
