import { DAY_MS } from '#kernel/index.ts'
import { logsAllDataEvents } from '../checks/selectors.ts'
import type { AccountSnapshot } from '../snapshot/snapshot.ts'
import type { AccountUse, Usage as LogUsage } from '../usage.ts'
import type { History } from './privilege-of.ts'
import type { UsedCall } from './used.ts'

/** A service's data events may begin so much later than the account's events and still count as logged from the start. */
const SOME_HOURS_MS = DAY_MS

/** What the logs say of an account's users and roles; undefined where they hold none of its events. */
export function historyOf(
  account: AccountSnapshot,
  arns: ReadonlySet<string>,
  usage: LogUsage | undefined,
): History | undefined {
  const use = usage?.accounts.get(account.accountId)
  if (usage === undefined || use === undefined) return undefined
  const calls = new Map<string, readonly UsedCall[]>()
  for (const [principal, made] of usage.calls) {
    const arn = arns.has(principal) ? principal : principal.slice(0, Math.max(0, principal.lastIndexOf('/')))
    if (arns.has(arn)) calls.set(arn, [...(calls.get(arn) ?? []), ...made])
  }
  return {
    calls,
    days: Math.ceil((use.lastMs + 1 - use.firstMs) / DAY_MS),
    dataEvents: new Set(
      WITH_DATA_EVENTS.filter((one) => isLoggedWhole(one, account, use)).map(({ prefix }) => prefix),
    ),
  }
}

/** Types of resources by AWS's names, each with what a basic selector calls all of them. */
const WITH_DATA_EVENTS = [
  { prefix: 's3', types: ['AWS::S3::Object'], all: /^arn:[\w-]+:s3(?::::?)?$/u },
  { prefix: 'lambda', types: ['AWS::Lambda::Function'], all: /^arn:[\w-]+:lambda$/u },
  {
    prefix: 'dynamodb',
    types: ['AWS::DynamoDB::Table', 'AWS::DynamoDB::Stream'],
    all: /^arn:[\w-]+:dynamodb$/u,
  },
  { prefix: 'sqs', types: ['AWS::SQS::Queue'], all: undefined },
  { prefix: 'sns', types: ['AWS::SNS::Topic'], all: undefined },
] as const

/** By settings of today, and by logs that had them from the beginning: a trail may be new. */
function isLoggedWhole(
  { prefix, types, all }: (typeof WITH_DATA_EVENTS)[number],
  { trails }: AccountSnapshot,
  { firstMs, dataEventsSinceMs }: AccountUse,
): boolean {
  const since = dataEventsSinceMs.get(prefix)
  if (since === undefined || since > firstMs + SOME_HOURS_MS || 'notKnown' in trails) return false
  const logging = trails.value.filter(
    ({ IsMultiRegionTrail, status }) => IsMultiRegionTrail && 'value' in status && status.value.IsLogging,
  )
  return types.every((type) =>
    logging.some(
      ({ selectors }) =>
        'value' in selectors &&
        (['read', 'write'] as const).every((kind) => logsAllDataEvents(selectors.value, kind, { type, all })),
    ),
  )
}
