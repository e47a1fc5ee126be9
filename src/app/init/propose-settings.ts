import { numberIn, sql, textOrEmpty } from '#store/index.ts'
import { updateAddresses } from '../addresses.ts'
import { lakeEvents } from '../lake.ts'
import { DEFAULT_SETTINGS } from '../settings.ts'
import type { Workspace } from '../wire.ts'
import { proposeAccounts } from './accounts.ts'
import { proposeBuckets } from './buckets.ts'
import { proposeOffices } from './offices.ts'
import type { SettingsProposal } from './proposal.ts'
import { proposeCiRoles, proposeIacRoles } from './roles.ts'
import { count } from './texts.ts'
import { proposeWorkingHours } from './working-hours.ts'

/** Settings as the lake suggests them, each with what was seen. Only names of the forms that AWS allows are taken over. */
export async function proposeSettings(workspace: Workspace): Promise<SettingsProposal> {
  const { engine } = workspace
  const { relation } = await updateAddresses(workspace, DEFAULT_SETTINGS)
  const events = await lakeEvents(workspace)
  const [held = {}] = await engine.rows(sql`select count(*) as n, count(distinct account_id) as accounts,
    cast(min(day) as varchar) as "first", cast(max(day) as varchar) as "last" from ${events} e`)
  const span = `${textOrEmpty(held, 'first')} to ${textOrEmpty(held, 'last')}`
  const accounts = count(numberIn(held, 'accounts'), 'account')
  return {
    basis: `${count(numberIn(held, 'n'), 'event')} of ${accounts}${numberIn(held, 'n') === 0 ? '' : `, ${span}`}`,
    accounts: await proposeAccounts(engine, events),
    trustedNetworks: await proposeOffices(engine, events, relation),
    sensitiveBuckets: await proposeBuckets(engine, events),
    ciRoles: await proposeCiRoles(engine, events),
    iacRoles: await proposeIacRoles(engine, events),
    workingHours: await proposeWorkingHours(engine, events),
  }
}
