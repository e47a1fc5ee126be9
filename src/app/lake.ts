import { join } from 'node:path'
import { emptyEvents, type Fragment, filesRelation } from '#store/index.ts'
import type { Workspace } from './wire.ts'

/** The relation `events` over all files of the lake. */
export async function lakeEvents({ state, folder }: Workspace): Promise<Fragment> {
  const files = await state.selectFrom('lake_files').select('path').orderBy('day').orderBy('path').execute()
  return files.length === 0 ? emptyEvents() : filesRelation(files.map(({ path }) => join(folder.root, path)))
}
