/** AWS's layout: `…/CloudTrail/<region>/2026/11/24/<file>`. */
const FOLDERS = /\/(\d{4})\/(\d\d)\/(\d\d)\/[^/]*$/
/** AWS's file names: `123456789012_CloudTrail_us-east-1_20261124T0005Z_….json.gz`. */
const STAMP = /_(\d{4})(\d\d)(\d\d)T\d{4}Z/

/** The day that a path speaks of, as `2026-11-24`; undefined where it speaks of none. */
export function dayHintOf(path: string): string | undefined {
  const match = STAMP.exec(path.slice(path.lastIndexOf('/') + 1)) ?? FOLDERS.exec(path)
  if (match === null) return undefined
  const [, year = '', month = '', day = ''] = match
  const isDay = year >= '2006' && month >= '01' && month <= '12' && day >= '01' && day <= '31'
  return isDay ? `${year}-${month}-${day}` : undefined
}
