import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openRuleDocuments } from '#app/rule-documents.ts'
import { ownRuleFiles } from '#app/rule-files.ts'
import { compileRules, type RuleFile, type RuleSet } from '#detections/index.ts'

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'trailhound-documents-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

/** As loadRules does it; how many files were known before. */
function compiled(
  files: readonly RuleFile[],
  file: string,
): { readonly set: RuleSet; readonly known: number } {
  const documents = openRuleDocuments(
    files.map(({ text }) => text),
    file,
  )
  const known = documents.known.size
  const set = compileRules(files, { placeholders: {}, documents: documents.known })
  documents.keep()
  return { set, known }
}

/** Functions left out: they are made of what stays. */
const plain = (set: RuleSet): string =>
  JSON.stringify(set, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value))

const good: RuleFile = {
  file: 'a.yml',
  text: 'title: A\nlogsource: {product: aws}\ndetection:\n  s:\n    eventName: [A, 007, true, null]\n  condition: s\n',
}
const broken: RuleFile = { file: 'b.yml', text: 'title: [\n' }

test('our own rules are the same from what was kept as from their YAML', () => {
  const file = join(folder, 'own.json')
  const files = ownRuleFiles()
  const first = compiled(files, file)
  const again = compiled(files, file)
  expect([first.known, again.known]).toEqual([0, files.length])
  expect(plain(again.set)).toBe(plain(first.set))
})

test('a text that has changed is read anew, and what is gone is forgotten', () => {
  const file = join(folder, 'changed.json')
  compiled([good], file)
  const other = { ...good, text: good.text.replace('[A,', '[B,') }
  const { set, known } = compiled([other], file)
  expect(known).toBe(0)
  expect(plain(set)).toBe(plain(compileRules([other], { placeholders: {} })))
  expect(compiled([good], file).known).toBe(0)
})

test('what is wrong with a file is told each time', () => {
  const file = join(folder, 'broken.json')
  const told = [1, 2].map(() => compiled([good, broken], file).set.errors.map((error) => error.file))
  expect(told).toEqual([['b.yml'], ['b.yml']])
})

test.each([
  { name: 'no JSON', kept: '{' },
  { name: 'no object', kept: '[1]' },
  { name: 'documents of another shape', kept: undefined },
])('kept: $name: the rules are read as they are', ({ kept }) => {
  const file = join(folder, 'bad.json')
  compiled([good], file)
  const bent = readFileSync(file, 'utf8').replaceAll('"kind":"map"', '"kind":"pam"')
  writeFileSync(file, kept ?? bent)
  const { set, known } = compiled([good], file)
  expect([known, set.rules.length, set.errors]).toEqual([0, 1, []])
})

test('a folder that cannot be written: nothing is kept', () => {
  writeFileSync(join(folder, 'occupied'), '')
  const file = join(folder, 'occupied', 'documents.json')
  expect([1, 2].map(() => compiled([good], file).known)).toEqual([0, 0])
})
