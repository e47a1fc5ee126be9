import type { Tactic } from './attack.ts'

/** What a threat purpose says in ATT&CK's words. */
export interface PurposeFacts {
  readonly tactics: readonly Tactic[]
  readonly techniques: readonly string[]
}

const facts = (tactics: readonly Tactic[], ...techniques: readonly string[]): PurposeFacts => ({
  tactics,
  techniques,
})

/**
 * Threat purposes, in small letters: AWS writes some in two ways. Those that AWS names after a tactic are that tactic; of the others the
 * reading is ours. A purpose that only departs from the usual, or breaks good practice, has none.
 *
 * @see https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_finding-format.html
 */
const PURPOSES: Readonly<Record<string, PurposeFacts>> = {
  backdoor: facts(['command-and-control'], 'T1071'),
  credentialaccess: facts(['credential-access']),
  cryptocurrency: facts(['impact'], 'T1496.001'),
  defenseevasion: facts(['defense-evasion']),
  discovery: facts(['discovery']),
  execution: facts(['execution']),
  exfiltration: facts(['exfiltration']),
  impact: facts(['impact']),
  initialaccess: facts(['initial-access']),
  pentest: facts(['discovery']),
  persistence: facts(['persistence']),
  privilegeescalation: facts(['privilege-escalation']),
  recon: facts(['discovery']),
  stealth: facts(['defense-evasion'], 'T1562'),
  trojan: facts(['execution']),
  unauthorizedaccess: facts(['initial-access'], 'T1078'),
}

/** Threat families that say more than their purpose, in small letters. */
const FAMILIES: Readonly<Record<string, PurposeFacts>> = {
  instancecredentialexfiltration: facts(['credential-access'], 'T1552.005'),
  toripcaller: facts(['command-and-control'], 'T1090.003'),
  cloudtrailloggingdisabled: facts(['defense-evasion'], 'T1562.008'),
  bitcointool: facts(['impact'], 'T1496.001'),
  sshbruteforce: facts(['credential-access'], 'T1110'),
  rdpbruteforce: facts(['credential-access'], 'T1110'),
  rootcredentialusage: facts([], 'T1078.004'),
  consoleloginsuccess: facts(['initial-access'], 'T1078.004'),
}

/** Of a GuardDuty finding type, `ThreatPurpose:ResourceTypeAffected/ThreatFamilyName.DetectionMechanism!Artifact`. */
export function purposeOf(purpose: string, family: string): PurposeFacts {
  const both = [find(PURPOSES, purpose), find(FAMILIES, family)].filter((one) => one !== undefined)
  return {
    tactics: [...new Set(both.flatMap(({ tactics }) => tactics))],
    techniques: [...new Set(both.flatMap(({ techniques }) => techniques))],
  }
}

const find = (table: Readonly<Record<string, PurposeFacts>>, name: string): PurposeFacts | undefined =>
  Object.hasOwn(table, name.toLowerCase()) ? table[name.toLowerCase()] : undefined
