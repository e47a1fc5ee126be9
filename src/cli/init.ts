import { existsSync, writeFileSync } from 'node:fs'
import { isAbsolute, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Command } from 'commander'
import { ingestOnly, proposeSettings, settingsText } from '#app/index.ts'
import { UsageError } from '#kernel/index.ts'
import { configOption, settingsFrom, workspaceOption } from './common-options.ts'
import { print } from './console.ts'
import { goOn } from './go-on.ts'
import { withWorkspace } from './run.ts'

interface InitOptions {
  readonly workspace: string
  readonly config?: string
  readonly file: string
  readonly print?: boolean
  readonly force?: boolean
}

const SCHEMA = fileURLToPath(new URL('../../schemas/settings.schema.json', import.meta.url))

export function addInit(program: Command): void {
  program
    .command('init')
    .description('propose a settings file from the logs: accounts, offices, roles, working hours, buckets')
    .argument('[logs...]', 'read these first; without them, what the workspace holds is looked at')
    .addOption(workspaceOption())
    .addOption(configOption())
    .option('--file <file>', 'where it is written', 'trailhound.yml')
    .option('--print', 'write it to standard output instead')
    .option('--force', 'overwrite a file that is there')
    .action(async (logs: readonly string[], options: InitOptions) => {
      const { file } = options
      const isPrinted = options.print === true
      if (!isPrinted) refuseToOverwrite(options)
      const text = await proposedText(logs, options)
      if (isPrinted) return await print(text)
      write(file, text, options.force === true)
      await print(
        `${file} is written. Read it through, then name it: ${goOn('investigate <logs>', { workspace: options.workspace, config: file })}\n`,
      )
    })
}

function write(file: string, text: string, force: boolean): void {
  try {
    writeFileSync(file, text, { flag: force ? 'w' : 'wx' })
  } catch (cause) {
    throw new UsageError(`${file} cannot be written.`, {
      hint: 'Use --file for another, --print to see. The logs are read: they need not be named again.',
      cause,
    })
  }
}

function refuseToOverwrite({ file, force }: InitOptions): void {
  if (force === true || !existsSync(file)) return
  throw new UsageError(`${file} is there already.`, {
    hint: 'Use --force to overwrite it, --file for another, --print to see.',
  })
}

async function proposedText(logs: readonly string[], options: InitOptions): Promise<string> {
  const settings = settingsFrom(options)
  const proposal = await withWorkspace(
    options.workspace,
    settings,
    async ({ workspace, signal, onProgress }) => {
      if (logs.length > 0) {
        await ingestOnly(logs, workspace, {
          settings,
          signal,
          onProgress: (progress) => onProgress('Reading', progress),
        })
      }
      return await proposeSettings(workspace)
    },
    logs.length === 0,
  )
  return settingsText(proposal, schemaPath())
}

/** Where it is installed here: from the project's folder, or in full. */
function schemaPath(): string {
  const near = relative(process.cwd(), SCHEMA)
  return near.startsWith('..') || isAbsolute(near) ? SCHEMA : `./${near.replaceAll('\\', '/')}`
}
