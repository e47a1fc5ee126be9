import type { Command } from 'commander'
import { QUERY_LIMITS, queryLake } from '#app/index.ts'
import { SECOND_MS } from '#kernel/index.ts'
import { queryCsv, queryJson, queryJsonl, queryTable } from '#outputs/index.ts'
import {
  configOption,
  formOptions,
  jsonOption,
  parseCount,
  settingsFrom,
  workspaceOption,
} from './common-options.ts'
import { pageOptions, print } from './console.ts'
import { withWorkspace } from './run.ts'

interface QueryVerbOptions {
  readonly workspace: string
  readonly config?: string
  readonly json?: boolean
  readonly jsonl?: boolean
  readonly csv?: boolean
  readonly limit: number
  readonly timeout: number
}

export function addQuery(program: Command): void {
  const query = program
    .command('query')
    .description('ask the lake in SQL (read only): the tables are events and addresses')
    .argument('<sql>', 'one SELECT; docs/query.md lists the columns')
    .addOption(workspaceOption())
    .addOption(configOption())
    .option('-n, --limit <rows>', 'rows at most', parseCount, QUERY_LIMITS.maxRows)
    .option('--timeout <seconds>', 'time at most', parseCount, QUERY_LIMITS.timeoutMs / SECOND_MS)
    .addOption(jsonOption())
  for (const form of formOptions({ jsonl: 'one row a line, as JSON', csv: 'rows as CSV' }))
    query.addOption(form)
  query.action(async (text: string, options: QueryVerbOptions) => {
    const limits = { maxRows: options.limit, timeoutMs: options.timeout * SECOND_MS }
    const result = await withWorkspace(
      options.workspace,
      settingsFrom(options),
      async ({ workspace }) => queryLake(workspace, text, limits),
      true,
    )
    if (options.json === true) await print(queryJson(result))
    else if (options.jsonl === true) await print(queryJsonl(result))
    else if (options.csv === true) await print(queryCsv(result))
    else await print(queryTable(result, pageOptions()))
  })
}
