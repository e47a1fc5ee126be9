import { Command, CommanderError } from 'commander'
import { TOOL } from '#app/index.ts'
import { ToolError } from '#kernel/index.ts'
import { addAudit } from './audit.ts'
import { endQuietlyWhenPipeCloses } from './console.ts'
import { addDemo } from './demo.ts'
import { addDetect } from './detect.ts'
import { EXIT } from './exit-codes.ts'
import { printFailure } from './failure.ts'
import { addIncident } from './incident/incident.ts'
import { addIngest } from './ingest.ts'
import { addInit } from './init.ts'
import { addInvestigate } from './investigate.ts'
import { addKey } from './key.ts'
import { addLineage } from './lineage.ts'
import { addPrincipal } from './principal.ts'
import { addQuery } from './query.ts'
import { addRules } from './rules.ts'
import { addSelftest } from './selftest.ts'
import { addTune } from './tune/tune.ts'
import { addWorkspace } from './workspace.ts'

const program = new Command(TOOL.name)
  .description('Is somebody using stolen credentials in my AWS accounts, and what did they do?')
  .version(TOOL.version)
  .showHelpAfterError('(--help shows how it is used)')
  .enablePositionalOptions()
  .exitOverride()

for (const add of [
  addInvestigate,
  addInit,
  addIngest,
  addDetect,
  addAudit,
  addIncident,
  addQuery,
  addKey,
  addPrincipal,
  addLineage,
  addWorkspace,
  addRules,
  addTune,
  addSelftest,
  addDemo,
])
  add(program)
for (const command of program.commands) command.exitOverride()

endQuietlyWhenPipeCloses()
try {
  await program.parseAsync()
} catch (error) {
  process.exitCode = failure(error)
}

function failure(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode
  printFailure(error)
  return error instanceof ToolError && error.code === 'INTERRUPTED' ? EXIT.interrupted : EXIT.failed
}
