import { statSync } from 'node:fs'
import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openDuckdb } from '#store/duckdb/engine.ts'
import { type Engine, sql } from '#store/index.ts'
import { ARRANGED, cutAt, dictOf, FIELDS, type ModelRow, sliceOf, vectorsOf, withParquet } from './support.ts'

let engine: Engine
beforeAll(async () => {
  engine = await openDuckdb({ threads: 2, memory: '1GB', spillFolder: undefined })
})
afterAll(() => engine.close())

const upTo = (count: number): Int32Array => Int32Array.from({ length: count }, (_, i) => i)

async function readBack(path: string): Promise<readonly ModelRow[]> {
  const rows = await engine.rows(
    sql`select * from read_parquet(${path}, file_row_number = true) order by file_row_number`,
  )
  return rows.map((row) => ({
    few: asText(row['few']),
    many: asText(row['many']),
    large: row['large'] === null ? null : Number(row['large']),
    small: Number(row['small']),
    flag: typeof row['flag'] === 'boolean' ? row['flag'] : null,
    who: whoOf(row['who']),
  }))
}

const asText = (value: unknown): string | null => (typeof value === 'string' ? value : null)
const fieldOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).find(([key]) => key === name)?.[1]
    : null

function whoOf(value: unknown): ModelRow['who'] {
  if (value === null) return null
  const via = fieldOf(value, 'via')
  return {
    name: asText(fieldOf(value, 'name')),
    via: via === null ? null : { arn: asText(fieldOf(via, 'arn')) },
  }
}

const text = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.constantFrom('', 'a', 'AssumeRole', 'ä€😀', "o'brien", '\u0000', '%_\\"\n', '\uffff'),
  },
  { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 20 }) },
  { weight: 1, arbitrary: fc.integer({ min: 100, max: 400 }).map((size) => 'ü'.repeat(size)) },
)
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null, freq: 4 })
const modelRow: fc.Arbitrary<ModelRow> = fc.record({
  few: maybe(text),
  many: maybe(text),
  large: maybe(fc.maxSafeInteger()),
  small: fc.integer(),
  flag: maybe(fc.boolean()),
  who: maybe(fc.record({ name: maybe(text), via: maybe(fc.record({ arn: maybe(text) })) })),
})

/** Rows in runs: equal neighbours are what the encoding is about. */
const model = fc
  .array(fc.tuple(modelRow, fc.oneof(fc.constant(1), fc.integer({ min: 1, max: 40 }))), { maxLength: 60 })
  .map((runs) => runs.flatMap(([row, count]) => Array.from({ length: count }, () => row)))

describe('what is written is what the engine reads', () => {
  test('any rows, any choice of them, in any order, in several row groups', async () => {
    await fc.assert(
      fc.asyncProperty(
        model.chain((rows) =>
          fc.tuple(
            fc.constant(rows),
            fc.array(fc.shuffledSubarray([...rows.keys()]), {
              maxLength: 3,
            }),
          ),
        ),
        fc.constantFrom(...ARRANGED),
        async ([rows, choices], arranged) => {
          const vectors = vectorsOf(rows).map(arranged)
          const groups = choices.map((choice) => ({ vectors, rows: Int32Array.from(choice) }))
          await withParquet(FIELDS, groups, async (path, sizeBytes) => {
            expect(statSync(path).size).toBe(sizeBytes)
            expect(await readBack(path)).toEqual(choices.flat().map((i) => rows[i]))
          })
        },
      ),
      { numRuns: 150 },
    )
  })

  test('rows beyond the end of an array have no value, whatever its kind', async () => {
    const who = { name: 'a', via: { arn: 'b' } }
    const full = { few: 'a', many: 'b', large: 1, small: 2, flag: true, who }
    const vectors = vectorsOf(Array.from({ length: 20 }, () => full)).map((vector) => cutAt(vector, 3))
    const rows = Int32Array.from([19, 2, 3, 0, ...upTo(20), 1])
    await withParquet(FIELDS, [{ vectors, rows }], async (path) => {
      const [found] = await engine.rows(sql`select count(*) as n, count(few) as few, count(many) as many,
        count(large) as large, count(small) as small, count(flag) as flag, count(who.name) as name,
        count(who.via.arn) as arn from read_parquet(${path})`)
      expect(found).toEqual({ n: 25n, few: 6n, many: 6n, large: 6n, small: 6n, flag: 6n, name: 6n, arn: 6n })
      const [counted] = await engine.rows(
        sql`select distinct stats_null_count as nulls from parquet_metadata(${path}) where stats_null_count > 0`,
      )
      expect(counted).toEqual({ nulls: 19n })
    })
  })

  test.each([0, 1, 7, 8, 9, 503, 504, 505, 511, 512, 513, 1017, 20_480])(
    'runs of %i behind and before mixed values',
    async (length) => {
      const mixed = Array.from({ length: 13 }, (_, i) => i % 5)
      const ids = [
        ...mixed,
        ...Array.from({ length }, () => 3),
        ...mixed,
        ...Array.from({ length }, () => 4),
        1,
      ]
      // A null each time before: levels and values then run at different places.
      const small = ids.flatMap((id) => (id === 2 ? [-1, 2] : [id]))
      await expectSame(small)
    },
  )

  test.each([...Array.from({ length: 17 }, (_, i) => i + 1), 20])(
    'dictionaries whose ids just fit, and just do not fit, into %i bits',
    async (width) => {
      for (const count of width > 17 ? [2 ** width + 1] : [2 ** width - 1, 2 ** width, 2 ** width + 1]) {
        await expectSame(Array.from({ length: count }, (_, i) => i))
      }
    },
  )

  /** The dictionary column says in text what the number column says as a number; below 0 is null. */
  async function expectSame(ids: readonly number[]): Promise<void> {
    const few = dictOf(ids.map((id) => (id < 0 ? null : String(id))))
    const small = { kind: 'int32', values: Int32Array.from(ids) } as const
    const fields = [
      { name: 'few', type: 'text' },
      { name: 'small', type: 'int32' },
    ] as const
    await withParquet(fields, [{ vectors: [few, small], rows: upTo(ids.length) }], async (path) => {
      const [row] =
        await engine.rows(sql`select count(*) as n, count(few) as present, count(distinct few) as d,
        count(*) filter (where few is distinct from case when small >= 0 then cast(small as varchar) end) as wrong
        from read_parquet(${path})`)
      const present = ids.filter((id) => id >= 0)
      expect(row).toEqual({
        n: BigInt(ids.length),
        present: BigInt(present.length),
        d: BigInt(new Set(present).size),
        wrong: 0n,
      })
    })
  }

  test('texts that fill several pages, and one that is longer than a page', async () => {
    const texts = Array.from({ length: 9 }, (_, i) =>
      i % 3 === 1 ? null : `${String(i)}${'€x'.repeat(i === 6 ? 900_000 : 130_000)}`,
    )
    const rows = Int32Array.from([8, 0, 1, 6, 2, 3, 4, 5, 7])
    const fields = [{ name: 'many', type: 'text' }] as const
    await withParquet(fields, [{ vectors: [sliceOf(texts)], rows }], async (path) => {
      const read = await engine.rows(
        sql`select many from read_parquet(${path}, file_row_number = true) order by file_row_number`,
      )
      expect(read.map(({ many }) => many)).toEqual([...rows].map((i) => texts[i]))
    })
  })
})

