/** Whose addresses they are. Genuine ranges of genuine operators, so that a lookup of the operator has something to say. */
export interface Network {
  readonly asn: number
  readonly country: string
  readonly kind: 'isp' | 'mobile' | 'business' | 'aws' | 'cloud' | 'hosting' | 'vpn' | 'tor'
  /** `a.b.c.d/n`, or an IPv6 prefix of 64 bits as `2003:c5:1:2` . */
  readonly ranges: readonly string[]
}

export const NETWORKS = {
  // Where people live and work.
  'telekom-de': {
    asn: 3320,
    country: 'DE',
    kind: 'isp',
    ranges: ['84.128.0.0/11', '87.128.0.0/11', '91.0.0.0/11', '79.192.0.0/11'],
  },
  'vodafone-de': {
    asn: 3209,
    country: 'DE',
    kind: 'isp',
    ranges: ['88.64.0.0/13', '178.0.0.0/12', '92.72.0.0/14'],
  },
  'o2-de': {
    asn: 6805,
    country: 'DE',
    kind: 'mobile',
    ranges: ['77.176.0.0/13', '176.0.0.0/14', '46.114.0.0/16'],
  },
  'bt-uk': {
    asn: 2856,
    country: 'GB',
    kind: 'isp',
    ranges: ['86.128.0.0/11', '81.128.0.0/12', '109.144.0.0/13'],
  },
  'sky-uk': { asn: 5607, country: 'GB', kind: 'isp', ranges: ['90.192.0.0/12', '94.0.0.0/12'] },
  'orange-fr': { asn: 3215, country: 'FR', kind: 'isp', ranges: ['90.0.0.0/11', '86.192.0.0/11'] },
  'comcast-us': {
    asn: 7922,
    country: 'US',
    kind: 'isp',
    ranges: ['73.0.0.0/9', '98.192.0.0/11', '24.0.0.0/12'],
  },
  'att-us': {
    asn: 7018,
    country: 'US',
    kind: 'isp',
    ranges: ['99.0.0.0/12', '107.128.0.0/10', '76.192.0.0/11'],
  },
  'tmobile-us': { asn: 21928, country: 'US', kind: 'mobile', ranges: ['172.32.0.0/11'] },
  'jio-in': { asn: 55836, country: 'IN', kind: 'mobile', ranges: ['49.32.0.0/12', '157.32.0.0/12'] },
  'airtel-in': { asn: 24560, country: 'IN', kind: 'isp', ranges: ['122.160.0.0/13', '182.64.0.0/12'] },
  'vivo-br': { asn: 27699, country: 'BR', kind: 'isp', ranges: ['177.8.0.0/13', '187.8.0.0/13'] },
  'digi-ro': { asn: 8708, country: 'RO', kind: 'isp', ranges: ['86.120.0.0/13', '79.112.0.0/13'] },
  'viettel-vn': { asn: 7552, country: 'VN', kind: 'isp', ranges: ['171.224.0.0/11'] },
  'mtn-ng': { asn: 29465, country: 'NG', kind: 'mobile', ranges: ['105.112.0.0/12'] },
  'chinatelecom-cn': { asn: 4812, country: 'CN', kind: 'isp', ranges: ['114.80.0.0/12', '101.80.0.0/12'] },
  'beeline-ru': { asn: 8402, country: 'RU', kind: 'isp', ranges: ['95.24.0.0/13', '2.92.0.0/14'] },
  'telia-se': { asn: 3301, country: 'SE', kind: 'isp', ranges: ['81.224.0.0/12', '78.64.0.0/12'] },
  'telefonica-es': { asn: 3352, country: 'ES', kind: 'isp', ranges: ['88.0.0.0/11', '83.32.0.0/11'] },
  // Offices.
  'colt-de': { asn: 8220, country: 'DE', kind: 'business', ranges: ['217.110.0.0/16', '213.61.0.0/16'] },
  'verizon-us': { asn: 701, country: 'US', kind: 'business', ranges: ['65.192.0.0/12', '63.64.0.0/12'] },
  // Clouds.
  'aws-eu-central-1': {
    asn: 16509,
    country: 'DE',
    kind: 'aws',
    ranges: ['3.64.0.0/12', '18.184.0.0/15', '18.192.0.0/15', '35.156.0.0/14'],
  },
  'aws-eu-west-1': {
    asn: 16509,
    country: 'IE',
    kind: 'aws',
    ranges: ['34.240.0.0/13', '54.72.0.0/15', '52.16.0.0/15'],
  },
  'aws-us-east-1': {
    asn: 14618,
    country: 'US',
    kind: 'aws',
    ranges: ['3.80.0.0/12', '18.204.0.0/14', '54.144.0.0/14', '34.192.0.0/12'],
  },
  'aws-us-west-2': { asn: 16509, country: 'US', kind: 'aws', ranges: ['34.208.0.0/12', '52.24.0.0/14'] },
  'aws-ap-southeast-1': {
    asn: 16509,
    country: 'SG',
    kind: 'aws',
    ranges: ['13.228.0.0/15', '52.220.0.0/15'],
  },
  'github-actions': {
    asn: 8075,
    country: 'US',
    kind: 'cloud',
    ranges: [
      '20.1.128.0/17',
      '4.148.0.0/16',
      '13.64.0.0/16',
      '40.76.0.0/16',
      '52.159.0.0/16',
      '172.183.0.0/16',
      '20.172.0.0/16',
      '4.227.0.0/16',
    ],
  },
  'azure-eu': {
    asn: 8075,
    country: 'NL',
    kind: 'cloud',
    ranges: ['20.50.0.0/16', '40.68.0.0/16', '51.144.0.0/16'],
  },
  'google-cloud': { asn: 396982, country: 'US', kind: 'cloud', ranges: ['35.184.0.0/13', '34.72.0.0/14'] },
  hetzner: {
    asn: 24940,
    country: 'DE',
    kind: 'hosting',
    ranges: ['88.198.0.0/16', '95.216.0.0/16', '65.108.0.0/16', '49.12.0.0/16'],
  },
  ovh: {
    asn: 16276,
    country: 'FR',
    kind: 'hosting',
    ranges: ['51.68.0.0/16', '51.75.0.0/16', '54.36.0.0/16'],
  },
  digitalocean: {
    asn: 14061,
    country: 'US',
    kind: 'hosting',
    ranges: ['138.68.0.0/16', '159.65.0.0/16', '165.22.0.0/16', '134.209.0.0/16'],
  },
  linode: { asn: 63949, country: 'US', kind: 'hosting', ranges: ['172.104.0.0/15', '139.162.0.0/16'] },
  vultr: { asn: 20473, country: 'US', kind: 'hosting', ranges: ['45.32.0.0/16', '45.76.0.0/16'] },
  contabo: { asn: 51167, country: 'DE', kind: 'hosting', ranges: ['173.212.192.0/18', '161.97.64.0/18'] },
  alibaba: { asn: 45102, country: 'SG', kind: 'hosting', ranges: ['47.88.0.0/16', '47.74.0.0/16'] },
  // Those who do not want to be seen, and those who want privacy.
  'm247-de': { asn: 9009, country: 'DE', kind: 'vpn', ranges: ['37.120.192.0/19', '89.238.128.0/18'] },
  'm247-us': { asn: 9009, country: 'US', kind: 'vpn', ranges: ['37.120.128.0/19', '193.37.252.0/22'] },
  'datacamp-de': { asn: 212238, country: 'DE', kind: 'vpn', ranges: ['138.199.36.0/22', '156.146.33.0/24'] },
  mullvad: {
    asn: 39351,
    country: 'SE',
    kind: 'vpn',
    ranges: ['193.138.218.0/24', '185.213.154.0/24', '185.65.135.0/24'],
  },
  proton: { asn: 62371, country: 'CH', kind: 'vpn', ranges: ['185.159.156.0/22'] },
  tor: {
    asn: 60729,
    country: 'DE',
    kind: 'tor',
    ranges: ['185.220.100.0/24', '185.220.101.0/24', '171.25.193.0/24', '199.249.230.0/24', '23.129.64.0/24'],
  },
} as const satisfies Readonly<Record<string, Network>>

export type NetworkName = keyof typeof NETWORKS

/** Homes that speak IPv6 too: /64 networks inside the operator's own space. */
export const IPV6_HOMES = {
  'telekom-de': '2003:c5',
  'comcast-us': '2601:1c0',
  'bt-uk': '2a00:23c5',
} as const satisfies Partial<Record<NetworkName, string>>
