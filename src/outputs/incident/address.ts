const V4 = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/u
const V6 = /^(?=.*:)[0-9a-f:]{2,39}$/iu

/** Whether a text may stand where a format asks for an address; stricter than it need be for IPv6 with dots, which CloudTrail does not write. */
export function isIP(text: string): boolean {
  return V4.test(text) || isV6(text)
}

export function isV6(text: string): boolean {
  if (!V6.test(text)) return false
  const halves = text.split('::')
  const groups = halves.flatMap((half) => (half === '' ? [] : half.split(':')))
  if (halves.length > 2 || groups.some((group) => !/^[0-9a-f]{1,4}$/iu.test(group))) return false
  return halves.length === 2 ? groups.length < 8 : groups.length === 8
}
