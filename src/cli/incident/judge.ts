import { type TriageAsked, triageIncidents } from '#app/index.ts'
import { triageJson, triageText } from '#outputs/index.ts'
import { settingsFrom } from '../common-options.ts'
import { pageOptions, print } from '../console.ts'
import { withWorkspace } from '../run.ts'
import { whoFrom } from '../who-says-so.ts'
import type { JudgingOptions } from './incident-options.ts'

/** Writes a judgement down, and prints what became of the incidents. */
export async function judge(asked: Omit<TriageAsked, 'who'>, options: JudgingOptions): Promise<void> {
  const incidents = await withWorkspace(
    options.workspace,
    settingsFrom(options),
    async ({ workspace }) => triageIncidents(workspace, { ...asked, who: whoFrom(options) }),
    true,
  )
  await print(options.json === true ? triageJson(incidents) : triageText(incidents, pageOptions()))
}
