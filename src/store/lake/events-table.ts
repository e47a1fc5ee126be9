import { IDENTITY_LEAVES } from '#events/index.ts'
import type { Field, LeafType } from '../parquet/schema.ts'

const texts = (...names: readonly string[]): readonly Field[] => names.map((name) => ({ name, type: 'text' }))
const leaf = (name: string, type: LeafType): Field => ({ name, type })

/** The lake's table `events`, column by column: docs/architecture.md says what each means. `day` is the partition. */
export const EVENTS_TABLE: readonly Field[] = [
  leaf('eventTime', 'timestamp'),
  ...texts('eventVersion', 'eventSource', 'eventName', 'awsRegion', 'sourceIPAddress', 'userAgent'),
  ...texts('errorCode', 'errorMessage', 'requestID', 'eventID', 'eventType', 'apiVersion', 'eventCategory'),
  leaf('managementEvent', 'boolean'),
  leaf('readOnly', 'boolean'),
  ...texts('recipientAccountId', 'sharedEventID', 'vpcEndpointId', 'vpcEndpointAccountId'),
  ...texts('sessionCredentialFromConsole'),
  { name: 'userIdentity', children: nested(IDENTITY_LEAVES) },
  ...texts(
    'requestParameters',
    'responseElements',
    'additionalEventData',
    'serviceEventDetails',
    'resources',
  ),
  ...texts('tlsDetails', 'edgeDeviceDetails', 'addendum', 'otherFields'),
  leaf('time_ms', 'int64'),
  ...texts('account_id', 'principal', 'actor_class', 'service', 'access_level', 'danger', 'outcome'),
  ...texts('client_family', 'session', 'bucket', 'object_key'),
  leaf('bytes_in', 'int64'),
  leaf('bytes_out', 'int64'),
  ...texts('facts'),
  leaf('source_id', 'int32'),
]

/** Paths as a tree of fields; paths that share a first step stand together. */
function nested(paths: readonly (readonly string[])[]): readonly Field[] {
  const names = [...new Set(paths.map(([first = '']) => first))]
  return names.map((name): Field => {
    const below = paths.filter(([first]) => first === name).map((path) => path.slice(1))
    const [only = []] = below
    return only.length === 0 ? { name, type: 'text' } : { name, children: nested(below) }
  })
}
