/**
 * `npm run bench [-- --events 1000000 --rounds 1 --keep FOLDER]`: speed as ratios within one run.
 *
 * Each step is a process of its own, measured by the operating system over all its threads. The unit is the CPU time of
 * inflating the same files: it stands for the machine, so that a ratio means the same on every machine.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { isRecord } from '#kernel/index.ts'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const { values } = parseArgs({
  options: {
    events: { type: 'string', default: '1000000' },
    rounds: { type: 'string', default: '1' },
    keep: { type: 'string' },
  },
})
const folder = values.keep ?? mkdtempSync(join(tmpdir(), 'trailhound-bench-'))
const logs = join(folder, 'logs')

interface Usage {
  readonly cpuSeconds: number
  readonly peakBytes: number
}

try {
  if (!existsSync(logs)) run(['scripts/make-bench-logs.ts', '--events', values.events, '--out', logs], [0])
  for (let round = 1; round <= Number(values.rounds); round++) measure(round)
} finally {
  if (values.keep === undefined) rmSync(folder, { recursive: true, force: true })
}

function measure(round: number): void {
  const workspace = join(folder, `workspace-${String(round)}`)
  rmSync(workspace, { recursive: true, force: true })
  const tool = 'bin/trailhound.mjs'
  const before = run(['scripts/gunzip-all.ts', logs], [0])
  const ingest = run([tool, 'ingest', logs, '-w', workspace], [0])
  const detect = run([tool, 'detect', '-w', workspace], [0, 10])
  rmSync(workspace, { recursive: true, force: true })
  const whole = run([tool, 'investigate', logs, '-w', workspace], [0, 10])
  const again = run([tool, 'ingest', logs, '-w', workspace], [0])
  const after = run(['scripts/gunzip-all.ts', logs], [0])
  rmSync(workspace, { recursive: true, force: true })
  const unit = (before.cpuSeconds + after.cpuSeconds) / 2
  const line = (name: string, { cpuSeconds, peakBytes }: Usage): string =>
    `${name.padEnd(28)}${(cpuSeconds / unit).toFixed(1).padStart(6)} x${cpuSeconds.toFixed(1).padStart(9)} s${(peakBytes / 1e6).toFixed(0).padStart(8)} MB\n`
  process.stdout.write(
    `${values.events} events, round ${String(round)}            CPU / inflating   CPU     peak\n${line('inflating the files', { ...before, cpuSeconds: unit })}${line('ingest', ingest)}${line('detect (all rules)', detect)}${line('investigate', whole)}${line('ingest again, nothing new', again)}detect / ingest: ${((100 * detect.cpuSeconds) / ingest.cpuSeconds).toFixed(0)} %\n`,
  )
}

/** @throws when the process ends with another exit code than expected. */
function run(args: readonly string[], exitCodes: readonly number[]): Usage {
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
