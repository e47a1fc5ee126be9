import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** Answers of calls that the stand-in lacks, by service and call (`detective:ListGraphs`) or, for REST, method and path (S3's with the first name of its query). */
export type Gaps = Map<string, unknown>

export interface StandIn {
  readonly url: string
  readonly gaps: Gaps
  /** Calls that are refused as AWS refuses what a policy does not allow. */
  readonly denied: Set<string>
  stop(): Promise<void>
}

/** Moto's server (PyPI `moto[server]`), where it is installed; TRAILHOUND_MOTO names it where it is not on the path. */
const MOTO = process.env['TRAILHOUND_MOTO'] ?? 'moto_server'

export const hasMoto = spawnSync(MOTO, ['--help'], { stdio: 'ignore' }).status === 0

const READY_MS = 30_000

/** Moto behind a front that fills its gaps; both on loopback, on ports of their own. */
export async function startMoto(): Promise<StandIn> {
  const port = await freePort()
  const moto = spawn(MOTO, ['-H', '127.0.0.1', '-p', String(port)], { stdio: 'ignore' })
  await untilReady(port)
  const gaps: Gaps = new Map()
  const denied = new Set<string>()
  const front = createServer((question, answer) => {
    void serve(question, answer, { port, gaps, denied })
  })
  front.listen(0, '127.0.0.1')
  await once(front, 'listening')
  return {
    url: `http://127.0.0.1:${String(portOf(front))}`,
    gaps,
    denied,
    stop: async () => stopAll(moto, front),
  }
}

async function stopAll(moto: ChildProcess, front: Server): Promise<void> {
  front.closeAllConnections()
  front.close()
  moto.kill()
  if (moto.exitCode === null && moto.signalCode === null) await once(moto, 'exit')
}

interface Front {
  readonly port: number
  readonly gaps: Gaps
  readonly denied: ReadonlySet<string>
}

async function serve(
  question: IncomingMessage,
  answer: ServerResponse,
  { port, gaps, denied }: Front,
): Promise<void> {
  const parts: Buffer[] = []
  for await (const part of question) parts.push(Buffer.from(part))
  const body = Buffer.concat(parts)
  const names = namesOf(question, body)
  const isQuery = body.toString().startsWith('Action=')
  if (names.some((name) => denied.has(name))) return refuse(answer, isQuery)
  const gap = names.find((name) => gaps.has(name))
  if (gap !== undefined) return tell(answer, gaps.get(gap))
  const { method, url, headers } = question
  const passed = request({ host: '127.0.0.1', port, method, path: url, headers }, (told) => {
    answer.writeHead(told.statusCode ?? 502, told.headers)
    told.pipe(answer)
  })
  passed.on('error', () => answer.writeHead(502).end())
  passed.end(body)
}

/** As the signature names the service, and the body, a header or the path the call. */
function namesOf({ headers, method = 'GET', url = '/' }: IncomingMessage, body: Buffer): readonly string[] {
  const service = /Credential=[^/]+\/\d+\/[^/]+\/([^/]+)\//u.exec(String(headers.authorization))?.[1] ?? ''
  const target = String(headers['x-amz-target'] ?? '').split('.')
  const action = new URLSearchParams(body.toString().slice(0, 2000)).get('Action')
  const { pathname, search } = new URL(url, 'http://127.0.0.1')
  const place = `${service} ${method} ${pathname.length > 1 ? pathname.replace(/\/$/u, '') : pathname}`
  const [first = ''] = search.slice(1).split(/[=&]/u)
  return [`${service}:${action ?? target.at(-1) ?? ''}`, place, `${place}?${first}`]
}

function tell(answer: ServerResponse, told: unknown): void {
  const isXml = typeof told === 'string'
  answer.writeHead(200, { 'content-type': isXml ? 'text/xml' : 'application/json' })
  answer.end(isXml ? told : JSON.stringify(told))
}

const REFUSAL = 'User is not authorized to perform this'

function refuse(answer: ServerResponse, isQuery: boolean): void {
  answer.writeHead(403, {
    'content-type': isQuery ? 'text/xml' : 'application/json',
    'x-amzn-errortype': 'AccessDeniedException',
  })
  answer.end(
    isQuery
      ? `<ErrorResponse><Error><Code>AccessDenied</Code><Message>${REFUSAL}</Message></Error><RequestId>r</RequestId></ErrorResponse>`
      : JSON.stringify({ __type: 'AccessDeniedException', message: REFUSAL }),
  )
}

async function untilReady(port: number): Promise<void> {
  const endMs = Date.now() + READY_MS
  while (Date.now() < endMs) {
    const isThere = await fetch(`http://127.0.0.1:${String(port)}/moto-api/`).then(
      ({ ok }) => ok,
      () => false,
    )
    if (isThere) return
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
  throw new Error(`moto did not answer on port ${String(port)}.`)
}

async function freePort(): Promise<number> {
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const port = portOf(server)
  server.close()
  await once(server, 'close')
  return port
}

function portOf(server: Server): number {
  const address: AddressInfo | string | null = server.address()
  if (address === null || typeof address === 'string') throw new Error('not listening on a port')
  return address.port
}
