import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { type ApiCall, collectAccount, limited } from '#posture/index.ts'
import { ACCOUNT, daysAgo } from './accounts.ts'
import { answers, answersOf } from './api-answers.ts'
import { outcomesOf } from './outcomes-of.ts'

const collect = async (
  call: (call: ApiCall) => Promise<unknown>,
  regions?: readonly string[],
): Promise<Awaited<ReturnType<typeof collectAccount>>> =>
  collectAccount({ call, home: 'us-east-1', regions, wait: async () => undefined })

class Denied extends Error {
  override readonly name = 'AccessDenied'
}

describe('an account made well', () => {
  test('fails no check, and all of it is known', async () => {
    const account = JSON.parse(JSON.stringify(await collect(answers)))
    expect(account).toMatchObject({ accountId: ACCOUNT, partition: 'aws' })
    const found = outcomesOf(account)
    expect(found.filter(({ result }) => result === 'failed' || result === 'notKnown')).toEqual([])
    expect(new Set(found.map(({ region }) => region))).toEqual(
      new Set([undefined, 'eu-central-1', 'us-east-1']),
    )
  })

  test('is asked with calls that only read', async () => {
    const asked = new Set<string>()
    await collect(async (call) => {
      asked.add(`${call.service}:${call.operation}`)
      return await answers(call)
    })
    expect([...asked].filter((name) => !/:(?:Get|List|Describe|BatchGet)[A-Z]/u.test(name))).toEqual([
      'iam:GenerateCredentialReport',
    ])
    expect(asked.size).toBeGreaterThan(40)
    // docs/audit.md has the policy that allows just these.
    const [, policy = '{}'] =
      /```json\n(\{\n {2}"Version"[\s\S]*?)```/u.exec(readFileSync('docs/audit.md', 'utf8')) ?? []
    const { Statement } = JSON.parse(policy)
    expect(Statement[0].Action).toEqual([...asked].flatMap(actionOf).toSorted())
  })

  test('looks at the named regions only, and leaves the others unknown', async () => {
    const account = await collect(answers, ['eu-central-1'])
    expect(account.regions.map(({ RegionName }) => RegionName)).toEqual(['eu-central-1'])
    const unknown = outcomesOf(JSON.parse(JSON.stringify(account))).filter(
      ({ result }) => result === 'notKnown',
    )
    expect(new Set(unknown.map(({ region }) => region))).toEqual(new Set(['us-east-1']))
  })
})

