import { open, type Reader, type Response } from 'maxmind'
import { isRecord, textOf } from '#kernel/index.ts'
import type { Registration, Registry } from './registry.ts'

/**
 * Opens a MaxMind database of the user's own: GeoLite2 and GeoIP2 (nested), or the flat ones of ip-location-db and others.
 *
 * @throws when the file cannot be read or is none.
 */
export async function openUserDatabase(file: string): Promise<Registry> {
  const reader: Reader<Response> = await open(file)
  const isV4Only = reader.metadata.ipVersion === 4
  return {
    registrationOf(address, text) {
      if (address.version === 4) return registration(reader.get(dotted(address.value)))
      return isV4Only ? {} : registration(reader.get(text.replace(/%.*$/u, '')))
    },
  }
}

const dotted = (value: number): string =>
  [value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255].join('.')

function registration(found: unknown): Registration {
  if (!isRecord(found)) return {}
  const asn = asnOf(found['autonomous_system_number'] ?? found['asn'])
  const operator = textOf(
    found['autonomous_system_organization'] ?? found['as_organization'] ?? found['as_name'] ?? found['org'],
  )
  const country = countryOf(found)
  return {
    ...(asn === undefined ? {} : { asn }),
    ...(operator === undefined ? {} : { operator }),
    ...(country === undefined ? {} : { country }),
  }
}

/** `13335`, `"13335"`, `"AS13335"`. */
function asnOf(value: unknown): number | undefined {
  const asn = typeof value === 'string' ? Number(value.replace(/^AS/iu, '')) : value
  return typeof asn === 'number' && Number.isInteger(asn) && asn > 0 && asn < 2 ** 32 ? asn : undefined
}

function countryOf(found: Readonly<Record<string, unknown>>): string | undefined {
  const places = [found['country'], found['registered_country']].filter(isRecord)
  const codes = [found['country_code'], found['country'], ...places.map((place) => place['iso_code'])]
  const code = codes.find((value) => typeof value === 'string' && /^[a-z]{2}$/iu.test(value))
  return textOf(code)?.toUpperCase()
}
