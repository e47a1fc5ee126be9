import { createHash } from 'node:crypto'
import { statSync } from 'node:fs'
import { addressLookUp, openUserDatabase, type Registry, SHIPPED_DATA_VERSION } from '#reference/index.ts'
import { type AddressLookUp, addressTable, type Fragment, updateAddressTable } from '#store/index.ts'
import { type Settings, trustedNetworksOf } from './settings.ts'
import type { Workspace } from './wire.ts'
import { ConfigError } from './yaml-file.ts'

/** The table `addresses`, for joins: `left join ${relation} a on a.address = e."sourceIPAddress"`. */
export const addressesRelation = async (workspace: Pick<Workspace, 'state' | 'folder'>): Promise<Fragment> =>
  await addressTable(workspace)

export interface UpdatedAddresses {
  readonly relation: Fragment
  /** Another one: what was known of addresses has changed. */
  readonly basis: string
  readonly lookedUp: number
}

/**
 * Looks up the addresses of the lake that are not in the table yet; all of them when trusted networks or databases are
 * others than the last time.
 *
 * @throws ConfigError when a database of the settings cannot be read.
 */
export async function updateAddresses(
  workspace: Pick<Workspace, 'folder' | 'state' | 'engine'>,
  settings: Settings,
  signal?: AbortSignal,
): Promise<UpdatedAddresses> {
  const { folder, state, engine } = workspace
  const lookUp = await lookUpOf(settings)
  const lookedUp = await updateAddressTable(lookUp, { folder, state, engine, signal })
  return { relation: await addressesRelation(workspace), basis: lookUp.key, lookedUp }
}

async function lookUpOf(settings: Settings): Promise<AddressLookUp> {
  const own = trustedNetworksOf(settings)
  const operators = await database(settings.asnDatabase)
  const countries = await database(settings.countryDatabase)
  const facts = [SHIPPED_DATA_VERSION, own, operators?.version, countries?.version]
  return {
    key: createHash('sha256').update(JSON.stringify(facts)).digest('hex'),
    factsOf: addressLookUp({ own, operators: operators?.registry, countries: countries?.registry }),
  }
}

async function database(
  file: string | null,
): Promise<{ readonly registry: Registry; readonly version: string } | undefined> {
  if (file === null) return undefined
  try {
    const { size, mtimeMs } = statSync(file)
    return { registry: await openUserDatabase(file), version: `${file} ${String(size)} ${String(mtimeMs)}` }
  } catch (cause) {
    throw new ConfigError(`The database ${file} cannot be read.`, {
      hint: 'asnDatabase and countryDatabase name MaxMind databases (.mmdb); a path is relative to where the tool is started.',
      cause,
    })
  }
}
