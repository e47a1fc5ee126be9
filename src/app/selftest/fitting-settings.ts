import type { TruthRow } from '#simulation/index.ts'
import type { Settings } from '../settings.ts'

/** Settings as they would judge a thief whom they name. */
export interface FittingSettings {
  readonly names: readonly ('trustedNetworks' | 'ciRoles' | 'iacRoles')[]
  readonly settings: Settings
}

/** What is left empty cannot blind: it is not tried. */
export function fittingSettings(
  settings: Settings,
  attacks: readonly TruthRow[],
): readonly FittingSettings[] {
  const { trustedNetworks, ciRoles, iacRoles } = settings
  const addresses = [...new Set(attacks.flatMap(({ ips }) => ips))].map(cidrOf)
  const roles = [...new Set(attacks.flatMap(({ principals }) => principals.flatMap(roleOf)))]
  const as = (named: readonly string[]): string[] => (named.length === 0 ? [] : [...named, ...roles])
  const tried: readonly FittingSettings[] = [
    {
      names: trustedNetworks.length === 0 ? [] : ['trustedNetworks'],
      settings: { ...settings, trustedNetworks: [...trustedNetworks, ...addresses] },
    },
    {
      names: (['ciRoles', 'iacRoles'] as const).filter((name) => settings[name].length > 0),
      settings: { ...settings, ciRoles: as(ciRoles), iacRoles: as(iacRoles) },
    },
  ]
  return tried.filter(({ names }) => names.length > 0)
}

const cidrOf = (address: string): string => `${address}/${address.includes(':') ? '128' : '32'}`

/** `arn:aws:iam::123456789012:role/path/deploy`: deploy. */
function roleOf(principal: string): readonly string[] {
  const [, path = ''] = /:role\/(.+)$/u.exec(principal) ?? []
  const name = path.split('/').at(-1)
  return name === undefined || name === '' ? [] : [name]
}

/** Whether settings that detections go by are the same. */
export const judgesAlike = (a: Settings, b: Settings): boolean => judgingText(a) === judgingText(b)

const judgingText = (settings: Settings): string => JSON.stringify(JUDGING.map((name) => settings[name]))

const JUDGING = [
  'accounts',
  'trustedNetworks',
  'sensitiveBuckets',
  'ciRoles',
  'iacRoles',
  'workingHours',
  'asnDatabase',
  'countryDatabase',
  'placeholders',
] as const
