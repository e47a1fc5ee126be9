/** Writes schemas/snapshot.schema.json from the snapshot's own form: `npx node --conditions=source scripts/make-snapshot-schema.ts`. */
import { writeFileSync } from 'node:fs'
import { snapshotJsonSchema } from '#posture/index.ts'

writeFileSync(
  new URL('../schemas/snapshot.schema.json', import.meta.url),
  `${JSON.stringify(snapshotJsonSchema(), null, 2)}\n`,
)
