import { type Named, tokensOf } from './tokens.ts'

/** What an incident is about, as far as settings can be about it, too. */
export interface Subject {
  readonly accessKeys: readonly string[]
  readonly principals: readonly string[]
  /** What was read, changed, made and taken. */
  readonly things: readonly Named[]
  readonly accountIds: readonly string[]
  /** Where something was done. */
  readonly regions: readonly string[]
}

/** Why a result has to do with an incident: about who acted, or about what it was done to. */
export type Tie = 'actor' | 'target'

/** By token. */
export type SubjectIndex = ReadonlyMap<string, Tie>

/** Names in one incident; beyond it, an index would be a copy of the logs. */
const MOST_THINGS = 10_000

export function indexSubject({ accessKeys, principals, things }: Subject): SubjectIndex {
  const ties = new Map<string, Tie>()
  for (const thing of things.slice(0, MOST_THINGS))
    for (const token of tokensOf(thing)) ties.set(token, 'target')
  for (const name of [...accessKeys, ...principals])
    for (const token of tokensOf({ name, accountId: null })) ties.set(token, 'actor')
  return ties
}

/** @param result - of an audit. @returns undefined where it has nothing to do with the incident. */
export function tieOf(
  result: { readonly resource: string; readonly accountId: string },
  subject: SubjectIndex,
): Tie | undefined {
  const found = tokensOf({ name: result.resource, accountId: result.accountId }).flatMap(
    (token) => subject.get(token) ?? [],
  )
  return found.find((tie) => tie === 'actor') ?? found[0]
}
