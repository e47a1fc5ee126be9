import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable, Writable } from 'node:stream'

const KNOWN_PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

/** Where a Chromium is on this machine: CHROME_PATH, else a known place; undefined where there is none. */
export const CHROMIUM = [process.env['CHROME_PATH'] ?? '', ...KNOWN_PLACES].find(
  (path) => path !== '' && existsSync(path),
)

export interface DevtoolsEvent {
  readonly method: string
  readonly params: Readonly<Record<string, unknown>>
}

/** One page of a real browser, spoken to by the DevTools protocol over a pipe: no port, no dependency. */
export interface BrowserPage {
  /** All that the browser told by itself, oldest first. */
  readonly events: readonly DevtoolsEvent[]
  send(method: string, params?: object): Promise<Readonly<Record<string, unknown>>>
  /** The value of an expression in the page, as JSON can say it. */
  evaluate(expression: string): Promise<unknown>
  /** Opens an address, and returns when it has loaded. */
  open(url: string): Promise<void>
  close(): Promise<void>
}

interface Answer {
  readonly id?: number
  readonly method?: string
  readonly params?: Readonly<Record<string, unknown>>
  readonly result?: Readonly<Record<string, unknown>>
  readonly error?: { readonly message: string }
}

export async function openChromium(path: string): Promise<BrowserPage> {
  const profile = mkdtempSync(join(tmpdir(), 'trailhound-chromium-'))
  const browser = spawn(
    path,
    [
      '--headless=new',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-dev-shm-usage',
      '--no-first-run',
      '--disable-background-networking',
      '--remote-debugging-pipe',
      `--user-data-dir=${profile}`,
      'about:blank',
    ],
    { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] },
  )
  const wire = openWire(browser)
  const { targetInfos } = await wire.send('Target.getTargets', {})
  const targets: unknown[] = Array.isArray(targetInfos) ? targetInfos : []
  const target = targets.map((one) => Object(one)).find(({ type }) => type === 'page')
  const attached = await wire.send('Target.attachToTarget', { targetId: target.targetId, flatten: true })
  const sessionId = String(attached['sessionId'])
  const send = (method: string, params: object = {}): ReturnType<BrowserPage['send']> =>
    wire.send(method, params, sessionId)
  for (const domain of ['Page', 'Runtime', 'Network', 'Log']) await send(`${domain}.enable`)
  return {
    events: wire.events,
    send,
    evaluate: async (expression) => {
      const { result, exceptionDetails } = await send('Runtime.evaluate', {
        expression,
        returnByValue: true,
        awaitPromise: true,
      })
      if (exceptionDetails !== undefined) throw new Error(JSON.stringify(exceptionDetails))
      return Object(result).value
    },
    open: async (url) => {
      const loaded = wire.once('Page.loadEventFired')
      await send('Page.navigate', { url })
      await loaded
    },
    close: async () => {
      const ended = new Promise((resolve) => browser.once('exit', resolve))
      browser.kill('SIGKILL')
      await ended
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

function openWire(browser: ChildProcess): {
  readonly events: DevtoolsEvent[]
  send(method: string, params: object, sessionId?: string): Promise<Readonly<Record<string, unknown>>>
  once(method: string): Promise<void>
} {
  // The streams that `stdio` asked for: 3 is written, 4 is read.
  const [, , , input, output] = browser.stdio
  if (!(input instanceof Writable && output instanceof Readable)) throw new Error('no pipe to the browser')
  const events: DevtoolsEvent[] = []
  const asked = new Map<number, (answer: Answer) => void>()
  const awaited: { readonly method: string; readonly tell: () => void }[] = []
  let rest = ''
  let count = 0
  output.setEncoding('utf8').on('data', (chunk: string) => {
    const messages = (rest + chunk).split('\0')
    rest = messages.pop() ?? ''
    for (const message of messages) {
      const answer: Answer = JSON.parse(message)
      if (answer.id !== undefined) asked.get(answer.id)?.(answer)
      if (answer.method === undefined) continue
      events.push({ method: answer.method, params: answer.params ?? {} })
      for (const { tell } of awaited.filter(({ method }) => method === answer.method)) tell()
    }
  })
  return {
    events,
    send: async (method, params, sessionId) => {
      count += 1
      const id = count
      const answered = new Promise<Answer>((resolve) => asked.set(id, resolve))
      input.write(`${JSON.stringify({ id, method, params, sessionId })}\0`)
      const { result, error } = await answered
      if (error !== undefined) throw new Error(`${method}: ${error.message}`)
      return result ?? {}
    },
    once: async (method) => new Promise((tell) => awaited.push({ method, tell })),
  }
}
