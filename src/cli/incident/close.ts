import { type Command, Option } from 'commander'
import { RESOLUTIONS, type Resolution } from '#app/index.ts'
import { byOption } from '../who-says-so.ts'
import type { JudgingOptions } from './incident-options.ts'
import { judge } from './judge.ts'

interface CloseOptions extends JudgingOptions {
  readonly as: Resolution
  readonly reason: string
}

export function withClose(verb: Command): void {
  verb
    .argument('<ids...>', 'their ids, or the beginnings of them')
    .addOption(new Option('--as <resolution>', 'what it was').choices([...RESOLUTIONS]).makeOptionMandatory())
    .requiredOption('--reason <text>', 'why, for whoever looks at it next')
    .addOption(byOption())
    .action(async (ids: readonly string[], options: CloseOptions) =>
      judge({ ids, act: { kind: 'close', resolution: options.as }, text: options.reason }, options),
    )
}
