import type { Level } from '#findings/index.ts'
import { DAY_MS } from '#kernel/index.ts'
import { call } from '../calls.ts'
import {
  type AccountCheck,
  failed,
  notApplicable,
  type Outcome,
  type Place,
  passed,
  type Step,
  whenKnown,
} from '../check.ts'
import type { AccessKey } from '../snapshot/identity.ts'
import { counted, dayOf, days, daysSince, timeMsOf } from '../times.ts'
import type { KeyUse } from '../usage.ts'

/** CIS 1.14 and 1.12. */
const OLD_DAYS = 90
const VERY_OLD_DAYS = 365
const UNUSED_DAYS = 45
/** A key may lie so long before its first use. */
const NEW_DAYS = 7

const switchOff = ({ UserName, AccessKeyId }: AccessKey): Step =>
  call('iam', 'update-access-key', {
    'user-name': UserName,
    'access-key-id': AccessKeyId,
    status: 'Inactive',
  })
const remove = ({ UserName, AccessKeyId }: AccessKey): Step =>
  call('iam', 'delete-access-key', { 'user-name': UserName, 'access-key-id': AccessKeyId })

/** Nothing breaks in this order: the old key works until nothing uses it any more, and can be switched on again. */
const rotation = (key: AccessKey): readonly Step[] => [
  call('iam', 'create-access-key', { 'user-name': key.UserName }),
  'Give the new key to what uses the old one; wait until the old one is used no more:',
  call('iam', 'get-access-key-last-used', { 'access-key-id': key.AccessKeyId }),
  switchOff(key),
  'After some days without complaint:',
  remove(key),
]

/** The later of what IAM tells (to four hours) and what the logs show. */
function lastUseMs(key: AccessKey, { usage }: Place): number | undefined {
  const times = [timeMsOf(key.LastUsedDate), usage?.keys.get(key.AccessKeyId)?.lastMs].filter(
    (time) => time !== undefined,
  )
  return times.length === 0 ? undefined : Math.max(...times)
}

const activeKeys = (
  { account }: Place,
  leavesOpen: string,
  look: (keys: readonly AccessKey[]) => readonly Outcome[],
): readonly Outcome[] =>
  whenKnown(account.accessKeys, { resource: account.accountId, leavesOpen }, (keys) => {
    const active = keys.filter(({ Status }) => Status === 'Active')
    return active.length === 0
      ? [notApplicable(account.accountId, 'No user has an active access key.')]
      : look(active)
  })

const keyOld: AccountCheck = {
  id: 'access-key-old',
  title: `An access key is older than ${String(OLD_DAYS)} days`,
  rows: ['5.3'],
  level: 'medium',
  why: 'A key lies in more places the older it is: laptops, CI, old images. What leaked once works until it is replaced.',
  cis: ['1.14'],
  controls: ['IAM.3'],
  scope: 'account',
  look: (place) =>
    activeKeys(place, 'How old access keys are.', (keys) =>
      keys.map((key) => {
        const age = daysSince(key.CreateDate, place.nowMs) ?? 0
        const text = `Key ${key.AccessKeyId} of ${key.UserName} is ${days(age)} old.`
        if (age <= OLD_DAYS) return passed(key.AccessKeyId, text)
        const used = place.usage?.keys.get(key.AccessKeyId)
        return failed(key.AccessKeyId, text, {
          level: ageLevel(age, used),
          ...(place.usage === undefined ? {} : { use: useText(used) }),
          fix: rotation(key),
        })
      }),
    ),
}

const ageLevel = (age: number, used: KeyUse | undefined): Level =>
  age > VERY_OLD_DAYS && used !== undefined ? 'high' : 'medium'

function useText(used: KeyUse | undefined): string {
  if (used === undefined) return 'The logs show no call by it.'
  const named = used.networks
    .slice(0, 5)
    .map(({ network, operator, country }) => [network, operator, country].filter(Boolean).join(' '))
  return `The logs show ${counted(used.events, 'call')}, the last on ${dayOf(used.lastMs)}, from ${named.join(', ') || 'no known network'}.`
}

const keyUnused: AccountCheck = {
  id: 'access-key-unused',
  title: `An active access key was not used for ${String(UNUSED_DAYS)} days`,
  rows: ['5.3'],
  level: 'medium',
  why: 'Nobody would miss it, and nobody notices when somebody else begins to use it.',
  cis: ['1.12'],
  controls: ['IAM.22', 'IAM.8'],
  scope: 'account',
  look: (place) =>
    activeKeys(place, 'Which access keys nobody uses.', (keys) =>
      keys.flatMap((key) => {
        const usedMs = lastUseMs(key, place)
        if (usedMs === undefined) return []
        const since = Math.floor((place.nowMs - usedMs) / DAY_MS)
        const text = `Key ${key.AccessKeyId} of ${key.UserName} was last used ${days(Math.max(0, since))} before.`
        if (since < UNUSED_DAYS) return [passed(key.AccessKeyId, text)]
        return [
          failed(key.AccessKeyId, text, {
            fix: [switchOff(key), 'After some days without complaint:', remove(key)],
          }),
        ]
      }),
    ),
}

