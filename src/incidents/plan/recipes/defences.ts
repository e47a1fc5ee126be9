import { asked, type Recipe, run, same, told } from '../change.ts'
import { at, isGiven, textAt, textsAt } from '../json-values.ts'
import { pascalOnly } from '../pascal.ts'

const detector: Recipe = (change) => ({
  target: `detector ${asked(change, 'detectorId')}`,
  stage: 'defences',
  contain: {
    title: 'Switch GuardDuty on again',
    why: `The intruder deleted detector ${asked(change, 'detectorId')}, and its findings with it.`,
    calls: [run(change, 'guardduty create-detector', { enable: true })],
  },
  back: {
    title: 'Set up GuardDuty as it was',
    why: 'A new detector has the features that AWS switches on by default. Which ones the deleted one had is not in these logs.',
    calls: [],
  },
})

const updatedDetector: Recipe = (change) => {
  const id = asked(change, 'detectorId')
  const off = at(change.request, 'enable') === false
  return off
    ? same(`detector ${id}`, 'defences', {
        title: `Switch GuardDuty detector ${id} on again`,
        why: 'The intruder switched it off.',
        calls: [run(change, 'guardduty update-detector', { 'detector-id': id, enable: true })],
      })
    : {
        target: `detector ${id}`,
        back: {
          title: `Look through the features of GuardDuty detector ${id}`,
          why: 'The intruder changed them; what they were before is not looked for here.',
          calls: [run(change, 'guardduty get-detector', { 'detector-id': id })],
        },
      }
}

const filter: Recipe = (change) => {
  const options = { 'detector-id': asked(change, 'detectorId'), 'filter-name': asked(change, 'name') }
  return same(`filter ${options['filter-name']}`, 'defences', {
    title: `Delete GuardDuty filter ${options['filter-name']}`,
    why: 'Made by the intruder: it archives findings before anybody sees them. The first command prints it as evidence.',
    calls: [run(change, 'guardduty get-filter', options), run(change, 'guardduty delete-filter', options)],
  })
}

const trusted: Recipe = (change) => {
  const options = { 'detector-id': asked(change, 'detectorId'), 'ip-set-id': told(change, 'ipSetId') }
  return {
    target: `ip set ${options['ip-set-id']}`,
    stage: 'defences',
    contain: {
      title: `Switch off GuardDuty’s trusted addresses ${asked(change, 'name')} (${options['ip-set-id']})`,
      why: 'Made by the intruder: GuardDuty says nothing of what comes from there.',
      calls: [run(change, 'guardduty update-ip-set', { ...options, 'no-activate': true })],
      undo: [run(change, 'guardduty update-ip-set', { ...options, activate: true })],
    },
    back: {
      title: `Delete GuardDuty’s trusted addresses ${asked(change, 'name')}`,
      why: 'Made by the intruder.',
      calls: [run(change, 'guardduty delete-ip-set', options)],
    },
  }
}

const recorder: Recipe = (change) => {
  const name = asked(change, 'configurationRecorderName')
  return same(`recorder ${name}`, 'defences', {
    title: `Start the AWS Config recorder ${name} again`,
    why: 'The intruder stopped it.',
    calls: [
      run(change, 'configservice start-configuration-recorder', { 'configuration-recorder-name': name }),
    ],
  })
}

const channel: Recipe = (change) => {
  const name = asked(change, 'deliveryChannelName')
  const old = at(change.before?.request, 'deliveryChannel')
  if (change.before?.call !== 'PutDeliveryChannel' || !isGiven(old)) {
    return {
      target: `channel ${name}`,
      back: {
        title: `Make the AWS Config delivery channel ${name} anew`,
        why: 'The intruder deleted it, and these logs do not hold where it delivered to.',
        calls: [],
      },
    }
  }
  return same(`channel ${name}`, 'defences', {
    title: `Make the AWS Config delivery channel ${name} anew`,
    why: `The intruder deleted it; how it was stands in event ${change.before.eventId}.`,
    calls: [
      run(change, 'configservice put-delivery-channel', { 'delivery-channel': { json: channelOf(old) } }),
    ],
  })
}

