import { type Facts, factsOf } from '../../../src/events/facts/index.ts'

export const A = '123456789012'
export const B = '111122223333'
export const ALICE = { type: 'IAMUser', userName: 'alice', arn: `arn:aws:iam::${A}:user/alice`, accountId: A }

/** The facts of a call that worked, made by alice in account A. */
export function read(
  service: string,
  eventName: string,
  request?: object,
  more: object = {},
): Facts | undefined {
  return factsOf({
    eventSource: `${service}.amazonaws.com`,
    eventName,
    request: request === undefined ? undefined : { ...request },
    response: undefined,
    identity: ALICE,
    accountId: A,
    outcome: 'ok',
    errorCode: undefined,
    ...more,
  })
}

export function policy(...statements: readonly object[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: statements })
}
