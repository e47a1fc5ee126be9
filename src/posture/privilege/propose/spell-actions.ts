import { lowerNamesOf } from '../actions/action-set.ts'
import type { Statement } from '../policy/policy.ts'
import { covers, matches } from '../policy/wildcard.ts'

/** How short actions are written: one by one; with wildcards that mean the same today; whole services as they were. */
export type Brevity = 'names' | 'wildcards' | 'services'

/** Actions as a policy writes them. A wildcard never means more than the statement that they are taken from. */
export function spellActions(names: readonly string[], from: Statement, brevity: Brevity): readonly string[] {
  if (brevity === 'names') return names.toSorted()
  const byPrefix = Map.groupBy(names, (name) => name.slice(0, name.indexOf(':')))
  return [...byPrefix]
    .flatMap(([prefix, group]) => {
      const whole = `${prefix}:*`
      const all = lowerNamesOf(prefix)
      if (brevity === 'services' || all.length === group.length) {
        if (isGranted(from, whole)) return [whole]
      }
      return withWildcards(group, all, from)
    })
    .toSorted()
}

/** `iam:GetR*` for all known actions that begin so, where all are wanted and the statement would allow others, too. */
function withWildcards(group: readonly string[], all: readonly string[], from: Statement): readonly string[] {
  const wanted = new Set(group.map((name) => name.toLowerCase()))
  const left = new Set(group.toSorted())
  const spelled: string[] = []
  for (const name of left) {
    const wildcard = beginnings(name).find((beginning) => {
      const meant = all.filter((one) => one.startsWith(beginning.toLowerCase()))
      return meant.length > 1 && meant.every((one) => wanted.has(one)) && isGranted(from, `${beginning}*`)
    })
    spelled.push(wildcard === undefined ? name : `${wildcard}*`)
    const begun = [...left].filter((other) =>
      other.toLowerCase().startsWith((wildcard ?? name).toLowerCase()),
    )
    for (const other of wildcard === undefined ? [name] : begun) left.delete(other)
  }
  return spelled
}

/** `s3:Get`, `s3:GetObject` of `s3:GetObjectAcl`: shortest first. */
function beginnings(name: string): readonly string[] {
  const at = name.indexOf(':') + 1
  const words = [...name.slice(at).matchAll(/[A-Z]+[a-z0-9]*|[a-z0-9]+/gu)]
  return words.slice(0, -1).map((word) => name.slice(0, at + word.index + word[0].length))
}

/** Whether the statement allows all that a pattern means, of actions to come, too. */
function isGranted({ actions, notAction }: Statement, pattern: string): boolean {
  const lower = pattern.toLowerCase()
  if (!notAction) return actions.some((own) => covers(own.toLowerCase(), lower))
  const beginning = lower.slice(0, -1)
  return actions.every((own) => {
    const other = own.toLowerCase()
    const fixed = other.split(/[*?]/u, 1)[0] ?? ''
    return !matches(other, beginning) && !fixed.startsWith(beginning) && !beginning.startsWith(fixed)
  })
}
