import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { investigate, loadRules, openWorkspace } from '#app/index.ts'
import { LEVELS } from '#findings/index.ts'
import { isRecord } from '#kernel/index.ts'
import type { Report, ReportFinding } from '#outputs/index.ts'
import { SETTINGS as STORY_SETTINGS } from '../scenarios/stories.ts'

/** Real records with labels, kept beside the checkout and not in it. */
export const CORPUS = join(import.meta.dirname, '../../../shared/corpus')

export const isCorpusThere = existsSync(CORPUS)
if (!isCorpusThere) console.warn('Skipped: the corpus is not beside this checkout (../shared/corpus).')

/** Nothing is known of the organisations behind the corpus: as at a first run. */
const SETTINGS = { ...STORY_SETTINGS, accounts: [], trustedNetworks: [], sensitiveBuckets: [] }

const set = isCorpusThere ? loadRules(SETTINGS, []) : undefined

export const corpusPath = (...parts: readonly string[]): string => join(CORPUS, ...parts)

/** The whole tool over these files: real ingest, engine and rules, in a workspace of its own. */
export async function reportOn(files: readonly string[]): Promise<Report> {
  if (set === undefined) throw new Error('no corpus')
  const root = mkdtempSync(join(tmpdir(), 'trailhound-corpus-'))
  const workspace = await openWorkspace(join(root, 'workspace'), SETTINGS)
  try {
    const { report } = await investigate(files, workspace, {
      settings: SETTINGS,
      rules: set,
      scope: { fromMs: undefined, toMs: undefined, accounts: [], regions: [] },
      minLevel: 'informational',
      signal: new AbortController().signal,
      onProgress: () => undefined,
    })
    return report
  } finally {
    await workspace.close()
    rmSync(root, { recursive: true, force: true })
  }
}

/** The same over records in memory. */
export async function reportOnRecords(records: readonly unknown[]): Promise<Report> {
  const folder = mkdtempSync(join(tmpdir(), 'trailhound-records-'))
  try {
    const file = join(folder, 'records.jsonl')
    mkdirSync(folder, { recursive: true })
    writeFileSync(file, records.map((record) => `${JSON.stringify(record)}\n`).join(''))
    return await reportOn([file])
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

export function isAtLeast(finding: ReportFinding, level: (typeof LEVELS)[number]): boolean {
  return LEVELS.indexOf(finding.level) >= LEVELS.indexOf(level)
}

/** One JSON object a line. */
export function linesOf(path: string): readonly Readonly<Record<string, unknown>>[] {
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line): unknown => JSON.parse(line))
    .filter(isRecord)
}

/** The attacker's access keys, by the labels of a file. */
export function keysOf(file: string): readonly string[] {
  const lines = readFileSync(corpusPath('labels.jsonl'), 'utf8').split('\n')
  const labels: unknown[] = lines.filter((line) => line !== '').map((line) => JSON.parse(line))
  return labels.flatMap((label) => {
    if (!isRecord(label) || label['file'] !== file || !isRecord(label['attacker'])) return []
    const keys = label['attacker']['accessKeyId']
    return Array.isArray(keys) ? keys.map(String) : []
  })
}
