import { writeCalls } from '#kernel/index.ts'
import type { PlanStep } from '../story/story.ts'
import type { Draft } from './change.ts'

/** A draft as a reader has it: where, what, why, and the commands. */
export function stepOf(draft: Draft, accountId: string, region?: string): PlanStep {
  const { commands, notes } = writeCalls(draft.calls)
  const undo = writeCalls(draft.undo ?? [])
  const place = region === undefined || region === '' ? '' : `, ${region}`
  return {
    title: `${draft.title} (account ${accountId === '' ? 'unknown' : accountId}${place})`,
    why: [draft.why, ...new Set([...notes, ...undo.notes])].join(' '),
    commands,
    breaks: draft.breaks ?? [],
    undo: undo.commands,
  }
}

/** Where IAM of a partition is asked. */
export const iamRegion = (partition: string): string =>
  ({ 'aws-cn': 'cn-north-1', 'aws-us-gov': 'us-gov-west-1' })[partition] ?? 'us-east-1'

export const nameOf = (arn: string): string => arn.split('/').at(-1) ?? arn

/** Kept together, so that the policy that cuts off is always the same: AWS's console gives it this name too. */
export const REVOKE = 'AWSRevokeOlderSessions'

export const denyOlder = (date: string): unknown => ({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Deny',
      Action: ['*'],
      Resource: ['*'],
      Condition: { DateLessThan: { 'aws:TokenIssueTime': date } },
    },
  ],
})
