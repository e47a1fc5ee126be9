import {
  type AuditReport,
  buildAuditReport,
  parseSnapshot,
  runChecks,
  type Suppression,
  type Usage,
} from '#posture/index.ts'
import { ACCOUNT, NOW, snapshotOf } from './accounts.ts'

/** Outcomes of one check, by the account that is looked at. */
export const outcomesOf = (
  account: unknown,
  { usage, hasTrustedNetworks = false }: { usage?: Usage; hasTrustedNetworks?: boolean } = {},
) => {
  const snapshot = parseSnapshot(snapshotOf(account), 'test.json')
  return runChecks(snapshot, { usage, hasTrustedNetworks, otherAccounts: [] }).map(
    ({ check, level, outcome, region }) => ({
      check: check.id,
      level,
      region,
      ...outcome,
    }),
  )
}

/** The report on one account. */
export const reportOf = (
  account: unknown,
  { suppressions = [], today = '2026-11-24' }: { suppressions?: readonly Suppression[]; today?: string } = {},
): AuditReport =>
  buildAuditReport(
    runChecks(parseSnapshot(snapshotOf(account), 'test.json'), {
      usage: undefined,
      hasTrustedNetworks: false,
      otherAccounts: [],
    }),
    {
      snapshot: { file: 'test.json', collectedAt: NOW, accounts: [ACCOUNT], regions: 1 },
      logs: null,
      suppressions,
      today,
      notes: [],
    },
  )
