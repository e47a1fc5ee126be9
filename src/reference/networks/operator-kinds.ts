/** What an address is to whoever reads a log. */
export type NetworkKind =
  | 'own'
  | 'aws-service'
  | 'aws'
  | 'cloud'
  | 'hosting'
  | 'vpn'
  | 'tor'
  | 'cdn'
  | 'isp'
  | 'private'
  | 'unknown'

/** Operators whose name does not say what they are, and those whose name says something else. */
const BY_ASN: ReadonlyMap<number, NetworkKind> = new Map([
  // Akamai's own name, but Linode's machines.
  ...listed('hosting', [63949]),
  ...listed('aws', [14618, 16509]),
  // Microsoft, Google, Oracle, IBM, Alibaba, Tencent, Huawei.
  ...listed('cloud', [8075, 15169, 396982, 31898, 36351, 45102, 37963, 132203, 45090, 136907, 55990]),
  // Mullvad's and NordVPN's hosts; M247 and Datacamp let most of their addresses to such services.
  ...listed('vpn', [39351, 136787, 147049, 207137, 9009, 212238]),
  // Known for exits: F3 Netze, Stiftung Erneuerbare Freiheit, Applied Privacy, Emerald Onion, Quintex, DFRI, Calyx.
  ...listed('tor', [205100, 60729, 208323, 396507, 62744, 198093, 4224]),
  // DigitalOcean, Hetzner, OVH, Vultr, Contabo, Scaleway, Unified Layer, GoDaddy, IONOS, Strato, Online SAS.
  ...listed(
    'hosting',
    [14061, 24940, 213230, 212317, 16276, 20473, 51167, 12876, 46606, 26496, 398101, 8560, 6724],
  ),
  // FranTech, FlokiNET, xTom, WorldStream, IP Volume, Aeza, Leaseweb, Clouvider, GTHost, Psychz, ColoCrossing.
  ...listed('hosting', [53667, 200651, 3214, 49981, 202425, 210644, 62240, 63023, 40676, 36352, 60068]),
])

function listed(kind: NetworkKind, asns: readonly number[]): readonly (readonly [number, NetworkKind])[] {
  return asns.map((asn) => [asn, kind])
}

/** In this order: the first that fits. They run over names of ours or of the user's database, 200 letters at most. */
const BY_NAME: readonly (readonly [NetworkKind, RegExp])[] = [
  ['aws', /^amazon(?:\.com| data services| technologies| web services)/iu],
  [
    'cdn',
    /^(?:cloudflare|fastly|akamai|incapsula|imperva|edgecast|edgio|limelight|bunny|cdn77|gcore)\b|\bcdn\b/iu,
  ],
  [
    'cloud',
    /^(?:microsoft|google (?:llc|cloud)|oracle|ibm cloud|softlayer|alibaba|tencent|huawei cloud)\b/iu,
  ],
  [
    'vpn',
    /\b\w*vpn\b|^(?:proton ag|packethub|m247|31173 services|windscribe|cyberghost|nordvpn|surfshark)\b/iu,
  ],
  ['tor', /\bemerald onion\b|\bzwiebelfreunde\b|\bnos oignons\b|\btor exit\b/iu],
  [
    'hosting',
    /host(?:s|ing|ed|er|ers|inger|gator|wind|opia)?\b|\bhost|server(?:s|you|ius)?\b|\bv[pd]s|cloud/iu,
  ],
  [
    'hosting',
    /data ?-?cent(?:er|re)s?\b|\bcolo(?:cation|crossing)?\b|\bdedicated\b|\bidc\b|leaseweb|digitalocean/iu,
  ],
  [
    'hosting',
    /^(?:hetzner|ovh|linode|vultr|choopa|contabo|scaleway|online s\.?a\.?s|ionos|rackspace|equinix)\b/iu,
  ],
]
const MOST_CHARS = 200

/**
 * What an operator mostly lends its addresses for, by its number and its name. A guess: most operators are called after
 * themselves, and a provider of access that also lets machines counts as one of access.
 */
export function kindOfOperator(asn: number, operator: string): NetworkKind {
  const listedKind = BY_ASN.get(asn)
  if (listedKind !== undefined) return listedKind
  const name = operator.slice(0, MOST_CHARS)
  const met = kindsMet.get(name)
  if (met !== undefined) return met
  const kind = BY_NAME.find(([, pattern]) => pattern.test(name))?.[0] ?? 'isp'
  kindsMet.set(name, kind)
  return kind
}

/** There are some 85,000 operators in the world. */
const kindsMet = new Map<string, NetworkKind>()
