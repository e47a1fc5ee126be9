import type { Command } from 'commander'
import { withSubject } from './subject-options.ts'

export function addPrincipal(program: Command): void {
  withSubject(
    program
      .command('principal')
      .description('what a user, role or person usually does, and what departed from it')
      .argument('<arn>', 'the ARN, or a part of it that no other principal has'),
    'principal',
  )
}
