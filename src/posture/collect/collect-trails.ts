import { isRecord, textOf } from '#kernel/index.ts'
import { TRAIL_BUCKET_PARTS, TRAIL_PARTS, TRAILS } from '../snapshot/trails.ts'
import { type Answer, type Asker, askerIn, type CallApi, recordOf, recordsOf, tell } from './ask.ts'

/** Trails of all regions, each once: multi-region ones are told of in every region. */
export async function collectTrails(regions: readonly string[], call: CallApi) {
  const trails = await tell({ action: 'cloudtrail:DescribeTrails', part: TRAILS.trails }, async () => {
    const found = await Promise.all(
      regions.map(async (region) =>
        recordsOf(
          (await askerIn(region, call).ask('cloudtrail', 'DescribeTrails', { includeShadowTrails: true }))[
            'trailList'
          ],
        ),
      ),
    )
    const byArn = new Map(found.flat().map((trail) => [String(trail['TrailARN']), trail]))
    return await Promise.all(
      [...byArn.values()].map(async (trail) => withStatus(trail, askerIn(String(trail['HomeRegion']), call))),
    )
  })
  return trails
}

async function withStatus(trail: Answer, asker: Asker): Promise<Answer> {
  const [status, selectors] = await Promise.all([
    tell({ action: 'cloudtrail:GetTrailStatus', part: TRAIL_PARTS.status }, async () =>
      asker.ask('cloudtrail', 'GetTrailStatus', { Name: trail['TrailARN'] }),
    ),
    tell({ action: 'cloudtrail:GetEventSelectors', part: TRAIL_PARTS.selectors }, async () =>
      asker.ask('cloudtrail', 'GetEventSelectors', { TrailName: trail['TrailARN'] }),
    ),
  ])
  return { ...trail, status, selectors }
}

/** What a bucket that holds logs is like; it may belong to another account, which then says no. */
export async function collectTrailBucket(Name: string, asker: Asker) {
  const ask = async (operation: string): Promise<Answer> => asker.ask('s3', operation, { Bucket: Name })
  const parts = TRAIL_BUCKET_PARTS
  const [publicAccessBlock, isPublic, policy, versioning, lifecycle, logging] = await Promise.all([
    tell(
      {
        action: 's3:GetBucketPublicAccessBlock',
        part: parts.publicAccessBlock,
        absent: { codes: ['NoSuchPublicAccessBlockConfiguration'], value: null },
      },
      async () => recordOf((await ask('GetPublicAccessBlock'))['PublicAccessBlockConfiguration']),
    ),
    tell(
      {
        action: 's3:GetBucketPolicyStatus',
        part: parts.isPublic,
        absent: { codes: ['NoSuchBucketPolicy'], value: false },
      },
      async () => recordOf((await ask('GetBucketPolicyStatus'))['PolicyStatus'])['IsPublic'] === true,
    ),
    tell(
      {
        action: 's3:GetBucketPolicy',
        part: parts.policy,
        absent: { codes: ['NoSuchBucketPolicy'], value: null },
      },
      async () => textOf((await ask('GetBucketPolicy'))['Policy']) ?? null,
    ),
    tell({ action: 's3:GetBucketVersioning', part: parts.versioning }, async () =>
      ask('GetBucketVersioning'),
    ),
    tell(
      {
        action: 's3:GetLifecycleConfiguration',
        part: parts.lifecycle,
        absent: { codes: ['NoSuchLifecycleConfiguration'], value: [] },
      },
      async () => recordsOf((await ask('GetBucketLifecycleConfiguration'))['Rules']),
    ),
    tell({ action: 's3:GetBucketLogging', part: parts.logging }, async () => {
      const { LoggingEnabled } = await ask('GetBucketLogging')
      return isRecord(LoggingEnabled) ? LoggingEnabled : null
    }),
  ])
  return { Name, publicAccessBlock, isPublic, policy, versioning, lifecycle, logging }
}
