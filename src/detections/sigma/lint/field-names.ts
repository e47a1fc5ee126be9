import { COLUMNS, type ColumnType, FACTS, OTHER_RECORD_FIELDS, type StructType } from '../fields/columns.ts'
import { splitPath } from '../fields/resolve.ts'
import type { CompiledRule } from '../rule.ts'
import { referenceOf } from '../sql/reference.ts'
import { type Item, itemsOf } from '../term.ts'
import { plainText } from '../value.ts'
import type { Warn } from './known-events.ts'

/** Fields that no record has, and values that look like fields. */
export function lintFields({ term }: CompiledRule, warn: Warn): void {
  for (const item of itemsOf(term)) {
    const names = [item.field, ...references(item)].flatMap((name) => name ?? [])
    for (const name of names) lintField(name, (reason) => warn(item.line, reason))
    lintValues(item, warn)
  }
}

const references = (item: Item): readonly string[] =>
  item.test.kind === 'fieldref' ? item.values.flat().map((one) => referenceOf(one).name) : []

/** @param warn - called at most once. */
export function lintField(name: string, warn: (reason: string) => void): void {
  const [root = '', ...path] = splitPath(name)
  const type = Object.hasOwn(COLUMNS, root) ? COLUMNS[root] : undefined
  if (type === undefined) {
    if (!OTHER_RECORD_FIELDS.has(root)) warn(unknown(name, root, Object.keys(COLUMNS)))
    return
  }
  const [key] = path
  if (root === 'facts' && key !== undefined && !FACTS.has(key)) warn(unknown(name, key, [...FACTS]))
  else if (typeof type === 'object') lintPath(name, path, type, warn)
  else if (path.length > 0 && type !== 'json') warn(`'${name}': nothing lies below '${root}'.`)
}

function lintPath(
  name: string,
  [step, ...rest]: readonly string[],
  type: StructType,
  warn: (reason: string) => void,
): void {
  if (step === undefined) return
  const inner: ColumnType | undefined = Object.hasOwn(type, step) ? type[step] : undefined
  if (inner === undefined) warn(unknown(name, step, Object.keys(type)))
  else if (typeof inner === 'object') lintPath(name, rest, inner, warn)
  else if (inner === 'text' && rest.length > 0) warn(`'${name}': nothing lies below '${step}'.`)
}

function unknown(name: string, step: string, known: readonly string[]): string {
  const twin = known.find((one) => one.toLowerCase() === step.toLowerCase())
  if (twin !== undefined) return `'${name}': field names mind their case: '${twin}'.`
  return `'${name}' is no field of a CloudTrail record and no column of the lake: it is never there.`
}

function lintValues({ test, values, valueLines, line }: Item, warn: Warn): void {
  if (test.kind !== 'equal') return
  for (const [i, alternatives] of values.entries()) {
    for (const one of alternatives) {
      const parts = one.kind === 'pattern' ? one.parts.filter(({ kind }) => kind !== 'many') : []
      const text = plainText({ kind: 'pattern', parts }) ?? ''
      if (/^(userIdentity|requestParameters|responseElements|additionalEventData)\.[\w.]+$/.test(text)) {
        warn(
          valueLines[i] ?? line,
          `The value '${text}' is compared as text and never matches; for the field add '|fieldref'.`,
        )
      }
    }
  }
}
