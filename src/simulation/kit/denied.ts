import type { CallDetails } from './call.ts'
import type { Caller } from './caller.ts'
import { hashText } from './random.ts'

/** What a caller without the permission gets, in the words of the service it asked. */
export function denied(
  caller: Caller,
  name: string,
  resource: string,
  reason = 'identity',
): NonNullable<CallDetails['error']> {
  const who = caller.identity.arn ?? caller.identity.principalId ?? ''
  const action = name.replace('monitoring:', 'cloudwatch:').replace(/\d{8}(v\d)?$/, '')
  const because =
    reason === 'scp'
      ? `with an explicit deny in a service control policy`
      : `because no identity-based policy allows the ${action} action`
  const text = `User: ${who} is not authorized to perform: ${action} on resource: ${resource} ${because}`
  if (!name.startsWith('ec2:')) return ['AccessDenied', text]
  const blob = hashText(text).toString(36).repeat(30)
  return [
    'Client.UnauthorizedOperation',
    `You are not authorized to perform this operation. ${text}. Encoded authorization failure message: ${blob}`,
  ]
}
