import { isRecord, textOf } from '#kernel/index.ts'
import { isDenialCode, isDenialMessage } from '#reference/index.ts'

export type Outcome = 'ok' | 'denied' | 'error'

/**
 * Says whether a call worked, was denied, or failed for another reason.
 *
 * @param signIn - what a sign-in event reports of itself (`signInResult`): `Failure` counts as denied.
 * @returns `error` also for `DryRunOperation`: the caller may, but nothing was done.
 */
export function outcomeOf(
  errorCode: string | undefined,
  errorMessage: string | undefined,
  signIn?: string,
): Outcome {
  if (signIn !== undefined && /^fail/iu.test(signIn)) return 'denied'
  if (!errorCode && !errorMessage) return 'ok'
  if (errorCode && isDenialCode(errorCode)) return 'denied'
  if (errorMessage && isDenialMessage(errorMessage)) return 'denied'
  return 'error'
}

/** True for events whose own failure stands in `responseElements` or `serviceEventDetails`, not in `errorCode`. */
export function reportsSignIn(eventSource: string, eventName: string): boolean {
  return SIGN_IN_SOURCES.has(eventSource) && SIGN_IN_EVENTS.has(eventName)
}

/**
 * `Success` or `Failure` as a sign-in event reports it, under its own name.
 * @param details - parsed `responseElements` or `serviceEventDetails`, tried in that order.
 */
export function signInResult(eventName: string, ...details: readonly unknown[]): string | undefined {
  for (const detail of details) {
    const result = isRecord(detail) ? textOf(detail[eventName]) : undefined
    if (result !== undefined) return result
  }
  return undefined
}

const SIGN_IN_SOURCES: ReadonlySet<string> = new Set(['signin.amazonaws.com', 'sso.amazonaws.com'])

const SIGN_IN_EVENTS: ReadonlySet<string> = new Set([
  'ConsoleLogin',
  'SwitchRole',
  'ExitRole',
  'RenewRole',
  'CheckMfa',
  'PasswordRecoveryRequested',
  'PasswordRecoveryCompleted',
  'PasswordUpdated',
  'EmailUpdated',
  'UserAuthentication',
  'CredentialVerification',
  'CredentialChallenge',
  'Authenticate',
  'Federate',
])
