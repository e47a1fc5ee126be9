import type { Command } from 'commander'
import { byOption } from '../who-says-so.ts'
import type { JudgingOptions } from './incident-options.ts'
import { judge } from './judge.ts'

interface ReopenOptions extends JudgingOptions {
  readonly reason: string
}

export function withReopen(verb: Command): void {
  verb
    .argument('<ids...>', 'their ids, or the beginnings of them')
    .option('--reason <text>', 'why', '')
    .addOption(byOption())
    .action(async (ids: readonly string[], options: ReopenOptions) =>
      judge({ ids, act: { kind: 'reopen' }, text: options.reason }, options),
    )
}
