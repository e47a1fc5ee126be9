import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'

export interface Postgres {
  /** Connection string of a new, empty schema. */
  newSchema(): Promise<string>
  stop(): Promise<void>
}

const HOMES = '/usr/lib/postgresql'
const WAIT_MS = 60_000

/** Folder of PostgreSQL's programs: `PG_BIN`, or where Debian puts them. Undefined where there is none: tests are skipped then. */
export function postgresPrograms(): string | undefined {
  const homes = existsSync(HOMES) ? readdirSync(HOMES).map((version) => join(HOMES, version, 'bin')) : []
  const folders = [process.env['PG_BIN'], ...homes].filter((folder) => folder !== undefined)
  return folders.find((folder) => existsSync(join(folder, 'initdb')) && runsAs() !== undefined)
}

/** It refuses to run as root. */
function runsAs(): { readonly uid?: number; readonly gid?: number } | undefined {
  if (process.getuid?.() !== 0) return {}
  try {
    const [uid, gid] = ['-u', '-g'].map((flag) =>
      Number(execFileSync('id', [flag, 'postgres'], { stdio: 'pipe' })),
    )
    return uid === undefined || gid === undefined ? undefined : { uid, gid }
  } catch {
    return undefined
  }
}

/** A server of its own on loopback, with nothing in it. */
export async function startPostgres(programs: string): Promise<Postgres> {
  const folder = mkdtempSync(join(tmpdir(), 'trailhound-postgres-'))
  const as = runsAs() ?? {}
  if (as.uid !== undefined && as.gid !== undefined) chownSync(folder, as.uid, as.gid)
  const data = join(folder, 'data')
  execFileSync(
    join(programs, 'initdb'),
    ['-D', data, '-U', 'tester', '-A', 'trust', '-E', 'UTF8', '--no-sync', '--locale=C'],
    { ...as, cwd: folder, stdio: 'pipe' },
  )
  const port = await freePort()
  const child = spawn(
    join(programs, 'postgres'),
    [
      '-D',
      data,
      '-h',
      '127.0.0.1',
      '-p',
      String(port),
      '-k',
      folder,
      '-c',
      'fsync=off',
      '-c',
      'max_connections=200',
    ],
    { ...as, cwd: folder, stdio: 'ignore' },
  )
  const server = `postgresql://tester@127.0.0.1:${String(port)}/postgres`
  await untilReady(server, child)
  let schemas = 0
  return {
    async newSchema() {
      schemas += 1
      const name = `workspace_${String(schemas)}`
      await ask(server, `create schema ${name}`)
      return `${server}?options=${encodeURIComponent(`-c search_path=${name}`)}`
    },
    async stop() {
      child.kill('SIGINT')
      if (child.exitCode === null) await once(child, 'exit')
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function ask(server: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: server })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}

async function untilReady(server: string, child: ChildProcess): Promise<void> {
  const endMs = Date.now() + WAIT_MS
  for (;;) {
    try {
      await ask(server, 'select 1')
      return
    } catch (error) {
      if (child.exitCode !== null || Date.now() > endMs) throw error
      await new Promise((resolve) => setTimeout(resolve, 200))
    }
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}
