import type { Dialect } from '../sql/dialect.ts'
import { type Fragment, joined, sql } from '../sql/fragment.ts'

const none = sql``

export const trinoDialect: Dialect = {
  name: 'trino',
  placeholder: () => '?',
  quote: (name) => `"${name.replaceAll('"', '""')}"`,
  spell: {
    // Trino's contains() is for arrays; text needs strpos().
    contains: (subject = none, needle = none) => sql`strpos(${subject}, ${needle}) > 0`,
    matches: (subject = none, pattern = none) => sql`regexp_like(${subject}, ${pattern})`,
    any: (list = none, element = none, condition = none) =>
      sql`coalesce(any_match(${list}, ${element} -> ${condition}), false)`,
    number: (text = none) =>
      sql`case when is_finite(try_cast(${text} as double)) then try_cast(${text} as double) end`,
    timeOf: (text = none) =>
      sql`try(cast(at_timezone(from_iso8601_timestamp(${text}), 'UTC') as timestamp(3)))`,
    isoTime: (time = none) => sql`date_format(${time}, '%Y-%m-%dT%H:%i:%sZ')`,
    asJson: (struct = none) => sql`json_format(cast(${struct} as json))`,
    inNetworks,
    bitAnd: (a = none, b = none) => sql`bitwise_and(${a}, ${b})`,
    among: (subject = none, ...texts) => sql`(${subject} in (${joined(texts, sql`, `)}))`,
    without: (list = none, ...texts) =>
      sql`array_except(${list}, cast(array[${joined(texts, sql`, `)}] as array(varchar)))`,
    joinTexts: (list = none) => sql`array_join(${list}, ', ')`,
  },
  json: {
    // json_query gives JSON text: of a string its characters are wanted, of anything else the JSON itself.
    texts: (subject, keys) =>
      sql`transform(cast(json_parse(json_query(${subject}, ${path(keys, '[*]')} with unconditional array wrapper null on empty null on error)) as array(json)), j -> coalesce(json_extract_scalar(j, '$'), nullif(json_format(j), 'null')))`,
    exists: (subject, keys) => sql`json_exists(${subject}, ${path(keys, '')} false on error)`,
  },
}

function inNetworks(subject: Fragment = none, ...networks: readonly Fragment[]): Fragment {
  const tests = networks
    .filter((_, i) => i % 3 === 0)
    .map((network) => sql`contains(${network}, try_cast(${subject} as ipaddress))`)
  return tests.length === 0 ? sql`false` : sql`(${joined(tests, sql` or `)})`
}

/** Trino wants a path as a literal in the statement; quotes are doubled, in the path and in the literal. */
function path(keys: readonly string[], end: string): Fragment {
  const steps = keys.map((key) => `."${key.replaceAll('"', '""')}"`).join('')
  return { parts: [{ kind: 'text', text: `'${`lax $${steps}${end}`.replaceAll("'", "''")}'` }] }
}
