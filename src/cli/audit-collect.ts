import { type Command, InvalidArgumentError } from 'commander'
import { collectSnapshot, interruptedError } from '#app/index.ts'
import { harmless } from '#outputs/index.ts'
import { EXIT } from './exit-codes.ts'

interface CollectOptions {
  readonly out: string
  readonly profile?: string
  readonly role: readonly string[]
  readonly organizationRole?: string
  readonly region?: readonly string[]
  readonly endpointUrl?: string
}

export function addAuditCollect(audit: Command): void {
  audit
    .command('collect')
    .description(
      'ask AWS for the settings that the audit looks at, read only, and write them into a snapshot',
    )
    .requiredOption('--out <file>', 'the snapshot; written whole, readable by you alone')
    .option('--profile <name>', "credentials of AWS's shared configuration; default: the usual chain")
    .option('--role <arn...>', 'look at the accounts of these roles instead, each taken on in turn', [])
    .option(
      '--organization-role <name>',
      'look at all accounts of the organisation, by a role of this name that each has',
      parseRoleName,
    )
    .option('--region <name...>', 'look at these regions only; default: all that are switched on')
    .option('--endpoint-url <url>', "a stand-in instead of AWS's addresses, for tests", parseUrl)
    .exitOverride()
    .action(runCollect)
}

async function runCollect(options: CollectOptions): Promise<void> {
  const { out, profile, role, organizationRole, region, endpointUrl } = options
  const abort = new AbortController()
  const stop = (): void => abort.abort(new Error('interrupted'))
  process.once('SIGINT', stop)
  process.once('SIGTERM', stop)
  const { env } = process
  try {
    const { accounts, calls, notKnown } = await collectSnapshot(out, {
      profile,
      endpoint: endpointUrl,
      roles: role,
      organizationRole,
      regions: region,
      home: region?.[0] ?? env['AWS_REGION'] ?? env['AWS_DEFAULT_REGION'] ?? 'us-east-1',
      signal: abort.signal,
      nowMs: Date.now(),
    })
    const gaps =
      notKnown === 0
        ? 'all is known'
        : `${String(notKnown)} parts are not known ("trailhound audit" tells which)`
    process.stderr.write(`${harmless(out, {})}: ${accounts.join(', ')}, ${String(calls)} calls, ${gaps}\n`)
    process.exitCode = notKnown === 0 ? EXIT.nothingFound : EXIT.partlyUnreadable
  } catch (error) {
    if (abort.signal.aborted) throw interruptedError(error)
    throw error
  } finally {
    process.off('SIGINT', stop)
    process.off('SIGTERM', stop)
  }
}

/** With a path, if it has one. */
function parseRoleName(text: string): string {
  if (!/^[\w+=,.@/-]{1,512}$/u.test(text) || text.startsWith('/'))
    throw new InvalidArgumentError('Give the name of a role, such as OrganizationAccountAccessRole.')
  return text
}

function parseUrl(text: string): string {
  if (!/^https?:\/\//u.test(text) || !URL.canParse(text))
    throw new InvalidArgumentError('Give an address such as http://127.0.0.1:5000.')
  return text
}
