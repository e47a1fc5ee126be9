import { asked, type Recipe, run, same, told } from '../change.ts'
import { at, isGiven, listAt, textAt, textsAt } from '../json-values.ts'
import { pascal } from '../pascal.ts'

const logging: Recipe = (change) => {
  const name = asked(change, 'name')
  return same(`trail ${name}`, 'defences', {
    title: `Start trail ${name} again`,
    why: 'The intruder stopped it: what happened meanwhile is in no log of this trail.',
    calls: [run(change, 'cloudtrail start-logging', { name })],
  })
}

const deletedTrail: Recipe = (change) => {
  const name = asked(change, 'name')
  const made = change.before?.call === 'CreateTrail' ? change.before.request : undefined
  if (!isGiven(made)) {
    return {
      target: `trail ${name}`,
      back: {
        title: `Make trail ${name} anew`,
        why: 'The intruder deleted it, and these logs do not hold how it was made.',
        calls: [],
      },
    }
  }
  return same(`trail ${name}`, 'defences', {
    title: `Make trail ${name} anew`,
    why: `The intruder deleted it; how it was made stands in event ${change.before?.eventId ?? ''}.`,
    calls: [
      run(change, 'cloudtrail create-trail', { 'cli-input-json': { json: pascal(made) } }),
      run(change, 'cloudtrail start-logging', { name: textAt(made, 'name') ?? '' }),
    ],
  })
}

const EVERY_MANAGEMENT_EVENT = [{ ReadWriteType: 'All', IncludeManagementEvents: true, DataResources: [] }]

const selectors: Recipe = (change) => {
  const trail = asked(change, 'trailName')
  const old = listAt(change.before?.request, 'eventSelectors')
  const oldAdvanced = listAt(change.before?.request, 'advancedEventSelectors')
  const target = `selectors ${trail}`
  const title = `Let trail ${trail} record everything again`
  if (old.length > 0 || oldAdvanced.length > 0) {
    return same(target, 'defences', {
      title,
      why: `The intruder narrowed what it records; its selectors before stand in event ${change.before?.eventId ?? ''}.`,
      calls: [
        run(change, 'cloudtrail put-event-selectors', {
          'trail-name': trail,
          ...(old.length > 0
            ? { 'event-selectors': { json: pascal(old) } }
            : { 'advanced-event-selectors': { json: pascal(oldAdvanced) } }),
        }),
      ],
    })
  }
  const get = run(change, 'cloudtrail get-event-selectors', { 'trail-name': trail })
  return {
    target,
    stage: 'defences',
    contain: {
      title,
      why: 'The intruder narrowed what it records. These logs do not hold its selectors before: the second command records every management event, which is what a new trail does; add data events by hand.',
      calls: [
        get,
        run(change, 'cloudtrail put-event-selectors', {
          'trail-name': trail,
          'event-selectors': { json: EVERY_MANAGEMENT_EVENT },
        }),
      ],
    },
    back: {
      title: `Give trail ${trail} its selectors back`,
      why: 'These logs do not hold those before: take them from your infrastructure code.',
      calls: [get],
    },
  }
}

const changedTrail: Recipe = (change) => {
  const name = asked(change, 'name')
  return {
    target: `trail settings ${name}`,
    back: {
      title: `Look through the settings of trail ${name}`,
      why:
        change.before === undefined
          ? 'The intruder changed them, and these logs do not hold what they were before.'
          : `The intruder changed them; earlier ones stand in event ${change.before.eventId}.`,
      calls: [run(change, 'cloudtrail describe-trails', { 'trail-name-list': { json: [name] } })],
    },
  }
}

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
    calls: [run(change, 'iam update-account-password-policy', { 'cli-input-json': { json: pascal(old) } })],
  })
}

const switchedOn =
  (title: string, what: string): Recipe =>
  (change) =>
    same(what, 'defences', { title, why: 'The intruder switched it off.', calls: [run(change, what, {})] })

export const DEFENCES: Readonly<Record<string, Recipe>> = {
  'cloudtrail:StopLogging': logging,
  'cloudtrail:DeleteTrail': deletedTrail,
  'cloudtrail:UpdateTrail': changedTrail,
  'cloudtrail:PutEventSelectors': selectors,
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
