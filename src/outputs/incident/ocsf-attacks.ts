import type { Finding } from '#findings/index.ts'
import { within } from './within.ts'

/** @see https://attack.mitre.org/tactics/enterprise/ */
const TACTICS: Readonly<Record<string, readonly [uid: string, name: string]>> = {
  reconnaissance: ['TA0043', 'Reconnaissance'],
  'resource-development': ['TA0042', 'Resource Development'],
  'initial-access': ['TA0001', 'Initial Access'],
  execution: ['TA0002', 'Execution'],
  persistence: ['TA0003', 'Persistence'],
  'privilege-escalation': ['TA0004', 'Privilege Escalation'],
  'defense-evasion': ['TA0005', 'Defense Evasion'],
  'credential-access': ['TA0006', 'Credential Access'],
  discovery: ['TA0007', 'Discovery'],
  'lateral-movement': ['TA0008', 'Lateral Movement'],
  collection: ['TA0009', 'Collection'],
  exfiltration: ['TA0010', 'Exfiltration'],
  'command-and-control': ['TA0011', 'Command and Control'],
  impact: ['TA0040', 'Impact'],
}
const MAX_ATTACKS = 50

/** ATT&CK of the findings, each pair of tactic and technique once; a technique of several tactics stands with each. */
export function attacksOf(findings: readonly Finding[]): readonly object[] {
  const found = new Map<string, object>()
  for (const { techniques, tactics } of findings) {
    const known = tactics.map(tacticOf).filter((tactic) => tactic !== undefined)
    for (const { id, name } of techniques) {
      for (const tactic of known.length === 0 ? [undefined] : known) {
        const attack = { ...(tactic === undefined ? {} : { tactic }), ...techniqueOf(id, name) }
        found.set(JSON.stringify(attack), attack)
      }
    }
    if (techniques.length === 0) for (const tactic of known) found.set(JSON.stringify({ tactic }), { tactic })
  }
  return [...found.values()].slice(0, MAX_ATTACKS)
}

function tacticOf(tactic: string): object | undefined {
  const known = Object.hasOwn(TACTICS, tactic) ? TACTICS[tactic] : undefined
  return known === undefined ? undefined : { uid: known[0], name: known[1] }
}

/** `T1098.001` is a sub-technique, and the name is its own; its technique is told by its id. */
function techniqueOf(id: string, name: string | undefined): object {
  const named = { uid: within(id, 40), ...(name === undefined ? {} : { name: within(name, 120) }) }
  const [technique] = id.split('.')
  return technique === id || technique === undefined
    ? { technique: named }
    : { technique: { uid: within(technique, 40) }, sub_technique: named }
}
