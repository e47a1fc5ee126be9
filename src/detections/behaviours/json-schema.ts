import { z } from 'zod'
import { LEVELS } from '#findings/index.ts'
import { KINDS } from './kinds/table.ts'

const TEXTS = z.array(z.string())
const SIGMA = z.object({
  title: z.string(),
  id: z.string().optional(),
  name: z.string().optional(),
  status: z.string().optional(),
  description: z.string().optional(),
  author: z.string().optional(),
  date: z.string().optional(),
  references: TEXTS.optional(),
  tags: TEXTS.optional(),
  falsepositives: TEXTS.optional(),
  trailhound: z
    .strictObject({ rows: TEXTS.optional(), blindspots: TEXTS.optional(), respond: TEXTS.optional() })
    .optional(),
})

/** What editors check a behaviour's file by; schemas/behaviour.schema.json holds it. */
export function behaviourJsonSchema(): unknown {
  const kinds = Object.entries(KINDS).map(([name, { options }]) =>
    Object.fromEntries(
      Object.entries(z.toJSONSchema(options.extend({ kind: z.literal(name) }), { io: 'input' })).filter(
        ([key]) => key !== '$schema',
      ),
    ),
  )
  const { properties, required, ...rest } = z.toJSONSchema(SIGMA, { io: 'input' })
  return {
    ...rest,
    title: 'A behaviour of Trailhound',
    description: `docs/behaviours.md. Levels: ${LEVELS.slice(1, 4).join(', ')}.`,
    properties: { ...properties, behaviour: { oneOf: kinds } },
    required: [...(required ?? []), 'behaviour'],
  }
}
