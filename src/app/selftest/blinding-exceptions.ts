import { type Exception, type ExceptionScope, isAbout } from '#findings/index.ts'
import type { Sight } from './replay.ts'

/** An attack that nothing sees any more where the thief keeps to the scopes of these exceptions. */
export interface Blinding {
  readonly attackId: string
  /** The fewest that will do, as far as was tried: one, or all that can hold of one thief. */
  readonly exceptions: readonly Exception[]
}

/**
 * Whom an exception is for may be whom a thief acts as: each is tried as if its scope held all of an attack, first alone, then with all
 * others that may hold of the same thief.
 */
export function blindingExceptions(sight: Sight, exceptions: readonly Exception[]): readonly Blinding[] {
  const found = new Map<string, Blinding>()
  for (const [attackId, findings] of sight) {
    if (findings.length === 0) continue
    const isBlind = (some: readonly Exception[]): boolean =>
      findings.every((finding) => some.some((one) => isAbout(one, finding)))
    const about = exceptions.filter((one) => findings.some((finding) => isAbout(one, finding)))
    const alone = about.filter((one) => isBlind([one]))
    const together = about
      .filter((one) => !alone.includes(one))
      .flatMap((one) => {
        const all = about.filter((other) => !alone.includes(other) && mayBothHold(one.scope, other.scope))
        // What blinds from anywhere is graver than what does so from networks that were named.
        const anywhere = all.filter(({ scope }) => scope.networks.length === 0)
        return [anywhere, all].filter(isBlind).slice(0, 1)
      })
    for (const some of [...alone.map((one) => [one]), ...together]) {
      const key = JSON.stringify([attackId, ...some.map(({ id }) => id).toSorted()])
      found.set(key, { attackId, exceptions: some })
    }
  }
  return [...found.values()]
}

/** Not where a part of both names values, without wildcards, and has none in common. What is acted on may be many things. */
export function mayBothHold(a: ExceptionScope, b: ExceptionScope): boolean {
  const parts = [
    [a.principals, b.principals],
    [a.roles, b.roles],
    [a.accounts, b.accounts],
    [a.clients, b.clients],
  ] as const
  return parts.every(
    ([one, other]) =>
      one.length === 0 ||
      other.length === 0 ||
      [...one, ...other].some((value) => /[*?]/u.test(value)) ||
      one.some((value) => other.includes(value)),
  )
}
