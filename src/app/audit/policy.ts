import { buildPolicyReport, type PolicyReport, placesOf } from '#posture/index.ts'
import type { AuditOptions } from './audit.ts'
import { readSnapshot } from './read-snapshot.ts'

/** A tighter policy for one user or role. @throws SnapshotError, UsageError */
export function proposePolicy(
  file: string,
  principal: string,
  { settings, usage }: AuditOptions,
): PolicyReport {
  const places = placesOf(readSnapshot(file), {
    usage,
    hasTrustedNetworks: settings.trustedNetworks.length > 0,
    otherAccounts: settings.accounts,
  })
  return buildPolicyReport(places, principal)
}
