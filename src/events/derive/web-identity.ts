import type { ActorClass } from './actor.ts'

/** Issuers whose tokens are given to build jobs, by the host in the provider's ARN or name. */
const CI_HOSTS: readonly string[] = [
  'token.actions.githubusercontent.com',
  'gitlab.com',
  'gitlab.',
  'oidc.circleci.com',
  'api.bitbucket.org/2.0/workspaces',
  'agent.buildkite.com',
  'app.terraform.io',
  'api.pulumi.com',
  'oidc.vercel.com',
  'app.harness.io',
  'vstoken.dev.azure.com',
  'api.spacelift.io',
  '.app.spacelift.io',
  'oidc.codefresh.io',
  'app.scalr.io',
  'oidc.env0.com',
  'login.env0.com',
  'oidc.semaphoreci.com',
  '.semaphoreci.com',
  'app.netlify.com',
  'jenkins',
  'teamcity',
  'drone.',
]

/** Clusters whose pods act by web identity (EKS, self-made Kubernetes). */
const CLUSTER_HOSTS: readonly string[] = [
  'oidc.eks.',
  'oidc-eks.',
  'container.googleapis.com',
  'oidc.prod-aks.',
]

/** Providers open to a public of their own choosing: one name for all, or every user of an app is a principal. */
const PUBLIC_HOSTS: readonly string[] = [
  'cognito-identity.amazonaws.com',
  'accounts.google.com',
  'graph.facebook.com',
  'www.amazon.com',
  'appleid.apple.com',
]

/** What stands behind a web identity provider: a build system, a cluster's pods, or undefined for anything else. */
export function webIdentityClass(provider: string | undefined): ActorClass | undefined {
  if (provider === undefined) return undefined
  const host = hostOf(provider)
  if (CI_HOSTS.some((mark) => host.includes(mark))) return 'ci'
  if (CLUSTER_HOSTS.some((mark) => host.includes(mark))) return 'function-role'
  return undefined
}

/** True for a provider whose subjects are the public, not the organisation's own. */
export function isPublicProvider(provider: string): boolean {
  const host = hostOf(provider)
  return PUBLIC_HOSTS.some((mark) => host === mark)
}

/**
 * The part of a token's subject that stays the same from job to job: repository, pipeline or workspace without branch,
 * run and step.
 * @param subject - `userIdentity.userName` of `AssumeRoleWithWebIdentity`.
 */
export function stableSubject(subject: string): string {
  const text = subject.slice(0, 512)
  for (const shape of STABLE) {
    const match = shape.exec(text)
    if (match !== null) return match[0]
  }
  return text
}

const STABLE: readonly RegExp[] = [
  // GitHub: repo:ORG/REPO:ref:refs/heads/main, repo:ORG/REPO:environment:prod, repo:ORG/REPO:pull_request
  /^repo:[^:]+/u,
  // GitLab: project_path:GROUP/PROJECT:ref_type:branch:ref:main
  /^project_path:[^:]+/u,
  // Terraform Cloud: organization:O:project:P:workspace:W:run_phase:apply
  /^organization:[^:]+:project:[^:]+:workspace:[^:]+/u,
  // Buildkite: organization:O:pipeline:P:ref:…:commit:…:step:…
  /^organization:[^:]+:pipeline:[^:]+/u,
  // CircleCI: org/UUID/project/UUID/user/UUID
  /^org\/[^/]+\/project\/[^/]+/u,
  // Bitbucket: {REPOSITORY}:{ENVIRONMENT}:{STEP}
  /^\{[^}]+\}(?=:)/u,
]

/** `arn:aws:iam::123456789012:oidc-provider/HOST/PATH` or `HOST/PATH`, in lower case. */
function hostOf(provider: string): string {
  const text = provider.slice(0, 512).toLowerCase()
  const at = text.indexOf(':oidc-provider/')
  return at < 0 ? text : text.slice(at + ':oidc-provider/'.length)
}
