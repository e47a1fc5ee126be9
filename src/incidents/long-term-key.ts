import { createHash } from 'node:crypto'
import type { Finding } from '#findings/index.ts'

/** What findings are joined by. */
export interface Subject {
  readonly kind: 'key' | 'principal' | 'first-event'
  readonly name: string
}

/**
 * The long-term key that made the calls, else the principal.
 *
 * Keys and ARNs are unique over all of AWS, so one key at work in two accounts stays one story; a principal that
 * is no ARN (a service, an anonymous caller) is told apart by account.
 */
export function subjectOf(finding: Finding): Subject {
  const key = finding.accessKeys.find(isLongTermKey)
  if (key !== undefined) return { kind: 'key', name: key }
  const principal = finding.principal ?? 'unknown'
  if (principal.startsWith('arn:')) return { kind: 'principal', name: principal }
  return { kind: 'principal', name: `${finding.accountId ?? 'unknown'}/${principal}` }
}

/** AKIA is the prefix of long-term access keys; ASIA's are temporary. */
export function isLongTermKey(key: string): boolean {
  return key.startsWith('AKIA')
}

/** `inc-` and 16 hex digits. */
export function incidentId({ kind, name }: Subject): string {
  return `inc-${createHash('sha256')
    .update(JSON.stringify([kind, name]))
    .digest('hex')
    .slice(0, 16)}`
}
