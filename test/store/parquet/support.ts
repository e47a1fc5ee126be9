import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { SharedVector, Texts, Vector } from '#events/index.ts'
import { ParquetFile } from '#store/parquet/parquet-file.ts'
import type { Field } from '#store/parquet/schema.ts'
import { wasmMemory } from '#wasm/index.ts'

/** One row as a test writes it down: the vectors are made from it, and what the engine reads is held against it. */
export interface ModelRow {
  readonly few: string | null
  readonly many: string | null
  readonly large: number | null
  readonly small: number
  readonly flag: boolean | null
  readonly who: { readonly name: string | null; readonly via: { readonly arn: string | null } | null } | null
}

export const FIELDS: readonly Field[] = [
  { name: 'few', type: 'text' },
  { name: 'many', type: 'text' },
  { name: 'large', type: 'int64' },
  { name: 'small', type: 'int32' },
  { name: 'flag', type: 'boolean' },
  {
    name: 'who',
    children: [
      { name: 'name', type: 'text' },
      { name: 'via', children: [{ name: 'arn', type: 'text' }] },
    ],
  },
]

/** The rows as a batch would hold them, each leaf a vector, in the order of FIELDS. */
export function vectorsOf(rows: readonly ModelRow[]): readonly Vector[] {
  return [
    dictOf(rows.map(({ few }) => few)),
    sliceOf(rows.map(({ many }) => many)),
    { kind: 'int64', values: Float64Array.from(rows, ({ large }) => large ?? Number.NaN) },
    { kind: 'int32', values: Int32Array.from(rows, ({ small }) => small) },
    { kind: 'boolean', values: Int8Array.from(rows, ({ flag }) => (flag === null ? -1 : Number(flag))) },
    sharedOf(
      rows.map(({ who }) => who),
      2,
      (who) => ({ text: who.name, depth: who.name === null ? 1 : 2 }),
    ),
    sharedOf(
      rows.map(({ who }) => who),
      3,
      ({ via }) => {
        if (via === null) return { text: null, depth: 1 }
        return { text: via.arn, depth: via.arn === null ? 2 : 3 }
      },
    ),
  ]
}

/** Texts in one buffer, the last first: their order there means nothing. */
function textsOf(texts: readonly string[]): Texts {
  const starts = new Int32Array(texts.length)
  const ends = new Int32Array(texts.length)
  const parts: Buffer[] = []
  let at = 0
  for (const [id, text] of [...texts.entries()].toReversed()) {
    const part = Buffer.from(text)
    parts.push(part)
    starts[id] = at
    at += part.length
    ends[id] = at
  }
  return { bytes: Buffer.concat(parts), starts, ends, count: texts.length }
}

export function dictOf(texts: readonly (string | null)[]): Vector {
  const values = [...new Set(texts.filter((text) => text !== null))]
  const ids = new Map(values.map((value, id) => [value, id]))
  return {
    kind: 'dict',
    ids: Int32Array.from(texts, (text) => (text === null ? -1 : (ids.get(text) ?? -1))),
    values: textsOf(values),
  }
}

/** Not in the order of the rows, with bytes between that belong to nobody. */
export function sliceOf(texts: readonly (string | null)[]): Vector {
  const parts: Buffer[] = []
  const starts = new Int32Array(texts.length).fill(-1)
  const ends = new Int32Array(texts.length).fill(7_000_000)
  let size = 0
  for (const third of [2, 0, 1]) {
    for (const [row, text] of texts.entries()) {
      if (text === null || row % 3 !== third) continue
      parts.push(Buffer.from('#'), Buffer.from(text))
      starts[row] = size + 1
      size += 1 + Buffer.byteLength(text)
      ends[row] = size
    }
  }
  return { kind: 'slice', bytes: Buffer.concat(parts), starts, ends }
}

type Who = NonNullable<ModelRow['who']>

function sharedOf(
  whos: readonly (Who | null)[],
  maxDefinition: number,
  leaf: (who: Who) => { readonly text: string | null; readonly depth: number },
): SharedVector {
  const spellings = [...new Set(whos.filter((who) => who !== null).map((who) => JSON.stringify(who)))]
  const places = new Map(spellings.map((spelling, place) => [spelling, place]))
  const leaves = spellings.map((spelling) => {
    const who = whos.find((one) => one !== null && JSON.stringify(one) === spelling)
    return who === undefined || who === null ? { text: null, depth: 0 } : leaf(who)
  })
  const texts = [...new Set(leaves.map(({ text }) => text).filter((text) => text !== null))]
  return {
    kind: 'shared',
    shared: Int32Array.from(whos, (who) => (who === null ? -1 : (places.get(JSON.stringify(who)) ?? -1))),
    ids: Int32Array.from(leaves, ({ text }) => (text === null ? -1 : texts.indexOf(text))),
    definitions: Int32Array.from(leaves, ({ depth }) => depth),
    maxDefinition,
    values: textsOf(texts),
  }
}

