import { closeSync, createReadStream, openSync } from 'node:fs'
import { isRecord } from '#kernel/index.ts'
import type { GuardDutyRow } from '../state/guardduty-findings.ts'
import { writeAll } from './write-all.ts'

const HELD_CHARS = 1 << 20

/** GuardDuty's findings of a unit of work, on disk until they are committed: there may be any number of them. */
export class FindingsFile {
  readonly #path: string
  #file: number | undefined
  #lines: string[] = []
  #held = 0

  constructor(path: string) {
    this.#path = path
  }

  add(row: GuardDutyRow): void {
    const line = `${JSON.stringify(row)}\n`
    this.#lines.push(line)
    this.#held += line.length
    if (this.#held >= HELD_CHARS) this.#write()
  }

  /** Where they lie; undefined when there are none. */
  finish(): string | undefined {
    if (this.#held > 0) this.#write()
    if (this.#file === undefined) return undefined
    this.abandon()
    return this.#path
  }

  abandon(): void {
    if (this.#file !== undefined) closeSync(this.#file)
    this.#file = undefined
  }

  #write(): void {
    this.#file ??= openSync(this.#path, 'w')
    writeAll(this.#file, Buffer.from(this.#lines.join('')))
    this.#lines = []
    this.#held = 0
  }
}

const ROWS_AT_ONCE = 200

/** The rows of such a file, some at a time. */
export async function* readFindingsFile(path: string): AsyncGenerator<readonly GuardDutyRow[]> {
  let carry = ''
  let rows: GuardDutyRow[] = []
  for await (const text of createReadStream(path, 'utf8')) {
    const lines = `${carry}${String(text)}`.split('\n')
    carry = lines.pop() ?? ''
    for (const line of lines) rows.push(rowOf(JSON.parse(line)))
    if (rows.length < ROWS_AT_ONCE) continue
    yield rows
    rows = []
  }
  if (rows.length > 0) yield rows
}

function rowOf(value: unknown): GuardDutyRow {
  const row = isRecord(value) ? value : {}
  const text = (key: string): string => (typeof row[key] === 'string' ? row[key] : '')
  const number = (key: string): number => Number(row[key])
  return {
    source_id: number('source_id'),
    account_id: text('account_id'),
    finding_id: text('finding_id'),
    updated_ms: number('updated_ms'),
    severity: number('severity'),
    region: text('region') || null,
    first_ms: number('first_ms'),
    last_ms: number('last_ms'),
    archived: number('archived'),
    sample: number('sample'),
    json: text('json'),
  }
}
