import { isRecord } from '#kernel/index.ts'
import { isLogDelivery } from '#reference/index.ts'
import type { Draft, Json } from './facts.ts'
import { allowedEscalations, isAdminGrant } from './policy-actions.ts'
import { accountsLetIn, isLimited, isOpenFederation } from './policy-conditions.ts'
import { accountIn, foreignAccounts, get, records, texts } from './values.ts'

/** IAM allows 10 KB to 20 KB; what is longer is not AWS's. */
const LONGEST_POLICY = 500_000
const MOST_STATEMENTS = 300

/**
 * A policy document as CloudTrail has it: an object, JSON in a text, or that percent-encoded.
 * Undefined where it cannot be read.
 */
export function policyDocument(value: unknown): Json | undefined {
  const once = unwrapped(value)
  const document = typeof once === 'string' ? unwrapped(once) : once
  return isRecord(document) ? document : undefined
}

/** One layer of quoting or encoding taken off: some services write a text inside a text, none writes three. */
function unwrapped(value: unknown): unknown {
  if (typeof value !== 'string' || value.length > LONGEST_POLICY) return value
  return parsedText(value) ?? parsedText(percentDecoded(value))
}

function parsedText(value: string): unknown {
  try {
    return JSON.parse(value)
  } catch {
    // Not JSON: an attacker's text, or percent-encoded. The facts that need the policy are then absent.
    return undefined
  }
}

function percentDecoded(value: string): string {
  if (!/%[0-9a-f]{2}/iu.test(value)) return ''
  try {
    return decodeURIComponent(value.replaceAll('+', ' '))
  } catch {
    // Broken escapes: not a document.
    return ''
  }
}

/** To whom a resource's policy or a role's trust gives what. */
export function grantsOf(value: unknown, own: string | undefined): Draft {
  const statements = allowStatements(policyDocument(value))
  const grants = statements.map((statement) => grantOf(statement))
  const principals = grants.flatMap((grant) => grant.principals)
  return {
    accounts: foreignAccounts(
      grants.flatMap((grant) =>
        [...grant.principals, ...grant.letIn].filter((name) => !isDelivery(name, grant)),
      ),
      own,
    ),
    public: grants.some((grant) => grant.isPublic),
    conditional: grants.some((grant) => grant.isConditional),
    principals,
    federated: grants.flatMap((grant) => grant.federated),
    services: grants.flatMap((grant) => grant.services),
    actions: grants.flatMap((grant) => grant.actions),
  }
}

/** AWS's own account that brings logs is nobody's foreign account. */
function isDelivery(principal: string, { actions }: Grant): boolean {
  const account = accountIn(principal)
  return account !== undefined && isLogDelivery(account, actions)
}

/** What an identity's policy allows. */
export function permissionsOf(value: unknown): Draft {
  const statements = allowStatements(policyDocument(value))
  return {
    actions: statements.flatMap((statement) => [
      ...texts(get(statement, 'Action')),
      ...texts(get(statement, 'NotAction')).map((action) => `!${action}`),
    ]),
    admin: statements.some(isAdminGrant),
    escalation: statements.flatMap(allowedEscalations),
  }
}

function allowStatements(document: Json | undefined): readonly Json[] {
  if (document === undefined) return []
  return records(get(document, 'Statement'))
    .slice(0, MOST_STATEMENTS)
    .filter((statement) => get(statement, 'Effect') !== 'Deny')
}

interface Grant {
  readonly principals: readonly string[]
  readonly federated: readonly string[]
  readonly services: readonly string[]
  readonly actions: readonly string[]
  /** Accounts named by the condition of a grant to everybody. */
  readonly letIn: readonly string[]
  readonly isPublic: boolean
  readonly isConditional: boolean
}

function grantOf(statement: Json): Grant {
  const principal = get(statement, 'Principal')
  const byKind = isRecord(principal) ? principal : { AWS: principal }
  const principals = [...texts(get(byKind, 'AWS')), ...texts(get(byKind, 'CanonicalUser'))]
  const federated = texts(get(byKind, 'Federated'))
  const condition = get(statement, 'Condition')
  // NotPrincipal with Allow gives to everybody but those named.
  const toAll = [...principals, ...federated].includes('*') || get(statement, 'NotPrincipal') !== undefined
  const limited = toAll && isLimited(condition)
  return {
    principals,
    federated,
    services: texts(get(byKind, 'Service')),
    actions: texts(get(statement, 'Action')),
    letIn: limited ? accountsLetIn(condition) : [],
    isPublic: (toAll && !limited) || federated.some((provider) => isOpenFederation(provider, condition)),
    isConditional: limited,
  }
}
