import { DuckDBInstance, StatementType } from '@duckdb/node-api'
import { EngineError, type Row } from '../engine.ts'
import type { Fragment } from '../sql/fragment.ts'
import { render } from '../sql/render.ts'
import { duckdbDialect } from './dialect.ts'

export interface UserQueryOptions {
  /** The relations that the query may ask, by name. */
  readonly tables: ReadonlyMap<string, Fragment>
  /** The only folders that may be read. */
  readonly folders: readonly string[]
  readonly spillFolder: string
  readonly threads: number
  readonly memory: string
  readonly maxRows: number
  readonly timeoutMs: number
  /** Ends the query before its time. */
  readonly signal?: AbortSignal
}

export interface UserQueryResult {
  readonly columns: readonly string[]
  readonly rows: readonly Row[]
  /** There were more rows than `maxRows`. */
  readonly truncated: boolean
}

const ALLOWED: ReadonlySet<StatementType> = new Set([
  StatementType.SELECT,
  StatementType.EXPLAIN,
  StatementType.RELATION,
])
/** A longer wait would overflow a timer, which then ends at once. */
const MOST_TIMEOUT_MS = 2 ** 31 - 1
const INTERRUPT_EVERY_MS = 100

/** Spaces and comments. */
const GAP = String.raw`(?:\s|--[^\n]*(?:\n|$)|/\*(?:(?!\*/)[\s\S])*\*/)*`
const ASKING = String.raw`(?:\(${GAP})*(?:select|with|from|values|table|describe|desc|show|summarize)\b`
/**
 * How a query begins. EXPLAIN ANALYZE runs what it explains, and merely preparing EXPORT or PRAGMA has effects: what the
 * engine calls a statement afterwards is not enough.
 */
const QUERY = new RegExp(
  String.raw`^${GAP}(?:explain\b${GAP}(?:analyze\b${GAP})?(?:\([^()'"]*\)${GAP})?)?${ASKING}`,
  'iu',
)

/**
 * Runs one statement that somebody typed, in an engine of its own that can read the lake and nothing else, and write nothing.
 *
 * @throws EngineError when it is no query, is wrong, reads elsewhere, or takes too long.
 */
export async function runUserQuery(text: string, options: UserQueryOptions): Promise<UserQueryResult> {
  if (!QUERY.test(text)) throw noQuery()
  const instance = await DuckDBInstance.create(':memory:', {
    threads: String(options.threads),
    memory_limit: options.memory,
    temp_directory: options.spillFolder,
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  })
  const connection = await instance.connect()
  // One that comes before the engine is at work is lost: it is said until the engine has heard.
  let again: NodeJS.Timeout | undefined
  const interrupt = (): void => {
    connection.interrupt()
    again ??= setInterval(() => connection.interrupt(), INTERRUPT_EVERY_MS)
  }
  options.signal?.addEventListener('abort', interrupt)
  const timer = setTimeout(interrupt, Math.min(options.timeoutMs, MOST_TIMEOUT_MS))
  try {
    for (const [name, relation] of options.tables) {
      const { text: view, params } = render(relation, duckdbDialect)
      // The place of a row is nobody's business.
      await connection.run(
        `create view ${duckdbDialect.quote(name)} as select columns(c -> c <> 'row_id') from ${inlined(view, params)}`,
      )
    }
    await connection.run(`set allowed_directories = [${options.folders.map(literal).join(', ')}]`)
    await connection.run('set enable_external_access = false')
    await connection.run('set lock_configuration = true')
    const statements = await connection.extractStatements(text)
    if (statements.count !== 1) throw new EngineError('Give exactly one statement.')
    const prepared = await statements.prepare(0)
    if (!ALLOWED.has(prepared.statementType)) throw noQuery()
    options.signal?.throwIfAborted()
    const reader = await prepared.streamAndReadUntil(options.maxRows + 1)
    const rows = reader.getRowObjectsJS()
    return {
      columns: reader.deduplicatedColumnNames(),
      rows: rows.slice(0, options.maxRows),
      truncated: rows.length > options.maxRows,
    }
  } catch (cause) {
    if (cause instanceof EngineError) throw cause
    const message = cause instanceof Error ? cause.message : String(cause)
    throw new EngineError(
      message.includes('INTERRUPT') ? 'The query took too long and was stopped.' : message,
      {
        hint: 'The tables are events and addresses; "trailhound query \\"describe events\\"" lists the columns of one.',
        cause,
      },
    )
  } finally {
    clearTimeout(timer)
    clearInterval(again)
    options.signal?.removeEventListener('abort', interrupt)
    connection.closeSync()
    instance.closeSync()
  }
}

const noQuery = (): EngineError =>
  new EngineError('Only queries are allowed: the lake is read, never written.', {
    hint: 'Begin with SELECT, WITH, FROM, DESCRIBE, SUMMARIZE or EXPLAIN.',
  })

// A view's definition takes no parameters. All values in it are paths of our own making.
function inlined(text: string, params: readonly unknown[]): string {
  return text.replaceAll(/\$(\d+)/gu, (_, index: string) => literal(String(params[Number(index) - 1])))
}

const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`
