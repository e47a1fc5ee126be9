/** Writes schemas/settings.schema.json from the settings themselves: `npx node --conditions=source scripts/make-settings-schema.ts`. */
import { writeFileSync } from 'node:fs'
import { settingsJsonSchema } from '#app/index.ts'

writeFileSync(
  new URL('../schemas/settings.schema.json', import.meta.url),
  `${JSON.stringify(settingsJsonSchema(), null, 2)}\n`,
)
