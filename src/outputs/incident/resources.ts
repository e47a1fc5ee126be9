import type { ToldIncident } from './told-incident.ts'
import { within } from './within.ts'

/** A thing that the incident is about. */
export interface AffectedResource {
  /** ARN, or the access key's id, or a name; harmless, at most 512 bytes. */
  readonly id: string
  /** Of the Security Finding Format where it has one, else `Other`. */
  readonly type: string
  /** Our word for it. */
  readonly kind: string
  readonly role: 'Actor' | 'Target'
  readonly region: string | undefined
  /** Of an access key. */
  readonly accessKeyId: string | undefined
}

const TYPES: readonly (readonly [pattern: RegExp, type: string])[] = [
  [/^arn:[a-z-]+:iam::\d{12}:user\//u, 'AwsIamUser'],
  [/^arn:[a-z-]+:iam::\d{12}:role\//u, 'AwsIamRole'],
  [/^arn:[a-z-]+:s3:::[^/]+$/u, 'AwsS3Bucket'],
  [/^arn:[a-z-]+:s3:::[^/]+\/./u, 'AwsS3Object'],
  [/^arn:[a-z-]+:lambda:[^:]+:\d{12}:function:/u, 'AwsLambdaFunction'],
  [/^arn:[a-z-]+:cloudtrail:[^:]+:\d{12}:trail\//u, 'AwsCloudTrailTrail'],
  [/^arn:[a-z-]+:secretsmanager:[^:]+:\d{12}:secret:/u, 'AwsSecretsManagerSecret'],
  [/^arn:[a-z-]+:kms:[^:]+:\d{12}:key\//u, 'AwsKmsKey'],
  [/^arn:[a-z-]+:ec2:[^:]+:\d{12}:instance\//u, 'AwsEc2Instance'],
  [/^arn:[a-z-]+:ec2:[^:]+:\d{12}:security-group\//u, 'AwsEc2SecurityGroup'],
  [/^arn:[a-z-]+:dynamodb:[^:]+:\d{12}:table\//u, 'AwsDynamoDbTable'],
]

/** Keys and principals that acted, then what was taken, changed and created, each once. */
export function resourcesOf({ incident, story }: ToldIncident): readonly AffectedResource[] {
  const { taken, changed, created, money, read } = story.damage
  const found = new Map<string, AffectedResource>()
  const add = (resource: AffectedResource): void => {
    if (!found.has(resource.id)) found.set(resource.id, resource)
  }
  for (const key of incident.accessKeys.slice(0, 10)) {
    const id = within(key, 200)
    add({
      id,
      type: 'AwsIamAccessKey',
      kind: 'access-key',
      role: 'Actor',
      region: undefined,
      accessKeyId: id,
    })
  }
  for (const principal of incident.principals.slice(0, 10)) {
    add({ ...typed(principal), kind: 'principal', role: 'Actor', region: undefined })
  }
  for (const { what, kind, region } of [...taken, ...changed, ...created, ...money, ...read].slice(0, 100)) {
    add({ ...typed(what), kind: within(kind, 60), role: 'Target', region: regionOf(region) })
  }
  return [...found.values()]
}

/** By what its name says. */
export function typed(name: string): Pick<AffectedResource, 'id' | 'type' | 'accessKeyId'> {
  const id = within(name, 512)
  const type = TYPES.find(([pattern]) => pattern.test(id))?.[1] ?? 'Other'
  return { id, type, accessKeyId: undefined }
}

/** A region as AWS names them; undefined where it is something else. */
export function regionOf(name: string | null): string | undefined {
  return name !== null && name.length <= 16 && /^[a-z]{2}(?:-[a-z]+){1,3}-\d$/u.test(name) ? name : undefined
}
