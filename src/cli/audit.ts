import { type Command, Option } from 'commander'
import {
  type AuditOptions,
  auditInWorkspace,
  auditSnapshot,
  diffSnapshots,
  listChecks,
  proposePolicy,
  readUsage,
  type Settings,
  TOOL,
} from '#app/index.ts'
import type { Level } from '#findings/index.ts'
import { UsageError } from '#kernel/index.ts'
import {
  auditAsff,
  auditCsv,
  auditDiffJson,
  auditDiffText,
  auditHtml,
  auditJson,
  auditOcsf,
  auditText,
  checksJson,
  checksText,
  policyJson,
  policyText,
} from '#outputs/index.ts'
import { addAuditCollect } from './audit-collect.ts'
import {
  configOption,
  formOptions,
  jsonOption,
  parseLevel,
  settingsFrom,
  workspaceOption,
} from './common-options.ts'
import { pageOptions, print } from './console.ts'
import { auditExitCode, diffExitCode } from './exit-codes.ts'
import { withWorkspace } from './run.ts'

interface LookOptions {
  readonly workspace?: string
  readonly config?: string
  readonly minLevel: Level
  readonly json?: boolean
}

interface AuditVerbOptions extends LookOptions {
  readonly snapshot?: string
  readonly csv?: boolean
  readonly ocsf?: boolean
  readonly asff?: boolean
  readonly html?: boolean
  readonly verbose?: boolean
}

interface PolicyOptions {
  readonly snapshot: string
  readonly workspace: string
  readonly config?: string
  readonly json?: boolean
}

const FORMS = {
  csv: 'results as CSV',
  ocsf: 'results as Compliance Findings of OCSF, one a line',
  asff: 'results for Security Hub (AWS Security Finding Format), a batch a line',
  html: 'a page that needs nothing else',
}

export function addAudit(program: Command): void {
  const audit = program
    .command('audit')
    .description('standing risk: what makes theft easy or invisible, weighed by what the logs show is used')
    .enablePositionalOptions()
    .option('--snapshot <file>', 'settings of AWS accounts, as "audit collect" writes them')
  withLookOptions(audit)
  for (const form of formOptions(FORMS)) audit.addOption(form)
  audit.option('-v, --verbose', 'every resource, each with its fix').action(runAudit)

  addAuditCollect(audit)
  const diff = audit
    .command('diff')
    .description('what became better, worse or invisible from one snapshot to another')
    .argument('<before>', 'the older snapshot')
    .argument('<after>', 'the newer snapshot')
    .exitOverride()
  withLookOptions(diff).action(runDiff)

  addPolicy(audit)

  audit
    .command('checks')
    .description('what is looked for, with rows of the mission and numbers of CIS and AWS')
    .addOption(jsonOption())
    .exitOverride()
    .action(async ({ json }: { readonly json?: boolean }) => {
      const checks = listChecks()
      await print(json === true ? checksJson(checks) : checksText(checks, pageOptions()))
    })
}

function addPolicy(audit: Command): void {
  audit
    .command('policy')
    .description('a tighter policy for one user or role, by what the logs show it used')
    .argument('<principal>', 'its ARN, or its name')
    .addOption(new Option('--snapshot <file>', 'settings of AWS accounts').makeOptionMandatory())
    .addOption(workspaceOption())
    .addOption(configOption())
    .addOption(jsonOption())
    .exitOverride()
    .action(async (principal: string, options: PolicyOptions) => {
      const report = proposePolicy(
        options.snapshot,
        principal,
        await auditOptions({ ...options, minLevel: 'informational' }),
      )
      if (options.json === true) await print(policyJson(report))
      else await print(policyText(report, pageOptions()))
    })
}

const withLookOptions = (command: Command): Command =>
  command
    .addOption(
      new Option('-w, --workspace <folder>', 'logs that tell what is used; without it nothing is asked'),
    )
    .addOption(configOption())
    .option('--min-level <level>', 'leave out milder failures', parseLevel, 'informational')
    .addOption(jsonOption())

async function runAudit(options: AuditVerbOptions): Promise<void> {
  if (options.snapshot === undefined)
    throw new UsageError('Say what to look at.', { hint: 'trailhound audit --snapshot <file>' })
  const report = await lookAt(options.snapshot, options)
  const telling = { tool: TOOL, toldMs: Date.now() }
  if (options.json === true) await print(auditJson(report))
  else if (options.csv === true) await print(auditCsv(report))
  else if (options.ocsf === true) await print(auditOcsf(report, telling))
  else if (options.asff === true) await print(auditAsff(report, telling))
  else if (options.html === true) await print(auditHtml(report, telling))
  else await print(auditText(report, { ...pageOptions(), verbose: options.verbose === true }))
  process.exitCode = auditExitCode(report)
}

async function lookAt(snapshot: string, options: LookOptions): Promise<ReturnType<typeof auditSnapshot>> {
  const { workspace, minLevel } = options
  const settings = settingsFrom(options)
  const asked = { settings, minLevel, nowMs: Date.now() }
  if (workspace === undefined) return auditSnapshot(snapshot, { ...asked, usage: undefined })
  return await withWorkspace(workspace, settings, async (run) => auditInWorkspace(snapshot, run, asked), true)
}

async function runDiff(before: string, after: string, options: LookOptions): Promise<void> {
  const diff = diffSnapshots(before, after, await auditOptions(options))
  await print(options.json === true ? auditDiffJson(diff) : auditDiffText(diff, pageOptions()))
  process.exitCode = diffExitCode(diff)
}

async function auditOptions(options: LookOptions): Promise<AuditOptions> {
  const settings = settingsFrom(options)
  return {
    settings,
    usage: await usageFrom(options, settings),
    minLevel: options.minLevel,
    nowMs: Date.now(),
  }
}

async function usageFrom({ workspace }: LookOptions, settings: Settings): Promise<AuditOptions['usage']> {
  if (workspace === undefined) return undefined
  return await withWorkspace(
    workspace,
    settings,
    async ({ workspace: opened, signal }) => readUsage(opened, settings, signal),
    true,
  )
}
