import { call } from '../calls.ts'
import { failed, notApplicable, passed, type RegionCheck, valueOf, whenKnown } from '../check.ts'
import { counted } from '../times.ts'
import { regionArn, regionUse } from './region-use.ts'

const FACTS = { rows: ['5.5'], scope: 'region' } as const

const recorderOff: RegionCheck = {
  ...FACTS,
  rows: ['5.5', '5.6'],
  id: 'config-recorder-off',
  title: 'Config records nothing in a region',
  level: 'medium',
  why: 'Nobody can say how a role, bucket or security group looked before the thief changed it.',
  cis: ['3.3'],
  controls: ['Config.1'],
  look: (place) => {
    const { RegionName: region, recorders } = place.region
    const resource = regionArn(place, 'config')
    return whenKnown(recorders, { resource, leavesOpen: 'Whether Config records.' }, (all) => {
      if (all.some(({ recording }) => recording)) return [passed(resource, `Config records in ${region}.`)]
      const [stopped] = all
      return [
        failed(
          resource,
          stopped === undefined
            ? `There is no recorder in ${region}.`
            : `The recorder ${stopped.name} of ${region} is stopped.`,
          {
            ...regionUse(place, { used: 'medium', unused: 'low' }),
            fix:
              stopped === undefined
                ? [
                    call(
                      'configservice',
                      'put-configuration-recorder',
                      {
                        'configuration-recorder': { json: { name: 'default', roleARN: 'ROLE_ARN' } },
                        'recording-group': 'allSupported=true',
                      },
                      region,
                    ),
                    call(
                      'configservice',
                      'put-delivery-channel',
                      { 'delivery-channel': 'name=default,s3BucketName=BUCKET' },
                      region,
                    ),
                    call(
                      'configservice',
                      'start-configuration-recorder',
                      { 'configuration-recorder-name': 'default' },
                      region,
                    ),
                  ]
                : [
                    call(
                      'configservice',
                      'start-configuration-recorder',
                      { 'configuration-recorder-name': stopped.name },
                      region,
                    ),
                  ],
          },
        ),
      ]
    })
  },
}

const recorderNarrow: RegionCheck = {
  ...FACTS,
  id: 'config-recorder-narrow',
  title: 'Config records some kinds of resources only',
  level: 'low',
  why: 'What is not recorded has no history; IAM left out is what hurts here.',
  cis: ['3.3'],
  controls: ['Config.1'],
  look: (place) => {
    const { RegionName: region, recorders } = place.region
    const resource = regionArn(place, 'config')
    return whenKnown(recorders, { resource, leavesOpen: 'What Config records.' }, (all) => {
      const recorder = all.find(({ recording }) => recording)
      if (recorder === undefined) return [notApplicable(resource, 'Config records nothing.')]
      const { allSupported, resourceTypes } = recorder.recordingGroup
      if (allSupported) return [passed(resource, `${recorder.name} records all kinds of resources.`)]
      const hasIam = resourceTypes.some((type) => type.startsWith('AWS::IAM::'))
      return [
        failed(
          resource,
          `${recorder.name} of ${region} records ${counted(resourceTypes.length, 'type')} of resources${hasIam ? '' : ', IAM not among them'}.`,
          {
            fix: [
              'Each change recorded costs:',
              call(
                'configservice',
                'put-configuration-recorder',
                {
                  'configuration-recorder': { json: { name: recorder.name, roleARN: 'ROLE_ARN' } },
                  'recording-group': 'allSupported=true',
                },
                region,
              ),
            ],
          },
        ),
      ]
    })
  },
}

const deliveryFails: RegionCheck = {
  ...FACTS,
  id: 'config-delivery-fails',
  title: 'Config records and cannot deliver',
  level: 'medium',
  why: 'What is recorded reaches no bucket: history ends with the account.',
  cis: ['3.3'],
  controls: [],
  look: (place) => {
    const { RegionName: region, recorders, deliveryChannels } = place.region
    const resource = regionArn(place, 'config', 'delivery-channel')
    return whenKnown(
      deliveryChannels,
      { resource, leavesOpen: 'Whether what Config records is delivered.' },
      (channels) => {
        if (valueOf(recorders)?.some(({ recording }) => recording) !== true)
          return [notApplicable(resource, 'It is not known that Config records.')]
        const broken = channels.find(({ lastStatus }) => lastStatus.toUpperCase() === 'FAILURE')
        if (channels.length > 0 && broken === undefined)
          return [passed(resource, `What Config records in ${region} is delivered.`)]
        return [
          failed(
            resource,
            broken === undefined
              ? `Config of ${region} has no delivery channel.`
              : `Config of ${region} fails to deliver to ${broken.s3BucketName}: ${broken.lastErrorMessage || 'no reason given'}.`,
            {
              fix: [
                call(
                  'configservice',
                  'put-delivery-channel',
                  { 'delivery-channel': 'name=default,s3BucketName=BUCKET' },
                  region,
                ),
              ],
            },
          ),
        ]
      },
    )
  },
}

/** Managed rules about who may do what, and who may reach what. */
const GRAVE_RULES = /IAM|MFA|ROOT|ACCESS_KEY|SECURITY_GROUP|SSH|INCOMING|PASSWORD_POLICY/iu

const rulesBroken: RegionCheck = {
  ...FACTS,
  id: 'config-rule-noncompliant',
  title: 'A Config rule of your own finds something wrong',
  level: 'medium',
  why: 'Somebody asked Config to watch this, and it tells of it: above all IAM and security groups.',
  cis: [],
  controls: [],
  look: (place) => {
    const { RegionName: region, configRules } = place.region
    const resource = regionArn(place, 'config', 'config-rule')
    return whenKnown(configRules, { resource, leavesOpen: 'What your Config rules find.' }, (rules) => {
      if (rules.length === 0) return [notApplicable(resource, `There are no Config rules in ${region}.`)]
      return rules.map(({ ConfigRuleName: name, ComplianceType, SourceIdentifier }) =>
        ComplianceType === 'NON_COMPLIANT'
          ? failed(`${resource}/${name}`, `Rule ${name} of ${region} finds resources that break it.`, {
              level: GRAVE_RULES.test(`${name} ${SourceIdentifier}`) ? 'medium' : 'low',
              fix: [
                call(
                  'configservice',
                  'get-compliance-details-by-config-rule',
                  { 'config-rule-name': name, 'compliance-types': 'NON_COMPLIANT' },
                  region,
                ),
              ],
            })
          : passed(`${resource}/${name}`, `Rule ${name}: ${ComplianceType}.`),
      )
    })
  },
}

export const CONFIG_CHECKS: readonly RegionCheck[] = [recorderOff, recorderNarrow, deliveryFails, rulesBroken]
