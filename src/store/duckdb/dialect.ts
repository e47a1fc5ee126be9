import type { Dialect } from '../sql/dialect.ts'
import { joined, sql } from '../sql/fragment.ts'
import { inNetworks } from './addresses.ts'
import { jsonExists, jsonTexts } from './json.ts'

const none = sql``

export const duckdbDialect: Dialect = {
  name: 'duckdb',
  placeholder: (index) => `$${String(index)}`,
  quote: (name) => `"${name.replaceAll('"', '""')}"`,
  spell: {
    contains: (subject = none, needle = none) => sql`contains(${subject}, ${needle})`,
    matches: (subject = none, pattern = none) => sql`regexp_matches(${subject}, ${pattern})`,
    any: (list = none, element = none, condition = none) =>
      sql`coalesce(list_contains(list_transform(${list}, lambda ${element}: ${condition}), true), false)`,
    // 'nan' and 'inf' are doubles to DuckDB, and NaN is above every number.
    number: (text = none) =>
      sql`case when isfinite(try_cast(${text} as double)) then try_cast(${text} as double) end`,
    timeOf: (text = none) => sql`try_cast(${text} as timestamp)`,
    isoTime: (time = none) => sql`strftime(${time}, '%Y-%m-%dT%H:%M:%SZ')`,
    asJson: (struct = none) => sql`cast(to_json(${struct}) as varchar)`,
    inNetworks,
    bitAnd: (a = none, b = none) => sql`(${a} & ${b})`,
    among: (subject = none, ...texts) => sql`list_contains([${joined(texts, sql`, `)}], ${subject})`,
    without: (list = none, ...texts) =>
      sql`list_filter(${list}, lambda t: not list_contains(cast([${joined(texts, sql`, `)}] as varchar[]), t))`,
    joinTexts: (list = none) => sql`array_to_string(${list}, ', ')`,
  },
  json: { texts: jsonTexts, exists: jsonExists },
}
