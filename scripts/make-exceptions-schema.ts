/** Writes schemas/exceptions.schema.json from the shape itself: `npx node --conditions=source scripts/make-exceptions-schema.ts`. */
import { writeFileSync } from 'node:fs'
import { exceptionsJsonSchema } from '#app/index.ts'

writeFileSync(
  new URL('../schemas/exceptions.schema.json', import.meta.url),
  `${JSON.stringify(exceptionsJsonSchema(), null, 2)}\n`,
)
