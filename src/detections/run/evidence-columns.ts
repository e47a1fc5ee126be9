import type { Metadata } from '../sigma/metadata.ts'
import { type ChosenColumns, chosenColumns } from './seen-columns.ts'

/** Fields that every finding tells of. */
const FINDING_FIELDS = [
  'eventID',
  'eventSource',
  'eventName',
  'awsRegion',
  'sourceIPAddress',
  'userAgent',
  'userIdentity.accessKeyId',
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

/** What findings of these detections tell of: columns of the lake, of a struct only the leaves that they name. */
export function evidenceColumns(detections: readonly Metadata[]): ChosenColumns {
  const named = detections.flatMap(whyFields)
  return chosenColumns([[...FINDING_FIELDS, ...named].filter((name) => name !== 'foreign_accounts')])
}
