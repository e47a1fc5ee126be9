import { type Command, InvalidArgumentError } from 'commander'
import { type AskedException, listExceptions, loadRules, proposedException, tuneAdd } from '#app/index.ts'
import { UsageError } from '#kernel/index.ts'
import { exceptionListJson, exceptionListText } from '#outputs/index.ts'
import { parseCount, rulesOption, settingsFrom } from '../common-options.ts'
import { pageOptions, print } from '../console.ts'
import { withWorkspace } from '../run.ts'
import { byOption, whoFrom } from '../who-says-so.ts'
import { placeOf, type TuneOptions } from './tune-options.ts'

interface AddOptions extends TuneOptions {
  readonly rules: readonly string[]
  readonly finding?: string
  readonly option: number
  readonly detection: readonly string[]
  readonly principal: readonly string[]
  readonly account: readonly string[]
  readonly network: readonly string[]
  readonly client: readonly string[]
  readonly resource: readonly string[]
  readonly role: readonly string[]
  readonly reason: string
  readonly expires: string
  readonly by?: string
  readonly id?: string
}

export function addTuneAdd(command: Command): void {
  command
    .addOption(rulesOption())
    .option('--finding <id>', 'what "tune propose" proposes for this finding, instead of the options below')
    .option('--option <number>', 'which of its proposals', parseCount, 1)
    .option('-d, --detection <id...>', 'what shall not be told: ids or names of detections', [])
    .option('--principal <arn...>', 'of these principals; * and ? are wildcards', [])
    .option('--account <id...>', 'in these accounts', [])
    .option('--network <cidr...>', 'from these networks', [])
    .option('--client <family...>', 'by these clients: terraform, aws-cli …', [])
    .option('--resource <name...>', 'on these buckets, users, roles …; wildcards as above', [])
    .option('--role <name...>', 'in sessions of these roles; wildcards as above', [])
    .requiredOption('--reason <text>', 'why it is ordinary')
    .requiredOption(
      '--expires <day>',
      'until when: a day such as 2027-02-22, or 90d; at most 366 days',
      parseExpiry,
    )
    .addOption(byOption())
    .option('--id <id>', 'its id; left out: made from the detection')
    .action(act)
}

async function act(options: AddOptions): Promise<void> {
  const settings = settingsFrom(options)
  const rules = loadRules(settings, options.rules)
  const { reason, expires, id, finding } = options
  const said = { id, reason, expires, by: whoFrom(options) }
  const what =
    finding === undefined
      ? whatIsSaid(options)
      : await withWorkspace(
          options.workspace,
          settings,
          async ({ workspace }) =>
            proposedException(workspace, finding, { settings, rules, option: options.option }),
          true,
        )
  const place = placeOf(options, settings)
  const list = { ...listExceptions(place), exceptions: [tuneAdd({ ...said, ...what }, rules, place)] }
  await print(options.json === true ? exceptionListJson(list) : exceptionListText(list, pageOptions()))
}

function whatIsSaid(options: AddOptions): Pick<AskedException, 'detections' | 'scope'> {
  if (options.detection.length === 0)
    throw new UsageError('An exception names a detection, or a finding.', {
      hint: 'Give --detection and of whom (--principal, --role …), or --finding and --option.',
    })
  return {
    detections: options.detection,
    scope: {
      principals: options.principal,
      accounts: options.account,
      networks: options.network,
      clients: options.client,
      resources: options.resource,
      roles: options.role,
    },
  }
}

function parseExpiry(text: string): string {
  if (/^\d{4}-\d\d-\d\d$|^\d{1,4}d$/u.test(text)) return text
  throw new InvalidArgumentError('Give a day such as 2027-02-22, or days from now on, such as 90d.')
}
