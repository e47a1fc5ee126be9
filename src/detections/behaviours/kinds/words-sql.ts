import { type Fragment, isAmong, sql, value } from '#store/index.ts'

/** Kinds of networks where nobody works from who has not chosen to be elsewhere. */
export const HIDING = sql`('hosting', 'vpn', 'tor')`

/** Of several kinds of one network that where people hide. */
export const mostTelling = (kind: Fragment): Fragment =>
  sql`coalesce(min(${kind}) filter (where ${kind} in ${HIDING}), min(${kind}))`

/** Whether AWS gives credentials to such an actor as it does to a machine. */
export const isWorkload = (actorClass: Fragment): Fragment =>
  isAmong(actorClass, [value('instance-role'), value('function-role')])
