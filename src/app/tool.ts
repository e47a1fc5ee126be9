import { readFileSync } from 'node:fs'
import { isRecord, textOf } from '#kernel/index.ts'

const PACKAGE = new URL('../../package.json', import.meta.url)

/** Name and version of this tool, from its package. */
export const TOOL: { readonly name: string; readonly version: string } = readPackage()

function readPackage(): { readonly name: string; readonly version: string } {
  const parsed: unknown = JSON.parse(readFileSync(PACKAGE, 'utf8'))
  const own = isRecord(parsed) ? parsed : {}
  return { name: textOf(own['name']) ?? 'trailhound', version: textOf(own['version']) ?? '0' }
}
