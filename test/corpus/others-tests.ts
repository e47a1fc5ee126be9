import { isRecord } from '#kernel/index.ts'
import { corpusPath, linesOf } from './corpus.ts'

/** A unit test of somebody else's rule: an event, and whether the rule is to match it. */
export interface OthersTest {
  readonly from: 'panther' | 'streamalert'
  readonly rule: string
  readonly test: string
  readonly expected: boolean
  readonly event: Readonly<Record<string, unknown>>
}

export const othersTests = (): readonly OthersTest[] => [...pantherTests(), ...streamalertTests()]

function pantherTests(): readonly OthersTest[] {
  return linesOf(corpusPath('panther-analysis/tests.fixture.jsonl')).flatMap((row) => {
    const { rule, test, expected, event } = row
    if (!isRecord(event)) return []
    return [{ from: 'panther', rule: String(rule), test: String(test), expected: expected === true, event }]
  })
}

/** Some events lie in an EventBridge envelope. The file names the rules; a test that expects nothing names none. */
function streamalertTests(): readonly OthersTest[] {
  return linesOf(corpusPath('streamalert/data/tests.jsonl')).flatMap((row) => {
    const { rule, test, expected, event } = row
    if (!isRecord(event)) return []
    const record = isRecord(event['detail']) ? event['detail'] : event
    return [
      {
        from: 'streamalert',
        rule: String(rule),
        test: String(test),
        expected: expected === true,
        event: record,
      },
    ]
  })
}

const FIRST_MS = Date.UTC(2024, 0, 1, 10)
/** Further apart than any correlation looks. */
const APART_MS = 3 * 86_400_000

/** The `n`th test's event as a record of an account and a day of its own: no test takes part in another. */
export function recordOf({ event }: OthersTest, n: number): Readonly<Record<string, unknown>> {
  const identity = isRecord(event['userIdentity']) ? event['userIdentity'] : {}
  const account = String(100_000_000_000 + n)
  const homes = [event['recipientAccountId'], identity['accountId']].filter((one) => typeof one === 'string')
  const text = homes
    .filter((home) => /^\d{6,12}$/u.test(home))
    .slice(0, 1)
    .reduce((so, home) => so.replaceAll(home, account), JSON.stringify(event))
  const moved: unknown = JSON.parse(text)
  return {
    ...(isRecord(moved) ? moved : {}),
    eventID: eventIdOf(n),
    eventTime: new Date(FIRST_MS + n * APART_MS).toISOString().replace('.000Z', 'Z'),
    recipientAccountId: account,
  }
}

export const eventIdOf = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`
