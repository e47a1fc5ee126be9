import type { Statement } from '../policy/policy.ts'
import { type Context, resolve } from '../policy/variables.ts'
import { covers } from '../policy/wildcard.ts'
import type { UsedAction } from '../used.ts'

/** What was acted on is told one by one up to here; of more, the policy's own resources stay. */
const MOST_RESOURCES = 10

/**
 * Resources that a statement still needs for one action that was used: those that were seen, as far as the statement
 * allows them. Undefined: its own, because it is not sure that all were seen.
 */
export function neededResources(
  statement: Statement,
  used: UsedAction,
  context: Context,
): readonly string[] | undefined {
  if (!used.everyResource || statement.notResource) return undefined
  const seen = [...new Set(used.resources.flatMap((arn) => scopeOf(used.action, arn) ?? ['']))]
  // A text that is no scope: one resource of which it is not sure what the permission is asked for.
  if (seen.length === 0 || seen.length > MOST_RESOURCES || seen.includes('')) return undefined
  const needed = seen.flatMap((arn) =>
    statement.resources.flatMap((own) => narrower(own, arn, statement, context)),
  )
  return [...new Set(needed)]
}

/** The narrower of two patterns, where one lies within the other; else the statement's own where both can be meant. */
function narrower(own: string, seen: string, { variables }: Statement, context: Context): readonly string[] {
  const resolved = variables ? resolve(own, context) : { text: own, exact: true }
  if (resolved === undefined) return []
  if (covers(resolved.text, seen)) return resolved.exact ? [seen] : [own]
  if (covers(seen, resolved.text)) return [own]
  // Neither holds the other, and yet an ARN may be in both: `bucket/a*` and `bucket/*b`.
  return mayMeet(resolved.text, seen) ? [own] : []
}

/** False only where the texts before the first wildcards already differ. */
function mayMeet(one: string, other: string): boolean {
  const [a = '', b = ''] = [one, other].map((text) => text.split(/[*?]/u, 1)[0])
  if (a.length === one.length && b.length === other.length) return one === other
  return a.startsWith(b) || b.startsWith(a)
}

/** Patterns of the resources that an action's permission was asked for, where the events tell that surely. */
function scopeOf(action: string, arn: string): readonly string[] | undefined {
  const prefix = action.slice(0, action.indexOf(':'))
  switch (prefix) {
    case 'sts':
      return action === 'sts:AssumeRole' && arn.includes(':role/') ? [arn] : undefined
    case 's3':
      return s3Scope(action, arn)
    case 'dynamodb':
      return ITEM_ACTIONS.has(action) && arn.includes(':table/') ? [arn, `${arn}/index/*`] : undefined
    case 'lambda':
      return action === 'lambda:InvokeFunction' && arn.includes(':function:') ? [arn, `${arn}:*`] : undefined
    default:
      return undefined
  }
}

function s3Scope(action: string, arn: string): readonly string[] | undefined {
  const [, bucket] = /^(arn:[a-z-]+:s3:::[^/*?]+)(?:\/|$)/u.exec(arn) ?? []
  if (bucket === undefined) return undefined
  if (BUCKET_ACTIONS.test(action)) return [bucket]
  return OBJECT_ONLY.has(action) ? [`${bucket}/*`] : undefined
}

const OBJECT_ONLY: ReadonlySet<string> = new Set([
  's3:AbortMultipartUpload',
  's3:DeleteObject',
  's3:GetObject',
  's3:GetObjectAcl',
  's3:GetObjectAttributes',
  's3:GetObjectTagging',
  's3:ListMultipartUploadParts',
  's3:PutObject',
  's3:PutObjectAcl',
  's3:PutObjectTagging',
  's3:RestoreObject',
])
/** Permissions that are asked for a bucket. */
const BUCKET_ACTIONS =
  /^s3:(?:(?:Get|Put|Delete)Bucket|ListBucket|(?:Get|Put)(?:Encryption|Lifecycle|Replication|Inventory|Metrics|Analytics|Accelerate)Configuration$|CreateBucket$)/u
const ITEM_ACTIONS: ReadonlySet<string> = new Set(
  'BatchGetItem BatchWriteItem ConditionCheckItem DeleteItem GetItem PutItem Query Scan UpdateItem'
    .split(' ')
    .map((name) => `dynamodb:${name}`),
)
