import { type DetectionScope, type RuleSet, runRules } from '#detections/index.ts'
import type { Finding } from '#findings/index.ts'
import { type Fragment, sql } from '#store/index.ts'
import type { Settings } from './settings.ts'
import type { Workspace } from './wire.ts'

/** Everything that rules see in the events of a scope. */
export async function detect(
  { engine }: Workspace,
  events: Fragment,
  options: { readonly rules: RuleSet; readonly settings: Settings; readonly scope: DetectionScope },
): Promise<readonly Finding[]> {
  const { rules, settings, scope } = options
  const held = await engine.rows(
    sql`select distinct account_id from ${events} e where account_id is not null`,
  )
  const ownAccounts = [...new Set([...settings.accounts, ...held.map((row) => String(row['account_id']))])]
  return await runRules({
    engine,
    events,
    rules: rules.rules,
    correlations: rules.correlations,
    settings: { ownAccounts },
    scope,
  })
}
