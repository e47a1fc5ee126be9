import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { compileRules, type RuleFile, type RuleSet } from '#detections/index.ts'
import { UsageError } from '#kernel/index.ts'
import { openRuleDocuments } from './rule-documents.ts'
import { type Settings, trustedNetworksOf } from './settings.ts'

/** Our own rules: they lie beside `src` in a checkout, beside `dist` in the package. */
const OWN_RULES = fileURLToPath(new URL('../../rules', import.meta.url))
/** Begins the names of our files, and of no others. */
const OWN = 'rules/'

/** Our rules, those of the settings and those of `--rules`, compiled. */
export function loadRules(settings: Settings, folders: readonly string[], own = true): RuleSet {
  const files = own ? ownRuleFiles() : []
  const more = [...settings.rules, ...folders].flatMap(ruleFiles)
  const documents = openRuleDocuments(files.map(({ text }) => text))
  const set = compileRules([...files, ...more], {
    placeholders: placeholdersOf(settings),
    documents: documents.known,
  })
  documents.keep()
  return set
}

export function ownRuleFiles(): readonly RuleFile[] {
  return ruleFiles(OWN_RULES).map(({ file, text }) => ({ file: `${OWN}${relative(OWN_RULES, file)}`, text }))
}

/**
 * Rule files of a folder, at any depth; or one file.
 *
 * @throws UsageError when it is not there.
 */
export function ruleFiles(path: string): readonly RuleFile[] {
  const info = statSync(path, { throwIfNoEntry: false })
  if (info === undefined)
    throw new UsageError(`There are no rules at ${path}.`, { hint: 'Name a folder or a .yml file.' })
  if (info.isFile()) return [{ file: named(path), text: readFileSync(path, 'utf8') }]
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.ya?ml$/iu.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted()
    .map((file) => ({ file: named(file), text: readFileSync(file, 'utf8') }))
}

/** A folder of the user's may be called as ours. */
const named = (file: string): string => (file.startsWith(OWN) ? `./${file}` : file)

/** The lists that rules may name with `expand`; what nobody set is empty, and then matches nothing. */
export function placeholdersOf(settings: Settings): Readonly<Record<string, readonly string[]>> {
  return {
    own_accounts: settings.accounts,
    trusted_networks: trustedNetworksOf(settings).map(({ cidr }) => cidr),
    sensitive_buckets: settings.sensitiveBuckets,
    ci_roles: settings.ciRoles,
    iac_roles: settings.iacRoles,
    ...settings.placeholders,
  }
}

/** The text of a rule's file, by the name that `RuleFile.file` gives it. */
export function ruleText(file: string): string {
  return readFileSync(file.startsWith(OWN) ? join(OWN_RULES, file.slice(OWN.length)) : file, 'utf8')
}
