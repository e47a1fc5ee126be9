import type { Command } from 'commander'
import { withSubject } from './subject-options.ts'

export function addKey(program: Command): void {
  withSubject(
    program
      .command('key')
      .description('what an access key usually does, and what departed from it')
      .argument('<access key>', 'its id: AKIA… or ASIA…'),
    'key',
  )
}
