/**
 * The audit at the size of a large account: 1,000 users and 5,000 roles, each with policies of its own among those it shares,
 * 17 regions. Prints CPU seconds and peak memory, first of the verb, then of a tighter policy for every one of them.
 *
 * Run: npx node --conditions=source scripts/bench-privilege.ts [users] [roles]
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { privilegesOf } from '../src/posture/privilege/privilege-of.ts'
import { propose } from '../src/posture/privilege/propose/propose.ts'
import { measuredRun } from './measured-run.ts'
import { ACCOUNT, largeAccount, largeHistory } from './privilege-account.ts'

const [users = 1000, roles = 5000] = process.argv.slice(2).map(Number)
const details = largeAccount(users, roles)

const folder = mkdtempSync(join(tmpdir(), 'trailhound-bench-'))
const file = join(folder, 'snapshot.json')
const regions = Array.from({ length: 17 }, (_, at) => ({ RegionName: `region-${String(at)}` }))
const account = { accountId: ACCOUNT, authorizationDetails: { value: details }, regions }
writeFileSync(
  file,
  JSON.stringify({ snapshotVersion: 1, collectedAt: '2026-01-01T00:00:00Z', accounts: [account] }),
)
const verb = measuredRun(['bin/trailhound.mjs', 'audit', '--snapshot', file], [10])
rmSync(folder, { recursive: true })
tell('trailhound audit', verb.cpuSeconds, verb.peakBytes)

const before = process.cpuUsage()
const history = largeHistory(details)
const sizes = privilegesOf({ details, history, ownAccounts: new Set([ACCOUNT]) }).map(
  ({ principal, permissions }) =>
    propose(permissions, { ...history, calls: history.calls.get(principal.arn) ?? [] }).sizes.length,
)
const { user, system } = process.cpuUsage(before)
tell('a tighter policy for each', (user + system) / 1e6, process.resourceUsage().maxRSS * 1024)
process.stdout.write(`${String(Math.max(...sizes))} policies at most for one of ${String(users + roles)}\n`)

function tell(what: string, cpuSeconds: number, peakBytes: number): void {
  process.stdout.write(
    `${what.padEnd(28)} ${cpuSeconds.toFixed(1)} s CPU, peak ${String(Math.round(peakBytes / 2 ** 20))} MB\n`,
  )
}
