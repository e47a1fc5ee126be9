import type { Command } from 'commander'
import { checkExceptions, listExceptions, loadRules, proposeExceptions, tuneRemove } from '#app/index.ts'
import {
  exceptionListJson,
  exceptionListText,
  needsALook,
  proposalJson,
  proposalText,
  tuningCheckJson,
  tuningCheckText,
} from '#outputs/index.ts'
import { configOption, jsonOption, rulesOption, settingsFrom, workspaceOption } from '../common-options.ts'
import { pageOptions, print } from '../console.ts'
import { EXIT } from '../exit-codes.ts'
import { goOn } from '../go-on.ts'
import { withWorkspace } from '../run.ts'
import { addTuneAdd } from './tune-add.ts'
import { placeOf, type TuneOptions } from './tune-options.ts'

interface LookOptions extends TuneOptions {
  readonly rules: readonly string[]
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

  verb('propose', 'exceptions for a false alarm, and what else each would have hidden')
    .argument('<finding>', 'its id: "detect --json" shows it')
    .addOption(rulesOption())
    .action(async (id: string, options: LookOptions) => {
      const proposal = await proposalOf(id, options)
      const addCommand = goOn('tune add', options)
      await print(
        options.json === true
          ? proposalJson(proposal)
          : proposalText(proposal, { ...pageOptions(), addCommand }),
      )
    })
  addTuneAdd(verb('add', 'write an exception'))
  verb('list', 'the exceptions, and until when each holds').action(async (options: TuneOptions) =>
    printList(options),
  )
  verb('remove', 'take an exception back')
    .argument('<id>', 'its id: "tune list" shows it')
    .action(async (id: string, options: TuneOptions) => {
      tuneRemove(id, placeOf(options, settingsFrom(options)))
      await printList(options)
    })
  verb('check', 'which exceptions have expired, never matched, or are too wide')
    .addOption(rulesOption())
    .action(async (options: LookOptions) => {
      const settings = settingsFrom(options)
      const asked = { settings, rules: loadRules(settings, options.rules) }
      const check = await withWorkspace(
        options.workspace,
        settings,
        async ({ workspace }) => checkExceptions(workspace, asked),
        true,
      )
      await print(options.json === true ? tuningCheckJson(check) : tuningCheckText(check, pageOptions()))
      process.exitCode = needsALook(check) ? EXIT.failed : EXIT.nothingFound
    })
}

async function proposalOf(id: string, options: LookOptions) {
  const settings = settingsFrom(options)
  const asked = { settings, rules: loadRules(settings, options.rules) }
  return await withWorkspace(
    options.workspace,
    settings,
    async ({ workspace }) => proposeExceptions(workspace, id, asked),
    true,
  )
}

async function printList(options: TuneOptions): Promise<void> {
  const list = listExceptions(placeOf(options, settingsFrom(options)))
  await print(options.json === true ? exceptionListJson(list) : exceptionListText(list, pageOptions()))
}
