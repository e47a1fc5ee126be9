import type { Finding } from '#findings/index.ts'
import type { Incident, Story } from '#incidents/index.ts'
import type { StandingRisk } from '#posture/index.ts'

/** All that leaves the tool about one incident. Every text may hold text from the logs. */
export interface ToldIncident {
  readonly incident: Incident
  readonly story: Story
  /** Its findings, worst first. */
  readonly findings: readonly Finding[]
  /** What the last audits that the workspace keeps say of who and what it is about. */
  readonly standing: StandingRisk
  readonly tool: { readonly name: string; readonly version: string }
  /** When it is told, ms since epoch, UTC. */
  readonly toldMs: number
}

/** Where a plan is empty, why. */
export const NO_STEP =
  'No step can be told from these logs: they show no credential that worked for the intruder, and nothing that he left behind.'

/** The kinds of damage, the gravest first, with what a person calls them. */
export const DAMAGE_KINDS = [
  { kind: 'taken', title: 'Taken or given away' },
  { kind: 'changed', title: 'Changed' },
  { kind: 'created', title: 'Created' },
  { kind: 'money', title: 'What costs money' },
  { kind: 'read', title: 'Read' },
] as const

/** `privilege-escalation` → `Privilege escalation`. */
export function stageTitle(stage: string): string {
  return `${stage.charAt(0).toUpperCase()}${stage.slice(1)}`.replaceAll('-', ' ')
}

/** Figures at the head: what must be known before anything is read. */
export interface Figures {
  /** Credentials and created things that still work, as far as the logs tell. */
  readonly alive: number
  readonly bytesTaken: number
  readonly intruderPlaces: number
}

export function figuresOf({ lineage, damage, actors }: Story): Figures {
  const credentials = lineage.filter(({ state }) => state === 'alive')
  const named = new Set(credentials.map(({ credential }) => credential))
  const created = damage.created.filter(({ isAlive, what }) => isAlive === true && !named.has(what))
  return {
    alive: credentials.length + created.length,
    bytesTaken: damage.taken.reduce((sum, { bytes }) => sum + (bytes ?? 0), 0),
    intruderPlaces: new Set(
      actors
        .filter(({ isIntruder }) => isIntruder)
        .flatMap(({ places }) => places.map(({ network, country }) => JSON.stringify([network, country]))),
    ).size,
  }
}
