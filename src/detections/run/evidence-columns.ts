import { resolveField } from '../sigma/fields/resolve.ts'
import type { Metadata } from '../sigma/metadata.ts'

/** Columns that every finding tells of. */
const FINDING_COLUMNS = [
  'eventID',
  'time_ms',
  'eventSource',
  'eventName',
  'awsRegion',
  'sourceIPAddress',
  'userAgent',
  'userIdentity',
  'account_id',
  'principal',
  'actor_class',
  'session',
  'outcome',
  'bucket',
  'facts',
] as const

/** Fields that the sentence of a detection names: `{facts.target}`. */
export function whyFields({ trailhound }: Metadata): readonly string[] {
  const named = [...(trailhound?.why ?? '').matchAll(/\{([^{}]{1,200})\}/gu)].map(([, name = '']) => name)
  return [...new Set(named)]
}

/** Columns of the lake that findings of these detections tell of, sorted. */
export function evidenceColumns(detections: readonly Metadata[]): readonly string[] {
  const named = detections.flatMap(whyFields).flatMap((field) => resolveField(field).roots)
  const wanted = new Set<string>([...FINDING_COLUMNS, ...named])
  wanted.delete('foreign_accounts')
  return [...wanted].toSorted()
}
