/**
 * How AWS says no. Each service spells a denial its own way; a credential that is unknown, expired or signed wrongly
 * counts as a denial too, because somebody tried a door and it stayed shut.
 *
 * Compared with the error code in lower case, without `Client.` and the like before it and without `Exception`,
 * `Error` or `Fault` behind it.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
 */
const DENIED_CODES: ReadonlySet<string> = new Set([
  'accessdenied',
  'accountproblem',
  'allaccessdisabled',
  'authfailure',
  'authorization',
  'authenticationfailed',
  'authenticationfailure',
  'cloudtrailinvalidclienttokenid',
  'credentialsexpired',
  'expiredcredentials',
  'expiredidentitytoken',
  'expiredtoken',
  'idprejectedclaim',
  'incompletesignature',
  'invalidaccesskeyid',
  'invalidauthenticationcode',
  'invalidclienttokenid',
  'invalidcredentials',
  'invalididentitytoken',
  'invalidsecurity',
  'invalidsignature',
  'invalidtoken',
  'missingauthenticationtoken',
  'multifactorauthenticationrequired',
  'noaccess',
  'notauthenticated',
  'passwordresetrequired',
  'requestexpired',
  'signaturedoesnotmatch',
  'signinrefused',
  'tokenrefreshrequired',
  'unauthenticated',
  'unrecognizedclient',
  'usernotauthenticated',
])

/** A code that holds one of these is a denial whatever surrounds it (`VpceAccessDenied`, `KMS.AccessDeniedException`). */
const DENIED_PARTS: readonly string[] = [
  'accessdenied',
  'unauthorized',
  'notauthorized',
  'forbidden',
  'permissiondenied',
  'permissionsdenied',
  'insufficientprivilege',
  'insufficientpermission',
]

/** Said by services that answer a denial with a general code (`ValidationException`, `InvalidRequest`), or with none. */
const DENIED_PHRASES: readonly string[] = [
  'is not authorized to perform',
  'is not authorized to access',
  'not authorized to perform',
  'explicit deny',
  'no identity-based policy allows',
  'no resource-based policy allows',
  'no session policy allows',
  'no permissions boundary allows',
  'failed authentication',
  'authentication failed',
  'no username found in supplied account',
  'not authorized to assume',
  'access denied',
  'accessdenied',
]

const LONGEST_CODE = 256
const LONGEST_MESSAGE = 2_000

/** True for an error code by which some AWS service denies a call or refuses its credential. */
export function isDenialCode(errorCode: string): boolean {
  const code = errorCode.slice(0, LONGEST_CODE).toLowerCase()
  if (DENIED_PARTS.some((part) => code.includes(part))) return true
  return DENIED_CODES.has(bareCode(code))
}

/** True for an error message that speaks of a denial. Only its first 2,000 characters are looked at. */
export function isDenialMessage(errorMessage: string): boolean {
  const message = errorMessage.slice(0, LONGEST_MESSAGE).toLowerCase()
  return DENIED_PHRASES.some((phrase) => message.includes(phrase))
}

function bareCode(code: string): string {
  const last = code.slice(Math.max(code.lastIndexOf('.'), code.lastIndexOf('#'), code.lastIndexOf(':')) + 1)
  return last.replace(/(?:exception|error|fault)+$/u, '')
}
