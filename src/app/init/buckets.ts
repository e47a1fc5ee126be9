import { type Engine, type Fragment, numberIn, sql, textOrEmpty } from '#store/index.ts'
import type { ProposedValue } from './proposal.ts'
import { count } from './texts.ts'

/** Parts of a name that speak of what must not leave; tags and content are not in the logs. */
const WORDS: ReadonlySet<string> = new Set([
  ...words(
    'archive backup backups bak card cards confidential contract contracts credential credentials crm customer customers',
  ),
  ...words(
    'db database dump dumps export exports finance financial health hr invoice invoices key keys kyc legal medical',
  ),
  ...words(
    'patient patients payment payments payroll pci personal pii private salary secret secrets snapshot snapshots',
  ),
  ...words('state tax tfstate users vault'),
])
const NAME = sql`'^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$'`
const MOST_NAMES = 10_000
const MOST = 100

/** Buckets whose names sound as if their content were not for everybody. */
export async function proposeBuckets(engine: Engine, events: Fragment): Promise<readonly ProposedValue[]> {
  const rows = await engine.rows(sql`select bucket, count(*) as n, count(distinct principal) as principals
    from ${events} e where outcome = 'ok' and regexp_full_match(bucket, ${NAME})
    group by 1 order by n desc, bucket limit ${MOST_NAMES}`)
  return rows
    .flatMap((row) => {
      const bucket = textOrEmpty(row, 'bucket')
      const word = bucket.split(/[.-]/u).find((part) => WORDS.has(part))
      if (word === undefined) return []
      const use = `${count(numberIn(row, 'n'), 'event')} by ${count(numberIn(row, 'principals'), 'principal')}`
      return [{ value: bucket, evidence: `its name says "${word}"; ${use}` }]
    })
    .slice(0, MOST)
}

function words(text: string): readonly string[] {
  return text.split(' ')
}
