/** AKIA is the prefix of long-term access keys; ASIA's are temporary. */
export function isLongTermKey(key: string): boolean {
  return key.startsWith('AKIA')
}
