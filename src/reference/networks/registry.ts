import type { Address } from './address.ts'

/** What a database of addresses knows of one; all absent where it knows nothing. */
export interface Registration {
  readonly asn?: number
  readonly operator?: string
  readonly country?: string
}

/** Somebody's database of operators, countries or both. */
export interface Registry {
  /** @param text - the address as it was written: what numbers below the first 64 bits is only there. */
  registrationOf(address: Address, text: string): Registration
}
