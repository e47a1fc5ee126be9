import { isRecord, textOf } from '#kernel/index.ts'

/** Who a statement of a resource's policy or a trust speaks of. */
export interface Principals {
  /** `NotPrincipal`. */
  readonly not: boolean
  readonly aws: readonly string[]
  readonly services: readonly string[]
  readonly federated: readonly string[]
}

/** One test of a `Condition` block; all of a statement's must hold. */
export interface Condition {
  /** Bare, in lower case: `stringlike`. */
  readonly operator: string
  readonly ifExists: boolean
  readonly set: 'all' | 'any' | undefined
  /** In lower case. */
  readonly key: string
  readonly values: readonly string[]
}

export interface Statement {
  readonly sid: string | undefined
  readonly effect: 'Allow' | 'Deny'
  /** As written; with `notAction` all but these are meant. */
  readonly actions: readonly string[]
  readonly notAction: boolean
  readonly resources: readonly string[]
  readonly notResource: boolean
  readonly principals: Principals | undefined
  readonly conditions: readonly Condition[]
  /** The `Condition` block as written. */
  readonly conditionBlock: Readonly<Record<string, unknown>> | undefined
  /** Variables such as `${aws:username}` mean something: not in policies of the version before 2012-10-17. */
  readonly variables: boolean
}

export interface Policy {
  readonly statements: readonly Statement[]
  /** Parts that are not as IAM writes them; what they allow or deny is not known. */
  readonly unreadable: number
}

/** IAM allows 10 KB; what is longer is not AWS's. */
const LONGEST_POLICY = 200_000
const NOTHING_READ: Policy = { statements: [], unreadable: 1 }

/**
 * A policy document: JSON text, percent-encoded or not.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export function parsePolicy(document: string): Policy {
  const parsed = document.length > LONGEST_POLICY ? undefined : parsedText(document)
  if (!isRecord(parsed)) return NOTHING_READ
  const variables = parsed['Version'] === '2012-10-17'
  const written = listOf(parsed['Statement'])
  const statements = written.map((one) => statementOf(one, variables)).filter((one) => one !== undefined)
  return { statements, unreadable: written.length - statements.length }
}

function parsedText(document: string): unknown {
  for (const text of [document, percentDecoded(document)]) {
    try {
      return JSON.parse(text)
    } catch {
      // Not this spelling: the caller is told that the document could not be read.
    }
  }
  return undefined
}

function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    // Broken escapes: not a document.
    return ''
  }
}

function statementOf(raw: unknown, variables: boolean): Statement | undefined {
  if (!isRecord(raw)) return undefined
  const effect = raw['Effect']
  const notAction = raw['NotAction'] !== undefined
  const notResource = raw['NotResource'] !== undefined
  const actions = textsOf(raw[notAction ? 'NotAction' : 'Action'])
  if ((effect !== 'Allow' && effect !== 'Deny') || actions.length === 0) return undefined
  const block = isRecord(raw['Condition']) ? raw['Condition'] : undefined
  return {
    sid: textOf(raw['Sid']),
    effect,
    actions,
    notAction,
    resources: textsOf(raw[notResource ? 'NotResource' : 'Resource']),
    notResource,
    principals: principalsOf(raw),
    conditions: conditionsOf(block),
    conditionBlock: block,
    variables,
  }
}

function principalsOf(raw: Readonly<Record<string, unknown>>): Principals | undefined {
  const not = raw['NotPrincipal'] !== undefined
  const written = raw[not ? 'NotPrincipal' : 'Principal']
  if (written === undefined) return undefined
  const kinds = isRecord(written) ? written : { AWS: written }
  return {
    not,
    aws: textsOf(kinds['AWS']),
    services: textsOf(kinds['Service']),
    federated: textsOf(kinds['Federated']),
  }
}

function conditionsOf(block: Readonly<Record<string, unknown>> | undefined): readonly Condition[] {
  return Object.entries(block ?? {}).flatMap(([operator, keys]) => {
    const [, set, bare = '', ifExists] =
      /^(?:(forallvalues|foranyvalue):)?(.*?)(ifexists)?$/u.exec(operator.toLowerCase()) ?? []
    return Object.entries(isRecord(keys) ? keys : {}).map(([key, values]) => ({
      operator: bare,
      ifExists: ifExists !== undefined,
      set: set === undefined ? undefined : set === 'forallvalues' ? ('all' as const) : ('any' as const),
      key: key.toLowerCase(),
      values: textsOf(values),
    }))
  })
}

const listOf = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? value : value === undefined ? [] : [value]

/** A text or a list of texts; IAM takes numbers and booleans for them in conditions. */
const textsOf = (value: unknown): readonly string[] =>
  listOf(value)
    .filter((one) => ['string', 'number', 'boolean'].includes(typeof one))
    .map(String)
