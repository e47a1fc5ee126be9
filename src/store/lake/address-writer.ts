import type { DictVector, Int64Vector, SliceVector, Vector } from '#events/index.ts'
import { ParquetFile } from '../parquet/parquet-file.ts'
import type { Field } from '../parquet/schema.ts'

/** A row of the table `addresses`: docs/architecture.md says what each column means. */
export interface AddressRow {
  readonly address: string
  readonly network: string | undefined
  readonly asn: number | undefined
  readonly operator: string | undefined
  readonly country: string | undefined
  readonly kind: string
}

/** Numbers are kept as 64 bits, which know null; the relation makes them what they are to be. */
const FIELDS: readonly Field[] = [
  { name: 'address', type: 'text' },
  { name: 'network', type: 'text' },
  { name: 'asn', type: 'int64' },
  { name: 'operator', type: 'text' },
  { name: 'country', type: 'text' },
  { name: 'kind', type: 'text' },
]

/** Writes a file of the table `addresses`, a row group at a time. */
export class AddressWriter {
  readonly #file: ParquetFile

  /** @throws when the file cannot be created. */
  constructor(path: string) {
    this.#file = new ParquetFile(path, FIELDS)
  }

  get rowCount(): number {
    return this.#file.rowCount
  }

  write(rows: readonly AddressRow[]): void {
    const vectors: readonly Vector[] = [
      slices(rows.map(({ address }) => address)),
      dictionary(rows.map(({ network }) => network)),
      numbers(rows.map(({ asn }) => asn)),
      dictionary(rows.map(({ operator }) => operator)),
      dictionary(rows.map(({ country }) => country)),
      dictionary(rows.map(({ kind }) => kind)),
    ]
    this.#file.writeRowGroup(
      vectors,
      Int32Array.from(rows, (_, i) => i),
    )
  }

  /** @returns size in bytes, on the disk for good. */
  finish(): number {
    return this.#file.finish()
  }

  abandon(): void {
    this.#file.abandon()
  }
}

function slices(texts: readonly string[]): SliceVector {
  const { bytes, starts, ends } = packed(texts)
  return { kind: 'slice', bytes, starts, ends }
}

function dictionary(texts: readonly (string | undefined)[]): DictVector {
  const ids = new Map<string, number>()
  const rows = Int32Array.from(texts, (text) => {
    if (text === undefined) return -1
    const known = ids.get(text)
    if (known !== undefined) return known
    ids.set(text, ids.size)
    return ids.size - 1
  })
  return { kind: 'dict', ids: rows, values: { ...packed([...ids.keys()]), count: ids.size } }
}

const numbers = (values: readonly (number | undefined)[]): Int64Vector => ({
  kind: 'int64',
  values: Float64Array.from(values, (value) => value ?? Number.NaN),
})

function packed(texts: readonly string[]): { bytes: Buffer; starts: Int32Array; ends: Int32Array } {
  const bytes = Buffer.from(texts.join(''))
  const starts = new Int32Array(texts.length)
  const ends = new Int32Array(texts.length)
  let at = 0
  for (const [i, text] of texts.entries()) {
    starts[i] = at
    at += Buffer.byteLength(text)
    ends[i] = at
  }
  return { bytes, starts, ends }
}
