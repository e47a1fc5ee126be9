/** Writes schemas/behaviour.schema.json from the kinds themselves: `npx node --conditions=source scripts/make-behaviour-schema.ts`. */
import { writeFileSync } from 'node:fs'
import { behaviourJsonSchema } from '#detections/index.ts'

writeFileSync(
  new URL('../schemas/behaviour.schema.json', import.meta.url),
  `${JSON.stringify(behaviourJsonSchema(), null, 2)}\n`,
)
