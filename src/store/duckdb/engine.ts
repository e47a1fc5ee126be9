import { DuckDBInstance } from '@duckdb/node-api'
import { type Engine, EngineError } from '../engine.ts'
import { render } from '../sql/render.ts'
import { duckdbDialect } from './dialect.ts'
import { paramType } from './param-type.ts'

/** Bounds of one DuckDB: it spills to `spillFolder` beyond its memory. */
export interface DuckdbLimits {
  readonly threads: number
  /** e.g. `512MB` */
  readonly memory: string
  readonly spillFolder: string | undefined
}

/** DuckDB in this process, in memory: what lasts is the Parquet it reads and writes. */
export async function openDuckdb({ threads, memory, spillFolder }: DuckdbLimits): Promise<Engine> {
  const instance = await DuckDBInstance.create(':memory:', {
    threads: String(threads),
    memory_limit: memory,
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    preserve_insertion_order: 'false',
    ...(spillFolder === undefined ? {} : { temp_directory: spillFolder }),
  })
  const connection = await instance.connect()
  // A run asks the same files some twenty times: their footers need be read once only.
  await connection.run('set parquet_metadata_cache = true')
  return {
    dialect: duckdbDialect,
    async rows(statement) {
      const { text, params } = render(statement, duckdbDialect)
      try {
        const reader = await connection.runAndReadAll(text, [...params], params.map(paramType))
        return reader.getRowObjectsJS()
      } catch (cause) {
        const message = cause instanceof Error ? cause.message : String(cause)
        throw new EngineError(`DuckDB refused a statement: ${message}`, { cause })
      }
    },
    interrupt: () => connection.interrupt(),
    close() {
      connection.closeSync()
      instance.closeSync()
      return Promise.resolve()
    },
  }
}
