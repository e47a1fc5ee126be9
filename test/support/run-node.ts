import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

export interface Ended {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly out: string
  readonly err: string
}

export interface Running {
  readonly child: ChildProcess
  readonly ended: Promise<Ended>
}

const ROOT = new URL('../../', import.meta.url)

/**
 * Starts a script of the checkout in a process of its own, as `npm run trailhound` does.
 *
 * @param input - its standard input; null leaves that open.
 * @param cwd - where it runs; left out: here.
 */
export function startNode(
  script: string,
  args: readonly string[],
  input?: string | Buffer | null,
  env: Readonly<Record<string, string>> = {},
  cwd?: string,
): Running {
  const child = spawn(
    process.execPath,
    [
      '--conditions=source',
      '--disable-warning=ExperimentalWarning',
      fileURLToPath(new URL(script, ROOT)),
      ...args,
    ],
    {
      stdio: ['pipe', 'pipe', 'pipe'],
      env: { ...process.env, COLUMNS: undefined, NO_COLOR: '1', LANG: 'C.UTF-8', ...env },
      cwd,
    },
  )
  child.stdin.on('error', () => undefined)
  if (input !== null) child.stdin.end(input)
  return { child, ended: outcomeOf(child) }
}

async function outcomeOf(child: ChildProcess): Promise<Ended> {
  const out: Buffer[] = []
  const err: Buffer[] = []
  child.stdout?.on('data', (part: Buffer) => out.push(part))
  child.stderr?.on('data', (part: Buffer) => err.push(part))
  await once(child, 'close')
  return {
    code: child.exitCode,
    signal: child.signalCode,
    out: Buffer.concat(out).toString(),
    err: Buffer.concat(err).toString(),
  }
}

/** Settles when the child has written a line that says this, or has ended. */
export async function sees(child: ChildProcess, text: string): Promise<void> {
  await new Promise<void>((resolve) => {
    let seen = ''
    child.stdout?.on('data', (part: Buffer) => {
      seen += part.toString()
      if (seen.includes(text)) resolve()
    })
    child.once('close', () => resolve())
  })
}
