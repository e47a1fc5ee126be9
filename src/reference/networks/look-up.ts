import { type Address, blockOf, parseAddress } from './address.ts'
import { kindOfOperator, type NetworkKind } from './operator-kinds.ts'
import { type OwnNetwork, ownNetworkFinder } from './own-networks.ts'
import type { Registration, Registry } from './registry.ts'
import { isReserved } from './reserved.ts'
import { knownRangeOf, shippedCountries, shippedOperators } from './shipped-data.ts'

/** Whose an address is, and where. */
export interface AddressFacts {
  /** What habit compares; undefined for what is neither an address nor a service's name. */
  readonly network: string | undefined
  readonly asn: number | undefined
  readonly operator: string | undefined
  /** ISO 3166 alpha-2. */
  readonly country: string | undefined
  readonly kind: NetworkKind
}

export interface LookUpOptions {
  readonly own: readonly OwnNetwork[]
  /** Ours when undefined. */
  readonly operators?: Registry | undefined
  readonly countries?: Registry | undefined
}

/** @returns looks up one `sourceIPAddress`; nothing is read before the first that needs it. */
export function addressLookUp({ own, operators, countries }: LookUpOptions): (text: string) => AddressFacts {
  const ownLabelOf = ownNetworkFinder(own)
  return (text) => {
    const address = parseAddress(text)
    if (address === undefined) return factsOfName(text)
    const label = ownLabelOf(address, text)
    if (isReserved(address)) {
      const kind = label === undefined ? 'private' : 'own'
      return { ...NOTHING, network: label ?? blockOf(address), kind }
    }
    const registration = {
      ...(countries ?? shippedCountries).registrationOf(address, text),
      ...onlyOperator((operators ?? shippedOperators).registrationOf(address, text)),
    }
    return factsOf(address, registration, label)
  }
}

const NOTHING = { network: undefined, asn: undefined, operator: undefined, country: undefined } as const

/** A database of operators may tell a country of its own: the other one is asked for that. */
const onlyOperator = ({ asn, operator }: Registration): Registration => ({
  ...(asn === undefined ? {} : { asn }),
  ...(operator === undefined ? {} : { operator }),
})

function factsOf(
  address: Address,
  { asn, operator, country }: Registration,
  label: string | undefined,
): AddressFacts {
  const range = knownRangeOf(address)
  const byOperator = asn === undefined ? 'unknown' : kindOfOperator(asn, operator ?? '')
  return {
    network: label ?? (asn === undefined ? blockOf(address) : `AS${asn}`),
    asn,
    operator: operator ?? range?.provider,
    country,
    kind: label === undefined ? (range?.kind ?? byOperator) : 'own',
  }
}

const SERVICE = /^((?:[a-z0-9-]+\.)*[a-z0-9-]+)\.(?:amazonaws\.com(?:\.cn)?|aws\.internal|aws\.com)$/iu
const MOST_CHARS = 256

/** AWS writes a service's name where one of its services calls in somebody's name. */
function factsOfName(text: string): AddressFacts {
  if (text === 'AWS Internal') return { ...NOTHING, network: 'aws:internal', kind: 'aws-service' }
  const service = text.length > MOST_CHARS ? undefined : SERVICE.exec(text)?.[1]
  if (service === undefined) return { ...NOTHING, kind: 'unknown' }
  return { ...NOTHING, network: `aws:${service.toLowerCase()}`, kind: 'aws-service' }
}
