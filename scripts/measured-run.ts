import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { isRecord } from '#kernel/index.ts'

const ROOT = fileURLToPath(new URL('..', import.meta.url))

export interface Usage {
  readonly cpuSeconds: number
  readonly peakBytes: number
}

/**
 * A process of its own, measured by the operating system over all its threads.
 *
 * @throws when the process ends with another exit code than expected.
 */
export function measuredRun(args: readonly string[], exitCodes: readonly number[]): Usage {
  const usageHook = join(ROOT, 'scripts', 'report-usage.ts')
  const child = spawnSync(process.execPath, ['--conditions=source', '--import', usageHook, ...args], {
    cwd: ROOT,
    stdio: ['ignore', 'ignore', 'inherit', 'pipe'],
    encoding: 'utf8',
  })
  const usage: unknown = JSON.parse(child.output[3] ?? 'null')
  if (!exitCodes.includes(child.status ?? -1) || !isUsage(usage)) {
    throw new Error(`${args.join(' ')} ended with ${String(child.status)}`)
  }
  return usage
}

function isUsage(value: unknown): value is Usage {
  return isRecord(value) && typeof value['cpuSeconds'] === 'number' && typeof value['peakBytes'] === 'number'
}
