import { isLongTermKey } from '#incidents/index.ts'
import type { ReportIncident } from './report.ts'

/** A question to the lake that can be pasted into a shell. */
export interface Lookup {
  readonly what: string
  readonly command: string
}

const COLUMNS = 'eventTime, eventName, errorCode, awsRegion, sourceIPAddress'
const MAX_KEYS = 5
const MAX_IDS = 3

/**
 * Commands that show an incident's events.
 *
 * They are pasted into a shell and hold names from logs: only names that neither a shell (`"…"` of sh, PowerShell, cmd)
 * nor SQL (`'…'`) can misread are put into one; where there is none, there is no command.
 *
 * @param queryCommand - what goes before the quoted SQL: `trailhound query`.
 */
export function lookupsOf(incident: ReportIncident, queryCommand: string): readonly Lookup[] {
  const principals = incident.principals.filter(isPlainName).slice(0, 1)
  const keys = keysToAsk(incident, principals.length > 0).slice(0, MAX_KEYS)
  const ids = incident.eventIds.filter(isPlainId)
  const ask = (what: string, where: string): Lookup => ({
    what,
    command: `${queryCommand} "select ${COLUMNS} from events where ${where} order by eventTime"`,
  })
  const found: Lookup[] = []
  if (keys.length > 0) {
    found.push(
      ask(keys.length === 1 ? 'All calls of the key' : 'All calls of the keys', oneOf('session', keys)),
    )
  }
  if (principals.length > 0)
    found.push(ask('All calls of the principal, by whatever key or session', oneOf('principal', principals)))
  if (ids.length > 0) {
    const shown = ids.slice(0, MAX_IDS)
    const which =
      shown.length === incident.eventIds.length
        ? ''
        : `, the first ${shown.length} of ${incident.eventIds.length}`
    const where = oneOf('eventID', shown)
    found.push({
      what: `The evidence, whole events${which}`,
      command: `${queryCommand} "select * from events where ${where}" --json`,
    })
  }
  return found
}

/** Temporary keys come and go: where the principal can be asked for, it says more than they do. */
function keysToAsk({ accessKeys }: ReportIncident, hasPrincipal: boolean): readonly string[] {
  const plain = accessKeys.filter(isPlainKey)
  return hasPrincipal ? plain.filter(isLongTermKey) : plain
}

function oneOf(column: string, values: readonly string[]): string {
  const quoted = values.map((value) => `'${value}'`)
  return quoted.length === 1 ? `${column} = ${quoted.join('')}` : `${column} in (${quoted.join(', ')})`
}

function isPlainKey(key: string): boolean {
  return /^[A-Z0-9]{16,128}$/u.test(key)
}

function isPlainId(id: string): boolean {
  return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/iu.test(id)
}

function isPlainName(name: string): boolean {
  return /^[A-Za-z0-9:/+=,.@_-]{1,300}$/u.test(name)
}
