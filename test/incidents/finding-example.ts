import type { Finding } from '#findings/index.ts'

/** A finding of medium level by alice's key; what a test is about goes into `changes`. */
export function finding(changes: Partial<Finding> = {}): Finding {
  const detectionId = changes.detectionId ?? 'key-created'
  return {
    id: `fnd-${detectionId}`,
    detectionId,
    detection: 'Access key created',
    kind: 'sigma',
    title: 'Access key created',
    level: 'medium',
    why: 'alice created an access key for bob',
    techniques: [{ id: 'T1098.001', name: 'Additional Cloud Credentials' }],
    tactics: ['persistence'],
    rows: ['2.1'],
    principal: 'arn:aws:iam::123456789012:user/alice',
    actorClass: 'iam-user',
    accountId: '123456789012',
    accessKeys: ['AKIAIOSFODNN7EXAMPLE'],
    sessions: ['AKIAIOSFODNN7EXAMPLE'],
    regions: ['us-east-1'],
    sourceIps: ['203.0.113.7'],
    clients: ['aws-cli/2.15.30 md/Botocore#1.34.0 ua/2.0'],
    calls: ['iam.amazonaws.com:CreateAccessKey'],
    resources: ['bob'],
    firstMs: Date.parse('2026-03-07T02:20:00Z'),
    lastMs: Date.parse('2026-03-07T02:20:00Z'),
    count: 1,
    deniedCount: 0,
    eventIds: ['11111111-2222-4333-8444-000000000001'],
    falsePositives: ['An administrator who sets up a colleague'],
    blindSpots: ['Keys made before the logs begin'],
    respond: ['Ask who created the key, and why'],
    references: ['https://attack.mitre.org/techniques/T1098/001/'],
    ...changes,
  }
}