const twoActiveKeys: AccountCheck = {
  id: 'two-active-access-keys',
  title: 'A user has two active access keys',
  rows: ['5.3'],
  level: 'low',
  why: 'Two secrets to lose, and no free place for the new one when a key must be replaced in a hurry.',
  cis: ['1.13'],
  controls: [],
  scope: 'account',
  look: (place) =>
    activeKeys(place, 'Which users have two active keys.', (keys) =>
      [...Map.groupBy(keys, ({ UserName }) => UserName)].map(([user, own]) => {
        const arn = `arn:${place.account.partition}:iam::${place.account.accountId}:user/${user}`
        if (own.length < 2) return passed(arn, `${user} has one active key.`)
        const [idle] = own.toSorted((a, b) => (lastUseMs(a, place) ?? 0) - (lastUseMs(b, place) ?? 0))
        return failed(
          arn,
          `${user} has two active keys: ${own.map(({ AccessKeyId }) => AccessKeyId).join(', ')}.`,
          {
            fix:
              idle === undefined
                ? []
                : [
                    'The one that was used the longest ago:',
                    switchOff(idle),
                    'After some days without complaint:',
                    remove(idle),
                  ],
          },
        )
      }),
    ),
}

const keyOfPersonGone: AccountCheck = {
  id: 'access-key-of-idle-person',
  title: 'The key of a person who signs in no more is still active',
  rows: ['5.3'],
  level: 'high',
  why: 'Whoever has left keeps what was copied: the key works on, with the rights of then.',
  cis: ['1.12'],
  controls: ['IAM.22'],
  scope: 'account',
  look: (place) =>
    activeKeys(place, 'Which keys belong to people who have left.', (keys) =>
      whenKnown(
        place.account.credentialReport,
        { resource: place.account.accountId, leavesOpen: 'Which keys belong to people who have left.' },
        (rows) => {
          const byUser = new Map(rows.map((row) => [row.user, row]))
          return keys.flatMap((key) => {
            const row = byUser.get(key.UserName)
            if (row?.password_enabled !== 'true') return []
            const away = daysSince(row.password_last_used, place.nowMs)
            if (away === undefined || away <= OLD_DAYS)
              return [passed(key.AccessKeyId, `${key.UserName} signs in to the console.`)]
            const used = place.usage?.keys.get(key.AccessKeyId)
            return [
              failed(
                key.AccessKeyId,
                `${key.UserName} did not sign in for ${days(away)}; key ${key.AccessKeyId} is active.`,
                {
                  ...(place.usage === undefined
                    ? {}
                    : {
                        use: useText(used),
                        level: used === undefined ? ('medium' as const) : ('high' as const),
                      }),
                  fix: [switchOff(key), 'After some days without complaint:', remove(key)],
                },
              ),
            ]
          })
        },
      ),
    ),
}

/** Where people and machines of an organisation seldom work from. */
const ODD_KINDS: ReadonlySet<string> = new Set(['tor', 'vpn', 'hosting'])

const keyFromOddNetwork: AccountCheck = {
  id: 'access-key-from-unexpected-network',
  title: 'An access key is used from an unexpected network',
  rows: ['5.3', '1.2'],
  level: 'high',
  why: 'A stolen key works from anywhere. Where the networks of its owner are known, every other one asks for a look.',
  cis: [],
  controls: [],
  scope: 'account',
  look: (place) => {
    const { usage, account } = place
    if (usage === undefined) return [notApplicable(account.accountId, 'No logs were given (--workspace).')]
    return activeKeys(place, 'From where access keys are used.', (keys) =>
      keys.flatMap((key) => {
        const used = usage.keys.get(key.AccessKeyId)
        if (used === undefined) return []
        const odd = used.networks.filter(({ kind }) =>
          place.hasTrustedNetworks ? isOutside(kind) : ODD_KINDS.has(kind),
        )
        const name = `Key ${key.AccessKeyId} of ${key.UserName}`
        if (odd.length === 0) return [passed(key.AccessKeyId, `${name} is used from expected networks only.`)]
        const told = odd
          .slice(0, 5)
          .map(
            (one) =>
              `${one.network} ${one.operator} (${one.kind}, ${counted(one.events, 'call')}, last ${dayOf(one.lastMs)})`,
          )
        return [
          failed(key.AccessKeyId, `${name} is used from ${told.join('; ')}.`, {
            use: useText(used),
            fix: [
              `Look at what it did there: trailhound key ${key.AccessKeyId}. If nobody of yours did: trailhound investigate.`,
              switchOff(key),
            ],
          }),
        ]
      }),
    )
  },
}

/** With the settings' networks known, all else on the Internet is outside. */
const isOutside = (kind: string): boolean => !['own', 'aws-service', 'private'].includes(kind)

const keyNeverUsed: AccountCheck = {
  id: 'access-key-never-used',
  title: 'An active access key that was never used',
  rows: ['5.3'],
  level: 'medium',
  why: 'Made along with the user and forgotten: a secret without a purpose, and nobody notices when somebody begins to use it.',
  cis: ['1.11', '1.12'],
  controls: ['IAM.22', 'IAM.8'],
  scope: 'account',
  look: (place) =>
    activeKeys(place, 'Which access keys were never used.', (keys) =>
      keys.map((key) =>
        lastUseMs(key, place) !== undefined || (daysSince(key.CreateDate, place.nowMs) ?? 0) < NEW_DAYS
          ? passed(key.AccessKeyId, `Key ${key.AccessKeyId} of ${key.UserName} was used, or is new.`)
          : failed(key.AccessKeyId, `Key ${key.AccessKeyId} of ${key.UserName} was never used.`, {
              fix: [remove(key)],
            }),
      ),
    ),
}

export const ACCESS_KEY_CHECKS: readonly AccountCheck[] = [
  keyOld,
  keyUnused,
  keyNeverUsed,
  twoActiveKeys,
  keyOfPersonGone,
  keyFromOddNetwork,
]
