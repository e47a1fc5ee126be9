import { UsageError } from '#kernel/index.ts'
import type { IncidentRow, StateDatabase } from '#store/index.ts'

const PREFIX = 'inc-'
const MOST_NAMED = 10

export interface FoundIncident {
  readonly row: IncidentRow
  /** The id that was meant, where that is a part of `row` by now. */
  readonly mergedId: string | undefined
}

/**
 * The incident that is meant by an id or its beginning, with or without `inc-`; of one that was merged into another, the other.
 *
 * @throws UsageError where there is none, or more than one.
 */
export async function findIncident(state: StateDatabase, text: string): Promise<FoundIncident> {
  const wanted = text.trim().toLowerCase()
  const beginning = PREFIX.startsWith(wanted)
    ? PREFIX
    : wanted.startsWith(PREFIX)
      ? wanted
      : `${PREFIX}${wanted}`
  const all = await state
    .selectFrom('incidents')
    .select(['id', 'merged_into', 'title'])
    .orderBy('id')
    .execute()
  const alike = wanted === '' ? [] : all.filter(({ id }) => id.startsWith(beginning))
  const meant = alike.filter(({ id }) => id === beginning)
  const found = meant.length > 0 ? meant : alike
  const ids = new Set(found.map(({ id, merged_into }) => merged_into ?? id))
  const [only, ...others] = [...ids]
  if (only === undefined) {
    throw new UsageError(`There is no incident ${text} in this workspace.`, {
      hint: 'trailhound incident list names all; trailhound detect looks for more.',
    })
  }
  if (others.length > 0) {
    const named = found.slice(0, MOST_NAMED).map(({ id, title }) => `${id} ${title}`)
    const more = found.length > MOST_NAMED ? [`and ${String(found.length - MOST_NAMED)} more`] : []
    throw new UsageError(
      `${String(found.length)} incidents begin with ${text}:\n${[...named, ...more].join('\n')}`,
      {
        hint: 'Give more of the id.',
      },
    )
  }
  const row = await state.selectFrom('incidents').selectAll().where('id', '=', only).executeTakeFirstOrThrow()
  const [first] = found
  return { row, mergedId: first !== undefined && first.id !== only ? first.id : undefined }
}
