/** A failed check that somebody has accepted, for a reason and a time; from the settings. */
export interface Suppression {
  readonly check: string
  /** ARN or id as the report has it; `*` and `?` are wildcards. Undefined: every resource. */
  readonly resource?: string | undefined
  readonly account?: string | undefined
  readonly reason: string
  /** `2027-01-31`: the last day on which it holds. */
  readonly until: string
}

/** The first that fits and has not run out. */
export const suppressionOf = (
  one: { readonly check: string; readonly resource: string; readonly accountId: string },
  suppressions: readonly Suppression[],
): Suppression | undefined =>
  suppressions.find(
    ({ check, resource, account }) =>
      check === one.check &&
      (account === undefined || account === one.accountId) &&
      (resource === undefined || fits(resource, one.resource)),
  )

/** @param today - `2026-11-24`. */
export const hasRunOut = ({ until }: Suppression, today: string): boolean => until < today

/** Wildcards over the whole text, by hand: no pattern of anybody's can make it slow. */
export function fits(pattern: string, text: string): boolean {
  let [p, t, star, mark] = [0, 0, -1, 0]
  while (t < text.length) {
    if (pattern[p] === '*') {
      star = p++
      mark = t
    } else if (pattern[p] === '?' || pattern[p] === text[t]) {
      p++
      t++
    } else if (star >= 0) {
      p = star + 1
      t = ++mark
    } else return false
  }
  while (pattern[p] === '*') p++
  return p === pattern.length
}
