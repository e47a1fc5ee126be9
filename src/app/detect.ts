import { type DetectionScope, type RuleSet, runRules } from '#detections/index.ts'
import type { Finding } from '#findings/index.ts'
import { type Fragment, sql } from '#store/index.ts'
import type { Settings } from './settings.ts'
import type { Workspace } from './wire.ts'

/** Everything that rules see in the events of a scope. */
export async function detect(
  workspace: Workspace,
  events: Fragment,
  options: { readonly rules: RuleSet; readonly settings: Settings; readonly scope: DetectionScope },
): Promise<readonly Finding[]> {
  const { rules, settings, scope } = options
  const ownAccounts = await ownAccountsOf(workspace, events, settings)
  return await runRules({
    engine: workspace.engine,
    events,
    rules: rules.rules,
    correlations: rules.correlations,
    settings: { ownAccounts },
    scope,
  })
}

/** Those of the settings, and every account that has logs. */
export async function ownAccountsOf(
  { engine }: Workspace,
  events: Fragment,
  { accounts }: Pick<Settings, 'accounts'>,
): Promise<readonly string[]> {
  const held = await engine.rows(
    sql`select distinct account_id from ${events} e where account_id is not null`,
  )
  return [...new Set([...accounts, ...held.map((row) => String(row['account_id']))])]
}
