import { conditionsHold } from '../policy/conditions.ts'
import { parsePolicy, type Statement } from '../policy/policy.ts'
import type { Context } from '../policy/variables.ts'
import { accountOf } from '../principals.ts'
import { ISSUERS, strangerTo, subjectsOf } from './federation.ts'

/** Whom a role's trust lets in from outside its organisation, and how far that is open. */
export interface OutsideTrust {
  readonly kind: 'everybody' | 'account' | 'federated'
  /** Account id, ARN of a provider, or `*`. */
  readonly who: string
  /**
   * `open`: anybody at all comes in. `wide`: whoever the provider knows, or many of its repositories. `no-external-id`: the other
   * account alone decides who comes, and a service of many customers there can be led into it. `bound`: named and limited.
   */
  readonly openness: 'open' | 'wide' | 'no-external-id' | 'bound'
  /** What the conditions ask of the token's subject. */
  readonly subjects: readonly string[]
  /** Why it is so open; empty where bound. */
  readonly why: string
}

const ASSUMES = /^(?:\*|sts:(?:\*|assume\w*\*?))$/iu

/** @param ownAccounts - ids of accounts that are one's own. */
export function outsideTrust(trust: string, ownAccounts: ReadonlySet<string>): readonly OutsideTrust[] {
  const found = parsePolicy(trust)
    .statements.filter(
      ({ effect, actions }) => effect === 'Allow' && actions.some((one) => ASSUMES.test(one)),
    )
    .flatMap((statement) => [...accountsOf(statement, ownAccounts), ...federatedOf(statement)])
  return [...new Map(found.map((one) => [JSON.stringify(one), one])).values()]
}

function accountsOf(statement: Statement, own: ReadonlySet<string>): readonly OutsideTrust[] {
  const { principals } = statement
  if (principals === undefined) return []
  if (principals.not) return [{ ...EVERYBODY, why: 'It lets in everybody but some (NotPrincipal).' }]
  return principals.aws.flatMap((name): readonly OutsideTrust[] => {
    if (name === '*') return everybody(statement)
    const account = /^\d{12}$/u.test(name) ? name : accountOf(name)
    // Ids such as AROA… are what is left of principals that were deleted.
    if (!/^\d{12}$/u.test(account) || own.has(account)) return []
    return [accountTrust(statement, account)]
  })
}

const EVERYBODY = { kind: 'everybody', who: '*', openness: 'open', subjects: [] } as const

/** Conditions that a stranger does not meet close it. */
function everybody(statement: Statement): readonly OutsideTrust[] {
  const holds = conditionsHold(statement, STRANGER)
  if (holds === 'no') return []
  return holds === 'yes'
    ? [{ ...EVERYBODY, why: 'It lets in any principal of any account.' }]
    : [
        {
          ...EVERYBODY,
          openness: 'wide',
          why: 'It lets in any account, under conditions that may not keep strangers out.',
        },
      ]
}

/** An account nobody knows, outside every organisation. */
const STRANGER: Context = new Map([
  ['aws:principalaccount', ['000000000000']],
  ['aws:principalarn', ['arn:aws:iam::000000000000:user/stranger']],
  ['aws:principalorgid', []],
  ['aws:principalorgpaths', []],
  ['aws:principaltype', ['User']],
  ['aws:principalisawsservice', ['false']],
  ['aws:sourceaccount', []],
  ['aws:sourcearn', []],
  ['aws:sourceorgid', []],
  ['aws:sourcevpc', []],
  ['aws:sourcevpce', []],
])

function accountTrust(statement: Statement, account: string): OutsideTrust {
  const keys = new Set(statement.conditions.map(({ key }) => key))
  const bound = [...keys].some((key) => LIMITS.some((limit) => key.startsWith(limit)))
  return {
    kind: 'account',
    who: account,
    openness: bound ? 'bound' : 'no-external-id',
    subjects: [],
    why: bound ? '' : 'It asks for no external id, organisation or principal.',
  }
}

const LIMITS: readonly string[] = [
  'sts:externalid',
  'aws:principalorgid',
  'aws:principalarn',
  'aws:principaltag/',
  'aws:sourceidentity',
  'sts:sourceidentity',
]

function federatedOf(statement: Statement): readonly OutsideTrust[] {
  return (statement.principals?.federated ?? []).map((who): OutsideTrust => {
    const subjects = subjectsOf(statement, who)
    const told = { kind: 'federated', who, subjects } as const
    const issuer = ISSUERS.find(({ host }) => who === host || who.endsWith(`oidc-provider/${host}`))
    if (issuer !== undefined && conditionsHold(statement, strangerTo(issuer)) === 'yes')
      return {
        ...told,
        openness: 'open',
        why: `Anybody with an account at ${issuer.host} meets its conditions.`,
      }
    if (who.includes(':saml-provider/')) return { ...told, openness: 'bound', why: '' }
    if (subjects.length === 0)
      return {
        ...told,
        openness: 'wide',
        why: 'It says nothing of the subject: whoever the provider knows comes in.',
      }
    const wide = subjects.filter((subject) => issuer?.isWide(subject) ?? /^[*?]*$/u.test(subject))
    return wide.length === 0
      ? { ...told, openness: 'bound', why: '' }
      : {
          ...told,
          openness: 'wide',
          why: `${wide.slice(0, 3).join(', ')} lets in more than one repository or project.`,
        }
  })
}
