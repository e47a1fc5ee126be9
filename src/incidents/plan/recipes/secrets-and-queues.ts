import { asked, type Recipe, run, same, told } from '../change.ts'
import { at, documentOf } from '../json-values.ts'

const keyPolicy: Recipe = (change) => {
  const key = asked(change, 'keyId')
  const before = documentOf(at(change.before?.request, 'policy'))
  const target = `key policy ${key}`
  const title = `Give KMS key ${key} its policy back`
  if (before === undefined) {
    return {
      target,
      back: {
        title,
        why: 'The intruder rewrote it, and these logs do not hold the policy before.',
        calls: [run(change, 'kms get-key-policy', { 'key-id': key, 'policy-name': 'default' })],
      },
    }
  }
  return same(target, 'persistence', {
    title,
    why: `The intruder rewrote it; the policy before stands in event ${change.before?.eventId ?? ''}.`,
    calls: [
      run(change, 'kms put-key-policy', {
        'key-id': key,
        'policy-name': 'default',
        policy: { json: before },
      }),
    ],
  })
}

const keyState =
  (deletion: boolean): Recipe =>
  (change) => {
    const options = { 'key-id': asked(change, 'keyId') }
    return same(`key state ${asked(change, 'keyId')}`, 'defences', {
      title: `Bring KMS key ${asked(change, 'keyId')} back`,
      why: deletion
        ? 'The intruder had it deleted: when its waiting time is over, all that it encrypted is lost for ever.'
        : 'The intruder switched it off: nothing that it encrypted can be read.',
      calls: [
        ...(deletion ? [run(change, 'kms cancel-key-deletion', options)] : []),
        run(change, 'kms enable-key', options),
      ],
    })
  }

const secretPolicy: Recipe = (change) => {
  const secret = asked(change, 'secretId')
  const before = documentOf(at(change.before?.request, 'resourcePolicy'))
  const options = { 'secret-id': secret }
  return same(`secret policy ${secret}`, 'persistence', {
    title:
      before === undefined
        ? `Take the policy that the intruder wrote off secret ${secret}`
        : `Give secret ${secret} its policy back`,
    why:
      before === undefined
        ? 'These logs do not hold one before. The first command prints the intruder’s as evidence.'
        : `The policy before stands in event ${change.before?.eventId ?? ''}.`,
    calls:
      before === undefined
        ? [
            run(change, 'secretsmanager get-resource-policy', options),
            run(change, 'secretsmanager delete-resource-policy', options),
          ]
        : [
            run(change, 'secretsmanager put-resource-policy', {
              ...options,
              'resource-policy': { json: before },
            }),
          ],
  })
}

const deletedSecret: Recipe = (change) => {
  const secret = asked(change, 'secretId')
  const gone = at(change.request, 'forceDeleteWithoutRecovery') === true
  if (gone)
    return {
      target: `secret ${secret}`,
      back: {
        title: `Make secret ${secret} anew`,
        why: 'The intruder deleted it without recovery.',
        calls: [],
      },
    }
  return same(`secret ${secret}`, 'defences', {
    title: `Bring secret ${secret} back`,
    why: 'The intruder deleted it; until its waiting time is over it can be had back. Then give it a new value.',
    calls: [run(change, 'secretsmanager restore-secret', { 'secret-id': secret })],
  })
}

const mail =
  (service: 'sns' | 'sqs'): Recipe =>
  (change) => {
    const [where, label] = [
      asked(change, service === 'sns' ? 'topicArn' : 'queueUrl'),
      asked(change, 'label'),
    ]
    return same(`permission ${where} ${label}`, 'persistence', {
      title: `Take permission ${label} off ${where}`,
      why: 'Given to others by the intruder.',
      calls: [
        run(change, `${service} remove-permission`, {
          [service === 'sns' ? 'topic-arn' : 'queue-url']: where,
          label,
        }),
      ],
    })
  }

const queuePolicy: Recipe = (change) => {
  const url = asked(change, 'queueUrl')
  const before = documentOf(at(change.before?.request, 'attributes', 'Policy'))
  const target = `queue ${url}`
  if (before === undefined) {
    return {
      target,
      back: {
        title: `Look through the settings of queue ${url}`,
        why: 'The intruder changed them, and these logs do not hold what they were before.',
        calls: [run(change, 'sqs get-queue-attributes', { 'queue-url': url, 'attribute-names': 'All' })],
      },
    }
  }
  return same(target, 'persistence', {
    title: `Give queue ${url} its policy back`,
    why: `The policy before stands in event ${change.before?.eventId ?? ''}.`,
    calls: [
      run(change, 'sqs set-queue-attributes', {
        'queue-url': url,
        attributes: { json: { Policy: JSON.stringify(before) } },
      }),
    ],
  })
}

const subscribed: Recipe = (change) => {
  const arn = told(change, 'subscriptionArn')
  return same(`subscription ${arn}`, 'persistence', {
    title: `End subscription ${arn}`,
    why: `The intruder has what is sent to ${asked(change, 'topicArn')} sent on.`,
    calls: [run(change, 'sns unsubscribe', { 'subscription-arn': arn })],
  })
}

export const SECRETS_AND_QUEUES: Readonly<Record<string, Recipe>> = {
  'kms:PutKeyPolicy': keyPolicy,
  'kms:DisableKey': keyState(false),
  'kms:ScheduleKeyDeletion': keyState(true),
  'secretsmanager:PutResourcePolicy': secretPolicy,
  'secretsmanager:DeleteSecret': deletedSecret,
  'sns:AddPermission': mail('sns'),
  'sqs:AddPermission': mail('sqs'),
  'sqs:SetQueueAttributes': queuePolicy,
  'sns:Subscribe': subscribed,
}
