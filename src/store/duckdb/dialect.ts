import type { Dialect } from '../sql/dialect.ts'
import { sql } from '../sql/fragment.ts'

export const duckdbDialect: Dialect = {
  name: 'duckdb',
  placeholder: (index) => `$${String(index)}`,
  quote: (name) => `"${name.replaceAll('"', '""')}"`,
  spell: {
    contains: (subject, needle) => sql`contains(${subject ?? sql``}, ${needle ?? sql``})`,
  },
}
