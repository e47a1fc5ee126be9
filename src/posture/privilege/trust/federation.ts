import type { Statement } from '../policy/policy.ts'
import type { Context } from '../policy/variables.ts'

/** A provider that gives tokens to anybody in the world. */
export interface Issuer {
  readonly host: string
  /** Claims as AWS reads them, with what a stranger's token has. */
  readonly stranger: Readonly<Record<string, string>>
  /** Whether a pattern of the subject lets in more than one repository or project. */
  readonly isWide: (subject: string) => boolean
}

const never = (): boolean => false
/** Nothing but the owner, or a part of a name, before the first wildcard: `repo:org/*`, `repo:org/api-*`. */
const widerThan =
  (whole: RegExp) =>
  (subject: string): boolean =>
    /[*?]/u.test(subject) && !whole.test(subject.split(/[*?]/u, 1)[0] ?? '')

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-wif */
export const ISSUERS: readonly Issuer[] = [
  {
    host: 'token.actions.githubusercontent.com',
    stranger: {
      aud: 'sts.amazonaws.com',
      sub: 'repo:stranger-x7q/none:ref:refs/heads/main',
      actor: 'stranger-x7q',
      job_workflow_ref: 'stranger-x7q/none/.github/workflows/main.yml@refs/heads/main',
      ref: 'refs/heads/main',
      environment: 'production',
      repository: 'stranger-x7q/none',
      repository_id: '0',
      repository_owner: 'stranger-x7q',
      repository_owner_id: '0',
    },
    isWide: widerThan(/^repo:[^/]+\/[^/:]+:/u),
  },
  {
    host: 'gitlab.com',
    stranger: {
      aud: 'https://gitlab.com',
      sub: 'project_path:stranger-x7q/none:ref_type:branch:ref:main',
      project_path: 'stranger-x7q/none',
      namespace_path: 'stranger-x7q',
      project_id: '0',
      namespace_id: '0',
    },
    isWide: widerThan(/^project_path:[^:]+\/[^/:]+:/u),
  },
  {
    host: 'app.terraform.io',
    stranger: {
      aud: 'aws.workload.identity',
      sub: 'organization:stranger-x7q:project:none:workspace:none:run_phase:apply',
      terraform_organization_id: 'org-0',
      terraform_organization_name: 'stranger-x7q',
      terraform_workspace_id: 'ws-0',
    },
    isWide: widerThan(/^organization:[^:]+:project:[^:]+:workspace:[^:]+:/u),
  },
  {
    host: 'agent.buildkite.com',
    stranger: {
      aud: 'sts.amazonaws.com',
      sub: 'organization:stranger-x7q:pipeline:none:ref:refs/heads/main:commit:0:step:none',
      organization_id: '0',
      organization_slug: 'stranger-x7q',
    },
    isWide: widerThan(/^organization:[^:]+:pipeline:[^:]+:/u),
  },
  // Whom these let in the audience tells, which is the application's: a stranger's token has another.
  {
    host: 'accounts.google.com',
    stranger: { aud: 'stranger-x7q', sub: '0', oaud: 'stranger-x7q' },
    isWide: never,
  },
  { host: 'cognito-identity.amazonaws.com', stranger: { aud: 'stranger:x7q', sub: '0' }, isWide: never },
  { host: 'www.amazon.com', stranger: { app_id: 'stranger-x7q', user_id: '0' }, isWide: never },
  { host: 'graph.facebook.com', stranger: { app_id: 'stranger-x7q', id: '0' }, isWide: never },
]

/** What is known of a request by somebody whom only the issuer knows. */
export const strangerTo = ({ host, stranger }: Issuer): Context =>
  new Map(Object.entries(stranger).map(([claim, value]) => [`${host}:${claim}`.toLowerCase(), [value]]))

/** What the conditions ask of the subject of a provider's token. */
export function subjectsOf({ conditions }: Statement, provider: string): readonly string[] {
  const host = (/oidc-provider\/(.+)$/u.exec(provider)?.[1] ?? provider).toLowerCase()
  return conditions
    .filter(
      ({ key, operator, ifExists }) => key === `${host}:sub` && !ifExists && SUBJECT_OPERATORS.has(operator),
    )
    .flatMap(({ values }) => values)
}

const SUBJECT_OPERATORS: ReadonlySet<string> = new Set([
  'stringequals',
  'stringlike',
  'stringequalsignorecase',
])