/** sts:GetCallerIdentity needs no permission. */
const actionOf = (call: string): readonly string[] =>
  call === 'sts:GetCallerIdentity' ? [] : [(ACTIONS[call] ?? call).replace(/ \(.*/u, '')]

/** Where the name in a policy is another than that of the call. */
const ACTIONS: Readonly<Record<string, string>> = {
  'account:GetAlternateContact': 'account:GetAlternateContact (SECURITY)',
  's3control:GetPublicAccessBlock': 's3:GetAccountPublicAccessBlock',
  's3:GetPublicAccessBlock': 's3:GetBucketPublicAccessBlock',
  's3:GetBucketLifecycleConfiguration': 's3:GetLifecycleConfiguration',
}

describe('a call that is denied', () => {
  const OPERATIONS = answersOf().filter((name) => name !== 'sts:GetCallerIdentity')

  test.each(OPERATIONS)('%s leaves something unknown, and makes nothing fail or pass', async (denied) => {
    const account = await collect(async (call) => {
      if (`${call.service}:${call.operation}` === denied) throw new Denied(`not allowed: ${denied}`)
      return await answers(call)
    })
    const text = JSON.stringify(account)
    expect(text).toContain(`"action":"${ACTIONS[denied] ?? denied}","error":"AccessDenied"`)
    expect(outcomesOf(JSON.parse(text)).filter(({ result }) => result === 'failed')).toEqual([])
  })

  test('who is asking: then nothing can be said', async () => {
    await expect(collect(async () => Promise.reject(new Denied('no')))).rejects.toThrow('no')
  })
})

/** How AWS says "there is none", and what that means. */
const ABSENT: readonly (readonly [operation: string, code: string, ...checks: readonly string[]])[] = [
  ['iam:GetAccountPasswordPolicy', 'NoSuchEntityException', 'password-policy-short', 'password-policy-reuse'],
  ['account:GetAlternateContact', 'ResourceNotFoundException', 'security-contact-missing'],
  ['s3control:GetPublicAccessBlock', 'NoSuchPublicAccessBlockConfiguration', 's3-account-public-access'],
  ['s3:GetPublicAccessBlock', 'NoSuchPublicAccessBlockConfiguration', 'trail-bucket-public-access'],
  ['securityhub:DescribeHub', 'InvalidAccessException', 'security-hub-off'],
]

test.each(ABSENT)('%s says %s: %s fails', async (operation, code, ...checks) => {
  const account = await collect(async (call) => {
    if (`${call.service}:${call.operation}` !== operation) return await answers(call)
    throw Object.assign(new Error('there is none'), { name: code })
  })
  const failed = outcomesOf(JSON.parse(JSON.stringify(account))).filter(({ result }) => result === 'failed')
  expect(new Set(failed.map((one) => one.check))).toEqual(new Set(checks))
})

test.each([
  ['s3:GetBucketPolicy', 'NoSuchBucketPolicy'],
  ['s3:GetBucketPolicyStatus', 'NoSuchBucketPolicy'],
  ['s3:GetBucketLifecycleConfiguration', 'NoSuchLifecycleConfiguration'],
])('%s says %s: that is fine', async (operation, code) => {
  const account = await collect(async (call) => {
    if (`${call.service}:${call.operation}` !== operation) return await answers(call)
    throw Object.assign(new Error('there is none'), { name: code })
  })
  const found = outcomesOf(JSON.parse(JSON.stringify(account)))
  expect(found.filter(({ result }) => result === 'failed' || result === 'notKnown')).toEqual([])
})

describe('what AWS answers', () => {
  test('in pages is read to its end', async () => {
    const account = await collect(async (call) => {
      if (call.operation === 'ListUsers')
        return call.input['Marker'] === 'more'
          ? { Users: [{ UserName: 'bob' }] }
          : { Users: [{ UserName: 'alice' }], Marker: 'more', IsTruncated: true }
      if (call.operation === 'ListAccessKeys')
        return {
          AccessKeyMetadata: [
            {
              UserName: call.input['UserName'],
              AccessKeyId: `AKIA${String(call.input['UserName'])}`,
              Status: 'Active',
              CreateDate: new Date(daysAgo(3)),
            },
          ],
        }
      return await answers(call)
    })
    expect(account.accessKeys).toMatchObject({
      value: [
        { UserName: 'alice', AccessKeyId: 'AKIAalice', CreateDate: daysAgo(3) },
        { UserName: 'bob', AccessKeyId: 'AKIAbob' },
      ],
    })
  })

  test('that nobody can read is not known', async () => {
    const account = await collect(async (call) =>
      call.operation === 'GetAccountSummary' ? { SummaryMap: { AccountMFAEnabled: 'yes' } } : answers(call),
    )
    expect(account.accountSummary).toMatchObject({ notKnown: { error: 'Unreadable' } })
  })

  test('percent-encoded policies are plain in the snapshot', async () => {
    const account = await collect(answers)
    expect(account.authorizationDetails).toMatchObject({
      value: {
        RoleDetailList: [{ AssumeRolePolicyDocument: '{"Statement":[]}' }],
        Policies: [{ PolicyName: 'ours' }],
      },
    })
  })
})

test('no more calls at once than agreed, in the order of asking; counted', async () => {
  let [running, most] = [0, 0]
  const order: string[] = []
  const { call, counts } = limited(async ({ operation }) => {
    most = Math.max(most, ++running)
    await new Promise((resolve) => setTimeout(resolve, 1))
    running--
    order.push(operation)
    if (operation === '3') throw new Error('no')
    return operation
  }, 2)
  const calls = Array.from({ length: 9 }, async (_, place) =>
    call({ service: 'iam', operation: String(place), input: {}, region: 'us-east-1' }),
  )
  const ended = await Promise.allSettled(calls)
  expect(most).toBe(2)
  expect(order).toEqual(['0', '1', '2', '3', '4', '5', '6', '7', '8'])
  expect(ended.filter(({ status }) => status === 'rejected')).toHaveLength(1)
  expect(counts()).toEqual({ calls: 9, failures: 1 })
})
