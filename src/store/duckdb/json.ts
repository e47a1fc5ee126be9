import { type Fragment, sql } from '../sql/fragment.ts'

/**
 * Texts of a path's values. Most texts lack the path's last key altogether: to see that costs a tenth of parsing them. Most of the
 * others hold no array: they need no walk. The guard comes before because DuckDB's JSON functions raise an error on text that is no JSON.
 */
export const jsonTexts = (subject: Fragment, keys: readonly string[]): Fragment =>
  sql`case when ${lacks(subject, keys)} then cast([] as varchar[])
when not coalesce(json_valid(${subject}), false) then null
when not contains(${subject}, '[') then [json_extract_string(${subject}, ${pointer(keys)})]
else list_transform(${entered(walk(subject, keys))}, lambda j: json_extract_string(j, '$')) end`

export const jsonExists = (subject: Fragment, keys: readonly string[]): Fragment =>
  sql`case when ${lacks(subject, keys)} then false
when not coalesce(json_valid(${subject}), false) then false
when not contains(${subject}, '[') then json_exists(${subject}, ${pointer(keys)})
else len(${walk(subject, keys)}) > 0 end`

/** A key may be written with escapes, too: a text with a backslash is looked into. Null for null. */
const lacks = (subject: Fragment, keys: readonly string[]): Fragment =>
  sql`not (contains(${subject}, ${JSON.stringify(keys.at(-1) ?? '')}) or contains(${subject}, '\\'))`

/** A JSON pointer (RFC 6901), because DuckDB's `$.` paths give `*`, `"` and `.` in keys a meaning. */
const pointer = (keys: readonly string[]): string =>
  keys.map((key) => `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')

/** The JSON values a path leads to, JSON's null among them. */
const walk = (subject: Fragment, keys: readonly string[]): Fragment =>
  keys.reduce(
    (list, key) => sql`list_filter(list_transform(${entered(list)}, lambda j: case json_type(j)
when 'OBJECT' then json_extract(j, ${pointer([key])}) end), lambda j: j is not null)`,
    sql`[cast(${subject} as json)]`,
  )

/** Lax mode: an array stands for its elements. */
const entered = (list: Fragment): Fragment =>
  sql`flatten(list_transform(${list}, lambda j: case json_type(j) when 'ARRAY' then json_extract(j, '$[*]') else [j] end))`
