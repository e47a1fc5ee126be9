import type { CompiledRule } from '../rule.ts'
import { type Item, itemsOf } from '../term.ts'
import { plainText } from '../value.ts'
import type { KnownEvents, Warn } from './known-events.ts'

/** Event sources and names that CloudTrail never writes: such a rule waits for ever. */
export function lintEventNames({ term, index }: CompiledRule, known: KnownEvents, warn: Warn): void {
  const keys = index === 'any' ? [] : index
  const sources = [...new Set(keys.flatMap(({ eventSource }) => eventSource ?? []))]
  for (const item of itemsOf(term)) {
    for (const { text, line } of exactTexts(item)) {
      if (item.field === 'eventSource') lintSource(text, known, (reason) => warn(line, reason))
      if (item.field !== 'eventName') continue
      const paired = keys.flatMap((key) =>
        key.eventName === text.toLowerCase() && key.eventSource !== undefined ? [key.eventSource] : [],
      )
      lintName(text, paired.length > 0 ? paired : sources, { known, warn: (reason) => warn(line, reason) })
    }
  }
}

function exactTexts(item: Item): readonly { readonly text: string; readonly line: number }[] {
  if (item.test.kind !== 'equal') return []
  return item.values.flatMap((alternatives, i) =>
    alternatives.flatMap((one) => {
      const text = one.kind === 'pattern' ? plainText(one) : undefined
      return text === undefined ? [] : [{ text, line: item.valueLines[i] ?? item.line }]
    }),
  )
}

function lintSource(source: string, known: KnownEvents, warn: (reason: string) => void): void {
  if (known.isKnownSource(source.toLowerCase())) return
  const better = known.betterSource(source.toLowerCase())
  warn(`CloudTrail knows no eventSource '${source}'${better === undefined ? '' : `: it writes '${better}'`}.`)
}

interface Context {
  readonly known: KnownEvents
  readonly warn: (reason: string) => void
}

function lintName(name: string, sources: readonly string[], { known, warn }: Context): void {
  const permission = `'${name}' is a permission, never an event: no record has this eventName.`
  const elsewhere = known.sourcesOf(name)
  if (sources.length === 0) {
    if (known.isPermissionOnlyAnywhere(name)) warn(permission)
    else if (elsewhere.length === 0) warn(`No service has an event '${name}'.`)
    return
  }
  const judged = sources.filter((source) => known.isKnownSource(source))
  if (judged.length < sources.length || judged.some((source) => known.isKnownEvent(source, name))) return
  if (judged.some((source) => known.isPermissionOnly(source, name))) {
    warn(permission)
    return
  }
  const hint = elsewhere.length === 0 ? '' : ` (it is one of ${elsewhere.slice(0, 3).join(', ')})`
  warn(`${judged.join(', ')} has no event '${name}'${hint}.`)
}
