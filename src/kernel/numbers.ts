/** `1234567` → `1,234,567`, whatever the machine's locale. */
export function plainCount(count: number | bigint): string {
  return String(count).replaceAll(/\B(?=(?:\d{3})+$)/gu, ',')
}

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'] as const

/** `1.5 GB`, in powers of 1000. */
export function plainBytes(bytes: number): string {
  const sane = Number.isFinite(bytes) ? Math.max(0, bytes) : 0
  const power = sane < 1000 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log10(sane) / 3))
  const value = sane / 1000 ** power
  return `${power === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${UNITS[power]}`
}
