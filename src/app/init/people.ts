import { type Fragment, sql } from '#store/index.ts'

/** Which events `e` are a person's: by Identity Center, or an IAM user's who signs in to the console. */
export const PEOPLE = (events: Fragment): Fragment =>
  sql`(e.actor_class = 'sso-person' or (e.actor_class = 'iam-user' and e.principal in (
    select principal from ${events} s where s."eventName" = 'ConsoleLogin' and s.actor_class = 'iam-user')))`

/** Who it is, whichever of his roles he acts in: the name of the session, or of the user. */
export const PERSON = sql`regexp_extract(e.principal, '[^/]+$')`
