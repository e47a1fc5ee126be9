/** Columns of JSON text: to read, copy and take them apart costs more than all others together. */
export const WIDE: ReadonlySet<string> = new Set([
  'requestParameters',
  'responseElements',
  'additionalEventData',
  'serviceEventDetails',
  'resources',
  'otherFields',
  'facts',
  'foreign_accounts',
])
