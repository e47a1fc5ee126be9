import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openDuckdb } from '#store/duckdb/engine.ts'
import { runUserQuery } from '#store/duckdb/user-query.ts'
import { filesRelation, sql } from '#store/index.ts'

const root = mkdtempSync(join(tmpdir(), 'trailhound-query-'))
const folder = join(root, "it's events")
const file = join(folder, 'day=2026-11-24', 'a.parquet')
beforeAll(async () => {
  mkdirSync(join(folder, 'day=2026-11-24'), { recursive: true })
  writeFileSync(join(root, 'secret.txt'), 'secret')
  const engine = await openDuckdb({ threads: 1, memory: '256MB', spillFolder: undefined })
  await engine.rows(
    sql`copy (select 'a' as name, 7 as n union all select 'b', null) to ${file} (format parquet)`,
  )
  await engine.close()
})
afterAll(() => rmSync(root, { recursive: true, force: true }))

const ask = async (
  text: string,
  limits: { readonly maxRows?: number; readonly timeoutMs?: number; readonly signal?: AbortSignal } = {},
) =>
  runUserQuery(text, {
    tables: new Map([
      ['events', filesRelation([file])],
      ['addresses', sql`(select 1 as one)`],
    ]),
    folders: [folder],
    spillFolder: join(root, 'spill'),
    threads: 1,
    memory: '256MB',
    maxRows: limits.maxRows ?? 10,
    timeoutMs: limits.timeoutMs ?? 60_000,
    ...(limits.signal === undefined ? {} : { signal: limits.signal }),
  })

describe('what asks is answered', () => {
  test.each([
    'select name, n from events order by 1',
    '  -- first\n/* then */ SELECT name, n FROM events ORDER BY 1;',
    'with e as (select * from events) select name, n from e order by 1',
    '(select name, n from events order by 1)',
    'from events select name, n order by 1',
  ])('%s', async (text) => {
    const { rows, columns, truncated } = await ask(text)
    expect(columns).toEqual(['name', 'n'])
    expect(rows).toEqual([
      { name: 'a', n: 7 },
      { name: 'b', n: null },
    ])
    expect(truncated).toBe(false)
  })

  test.each([
    'values (1)',
    'describe events',
    'summarize events',
    'show tables',
    'explain select 1',
    'explain analyze select * from events',
    'explain (format json) select 1',
  ])('%s', async (text) => {
    expect((await ask(text)).rows.length).toBeGreaterThan(0)
  })

  test('the day is a column, the place of a row is none', async () => {
    const { rows } = await ask('select * from events limit 1')
    expect(Object.keys(rows[0] ?? {})).toEqual(['name', 'n', 'day'])
  })
})

describe('limits', () => {
  test.each([
    { count: 4, maxRows: 5, read: 4, truncated: false },
    { count: 5, maxRows: 5, read: 5, truncated: false },
    { count: 6, maxRows: 5, read: 5, truncated: true },
    { count: 100_000, maxRows: 5, read: 5, truncated: true },
  ])('of rows: $count of at most $maxRows', async ({ count, maxRows, read, truncated }) => {
    const result = await ask(`select * from range(${String(count)})`, { maxRows })
    expect(result.rows).toHaveLength(read)
    expect(result.truncated).toBe(truncated)
  })

  test('of time', async () => {
    const begun = performance.now()
    const endless = 'select count(*) from range(100000000000) a, range(100000) b'
    await expect(ask(endless, { timeoutMs: 300 })).rejects.toThrow('took too long')
    expect(performance.now() - begun).toBeLessThan(10_000)
  })

  test.each([0, 1, 5, 20, 100])('ended after %i ms, at work or not yet', async (afterMs) => {
    const abort = new AbortController()
    const endless = 'select count(*) from range(100000000000) a, range(100000) b'
    if (afterMs === 0) abort.abort()
    else setTimeout(() => abort.abort(), afterMs)
    await expect(ask(endless, { signal: abort.signal })).rejects.toThrow(Error)
  })

  test('a time beyond what a timer takes is no time of nothing', async () => {
    expect((await ask('select 1 as one', { timeoutMs: 1e12 })).rows).toEqual([{ one: 1 }])
  })
})

describe('the wall', () => {
  test.each([
    "copy (select 1) to '@/x.csv'",
    "explain analyze copy (select 1) to '@/x.parquet'",
    "EXPLAIN /* a */ ANALYZE -- b\n COPY (select 1) to '@/x.parquet'",
    "explain (format json) copy (select 1) to '@/x.parquet'",
    "explain (analyze, format json) copy (select 1) to '@/x.parquet'",
    "explain (analyze) (copy (select 1) to '@/x.parquet')",
    "explain analyze explain analyze copy (select 1) to '@/x.parquet'",
    "export database '@/x'",
    "import database '@/x'",
    "attach '@/x.db'",
    "attach '@/x.db' as events2",
    'install httpfs',
    'load httpfs',
    'pragma database_list',
    "set memory_limit = '1TB'",
    "set global temp_directory = '@'",
    'reset lock_configuration',
    'create table t as select 1',
    'create or replace view events as select 1',
    'insert into events values (1)',
    'with a as (select 1) insert into events select * from a',
    'delete from events',
    'drop view events',
    "select 1; copy (select 1) to '@/x.csv'",
    'prepare q as select 1',
    "call pragma_table_info('events')",
    'checkpoint',
    'vacuum',
    'use memory',
    '',
    '-- nothing',
    '/* open',
    ';',
    'select',
    'nonsense',
  ])('no way through: %s', async (text) => {
    await expect(ask(text.replace('@', folder.replaceAll("'", "''")))).rejects.toMatchObject({
      code: 'ENGINE_QUERY',
    })
    expect(readdirSync(folder)).toEqual(['day=2026-11-24'])
    expect(readdirSync(join(folder, 'day=2026-11-24'))).toEqual(['a.parquet'])
  })

  test.each([
    "select * from read_text('/etc/passwd')",
    "select * from read_csv('/etc/passwd')",
    "select * from '/etc/passwd'",
    "select * from glob('/etc/*')",
    "select * from read_blob('@/../secret.txt')",
    "select * from read_text('@/day=2026-11-24/../../secret.txt')",
    "select * from read_parquet('https://example.com/x.parquet')",
    "select * from sniff_csv('/etc/passwd')",
    "select * from query('copy (select 1) to ''/tmp/x''')",
    "select * from read_json('/proc/self/environ')",
  ])('nothing but the lake is read: %s', async (text) => {
    await expect(ask(text.replace('@', folder.replaceAll("'", "''")))).rejects.toMatchObject({
      code: 'ENGINE_QUERY',
    })
  })

  test.each([
    ['select * from eventz', /eventz.*does not exist/u],
    ['selec 1', /Only queries/u],
    ['select 1 +', /syntax error/u],
    ['select 1; select 2', /exactly one statement/u],
  ])('what is wrong with %s is told', async (text, why) => {
    await expect(ask(text)).rejects.toThrow(why)
  })

  test('thousands of comments are gone through at once', async () => {
    const begun = performance.now()
    await expect(ask(`${'/**/ -- x\n'.repeat(20_000)}drop`)).rejects.toMatchObject({ code: 'ENGINE_QUERY' })
    expect(performance.now() - begun).toBeLessThan(2000)
  })
})
