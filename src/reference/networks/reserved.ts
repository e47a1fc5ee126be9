import type { Address } from './address.ts'

/** IPv4 that is nobody's on the internet, first and last /24 by their first three bytes. */
const V4: readonly (readonly [number, number])[] = [
  [0x00_00_00, 0x00_ff_ff], // "this network"
  [0x0a_00_00, 0x0a_ff_ff],
  [0x64_40_00, 0x64_7f_ff], // carrier-grade NAT, 100.64.0.0/10
  [0x7f_00_00, 0x7f_ff_ff],
  [0xa9_fe_00, 0xa9_fe_ff],
  [0xac_10_00, 0xac_1f_ff],
  [0xc0_00_00, 0xc0_00_00], // IETF protocols
  [0xc0_00_02, 0xc0_00_02], // documentation, and two more below
  [0xc0_a8_00, 0xc0_a8_ff],
  [0xc6_12_00, 0xc6_13_ff], // benchmarks
  [0xc6_33_64, 0xc6_33_64],
  [0xcb_00_71, 0xcb_00_71],
  [0xe0_00_00, 0xff_ff_ff], // multicast and what is kept
]

const V6_DOCUMENTATION = 0x20_01_0d_b8
const V6_DOCUMENTATION_2 = 0x3f_ff_00_00

/**
 * Private, local and reserved addresses, documentation's among them.
 *
 * @see https://www.iana.org/assignments/iana-ipv4-special-registry
 * @see https://www.iana.org/assignments/iana-ipv6-special-registry
 */
export function isReserved(address: Address): boolean {
  if (address.version === 4) {
    const block = address.value >>> 8
    return V4.some(([first, last]) => block >= first && block <= last)
  }
  const { high } = address
  // Only 2000::/3 is given out.
  if (high >>> 29 !== 1) return true
  return high === V6_DOCUMENTATION || (high & 0xff_ff_f0_00) >>> 0 === V6_DOCUMENTATION_2
}
