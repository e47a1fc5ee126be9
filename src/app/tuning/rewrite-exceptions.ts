import { existsSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { dirname, isAbsolute, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Document, isMap, isSeq, parseDocument, YAMLSeq } from 'yaml'
import type { Exception } from '#findings/index.ts'
import { UsageError } from '#kernel/index.ts'
import { makeFolder } from '#store/index.ts'
import { parseExceptions } from './exceptions-file.ts'

const SCHEMA = fileURLToPath(new URL('../../../schemas/exceptions.schema.json', import.meta.url))

/**
 * Adds an exception to a file, and leaves the rest of it as it stands, comments too; makes the file where there is none.
 *
 * @throws ConfigError when the exception, or what stood there before, has mistakes.
 */
export function addException(file: string, exception: Exception, nowMs: number): void {
  rewrite(file, nowMs, (document) => {
    listOf(document).add(document.createNode(written(exception)))
  })
}

/** @throws UsageError when there is none of that id. */
export function removeException(file: string, id: string, nowMs: number): void {
  rewrite(file, nowMs, (document) => {
    const list = listOf(document)
    const place = list.items.findIndex((item) => isMap(item) && item.get('id') === id)
    if (place < 0)
      throw new UsageError(`There is no exception '${id}'.`, { hint: '"trailhound tune list" shows them.' })
    list.delete(place)
    list.flow = list.items.length === 0
  })
}

function rewrite(file: string, nowMs: number, change: (document: Document.Parsed) => void): void {
  const before = existsSync(file) ? readFileSync(file, 'utf8') : headOf(file)
  parseExceptions(before, file, nowMs)
  const document = parseDocument(before)
  change(document)
  const text = `${document.toString({ lineWidth: 0 }).trimEnd()}\n`
  parseExceptions(text, file, nowMs)
  const unfinished = `${file}.${String(process.pid)}`
  try {
    makeFolder(dirname(file))
    writeFileSync(unfinished, text, { mode: existsSync(file) ? statSync(file).mode & 0o777 : 0o600 })
    renameSync(unfinished, file)
  } catch (cause) {
    throw new UsageError(`${file} cannot be written.`, {
      hint: 'Name a file that you may write to with "exceptions" in the settings.',
      cause,
    })
  }
}

function listOf(document: Document.Parsed): YAMLSeq {
  const list: unknown = document.get('exceptions')
  if (isSeq(list)) {
    list.flow = false
    return list
  }
  const made = new YAMLSeq(document.schema)
  document.set('exceptions', made)
  return made
}

/** Parts that say nothing are left out. */
function written({ scope, ...exception }: Exception): object {
  const { id, detections, ...rest } = exception
  const parts = Object.entries(scope).filter(([, values]) => values.length > 0)
  return { id, detections, scope: Object.fromEntries(parts), ...rest }
}

function headOf(file: string): string {
  const near = relative(dirname(resolve(file)), SCHEMA)
  const schema = near.startsWith('..') || isAbsolute(near) ? SCHEMA : `./${near.replaceAll('\\', '/')}`
  return [
    `# yaml-language-server: $schema=${schema}`,
    '# Exceptions of Trailhound: what detections need not tell, of whom, why and until when.',
    '# They hide findings, and reports say so. They never hide what else somebody did: docs/tuning.md.',
    'exceptions: []',
    '',
  ].join('\n')
}
