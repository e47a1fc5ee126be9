import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { areDocuments, type Mapping, yamlReader } from '#detections/index.ts'
import { isRecord } from '#kernel/index.ts'

/** Beside what bin/trailhound.mjs keeps of a checkout; of an installed package in the package's own folder, where that may be written. */
const KEPT = fileURLToPath(
  new URL('../../node_modules/.cache/trailhound/rule-documents.json', import.meta.url),
)
/** The library beneath the reader. */
const library = (): string =>
  readFileSync(createRequire(import.meta.url).resolve('yaml/package.json'), 'utf8')

/** What our own rules' texts hold: to read five hundred YAML files takes longer than to compile them. */
export interface RuleDocuments {
  /** By text. Grows by what is read anew. */
  readonly known: Map<string, readonly Mapping[]>
  /** Keeps it for the next run; does nothing where all was known. */
  keep(): void
}

/** @param texts - of our own rules: other folders come and go. */
export function openRuleDocuments(texts: readonly string[], file = KEPT): RuleDocuments {
  const kept = readKept(file)
  // Another reader, or another version of the library beneath, reads anew.
  const reader = createHash('sha256').update(yamlReader + library())
  const names = new Map(texts.map((text) => [text, reader.copy().update(text).digest('hex')]))
  const known = new Map<string, readonly Mapping[]>()
  for (const [text, name] of names) {
    const documents = kept[name]
    if (areDocuments(documents)) known.set(text, documents)
  }
  return {
    known,
    keep() {
      if ([...names.values()].every((name) => Object.hasOwn(kept, name))) return
      const own = [...names].flatMap(([text, name]) => {
        const documents = known.get(text)
        return documents === undefined ? [] : [[name, documents] as const]
      })
      writeKept(file, JSON.stringify(Object.fromEntries(own)))
    },
  }
}

function readKept(file: string): Readonly<Record<string, unknown>> {
  try {
    const kept: unknown = JSON.parse(readFileSync(file, 'utf8'))
    return isRecord(kept) ? kept : {}
  } catch {
    // None yet, or a broken one: the rules are read as they are.
    return {}
  }
}

/** Whole or not at all: other processes read it. */
function writeKept(file: string, text: string): void {
  const unfinished = `${file}.${String(process.pid)}`
  try {
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(unfinished, text)
    renameSync(unfinished, file)
  } catch {
    // A package that may only be read: each run reads the rules anew.
  }
}
