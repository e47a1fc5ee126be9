import type { Command } from 'commander'
import { byOption } from '../who-says-so.ts'
import type { JudgingOptions } from './incident-options.ts'
import { judge } from './judge.ts'

export function withNote(verb: Command): void {
  verb
    .argument('<id>', 'its id, or the beginning of it')
    .argument('<text>', 'what there is to say')
    .addOption(byOption())
    .action(async (id: string, text: string, options: JudgingOptions) =>
      judge({ ids: [id], act: { kind: 'note' }, text }, options),
    )
}
