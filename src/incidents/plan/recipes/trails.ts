import { asked, type Recipe, run, same } from '../change.ts'
import { isGiven, listAt, textAt } from '../json-values.ts'
import { pascal, pascalOnly } from '../pascal.ts'

const logging: Recipe = (change) => {
  const name = asked(change, 'name')
  return same(`trail ${name}`, 'defences', {
    title: `Start trail ${name} again`,
    why: 'The intruder stopped it: what happened meanwhile is in no log of this trail.',
    calls: [run(change, 'cloudtrail start-logging', { name })],
  })
}

/** Begun again by the intruder: only the gap is left. */
const startedTrail: Recipe = (change) => ({
  target: `trail ${asked(change, 'name')}`,
  ends: true,
  back: {
    title: `Make sure that trail ${asked(change, 'name')} records`,
    why: 'The intruder started it.',
    calls: [run(change, 'cloudtrail get-trail-status', { name: asked(change, 'name') })],
  },
})

const TRAIL_FIELDS = [
  'name',
  's3BucketName',
  's3KeyPrefix',
  'snsTopicName',
  'includeGlobalServiceEvents',
  'isMultiRegionTrail',
  'enableLogFileValidation',
  'cloudWatchLogsLogGroupArn',
  'cloudWatchLogsRoleArn',
  'kmsKeyId',
  'isOrganizationTrail',
]

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
      run(change, 'cloudtrail create-trail', { 'cli-input-json': { json: pascalOnly(made, TRAIL_FIELDS) } }),
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

export const TRAILS: Readonly<Record<string, Recipe>> = {
  'cloudtrail:StopLogging': logging,
  'cloudtrail:StartLogging': startedTrail,
  'cloudtrail:DeleteTrail': deletedTrail,
  'cloudtrail:UpdateTrail': changedTrail,
  'cloudtrail:PutEventSelectors': selectors,
}
