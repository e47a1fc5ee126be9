import { userInfo } from 'node:os'
import { type Command, InvalidArgumentError } from 'commander'
import { listExceptions, loadRules, type Settings, tuneAdd, tuneRemove } from '#app/index.ts'
import { exceptionListJson, exceptionListText } from '#outputs/index.ts'
import { configOption, jsonOption, rulesOption, settingsFrom, workspaceOption } from './common-options.ts'
import { pageOptions, print } from './console.ts'

interface TuneOptions {
  readonly workspace: string
  readonly config?: string
  readonly json?: boolean
}

interface AddOptions extends TuneOptions {
  readonly rules: readonly string[]
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

export function addTune(program: Command): void {
  const tune = program
    .command('tune')
    .description('exceptions: what need not be told, of whom, why and until when')
  const verb = (name: string, description: string): Command =>
    tune
      .command(name)
      .description(description)
      .addOption(workspaceOption())
      .addOption(configOption())
      .addOption(jsonOption())
      .exitOverride()

  verb('list', 'the exceptions, and until when each holds').action(async (options: TuneOptions) => {
    const list = listExceptions(placeOf(options, settingsFrom(options)))
    await print(options.json === true ? exceptionListJson(list) : exceptionListText(list, pageOptions()))
  })
  withScope(verb('add', 'write an exception')).action(async (options: AddOptions) => {
    const settings = settingsFrom(options)
    const place = placeOf(options, settings)
    const exception = tuneAdd(askedOf(options), loadRules(settings, options.rules), place)
    const list = { ...listExceptions(place), exceptions: [exception] }
    await print(options.json === true ? exceptionListJson(list) : exceptionListText(list, pageOptions()))
  })
  verb('remove', 'take an exception back')
    .argument('<id>', 'its id: "tune list" shows it')
    .action(async (id: string, options: TuneOptions) => {
      const place = placeOf(options, settingsFrom(options))
      tuneRemove(id, place)
      const list = listExceptions(place)
      await print(options.json === true ? exceptionListJson(list) : exceptionListText(list, pageOptions()))
    })
}

const placeOf = ({ workspace }: TuneOptions, settings: Settings) => ({
  root: workspace,
  settings,
  nowMs: Date.now(),
})

/** The options of an exception. */
const withScope = (command: Command): Command =>
  command
    .addOption(rulesOption())
    .requiredOption('-d, --detection <id...>', 'what shall not be told: ids or names of detections')
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
    .option('--by <name>', 'who says so; left out: who is logged in')
    .option('--id <id>', 'its id; left out: made from the detection')

const askedOf = (options: AddOptions) => ({
  id: options.id,
  detections: options.detection,
  scope: {
    principals: options.principal,
    accounts: options.account,
    networks: options.network,
    clients: options.client,
    resources: options.resource,
    roles: options.role,
  },
  reason: options.reason,
  by: options.by ?? userInfo().username,
  expires: options.expires,
})

function parseExpiry(text: string): string {
  if (/^\d{4}-\d\d-\d\d$|^\d{1,4}d$/u.test(text)) return text
  throw new InvalidArgumentError('Give a day such as 2027-02-22, or days from now on, such as 90d.')
}
