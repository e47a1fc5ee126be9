import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DEFAULT_SETTINGS, detectInWorkspace, loadRules, type Run } from '#app/index.ts'
import { bringIn, within } from './ingest/support.ts'

/** Records into a workspace. */
export async function lakeWith(folder: string, records: readonly unknown[]): Promise<string> {
  const root = join(folder, 'lake')
  const log = join(folder, 'log.json')
  writeFileSync(log, JSON.stringify({ Records: records }))
  await bringIn(root, [log])
  return root
}

/** All of a workspace, by our rules unless others are named. */
export const detectIn = async (
  root: string,
  { rules = loadRules(DEFAULT_SETTINGS, []), minLevel = 'informational' }: Partial<Asked> = {},
): Promise<Run> =>
  within(root, async (workspace) =>
    detectInWorkspace(workspace, {
      settings: DEFAULT_SETTINGS,
      rules,
      scope: { fromMs: undefined, toMs: undefined, accounts: [], regions: [] },
      minLevel,
    }),
  )

type Asked = Pick<Parameters<typeof detectInWorkspace>[1], 'rules' | 'minLevel'>
