import type { Command } from 'commander'
import { lintRuleFiles, listRules, loadRules, showRule } from '#app/index.ts'
import { lintJson, lintText, ruleJson, rulesListJson, rulesListText, ruleText } from '#outputs/index.ts'
import { configOption, jsonOption, rulesOption, settingsFrom } from './common-options.ts'
import { pageOptions, print } from './console.ts'
import { EXIT } from './exit-codes.ts'

interface RulesOptions {
  readonly config?: string
  readonly rules: readonly string[]
  readonly json?: boolean
}

export function addRules(program: Command): void {
  const rules = program.command('rules').description('what is looked for: list, show, lint')
  const verb = (name: string, description: string): Command =>
    rules
      .command(name)
      .description(description)
      .addOption(configOption())
      .addOption(rulesOption())
      .addOption(jsonOption())
      .exitOverride()

  verb('list', 'all detections, with level and row of the mission').action(async (options: RulesOptions) => {
    const { list, counts } = listRules(loadRules(settingsFrom(options), options.rules))
    await print(
      options.json === true ? rulesListJson(list, counts) : rulesListText(list, counts, pageOptions()),
    )
  })
  verb('show', 'one detection in full')
    .argument('<id>', 'its id, name or file name')
    .action(async (id: string, options: RulesOptions) => {
      const rule = showRule(loadRules(settingsFrom(options), options.rules), id)
      await print(options.json === true ? ruleJson(rule) : ruleText(rule, pageOptions()))
    })
  verb('lint', 'check rules: those of --rules, else ours').action(async (options: RulesOptions) => {
    const report = lintRuleFiles(options.rules, settingsFrom(options))
    await print(options.json === true ? lintJson(report) : lintText(report, pageOptions()))
    process.exitCode = report.errors.length > 0 ? EXIT.failed : EXIT.nothingFound
  })
}
