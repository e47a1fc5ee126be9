import { createHash } from 'node:crypto'
import type { AuditScore, KeptAudit } from '#posture/index.ts'
import { type AuditRow, type StateDatabase, writeTransaction } from '#store/index.ts'

/** Scores told of the same accounts: some years of weekly audits. */
const MOST_SCORES = 200

/** Keeps what an audit found: its score for good, what failed until a newer snapshot of the same accounts is looked at. */
export async function keepAudit(database: StateDatabase, audit: KeptAudit): Promise<void> {
  const scope = scopeOf(audit.accounts)
  const row = {
    scope,
    collected_ms: Date.parse(audit.collectedAt),
    accounts: JSON.stringify(audit.accounts),
    score: audit.score,
    failed: audit.failed,
    not_known: audit.notKnown,
    risks: JSON.stringify(audit.risks),
  }
  await writeTransaction(database, async (state) => {
    await state
      .deleteFrom('audits')
      .where('scope', '=', scope)
      .where('collected_ms', '=', row.collected_ms)
      .execute()
    await state.insertInto('audits').values(row).execute()
    const newest = state
      .selectFrom('audits as newer')
      .select(({ fn }) => fn.max('newer.collected_ms').as('ms'))
      .where('newer.scope', '=', scope)
    await state
      .updateTable('audits')
      .set({ risks: '[]' })
      .where('scope', '=', scope)
      .where('collected_ms', '<', newest)
      .execute()
  })
}

/** Of the same accounts, oldest snapshot first. */
export async function auditScores(
  state: StateDatabase,
  accounts: readonly string[],
): Promise<readonly AuditScore[]> {
  const rows = await state
    .selectFrom('audits')
    .select(['collected_ms', 'score', 'failed', 'not_known'])
    .where('scope', '=', scopeOf(accounts))
    .orderBy('collected_ms', 'desc')
    .limit(MOST_SCORES)
    .execute()
  return rows.toReversed().map(scoreIn)
}

/** The newest of each set of accounts. */
export async function newestAudits(state: StateDatabase): Promise<readonly KeptAudit[]> {
  const rows = await state
    .selectFrom('audits')
    .selectAll()
    .where((where) =>
      where(
        'audits.collected_ms',
        '=',
        where
          .selectFrom('audits as newer')
          .select(({ fn }) => fn.max('newer.collected_ms').as('ms'))
          .whereRef('newer.scope', '=', 'audits.scope'),
      ),
    )
    .execute()
  return rows.map((row) => ({ ...scoreIn(row), accounts: accountsIn(row), risks: risksIn(row) }))
}

const scoreIn = (row: Pick<AuditRow, 'collected_ms' | 'score' | 'failed' | 'not_known'>): AuditScore => ({
  collectedAt: new Date(row.collected_ms).toISOString(),
  score: row.score,
  failed: row.failed,
  notKnown: row.not_known,
})

function accountsIn({ accounts }: AuditRow): KeptAudit['accounts'] {
  const list: unknown = JSON.parse(accounts)
  return Array.isArray(list) ? list.filter((one) => typeof one === 'string') : []
}

function risksIn({ risks }: AuditRow): KeptAudit['risks'] {
  const list: unknown = JSON.parse(risks)
  return areRisks(list) ? list : []
}

/** What this tool wrote itself: only its shape is asked for. */
const areRisks = (list: unknown): list is KeptAudit['risks'] => Array.isArray(list)

/** Ids of a thousand accounts are too long for a key. */
const scopeOf = (accounts: readonly string[]): string =>
  createHash('sha256')
    .update([...new Set(accounts)].toSorted().join(','))
    .digest('hex')
