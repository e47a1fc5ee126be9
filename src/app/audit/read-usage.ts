import type { KeyUse, RegionUse, SignInUse, Usage } from '#posture/index.ts'
import { heldSpan, keyUse, numberIn, type Row, regionUse, signInUse, textOrEmpty } from '#store/index.ts'
import { updateAddresses } from '../addresses.ts'
import { lakeEvents } from '../lake.ts'
import type { Settings } from '../settings.ts'
import type { Workspace } from '../wire.ts'
import { readCalls } from './read-calls.ts'

/** What the lake says of use; undefined where it holds no event. */
export async function readUsage(
  workspace: Workspace,
  settings: Settings,
  signal?: AbortSignal,
): Promise<Usage | undefined> {
  const { engine } = workspace
  const events = await lakeEvents(workspace)
  const [held = {}] = await engine.rows(heldSpan(events))
  if (numberIn(held, 'days') === 0) return undefined
  const { relation: addresses } = await updateAddresses(workspace, settings, signal)
  return {
    span: { fromMs: numberIn(held, 'first_ms'), toMs: numberIn(held, 'last_ms') + 1 },
    days: numberIn(held, 'days'),
    regions: regionsOf(await engine.rows(regionUse(events))),
    keys: keysOf(await engine.rows(keyUse(events, addresses))),
    signIns: signInsOf(await engine.rows(signInUse(events))),
    ...(await readCalls(engine, events)),
  }
}

const regionsOf = (rows: readonly Row[]): ReadonlyMap<string, RegionUse> =>
  new Map(
    rows.map((row) => [
      `${textOrEmpty(row, 'account_id')}/${textOrEmpty(row, 'region')}`,
      { events: numberIn(row, 'n'), writes: numberIn(row, 'writes'), lastMs: numberIn(row, 'last_ms') },
    ]),
  )

function keysOf(rows: readonly Row[]): ReadonlyMap<string, KeyUse> {
  const byKey = Map.groupBy(rows, (row) => textOrEmpty(row, 'access_key'))
  return new Map(
    [...byKey].map(([key, networks]) => [
      key,
      {
        events: networks.reduce((sum, row) => sum + numberIn(row, 'n'), 0),
        firstMs: Math.min(...networks.map((row) => numberIn(row, 'first_ms'))),
        lastMs: Math.max(...networks.map((row) => numberIn(row, 'last_ms'))),
        networks: networks.map((row) => ({
          network: textOrEmpty(row, 'network'),
          kind: textOrEmpty(row, 'kind'),
          operator: textOrEmpty(row, 'operator'),
          country: textOrEmpty(row, 'country'),
          events: numberIn(row, 'n'),
          firstMs: numberIn(row, 'first_ms'),
          lastMs: numberIn(row, 'last_ms'),
        })),
      },
    ]),
  )
}

const signInsOf = (rows: readonly Row[]): ReadonlyMap<string, SignInUse> =>
  new Map(
    rows.map((row) => [
      textOrEmpty(row, 'principal'),
      {
        withMfa: numberIn(row, 'with_mfa'),
        withoutMfa: numberIn(row, 'without_mfa'),
        lastMs: numberIn(row, 'last_ms'),
        lastWithoutMfaMs: numberIn(row, 'last_without_ms'),
      },
    ]),
  )
