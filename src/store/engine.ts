import { ToolError } from '#kernel/index.ts'
import type { Dialect } from './sql/dialect.ts'
import type { Fragment } from './sql/fragment.ts'

/** Values as JavaScript has them: bigints for 64-bit integers, arrays for lists, objects for structs. */
export type Row = Readonly<Record<string, unknown>>

/** The port: all that the other rooms know of a database. */
export interface Engine {
  readonly dialect: Dialect

  /**
   * Runs one statement and reads every row into memory; for results of up to some 100 000 rows.
   *
   * @throws EngineError when the engine refuses the statement.
   */
  rows(statement: Fragment): Promise<readonly Row[]>

  /** Makes the statement that is running fail; does nothing when none is. */
  interrupt(): void

  close(): Promise<void>
}

/** The engine refused a statement, or could not do it within its limits. */
export class EngineError extends ToolError {
  override readonly code = 'ENGINE_QUERY'
}
