import type { Finding } from '#findings/index.ts'
import { column, type Engine, type Fragment, joined, type Row, spelled, sql } from '#store/index.ts'
import { resolveField } from '../sigma/fields/resolve.ts'
import { whyFields } from './evidence-columns.ts'
import { findingOf } from './finding-of.ts'
import { summaries } from './finding-summary.ts'
import type { NumberedDetection } from './run-rules.ts'

/** Temp table: the events of all findings. */
export const EVIDENCE = column('evidence')
/**
 * The order of its rows `e`: CloudTrail's times tell seconds only, and one id may stand in the logs of two accounts. The row's number comes
 * last, since it hangs on how the logs were read.
 */
export const OLDEST_FIRST = sql`e.time_ms, e."eventID", e.account_id, e.principal, e."eventName", e.row_id`

/** Events of a finding whose fields are read for its sentence. */
const MOST_SAMPLES = 25

/** Groups `hits` into findings. */
export async function collectFindings(
  engine: Engine,
  detections: readonly NumberedDetection[],
  columns: readonly string[],
): Promise<readonly Finding[]> {
  await engine.rows(sql`create or replace temp table ranked as
    select h.*, dense_rank() over (order by detection_no, f_account, f_principal, f_key) as finding_no,
      row_number() over (partition by detection_no, f_account, f_principal, f_key order by ${OLDEST_FIRST}) as nth
    from hits h join ${EVIDENCE} e on e.row_id = h.row_id`)
  const target = sql`coalesce(${textOf('facts.target')}, bucket)`
  const rows = await engine.rows(
    sql`select s.*, k.detection_no, k.f_account, k.f_principal, k.f_key
      from (${summaries(sql`ranked r join ${EVIDENCE} e on e.row_id = r.row_id`, target)}) s
      join (select distinct finding_no, detection_no, f_account, f_principal, f_key from ranked) k on k.finding_no = s.finding_no
      order by s.finding_no`,
  )
  const samples = await sampleRows(engine, detections, columns)
  const byNo = new Map(detections.map((one) => [one.no, one]))
  return rows.flatMap((row) => {
    const found = byNo.get(Number(row['detection_no']))
    return found === undefined ? [] : [findingOf(row, samples.get(Number(row['finding_no'])) ?? [], found)]
  })
}

/** A field's value as one text, whatever it lies in. */
function textOf(name: string): Fragment {
  const field = resolveField(name)
  return field.kind === 'one' ? field.text : sql`nullif(${spelled('joinTexts', field.texts)}, '')`
}

/** The first events of each finding, with the columns that sentences read. */
async function sampleRows(
  engine: Engine,
  detections: readonly NumberedDetection[],
  columns: readonly string[],
): Promise<ReadonlyMap<number, readonly Row[]>> {
  const read = new Set(
    detections.flatMap(({ detection }) => whyFields(detection)).flatMap((name) => resolveField(name).roots),
  )
  const wanted = ['principal', 'eventName', 'foreign_accounts', ...columns].filter(
    (name, i, all) => (i < 3 || read.has(name)) && all.indexOf(name) === i,
  )
  const rows = await engine.rows(sql`select finding_no, ${joined(wanted.map(column), sql`, `)}
    from ranked r join ${EVIDENCE} e on e.row_id = r.row_id where nth <= ${MOST_SAMPLES} order by finding_no, nth`)
  return Map.groupBy(rows, (row) => Number(row['finding_no']))
}
