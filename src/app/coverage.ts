import type { Gap, ReportCoverage } from '#outputs/index.ts'
import {
  daysHeld,
  deliveryGaps,
  type Engine,
  type Fragment,
  kindsHeld,
  makeHeld,
  placesHeld,
  type Row,
} from '#store/index.ts'

/** What the events looked at can show, and where they are missing. */
export async function coverageOf(engine: Engine, events: Fragment): Promise<Omit<ReportCoverage, 'notes'>> {
  await engine.rows(makeHeld(events))
  const places = await engine.rows(placesHeld)
  const [kinds = {}] = await engine.rows(kindsHeld)
  const days = await engine.rows(daysHeld)
  const accounts = accountsOf(places)
  const regions = places.map((row) => String(row['region'])).filter((region) => region !== '')
  return {
    accounts,
    regionsWithEvents: [...new Set(regions)].toSorted(),
    dataEvents: {
      s3: kinds['s3'] === true,
      lambda: kinds['lambda'] === true,
      dynamodb: kinds['dynamodb'] === true,
    },
    readEvents: kinds['reads'] === true,
    gaps: await gapsOf(engine),
    days: days.length,
    firstEvent: accounts.map(({ firstEvent }) => firstEvent).toSorted()[0] ?? null,
    lastEvent:
      accounts
        .map(({ lastEvent }) => lastEvent)
        .toSorted()
        .at(-1) ?? null,
  }
}

/** Of the events that `held` was made of. */
export async function gapsOf(engine: Engine): Promise<readonly Gap[]> {
  const rows = await engine.rows(deliveryGaps)
  return rows.map((row) => ({
    accountId: String(row['account']),
    region: String(row['region']),
    from: isoTime(row['from_ms']),
    to: isoTime(row['to_ms']),
  }))
}

/** @param places - rows of `placesHeld`, by account. */
export function accountsOf(places: readonly Row[]): ReportCoverage['accounts'] {
  const byAccount = Map.groupBy(places, (row) => String(row['account']))
  return [...byAccount].map(([id, rows]) => ({
    id: id === '' ? 'unknown' : id,
    regions: rows.map((row) => String(row['region'])).filter((region) => region !== ''),
    firstEvent: isoTime(Math.min(...rows.map((row) => Number(row['first_ms'])))),
    lastEvent: isoTime(Math.max(...rows.map((row) => Number(row['last_ms'])))),
    events: rows.reduce((sum, row) => sum + Number(row['n']), 0),
  }))
}

const isoTime = (ms: unknown): string => new Date(Number(ms)).toISOString().replace('.000Z', 'Z')
