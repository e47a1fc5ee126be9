/**
 * store: events at rest, and the one port (`Engine`) through which the other rooms ask for them.
 * The adapters (./duckdb, ./trino) are not exported: only app/wire.ts may open one.
 */
export { type Engine, EngineError, type Row } from './engine.ts'
export { and, any, isIn, not, or, present, value } from './sql/conditions.ts'
export type { Dialect } from './sql/dialect.ts'
export { column, type Fragment, joined, json, type Scalar, spelled, sql } from './sql/fragment.ts'
export { type CompiledSql, render } from './sql/render.ts'
