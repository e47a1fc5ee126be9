import { COLUMNS, type ColumnType, type StructType } from '#detections/sigma/fields/columns.ts'
import { openDuckdb } from '#store/duckdb/engine.ts'
import { column, type Engine, type Fragment, joined, sql } from '#store/index.ts'

/** A lake in memory with the columns of docs/architecture.md, for rules to be tried on. */
export const openLake = (): Promise<Engine> =>
  openDuckdb({ threads: 1, memory: '512MB', spillFolder: undefined })

const TYPES: Readonly<Record<string, string>> = {
  text: 'VARCHAR',
  json: 'VARCHAR',
  boolean: 'BOOLEAN',
  number: 'BIGINT',
  time: 'TIMESTAMP',
  date: 'DATE',
  texts: 'VARCHAR[]',
}

const typeText = (type: ColumnType): string =>
  typeof type === 'string' ? (TYPES[type] ?? 'VARCHAR') : structText(type)

const structText = (type: StructType): string =>
  `STRUCT(${Object.entries(type)
    .map(([name, inner]) => `"${name}" ${typeText(inner)}`)
    .join(', ')})`

const text = (content: string): Fragment => ({ parts: [{ kind: 'text', text: content }] })

/** A row: values of columns; objects for JSON columns are written as JSON text. */
export type LakeRow = Readonly<Record<string, unknown>>

/** Makes the table `events` (with `row_id`, from 0) and fills it. */
export async function fill(engine: Engine, rows: readonly LakeRow[], table = 'events'): Promise<void> {
  const columns = Object.entries(COLUMNS).map(([name, type]) => sql`${column(name)} ${text(typeText(type))}`)
  await engine.rows(
    sql`create or replace table ${column(table)} (row_id BIGINT, ${joined(columns, sql`, `)})`,
  )
  for (const [i, row] of rows.entries()) {
    const names = Object.keys(row)
    const values = names.map((name) => valueOf(row[name], COLUMNS[name] ?? 'text'))
    await engine.rows(
      sql`insert into ${column(table)} (row_id${joined(
        names.map((name) => sql`, ${column(name)}`),
        sql``,
      )}) values (${i}${joined(
        values.map((value) => sql`, ${value}`),
        sql``,
      )})`,
    )
  }
}

function valueOf(value: unknown, type: ColumnType): Fragment {
  const plain =
    typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' || value === null
      ? value
      : JSON.stringify(value)
  if (type === 'text' || type === 'json') return sql`${plain}`
  if (type === 'texts') return sql`from_json(${plain}, '["VARCHAR"]')`
  if (typeof type === 'object') return sql`from_json(${plain}, ${JSON.stringify(structureOf(type))})`
  return sql`cast(${plain} as ${text(typeText(type))})`
}

const structureOf = (type: StructType): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    Object.entries(type).map(([name, inner]) => [
      name,
      typeof inner === 'object' ? structureOf(inner) : 'VARCHAR',
    ]),
  )

/** `row_id` of the rows that meet a condition. */
export async function matching(
  engine: Engine,
  condition: Fragment,
  table = 'events',
): Promise<readonly number[]> {
  const rows = await engine.rows(sql`select row_id from ${column(table)} where ${condition} order by row_id`)
  return rows.map((row) => Number(row['row_id']))
}