/** The one structure of the AWS CLI whose first names are small. */
const channelOf = (old: unknown): unknown => {
  const texts = ['name', 's3BucketName', 's3KeyPrefix', 's3KmsKeyArn', 'snsTopicARN']
  return Object.fromEntries(
    texts.flatMap((name) => (textAt(old, name) === undefined ? [] : [[name, textAt(old, name)]])),
  )
}

const alarms =
  (deleted: boolean): Recipe =>
  (change) => {
    const names = textsAt(change.request, 'alarmNames')
    const target = `alarms ${names.join(' ')}`
    if (deleted)
      return {
        target,
        back: {
          title: `Make alarms ${names.join(', ')} anew`,
          why: 'The intruder deleted them. How they were made is not looked for here: take them from your infrastructure code.',
          calls: [],
        },
      }
    const list = { 'alarm-names': { json: names } }
    return same(target, 'defences', {
      title: `Let alarms ${names.join(', ')} act again`,
      why: 'The intruder silenced them.',
      calls: names.length === 0 ? [] : [run(change, 'cloudwatch enable-alarm-actions', list)],
    })
  }

const logGroup: Recipe = (change) => {
  const name = asked(change, 'logGroupName')
  return {
    target: `log group ${name}`,
    stage: 'defences',
    contain: {
      title: `Make log group ${name} again`,
      why: 'The intruder deleted it: what writes there fails or is lost until it is back. What it held is gone.',
      calls: [run(change, 'logs create-log-group', { 'log-group-name': name })],
    },
    back: {
      title: `Set up log group ${name} as it was`,
      why: 'What it held is lost. Its retention, key and filters before are not in these logs.',
      calls: [],
    },
  }
}

const PASSWORD_FIELDS = [
  'minimumPasswordLength',
  'requireSymbols',
  'requireNumbers',
  'requireUppercaseCharacters',
  'requireLowercaseCharacters',
  'allowUsersToChangePassword',
  'maxPasswordAge',
  'passwordReusePrevention',
  'hardExpiry',
]

const passwordPolicy: Recipe = (change) => {
  const old = change.before?.call === 'UpdateAccountPasswordPolicy' ? change.before.request : undefined
  const title = 'Give the account its password policy back'
  if (!isGiven(old))
    return {
      target: 'password policy',
      back: {
        title,
        why: 'The intruder changed or deleted it, and these logs do not hold the one before.',
        calls: [],
      },
    }
  return same('password policy', 'defences', {
    title,
    why: `The intruder changed or deleted it; the one before stands in event ${change.before?.eventId ?? ''}.`,
    calls: [
      run(change, 'iam update-account-password-policy', {
        'cli-input-json': { json: pascalOnly(old, PASSWORD_FIELDS) },
      }),
    ],
  })
}

const switchedOn =
  (title: string, what: string): Recipe =>
  (change) =>
    same(what, 'defences', { title, why: 'The intruder switched it off.', calls: [run(change, what, {})] })

export const DEFENCES: Readonly<Record<string, Recipe>> = {
  'guardduty:DeleteDetector': detector,
  'guardduty:UpdateDetector': updatedDetector,
  'guardduty:CreateFilter': filter,
  'guardduty:CreateIPSet': trusted,
  'config:StopConfigurationRecorder': recorder,
  'config:DeleteDeliveryChannel': channel,
  'monitoring:DisableAlarmActions': alarms(false),
  'monitoring:DeleteAlarms': alarms(true),
  'logs:DeleteLogGroup': logGroup,
  'iam:DeleteAccountPasswordPolicy': passwordPolicy,
  'iam:UpdateAccountPasswordPolicy': passwordPolicy,
  'securityhub:DisableSecurityHub': switchedOn(
    'Switch Security Hub on again',
    'securityhub enable-security-hub',
  ),
  'macie2:DisableMacie': switchedOn('Switch Macie on again', 'macie2 enable-macie'),
}
