import ipaddr from 'ipaddr.js'
import { matches } from './wildcard.ts'

/** How one value of a request is compared with one of a policy. */
export interface Operator {
  /** `…Not…`: holds where no value of the policy is met. */
  readonly negated: boolean
  meets(actual: string, wanted: string): boolean
}

type Meets = Operator['meets']

const equal: Meets = (actual, wanted) => actual === wanted
const equalIgnoringCase: Meets = (actual, wanted) => actual.toLowerCase() === wanted.toLowerCase()
const like: Meets = (actual, wanted) => matches(wanted, actual)
const numbers =
  (compare: (actual: number, wanted: number) => boolean): Meets =>
  (actual, wanted) =>
    compare(Number(actual), Number(wanted))
const dates =
  (compare: (actual: number, wanted: number) => boolean): Meets =>
  (actual, wanted) =>
    compare(timeOf(actual), timeOf(wanted))
const same = (one: number, other: number): boolean => one === other
const less = (one: number, other: number): boolean => one < other
const atMost = (one: number, other: number): boolean => one <= other
const more = (one: number, other: number): boolean => one > other
const atLeast = (one: number, other: number): boolean => one >= other

/** ISO 8601, or seconds since epoch. */
const timeOf = (text: string): number => (/^\d+$/u.test(text) ? Number(text) * 1000 : Date.parse(text))

/** The six parts of an ARN are compared apart: a wildcard does not reach into the next but in the last. */
export const arnLike: Meets = (actual, wanted) => {
  if (wanted === '*') return true
  const [mine, theirs] = [arnParts(actual), arnParts(wanted)]
  return theirs.length === mine.length && theirs.every((part, at) => matches(part, mine[at] ?? ''))
}

const arnParts = (arn: string): readonly string[] => {
  const parts = arn.split(':')
  return [...parts.slice(0, 5), parts.slice(5).join(':')]
}

const inNetwork: Meets = (actual, wanted) => {
  try {
    const address = ipaddr.process(actual)
    const [network, bits] = wanted.includes('/')
      ? ipaddr.parseCIDR(wanted)
      : [ipaddr.parse(wanted), wanted.includes(':') ? 128 : 32]
    return address.kind() === network.kind() && address.match(network, bits)
  } catch {
    // No address, or no network: it meets nothing.
    return false
  }
}

const is = (meets: Meets): Operator => ({ negated: false, meets })
const not = (meets: Meets): Operator => ({ negated: true, meets })

/**
 * By name in lower case; `null` is looked at elsewhere.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
export const OPERATORS: ReadonlyMap<string, Operator> = new Map([
  ['stringequals', is(equal)],
  ['stringnotequals', not(equal)],
  ['stringequalsignorecase', is(equalIgnoringCase)],
  ['stringnotequalsignorecase', not(equalIgnoringCase)],
  ['stringlike', is(like)],
  ['stringnotlike', not(like)],
  ['numericequals', is(numbers(same))],
  ['numericnotequals', not(numbers(same))],
  ['numericlessthan', is(numbers(less))],
  ['numericlessthanequals', is(numbers(atMost))],
  ['numericgreaterthan', is(numbers(more))],
  ['numericgreaterthanequals', is(numbers(atLeast))],
  ['dateequals', is(dates(same))],
  ['datenotequals', not(dates(same))],
  ['datelessthan', is(dates(less))],
  ['datelessthanequals', is(dates(atMost))],
  ['dategreaterthan', is(dates(more))],
  ['dategreaterthanequals', is(dates(atLeast))],
  ['bool', is(equalIgnoringCase)],
  ['binaryequals', is(equal)],
  ['ipaddress', is(inNetwork)],
  ['notipaddress', not(inNetwork)],
  ['arnequals', is(arnLike)],
  ['arnlike', is(arnLike)],
  ['arnnotequals', not(arnLike)],
  ['arnnotlike', not(arnLike)],
])
