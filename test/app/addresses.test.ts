import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import {
  addressesRelation,
  DEFAULT_SETTINGS,
  queryLake,
  type Settings,
  updateAddresses,
  type Workspace,
} from '#app/index.ts'
import { recoverWorkspace, sql } from '#store/index.ts'
import { v4Bits, writeMmdb } from '../support/mmdb.ts'
import { startNode } from '../support/run-node.ts'
import { bringIn, eventOf, inFolder, within } from './ingest/support.ts'

const HOSTILE = "'; drop table addresses; --\u001b[2J\u202e\u0000 é"

function writeAddresses(path: string, addresses: readonly (string | null)[], first = 0): void {
  const records = addresses.map((sourceIPAddress, i) => ({ ...eventOf(first + i), sourceIPAddress }))
  writeFileSync(path, JSON.stringify({ Records: records }))
}

const tableOf = async (workspace: Workspace) =>
  workspace.engine.rows(sql`select * from ${await addressesRelation(workspace)} a order by address`)

const filesOf = (root: string): number => readdirSync(join(root, 'addresses')).length

const using = (more: Partial<Settings>): Settings => ({ ...DEFAULT_SETTINGS, ...more })

describe('the table addresses', () => {
  test('is empty, with its columns, before there is anything', async () => {
    await inFolder(async (folder) => {
      await within(join(folder, 'lake'), async (workspace) => {
        expect(await tableOf(workspace)).toEqual([])
        const described = await workspace.engine.rows(
          sql`describe select * from ${await addressesRelation(workspace)} a`,
        )
        expect(described.map((row) => [row['column_name'], row['column_type']])).toEqual(COLUMNS)
        expect((await updateAddresses(workspace, DEFAULT_SETTINGS)).lookedUp).toBe(0)
      })
    })
  })

  test('holds each distinct address once, whatever it is', async () => {
    await inFolder(async (folder) => {
      const root = join(folder, 'lake')
      writeAddresses(join(folder, 'a.json'), [
        '84.128.0.1',
        '84.128.0.1',
        '2003:c5:1:2::1',
        'ec2.amazonaws.com',
        HOSTILE,
        null,
        '10.0.0.1',
      ])
      await bringIn(root, [join(folder, 'a.json')])
      await within(root, async (workspace) => {
        expect((await updateAddresses(workspace, DEFAULT_SETTINGS)).lookedUp).toBe(5)
        const isp = {
          network: 'AS3320',
          asn: 3320,
          operator: 'Deutsche Telekom AG',
          country: 'DE',
          kind: 'isp',
        }
        const nothing = { network: null, asn: null, operator: null, country: null }
        expect(await tableOf(workspace)).toEqual([
          { ...nothing, address: HOSTILE, kind: 'unknown' },
          { ...nothing, address: '10.0.0.1', network: '10.0.0.0/16', kind: 'private' },
          { address: '2003:c5:1:2::1', ...isp },
          { address: '84.128.0.1', ...isp },
          { ...nothing, address: 'ec2.amazonaws.com', network: 'aws:ec2', kind: 'aws-service' },
        ])
        const [described] = await workspace.engine.rows(
          sql`select typeof(asn) as type from ${await addressesRelation(workspace)} a limit 1`,
        )
        expect(described).toEqual({ type: 'INTEGER' })
      })
    })
  })

  test('grows by what is new, and by nothing when nothing is', async () => {
    await inFolder(async (folder) => {
      const root = join(folder, 'lake')
      writeAddresses(join(folder, 'a.json'), ['192.0.2.1', '192.0.2.2'])
      writeAddresses(join(folder, 'b.json'), ['192.0.2.2', '192.0.2.3'], 10)
      writeAddresses(join(folder, 'c.json'), ['192.0.2.3'], 20)
      const counts: number[] = []
      for (const name of ['a', 'b', 'c', 'c']) {
        await bringIn(root, [join(folder, `${name}.json`)])
        await within(root, async (workspace) => {
          counts.push((await updateAddresses(workspace, DEFAULT_SETTINGS)).lookedUp)
        })
      }
      expect(counts).toEqual([2, 1, 0, 0])
      expect(filesOf(root)).toBe(2)
      expect(readdirSync(join(root, 'unfinished'))).toEqual([])
    })
  })

  test('is made anew when settings or databases change; the old files go at the next start', async () => {
    await inFolder(async (folder) => {
      const root = join(folder, 'lake')
      const database = join(folder, 'asn.mmdb')
      writeMmdb(database, [[v4Bits('84.128.0.0/16'), { autonomous_system_number: 64500 }]], 4)
      writeAddresses(join(folder, 'a.json'), ['84.128.0.1', '84.129.0.1'])
      await bringIn(root, [join(folder, 'a.json')])
      await within(root, async (workspace) => {
        const steps = [
          using({}),
          using({ trustedNetworks: [{ name: 'office', cidr: '84.129.0.0/16' }] }),
          using({ asnDatabase: database }),
        ]
        const networks: unknown[] = []
        const bases = new Set<string>()
        for (const settings of steps) {
          const { lookedUp, basis } = await updateAddresses(workspace, settings)
          expect(lookedUp).toBe(2)
          bases.add(basis)
          networks.push((await tableOf(workspace)).map((row) => row['network']))
        }
        expect(networks).toEqual([
          ['AS3320', 'AS3320'],
          ['AS3320', 'own:office'],
          ['AS64500', '84.129.0.0/16'],
        ])
        expect(bases.size).toBe(3)
        expect(filesOf(root)).toBe(3)
        await recoverWorkspace(workspace.folder, workspace.state)
        expect(filesOf(root)).toBe(1)
        expect(await tableOf(workspace)).toHaveLength(2)
      })
    })
  })

  test('stays few files, however often there is something new', async () => {
    await inFolder(async (folder) => {
      const root = join(folder, 'lake')
      for (let i = 0; i < 20; i++) {
        writeAddresses(join(folder, `${String(i)}.json`), [`192.0.2.${String(i)}`], i)
        await bringIn(root, [join(folder, `${String(i)}.json`)])
        await within(root, async (workspace) => updateAddresses(workspace, DEFAULT_SETTINGS))
      }
      expect(filesOf(root)).toBeLessThan(18)
      await within(root, async (workspace) => {
        const rows = await tableOf(workspace)
        expect(new Set(rows.map((row) => row['address'])).size).toBe(20)
        expect(rows).toHaveLength(20)
      })
    })
  })

  test('of two at once, one looks up and the other waits', async () => {
    await inFolder(async (folder) => {
      const root = join(folder, 'lake')
      writeAddresses(
        join(folder, 'a.json'),
        Array.from({ length: 200 }, (_, i) => `198.51.100.${String(i)}`),
      )
      await bringIn(root, [join(folder, 'a.json')])
      const child = async () => startNode('test/support/addresses-child.ts', [root]).ended
      const ended = await Promise.all([child(), child(), child()])
      expect(ended.map(({ out, err }) => out + err).toSorted()).toEqual(['0', '0', '200'])
      await within(root, async (workspace) => expect(await tableOf(workspace)).toHaveLength(200))
    })
  })

  test('an interrupted run leaves nothing', async () => {
    await inFolder(async (folder) => {
      const root = join(folder, 'lake')
      writeAddresses(join(folder, 'a.json'), ['192.0.2.1'])
      await bringIn(root, [join(folder, 'a.json')])
      await within(root, async (workspace) => {
        await expect(updateAddresses(workspace, DEFAULT_SETTINGS, AbortSignal.abort())).rejects.toThrow(/./u)
        expect(await tableOf(workspace)).toEqual([])
        expect([filesOf(root), readdirSync(join(root, 'unfinished')).length]).toEqual([0, 0])
        expect((await updateAddresses(workspace, DEFAULT_SETTINGS)).lookedUp).toBe(1)
      })
    })
  })

  test('a database that is not there is a mistake in the settings', async () => {
    await inFolder(async (folder) => {
      await within(join(folder, 'lake'), async (workspace) => {
        const settings = using({ asnDatabase: join(folder, 'none.mmdb') })
        await expect(updateAddresses(workspace, settings)).rejects.toMatchObject({ code: 'CONFIG_INVALID' })
      })
    })
  })

  test('can be asked beside events', async () => {
    await inFolder(async (folder) => {
      const root = join(folder, 'lake')
      writeAddresses(join(folder, 'a.json'), ['84.128.0.1', 'ec2.amazonaws.com'])
      await bringIn(root, [join(folder, 'a.json')])
      await within(root, async (workspace) => {
        await updateAddresses(workspace, DEFAULT_SETTINGS)
        const { rows } = await queryLake(
          workspace,
          'select a.kind, count(*) as n from events e join addresses a on a.address = e.sourceIPAddress group by 1 order by 1',
          { maxRows: 10, timeoutMs: 10_000 },
        )
        expect(rows).toEqual([
          { kind: 'aws-service', n: 1n },
          { kind: 'isp', n: 1n },
        ])
      })
    })
  })
})

const COLUMNS = [
  ['address', 'VARCHAR'],
  ['network', 'VARCHAR'],
  ['asn', 'INTEGER'],
  ['operator', 'VARCHAR'],
  ['country', 'VARCHAR'],
  ['kind', 'VARCHAR'],
]
