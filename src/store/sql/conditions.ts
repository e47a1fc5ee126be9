import { column, type Fragment, joined, type Scalar, spelled, sql } from './fragment.ts'

/** True when there are no terms: an empty AND forbids nothing. */
export const and = (...terms: readonly Fragment[]): Fragment => all(terms, sql` and `, sql`true`)

/** False when there are no terms: an empty OR allows nothing. */
export const or = (...terms: readonly Fragment[]): Fragment => all(terms, sql` or `, sql`false`)

/** True where `term` is false and where it is null: what is missing does not match. */
export const not = (term: Fragment): Fragment => sql`(not coalesce(${term}, false))`

export const present = (subject: Fragment): Fragment => sql`(${subject} is not null)`

/** False for no values. */
export function isIn(subject: Fragment, values: readonly Fragment[]): Fragment {
  const [first] = values
  if (first === undefined) return sql`false`
  if (values.length === 1) return sql`(${subject} = ${first})`
  return sql`(${subject} in (${joined(values, sql`, `)}))`
}

/**
 * The same as isIn, asked of each row as it comes. A long IN inside another condition becomes a join of its own in DuckDB:
 * it is right where parts of the lake are to be skipped by it, and slow where a hundred rules have one each.
 */
export function isAmong(subject: Fragment, values: readonly Fragment[]): Fragment {
  return values.length < 2 ? isIn(subject, values) : spelled('among', subject, ...values)
}

/** A value as a parameter. */
export const value = (scalar: Scalar): Fragment => sql`${scalar}`

/**
 * Whether one element of a list meets a condition; false for a list that is null.
 *
 * @param name - of the element inside `condition`; nested ones must differ.
 */
export const any = (list: Fragment, name: 'v' | 'w', condition: (element: Fragment) => Fragment): Fragment =>
  spelled('any', list, column(name), condition(column(name)))

function all(terms: readonly Fragment[], by: Fragment, none: Fragment): Fragment {
  const [first] = terms
  if (first === undefined) return none
  return terms.length === 1 ? first : sql`(${joined(terms, by)})`
}
