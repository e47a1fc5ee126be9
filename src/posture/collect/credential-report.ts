import { parse } from 'csv-parse/sync'
import { isRecord } from '#kernel/index.ts'

export type CredentialRow = Readonly<Record<string, unknown>>

/**
 * IAM's credential report, CSV with a header line.
 *
 * @throws where a line has more or fewer cells than the header: names of users may hold commas.
 */
export function credentialRows(text: string): readonly CredentialRow[] {
  const rows: unknown = parse(text, { columns: true, skip_empty_lines: true })
  if (!Array.isArray(rows) || rows.length === 0) throw new Error('The credential report is empty.')
  return rows.filter(isRecord)
}
