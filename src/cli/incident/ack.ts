import type { Command } from 'commander'
import { byOption } from '../who-says-so.ts'
import type { JudgingOptions } from './incident-options.ts'
import { judge } from './judge.ts'

interface AckOptions extends JudgingOptions {
  readonly note: string
}

export function withAck(verb: Command): void {
  verb
    .argument('<ids...>', 'their ids, or the beginnings of them')
    .option('--note <text>', 'what there is to say', '')
    .addOption(byOption())
    .action(async (ids: readonly string[], options: AckOptions) =>
      judge({ ids, act: { kind: 'acknowledge' }, text: options.note }, options),
    )
}