/** What may be done to each array that goes by rows, and to each of texts and leaves. */
interface Rearranged {
  readonly byRow: <T extends Cells>(cells: T, none: number) => T
  readonly other: <T extends Cells | Uint8Array>(cells: T) => T
}
type Cells = Int32Array | Int8Array | Float64Array

/** The same column in arrays that are otherwise: which of them a batch has is its own affair. */
function rearranged(vector: Vector, { byRow, other }: Rearranged): Vector {
  const texts = ({ bytes, starts, ends, count }: Texts): Texts => ({
    bytes: other(bytes),
    starts: other(starts),
    ends: other(ends),
    count,
  })
  switch (vector.kind) {
    case 'dict':
      return { ...vector, ids: byRow(vector.ids, -1), values: texts(vector.values) }
    case 'shared': {
      const { ids, definitions, values } = vector
      const leaves = { ids: other(ids), definitions: other(definitions), values: texts(values) }
      return { ...vector, shared: byRow(vector.shared, -1), ...leaves }
    }
    case 'slice':
      return {
        ...vector,
        bytes: other(vector.bytes),
        starts: byRow(vector.starts, -1),
        ends: byRow(vector.ends, 7_000_000),
      }
    case 'int64':
      return { ...vector, values: byRow(vector.values, Number.NaN) }
    case 'int32':
      // Every row has one: none is left out.
      return { ...vector, values: byRow(vector.values, Number.NaN) }
    case 'boolean':
      return { ...vector, values: byRow(vector.values, -1) }
  }
}

const same = <T>(cells: T): T => cells

const short = (vector: Vector): Vector => rearranged(vector, { byRow: shortened, other: same })
const inWasm = (vector: Vector): Vector => rearranged(vector, { byRow: placed, other: placed })

/** Ways in which a column can lie in memory: a batch's arrays may end where its last value does, or have room for more rows. */
export const ARRANGED: readonly ((vector: Vector) => Vector)[] = [
  same,
  short,
  (vector) => rearranged(vector, { byRow: lengthened, other: same }),
  inWasm,
  (vector) => inWasm(short(vector)),
]

/** Arrays that end after so many rows. */
export function cutAt(vector: Vector, count: number): Vector {
  const cut = <T extends Cells>(cells: T): T => viewLike(cells, cells.buffer, cells.byteOffset, count)
  return rearranged(vector, { byRow: cut, other: same })
}

function shortened<T extends Cells>(cells: T, none: number): T {
  const last = [...cells].findLastIndex((cell) => !Object.is(cell, none))
  return viewLike(cells, cells.buffer, cells.byteOffset, last + 1)
}

function lengthened<T extends Cells>(cells: T): T {
  const larger = new Uint8Array(cells.byteLength + 64).fill(0x11)
  larger.set(new Uint8Array(cells.buffer, cells.byteOffset, cells.byteLength))
  return viewLike(cells, larger.buffer, 0, cells.byteLength / cells.BYTES_PER_ELEMENT + 8)
}

/** A copy in WebAssembly's memory. */
function placed<T extends Cells | Uint8Array>(cells: T): T {
  const memory = wasmMemory()
  const place = memory.allocate(cells.byteLength)
  const bytes = memory.bytes(place, cells.byteLength)
  bytes.set(new Uint8Array(cells.buffer, cells.byteOffset, cells.byteLength))
  return viewLike(cells, bytes.buffer, place, cells.length)
}

function viewLike<T extends Cells | Uint8Array>(
  cells: T,
  buffer: ArrayBufferLike,
  at: number,
  length: number,
): T
function viewLike(cells: Cells | Uint8Array, buffer: ArrayBufferLike, at: number, length: number) {
  if (cells instanceof Int32Array) return new Int32Array(buffer, at, length)
  if (cells instanceof Int8Array) return new Int8Array(buffer, at, length)
  if (cells instanceof Float64Array) return new Float64Array(buffer, at, length)
  return Buffer.from(buffer, at, length)
}

/** As a batch does between two row groups: its texts make room for others long before the file is finished. */
function overwrite(vector: Vector): void {
  if (vector.kind === 'dict' || vector.kind === 'shared') vector.values.bytes.fill(0x7e)
  if (vector.kind === 'slice') vector.bytes.fill(0x7e)
}

/** Writes row groups to a file of its own, hands its path over and removes it. */
export async function withParquet(
  fields: readonly Field[],
  groups: readonly { readonly vectors: readonly Vector[]; readonly rows: Int32Array }[],
  act: (path: string, sizeBytes: number) => Promise<void>,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'trailhound-parquet-'))
  try {
    const file = new ParquetFile(join(folder, 'test.parquet'), fields)
    for (const { vectors, rows } of groups) file.writeRowGroup(vectors, rows)
    for (const vector of groups.flatMap(({ vectors }) => vectors)) overwrite(vector)
    const sizeBytes = file.finish()
    await act(file.path, sizeBytes)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
