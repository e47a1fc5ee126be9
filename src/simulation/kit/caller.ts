import type { Identity } from './record.ts'

/** Who calls, from where, with what: everything of a record that stays the same over a session. */
export interface Caller {
  readonly account: string
  /** Where its calls go unless they say otherwise. */
  readonly region: string
  readonly identity: Identity
  /** A public address, or the name of the AWS service. */
  readonly address: string
  readonly agent: string
  /** A service inside AWS: no TLS details, no host. */
  readonly internal?: boolean
  /** The console's own back end calls in the person's name. */
  readonly console?: boolean
  readonly vpcEndpointId?: string
  /** End of the credentials, ms since epoch. */
  readonly expiresMs?: number
}
