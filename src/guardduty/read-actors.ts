import { deriveIdentity } from '#events/index.ts'
import type { Actor } from './guardduty-finding.ts'
import { inside, type Json, objectsAt, textAt } from './values.ts'

interface Named {
  readonly accessKeyId: string | undefined
  readonly principalId: string | undefined
  readonly userName: string | undefined
  readonly userType: string | undefined
  /** Account that the identity belongs to. */
  readonly accountId: string
}

/** Ids of access keys, and of nothing else: samples have `GeneratedFindingAccessKeyId`. */
const KEY_ID = /^(?:AKIA|ASIA|ACCA)[A-Z0-9]{8,124}$/u

/** Those whose credentials a finding names. */
export function readActors(finding: Json, accountId: string): readonly Actor[] {
  const call = inside(finding, 'service', 'action', 'awsApiCallAction')
  const home = textAt(inside(call, 'remoteAccountDetails'), 'accountId') ?? accountId
  const details = inside(finding, 'resource', 'accessKeyDetails')
  const own = actorOf(
    {
      accessKeyId: textAt(details, 'accessKeyId'),
      principalId: textAt(details, 'principalId'),
      userName: textAt(details, 'userName'),
      userType: textAt(details, 'userType'),
      accountId: home,
    },
    accountId,
  )
  const sequence = inside(finding, 'service', 'detection', 'sequence')
  const others = objectsAt(sequence, 'actors').map((actor) => {
    const user = inside(actor, 'user')
    return actorOf(
      {
        accessKeyId: textAt(user, 'credentialUid'),
        principalId: textAt(user, 'uid'),
        userName: textAt(user, 'name'),
        userType: textAt(user, 'type'),
        accountId: textAt(inside(user, 'account'), 'uid') ?? accountId,
      },
      accountId,
    )
  })
  return [own, ...others].filter((actor) => actor !== undefined)
}

function actorOf(named: Named, recipientAccountId: string): Actor | undefined {
  const accessKeyId = KEY_ID.test(named.accessKeyId ?? '') ? named.accessKeyId : undefined
  const { principalId, userName } = named
  if (accessKeyId === undefined && principalId === undefined && userName === undefined) return undefined
  const { principal, actorClass } = deriveIdentity(identityOf(named), { recipientAccountId })
  return { accessKeyId, principalId, principal, actorClass }
}

/** GuardDuty gives of CloudTrail's `userIdentity` four fields: the rest of what the names in them say. */
function identityOf({ principalId, userName, userType, accountId }: Named): Json {
  const type = userType === 'Role' ? 'AssumedRole' : userType
  const identity = { type, principalId, userName, accountId }
  if (type !== 'AssumedRole' || userName === undefined) return identity
  const session = principalId?.split(':').slice(1).join(':')
  return { ...identity, arn: `arn:aws:sts::${accountId}:assumed-role/${userName}/${session ?? ''}` }
}
