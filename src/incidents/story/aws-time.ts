/** As answers are logged: `Mar 5, 2026, 3:17:01 AM` (UTC), with or without the second comma; or ISO 8601. */
export function awsTime(text: string | undefined): number | undefined {
  if (text === undefined || text.length > 40) return undefined
  const plain = text.replaceAll(/[\s\u202f\u00a0]+/gu, ' ').trim()
  const isNamed = /^[A-Z][a-z]{2} \d{1,2}, \d{4},? \d{1,2}:\d{2}:\d{2} [AP]M$/u.test(plain)
  const timeMs = Date.parse(isNamed ? `${plain} UTC` : plain)
  if (!isNamed && !/^\d{4}-\d{2}-\d{2}T/u.test(plain)) return undefined
  return Number.isFinite(timeMs) ? timeMs : undefined
}
