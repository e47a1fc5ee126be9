import { readFileSync } from 'node:fs'
import type { Address } from './address.ts'
import type { NetworkKind } from './operator-kinds.ts'
import type { Registration, Registry } from './registry.ts'
import { decodeStepTable, labelAt, type StepTable } from './step-table.ts'

/** Changes with the files in data/networks/: what was looked up with others is looked up anew. */
export const SHIPPED_DATA_VERSION = '2026-06-17/2026-10-06'

const FOLDER = new URL('../../../data/networks/', import.meta.url)
const tables = new Map<string, StepTable>()

/** Read once, at the first question: some 30 ms for the largest. */
function table(name: 'asn' | 'country' | 'kind'): StepTable {
  const known = tables.get(name)
  if (known !== undefined) return known
  const read = decodeStepTable(readFileSync(new URL(`${name}.bin`, FOLDER)))
  tables.set(name, read)
  return read
}

const NOTHING: Registration = {}

/** Operators, from our own copy. */
export const shippedOperators: Registry = {
  registrationOf(address) {
    const label = labelOf('asn', address)
    return label === undefined ? NOTHING : operatorOf(label)
  },
}

/** Countries, from our own copy. */
export const shippedCountries: Registry = {
  registrationOf(address) {
    const country = labelOf('country', address)
    return country === undefined ? NOTHING : { country }
  },
}

function operatorOf(label: string): Registration {
  const split = label.indexOf('\t')
  return { asn: Number(label.slice(0, split)), operator: label.slice(split + 1) }
}

function labelOf(name: 'asn' | 'country' | 'kind', address: Address): string | undefined {
  const steps = table(name)
  const id = labelAt(steps, address)
  return id === 0 ? undefined : steps.labels[id]
}

/** A range that a provider publishes, or that is known for what runs there. */
export interface KnownRange {
  readonly kind: NetworkKind
  readonly provider: string
}

const KINDS: ReadonlySet<string> = new Set(['aws', 'cloud', 'hosting', 'vpn', 'tor', 'cdn'])

export function knownRangeOf(address: Address): KnownRange | undefined {
  const [kind = '', provider = ''] = labelOf('kind', address)?.split('\t') ?? []
  return isKind(kind) ? { kind, provider } : undefined
}

const isKind = (text: string): text is NetworkKind => KINDS.has(text)
