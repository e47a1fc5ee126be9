import { z } from 'zod'
import { ToolError } from '#kernel/index.ts'
import { IDENTITY } from './identity.ts'
import { known } from './known.ts'
import { REGION } from './region.ts'
import { PUBLIC_ACCESS_BLOCK, TRAILS } from './trails.ts'

/** A file that should be a snapshot and is none that can be read. */
export class SnapshotError extends ToolError {
  override readonly code = 'SNAPSHOT_INVALID'
}

export const SNAPSHOT_VERSION = 1

const contact = (kind: string) =>
  known(`account:GetAlternateContact (${kind})`, z.object({ EmailAddress: z.string() }).nullable())

export const ACCOUNT_PARTS = {
  /** null: nobody is named. */
  securityContact: contact('SECURITY'),
  operationsContact: contact('OPERATIONS'),
  billingContact: contact('BILLING'),
  /** null: the account has none. */
  s3PublicAccessBlock: known('s3:GetAccountPublicAccessBlock', PUBLIC_ACCESS_BLOCK.nullable()),
  /** Regions that are switched on; `regions` holds those that were looked at. */
  enabledRegions: known('ec2:DescribeRegions', z.array(z.string())),
} as const

const ACCOUNT = z.object({
  accountId: z.string().regex(/^\d{12}$/u),
  partition: z.enum(['aws', 'aws-cn', 'aws-us-gov']).default('aws'),
  ...IDENTITY,
  ...TRAILS,
  ...ACCOUNT_PARTS,
  regions: z.array(REGION).default([]),
})
export type AccountSnapshot = Readonly<z.infer<typeof ACCOUNT>>

const SNAPSHOT = z.object({
  snapshotVersion: z.literal(SNAPSHOT_VERSION),
  /** When collecting began. */
  collectedAt: z.iso.datetime(),
  accounts: z.array(ACCOUNT).min(1),
})
export type Snapshot = Readonly<z.infer<typeof SNAPSHOT>>

const MOST_MISTAKES = 10

/**
 * Settings of AWS accounts as they were at one time, each with the call that told it, in AWS's own names.
 *
 * @param name - of the file, for the message.
 * @throws SnapshotError that names the first mistakes.
 */
export function parseSnapshot(text: string, name: string): Snapshot {
  const parsed = SNAPSHOT.safeParse(jsonOf(text, name))
  if (parsed.success) return parsed.data
  const mistakes = parsed.error.issues
    .slice(0, MOST_MISTAKES)
    .map(({ path, message }) => `${path.map(String).join('.') || 'the whole'}: ${message}`)
  throw new SnapshotError(
    `${name} is no snapshot of version ${String(SNAPSHOT_VERSION)}:\n${mistakes.join('\n')}`,
    {
      hint: '"trailhound audit collect" writes one; schemas/snapshot.schema.json describes it.',
    },
  )
}

function jsonOf(text: string, name: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new SnapshotError(`${name} is not JSON: ${cause instanceof Error ? cause.message : 'unreadable'}`, {
      hint: 'Was it written to its end?',
      cause,
    })
  }
}

/** What editors and other tools check a snapshot by; schemas/snapshot.schema.json holds it. */
export const snapshotJsonSchema = (): unknown => ({
  ...z.toJSONSchema(SNAPSHOT, { io: 'input', unrepresentable: 'any' }),
  title: 'Snapshot of AWS accounts, as trailhound audit reads it',
})