describe('statistics', () => {
  test('name the least and the greatest, and leave no row out of a filtered scan', async () => {
    await fc.assert(
      fc.asyncProperty(
        model.filter((rows) => rows.length > 0),
        fc.nat(),
        async (rows, pick) => {
          const groups = [{ vectors: vectorsOf(rows), rows: upTo(rows.length) }]
          await withParquet(FIELDS, groups, async (path) => {
            const stats = await statisticsOf(path)
            expect(stats.get('few')).toEqual(textRange(rows.map(({ few }) => few)))
            expect(stats.get('who, name')).toEqual(textRange(rows.map(({ who }) => who?.name ?? null)))
            expect(stats.get('who, via, arn')).toEqual(
              textRange(rows.map(({ who }) => who?.via?.arn ?? null)),
            )
            expect(stats.get('large')).toEqual(numberRange(rows.map(({ large }) => large)))
            expect(stats.get('small')).toEqual(numberRange(rows.map(({ small }) => small)))
            await expectFound(path, rows, rows[pick % rows.length])
          })
        },
      ),
      { numRuns: 40 },
    )
  })

  async function expectFound(
    path: string,
    rows: readonly ModelRow[],
    wanted: ModelRow | undefined,
  ): Promise<void> {
    const few = wanted?.few ?? null
    const large = wanted?.large ?? null
    const arn = wanted?.who?.via?.arn ?? null
    const [found] = await engine.rows(sql`select
      (select count(*) from read_parquet(${path}) where few = ${few}) as few,
      (select count(*) from read_parquet(${path}) where large = ${large === null ? null : BigInt(large)}) as large,
      (select count(*) from read_parquet(${path}) where who.via.arn = ${arn}) as arn,
      (select count(*) from read_parquet(${path}) where few is null) as none`)
    const countOf = (value: unknown, all: readonly unknown[]) =>
      value === null ? 0n : BigInt(all.filter((one) => one === value).length)
    expect(found).toEqual({
      few: countOf(
        few,
        rows.map((row) => row.few),
      ),
      large: countOf(
        large,
        rows.map((row) => row.large),
      ),
      arn: countOf(
        arn,
        rows.map((row) => row.who?.via?.arn),
      ),
      none: BigInt(rows.filter((row) => row.few === null).length),
    })
  }

  interface Range {
    readonly min: string | null
    readonly max: string | null
    readonly nulls: number
  }

  async function statisticsOf(path: string): Promise<ReadonlyMap<string, Range>> {
    const rows =
      await engine.rows(sql`select path_in_schema as path, stats_min_value as min, stats_max_value as max,
      stats_null_count as nulls from parquet_metadata(${path})`)
    return new Map(
      rows.map((row) => [
        String(row['path']),
        { min: asText(row['min']), max: asText(row['max']), nulls: Number(row['nulls']) },
      ]),
    )
  }

  /** Parquet compares bytes; ends that are longer than 128 bytes are left out, both of them. */
  function textRange(texts: readonly (string | null)[]): Range {
    const present = texts.filter((one) => one !== null).map((one) => Buffer.from(one))
    const sorted = present.toSorted((a, b) => Buffer.compare(a, b))
    const [min] = sorted
    const max = sorted.at(-1)
    const nulls = texts.length - present.length
    if (min === undefined || max === undefined || min.length > 128 || max.length > 128)
      return { min: null, max: null, nulls }
    return { min: shown(min), max: shown(max), nulls }
  }

  /** parquet_metadata shows bytes as a cast of a blob does. */
  const shown = (bytes: Buffer): string => bytes.toString()

  function numberRange(numbers: readonly (number | null)[]): Range {
    const present = numbers.filter((one) => one !== null)
    const nulls = numbers.length - present.length
    if (present.length === 0) return { min: null, max: null, nulls }
    return { min: String(Math.min(...present)), max: String(Math.max(...present)), nulls }
  }
})
