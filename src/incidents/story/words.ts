import { plainCount } from '#kernel/index.ts'

/** `24 secrets`, `1 key`, `2 policies`. */
export function counted(count: number, noun: string): string {
  if (count === 1) return `1 ${noun}`
  return `${plainCount(count)} ${/[^aeiou]y$/u.test(noun) ? `${noun.slice(0, -1)}ies` : `${noun}s`}`
}

/** `a, b and c`; beyond `most` `a, b and 3 more`. */
export function listed(all: readonly string[], most = 3): string {
  const named = all.length <= most ? all : [...all.slice(0, most - 1), `${all.length - most + 1} more`]
  const last = named.at(-1) ?? ''
  return named.length <= 1 ? last : `${named.slice(0, -1).join(', ')} and ${last}`
}

const iso = (timeMs: number): string => new Date(timeMs).toISOString()
export const dayOf = (timeMs: number): string => iso(timeMs).slice(0, 10)
export const clockOf = (timeMs: number): string => iso(timeMs).slice(11, 16)

/** `from 05:28 to 05:41 on 2026-01-29`, `from 05:28 on 2026-01-29 to 06:12 on 2026-02-03`; UTC. */
export function spanned(firstMs: number, lastMs: number): string {
  const [day, lastDay] = [dayOf(firstMs), dayOf(lastMs)]
  if (clockOf(firstMs) === clockOf(lastMs) && day === lastDay) return `at ${clockOf(firstMs)} on ${day}`
  if (day === lastDay) return `from ${clockOf(firstMs)} to ${clockOf(lastMs)} on ${day}`
  return `from ${clockOf(firstMs)} on ${day} to ${clockOf(lastMs)} on ${lastDay}`
}

const MOST_NAME = 120

/** A name that a sentence can hold. */
export function brief(name: string): string {
  if (name.length <= MOST_NAME) return name
  const chars = Array.from(name.slice(0, 2 * MOST_NAME + 2))
  return chars.length <= MOST_NAME ? name : `${chars.slice(0, MOST_NAME - 1).join('')}…`
}

/** The part of an ARN that a person reads. */
export const shortArn = (name: string): string =>
  /^arn:[^:]*:[^:]*:[^:]*:[^:]*:(.+)$/su.exec(name)?.[1] ?? name
