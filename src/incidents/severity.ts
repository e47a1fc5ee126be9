import type { Severity } from './incident.ts'
import type { Damage, Story } from './story/story.ts'

/** Made by an intruder and still there, these let him come back. */
const WAYS_BACK = new Set([
  'user',
  'access-key',
  'login-profile',
  'role',
  'identity-provider',
  'service-credential',
  'ssh-key',
  'signing-certificate',
  'trust-anchor',
  'identity-center-user',
  'account-assignment',
  'cluster-access',
  'function-url',
])

/**
 * Severity of its findings, and of the stage that was reached. What left, or was given to others, is `high` at least, unless nothing but one
 * detection says that it was not the owner. With high confidence, what is `high` already is `critical` where it reached its end: data left,
 * a way back still stands, or money is spent.
 */
export function severityReached(byFindings: Severity, { verdict, damage }: Story): Severity {
  const { confidence } = verdict
  const isTaken = damage.taken.length > 0
  const least = byFindings === 'medium' && isTaken && confidence !== 'low' ? 'high' : byFindings
  const isEnd = isTaken || damage.money.length > 0 || hasWayBack(damage)
  return byFindings === 'high' && confidence === 'high' && isEnd ? 'critical' : least
}

const hasWayBack = ({ created }: Damage): boolean =>
  created.some(({ kind, isAlive }) => isAlive === true && WAYS_BACK.has(kind))
