import { type Engine, type Fragment, numberIn, type Row, sql, textOrEmpty } from '#store/index.ts'
import type { ProposedValue } from './proposal.ts'
import { count, percent } from './texts.ts'

const ROLE = sql`e."userIdentity"."sessionContext"."sessionIssuer"."userName"`
/** What IAM allows in a role's name; what is something else was never a role's. */
const NAME = sql`'^[A-Za-z0-9_+=,.@-]{1,64}$'`
const CODE = sql`('terraform', 'cloudformation', 'cdk', 'pulumi')`
const LEAST_EVENTS = 20
const MOST = 200

/** Roles that a build system takes on, by OpenID Connect or by how it names its sessions. */
export async function proposeCiRoles(engine: Engine, events: Fragment): Promise<readonly ProposedValue[]> {
  const rows = await engine.rows(sql`select ${ROLE} as role, count(*) as n, count(distinct e.day) as days,
      bool_or(e."userIdentity"."sessionContext"."webIdFederationData"."federatedProvider" is not null) as oidc
    from ${events} e where e.actor_class = 'ci' and regexp_full_match(${ROLE}, ${NAME})
    group by 1 order by n desc, role limit ${MOST}`)
  return rows.map((row) => ({
    value: textOrEmpty(row, 'role'),
    evidence: `${used(row)}${row['oidc'] === true ? ', taken on by OpenID Connect' : ''}`,
  }))
}

/** Roles of which at least half of the calls come from Terraform and the like. */
export async function proposeIacRoles(engine: Engine, events: Fragment): Promise<readonly ProposedValue[]> {
  const rows = await engine.rows(sql`select * from (
    select ${ROLE} as role, count(*) as n, count(distinct e.day) as days,
      avg(case when e.client_family in ${CODE} then 1 else 0 end) as share
    from ${events} e where e.actor_class in ('role', 'ci', 'iac', 'instance-role', 'function-role')
      and regexp_full_match(${ROLE}, ${NAME}) group by 1) r
    where n >= ${LEAST_EVENTS} and share >= 0.5 order by n desc, role limit ${MOST}`)
  return rows.map((row) => ({
    value: textOrEmpty(row, 'role'),
    evidence: `${used(row)}, ${percent(numberIn(row, 'share'))} by tools such as Terraform`,
  }))
}

const used = (row: Row): string =>
  `${count(numberIn(row, 'n'), 'event')} on ${count(numberIn(row, 'days'), 'day')}`
