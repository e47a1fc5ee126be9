import type { AwsCall } from '#kernel/index.ts'
import { call } from '../calls.ts'
import { type CheckFacts, failed, passed, type RegionCheck, type RegionPlace, whenKnown } from '../check.ts'
import type { Known } from '../snapshot/known.ts'
import type { Region } from '../snapshot/region.ts'
import { regionArn, regionUse } from './region-use.ts'

/** A service that is on in a region, or is not. */
interface ServiceCheck<T> extends Omit<CheckFacts, 'rows'> {
  readonly rows?: readonly string[]
  readonly service: string
  readonly name: string
  readonly part: (region: Region) => Known<T>
  readonly isOn: (value: T) => boolean
  /** What is told beside "is off". */
  readonly off?: (value: T) => string
  readonly fix: (place: RegionPlace) => readonly (AwsCall | string)[]
  readonly weighsUse?: boolean
}

function serviceCheck<T>({
  service,
  name,
  part,
  isOn,
  off,
  fix,
  weighsUse,
  rows = ['5.4'],
  ...facts
}: ServiceCheck<T>): RegionCheck {
  return {
    ...facts,
    rows,
    scope: 'region',
    look: (place) => {
      const { RegionName: region } = place.region
      const resource = regionArn(place, service)
      return whenKnown(part(place.region), { resource, leavesOpen: `Whether ${name} is on.` }, (value) => [
        isOn(value)
          ? passed(resource, `${name} is on in ${region}.`)
          : failed(resource, `${name} is ${off?.(value) ?? 'off'} in ${region}.`, {
              ...(weighsUse === true ? regionUse(place, { used: facts.level, unused: 'low' }) : {}),
              fix: fix(place),
            }),
      ])
    },
  }
}

export const SERVICE_CHECKS: readonly RegionCheck[] = [
  serviceCheck({
    id: 'security-hub-off',
    title: 'Security Hub is off in a region',
    level: 'low',
    why: 'Findings of AWS stay apart, each in its service, and nobody looks at all of them.',
    cis: ['4.16'],
    controls: [],
    service: 'securityhub',
    name: 'Security Hub',
    part: ({ securityHub }) => securityHub,
    isOn: (hub) => hub !== null,
    fix: ({ region }) => [
      call('securityhub', 'enable-security-hub', { 'enable-default-standards': true }, region.RegionName),
    ],
  }),
  serviceCheck({
    id: 'detective-off',
    title: 'Detective is off in a region',
    level: 'informational',
    why: 'Without its graph, how a finding of GuardDuty hangs together must be pieced together by hand.',
    cis: [],
    controls: [],
    service: 'detective',
    name: 'Detective',
    part: ({ detectiveGraphs }) => detectiveGraphs,
    isOn: (graphs) => graphs.length > 0,
    weighsUse: false,
    fix: ({ region }) => [
      'It needs GuardDuty, and costs by volume:',
      call('detective', 'create-graph', {}, region.RegionName),
    ],
  }),
  serviceCheck({
    id: 'access-analyzer-off',
    title: 'No analyzer tells what is shared outside',
    level: 'medium',
    rows: ['5.4', '5.1'],
    why: 'Roles, buckets, keys and queues that outsiders can use are found by nobody, the thief’s own back doors among them.',
    cis: ['1.20'],
    controls: ['IAM.28'],
    service: 'access-analyzer',
    name: 'Access Analyzer for external access',
    part: ({ analyzers }) => analyzers,
    isOn: (analyzers) =>
      analyzers.some(({ type, status }) => status === 'ACTIVE' && ['ACCOUNT', 'ORGANIZATION'].includes(type)),
    weighsUse: true,
    fix: ({ region }) => [
      call(
        'accessanalyzer',
        'create-analyzer',
        { 'analyzer-name': 'external-access', type: 'ACCOUNT' },
        region.RegionName,
      ),
    ],
  }),
  serviceCheck({
    id: 'inspector-off',
    title: 'Inspector does not look for holes',
    level: 'informational',
    why: 'Known holes in instances, images and functions are a common way to the credentials of their roles.',
    cis: [],
    controls: ['Inspector.1', 'Inspector.2', 'Inspector.4'],
    service: 'inspector2',
    name: 'Inspector',
    part: ({ inspector }) => inspector,
    isOn: (types) => ['ec2', 'ecr', 'lambda'].every((type) => types[type] === 'ENABLED'),
    off: (types) =>
      `off for ${['ec2', 'ecr', 'lambda'].filter((type) => types[type] !== 'ENABLED').join(', ')}`,
    fix: ({ region }) => ['It costs by instance, image and function:', enableInspector(region.RegionName)],
  }),
]

/** The CLI takes the types as words of their own. */
const enableInspector = (region: string): string =>
  /^[a-z]{2}(?:-[a-z]+)+-\d$/u.test(region)
    ? `aws inspector2 enable --resource-types EC2 ECR LAMBDA --region ${region}`
    : 'aws inspector2 enable --resource-types EC2 ECR LAMBDA'
