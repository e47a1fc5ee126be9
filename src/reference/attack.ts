import { RENUMBERED, TECHNIQUES } from './attack-table.ts'

export interface Technique {
  /** As ATT&CK 18 numbers it, `T1078.004`. */
  readonly id: string
  readonly name: string
  /** For a sub-technique the name of its parent, else undefined. */
  readonly parent: string | undefined
  /** Short names in ATT&CK's order, `initial-access`. */
  readonly tactics: readonly Tactic[]
  /** The id in ATT&CK 19 where it is another one. */
  readonly newId: string | undefined
}

/** Tactics in the order of an attack, with their ids. */
export const TACTICS = {
  reconnaissance: 'TA0043',
  'resource-development': 'TA0042',
  'initial-access': 'TA0001',
  execution: 'TA0002',
  persistence: 'TA0003',
  'privilege-escalation': 'TA0004',
  'defense-evasion': 'TA0005',
  'credential-access': 'TA0006',
  discovery: 'TA0007',
  'lateral-movement': 'TA0008',
  collection: 'TA0009',
  exfiltration: 'TA0010',
  'command-and-control': 'TA0011',
  impact: 'TA0040',
} as const
export type Tactic = keyof typeof TACTICS

/**
 * A technique by its id, of ATT&CK 18 or 19, in any case, with or without Sigma's `attack.` before it.
 * Undefined for techniques that CloudTrail cannot show.
 */
export function techniqueOf(id: string): Technique | undefined {
  techniques ??= readTable()
  const plain = id
    .trim()
    .toUpperCase()
    .replace(/^ATTACK\./u, '')
  return techniques.get(plain)
}

/** Every technique of the table, each once. */
export function allTechniques(): readonly Technique[] {
  techniques ??= readTable()
  return [...new Set(techniques.values())]
}

/** A tactic by its short name or id, as Sigma tags it (`attack.initial-access`, `attack.initial_access`, `TA0001`). */
export function tacticOf(name: string): Tactic | undefined {
  const plain = name
    .trim()
    .toLowerCase()
    .replace(/^attack\./u, '')
    .replaceAll('_', '-')
  return tacticNames().find((tactic) => tactic === plain || TACTICS[tactic].toLowerCase() === plain)
}

let techniques: ReadonlyMap<string, Technique> | undefined

function tacticNames(): readonly Tactic[] {
  return Object.keys(TACTICS).filter(isTactic)
}

function isTactic(name: string): name is Tactic {
  return Object.hasOwn(TACTICS, name)
}

function readTable(): ReadonlyMap<string, Technique> {
  const rows = TECHNIQUES.trim()
    .split('\n')
    .map((line) => line.split('|'))
  const names = new Map(rows.map(([id = '', name = '']) => [id, name]))
  const table = new Map<string, Technique>()
  for (const [id = '', name = '', tactics = ''] of rows) {
    const [parent = '', sub] = id.split('.', 2)
    const technique: Technique = {
      id,
      name,
      parent: sub === undefined ? undefined : names.get(parent),
      tactics: tactics.split(',').filter(isTactic),
      newId: RENUMBERED[id],
    }
    table.set(id, technique)
    // T1562 and T1562.001 became one: the sub-technique, being read later, answers for the new id.
    if (technique.newId !== undefined) table.set(technique.newId, technique)
  }
  return table
}
