import ipaddr from 'ipaddr.js'
import type { ExceptionScope, Finding } from '#findings/index.ts'
import { type Engine, type Fragment, numberIn, sql, textsIn } from '#store/index.ts'
import { type Settings, trustedNetworksOf } from '../settings.ts'
import { AWS_SERVICE } from './exceptions-schema.ts'
import { literal } from './wildcards.ts'

export const EMPTY_SCOPE: ExceptionScope = {
  principals: [],
  accounts: [],
  networks: [],
  clients: [],
  resources: [],
  roles: [],
}

/** More values than this are no narrow scope. */
const MOST_VALUES = 10
/** Around an address that lies in no network of one's own: what a provider gives out as one, and else what it is given. */
const AROUND = [
  { ipv4: 24, ipv6: 48 },
  { ipv4: 16, ipv6: 32 },
] as const
/** A machine that comes from everywhere in a provider's network. */
const MOST_ADDRESSES = 1000

/** What all events of a finding have: a part that one of them lacks is empty, and so is one with very many values. */
type Common = Pick<ExceptionScope, 'principals' | 'accounts' | 'networks' | 'clients' | 'resources'>

/** Scopes that may hold all of a finding, the narrowest first. */
export async function scopesFor(
  engine: Engine,
  events: Fragment,
  { finding, settings }: { readonly finding: Finding; readonly settings: Settings },
): Promise<readonly ExceptionScope[]> {
  const { principals, accounts, networks, clients, resources } = await commonOf(engine, events, finding)
  const places =
    AROUND.map((bits) => [
      ...new Set(networks.map((address) => networkAround(address, bits, settings))),
    ]).find(({ length }) => length <= MOST_VALUES) ?? []
  const who = principals.length > 0 ? { principals } : { accounts }
  const candidates: readonly Partial<ExceptionScope>[] = [
    ...(networks.length <= MOST_VALUES ? [{ ...who, networks, clients, resources }] : []),
    { ...who, networks: places, resources },
    { ...who, networks: places },
    { ...who, resources },
    who,
  ]
  const named = candidates.map((one) => ({ ...EMPTY_SCOPE, ...one })).filter(namesSomebody)
  return [...new Map(named.map((one) => [JSON.stringify(one), one])).values()]
}

const namesSomebody = ({ principals, accounts, networks, resources }: ExceptionScope): boolean =>
  [principals, accounts, networks, resources].some((values) => values.length > 0)

async function commonOf(engine: Engine, events: Fragment, finding: Finding): Promise<Common> {
  const values = {
    principals: sql`e.principal`,
    accounts: sql`e.account_id`,
    networks: sql`e."sourceIPAddress"`,
    clients: sql`e.client_family`,
    resources: sql`coalesce(json_extract_string(e.facts, '$.target'), e.bucket)`,
  }
  const [row = {}] = await engine.rows(sql`
    with named as (select unnest(from_json(${JSON.stringify(finding.eventIds)}, '["VARCHAR"]')) as event_id)
    select count(*) as n,
      list(distinct ${values.principals}) as principals, count(${values.principals}) as principals_n,
      list(distinct ${values.accounts}) as accounts, count(${values.accounts}) as accounts_n,
      list(distinct ${values.networks}) as networks, count(${values.networks}) as networks_n,
      list(distinct ${values.clients}) as clients, count(${values.clients}) as clients_n,
      list(distinct ${values.resources}) as resources, count(${values.resources}) as resources_n
    from named n join ${events} e on e."eventID" = n.event_id
    where e.time_ms between ${BigInt(finding.firstMs)} and ${BigInt(finding.lastMs)}`)
  const all = numberIn(row, 'n')
  const of = (name: string, most = MOST_VALUES): readonly string[] => {
    const found = textsIn(row, name).toSorted()
    return numberIn(row, `${name}_n`) === all && found.length <= most ? found : []
  }
  const networks = of('networks', MOST_ADDRESSES)
  return {
    principals: of('principals').map(literal),
    accounts: of('accounts').filter((id) => /^\d{12}$/u.test(id)),
    networks: networks.every((one) => isAddress(one) || isService(one)) ? networks : [],
    clients: of('clients').map(literal),
    resources: of('resources').map(literal),
  }
}

const isAddress = (text: string): boolean =>
  ipaddr.IPv4.isValidFourPartDecimal(text) || ipaddr.IPv6.isValid(text)
const isService = (text: string): boolean => AWS_SERVICE.test(text)

/** The trusted network that it lies in; else the block of so many bits. */
function networkAround(text: string, around: (typeof AROUND)[number], settings: Settings): string {
  if (isService(text)) return text
  const address = ipaddr.process(text)
  const own = trustedNetworksOf(settings).find(({ cidr }) => {
    const [base, bits] = ipaddr.parseCIDR(cidr)
    return base.kind() === address.kind() && startOf(address, bits) === startOf(base, bits)
  })
  if (own !== undefined) return own.cidr
  const bits = around[address.kind()]
  return `${ipaddr.fromByteArray(bytesOf(address, bits)).toString()}/${String(bits)}`
}

const startOf = (address: ipaddr.IPv4 | ipaddr.IPv6, bits: number): string => bytesOf(address, bits).join()

/** What lies behind so many bits is 0. */
const bytesOf = (address: ipaddr.IPv4 | ipaddr.IPv6, bits: number): number[] =>
  address.toByteArray().map((byte, i) => byte & (0xff << (8 - Math.max(0, Math.min(8, bits - i * 8)))) & 0xff)
