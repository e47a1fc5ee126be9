import { call } from '../calls.ts'
import { failed, notApplicable, passed, type RegionCheck, whenKnown } from '../check.ts'
import { dayOf } from '../times.ts'
import { regionArn, regionUse } from './region-use.ts'

const FACTS = { rows: ['5.5', '3.4'], scope: 'region' } as const

const disksOpen: RegionCheck = {
  ...FACTS,
  rows: ['5.5'],
  id: 'ebs-encryption-off',
  title: 'New disks are not encrypted by themselves',
  level: 'low',
  why: 'An unencrypted snapshot needs no key: whoever gets it reads it, and it can be shared with the whole world.',
  cis: ['2.2.1'],
  controls: ['EC2.7'],
  look: (place) => {
    const { RegionName: region, ebsEncryptionByDefault } = place.region
    const resource = regionArn(place, 'ec2', 'ebs-encryption-by-default')
    return whenKnown(
      ebsEncryptionByDefault,
      { resource, leavesOpen: 'Whether new disks are encrypted.' },
      (on) => [
        on
          ? passed(resource, `New disks of ${region} are encrypted.`)
          : failed(resource, `New disks of ${region} are not encrypted by themselves.`, {
              ...regionUse(place, { used: 'medium', unused: 'low' }),
              fix: [call('ec2', 'enable-ebs-encryption-by-default', {}, region)],
            }),
      ],
    )
  },
}

const snapshotsShareable: RegionCheck = {
  ...FACTS,
  id: 'snapshots-can-be-public',
  title: 'Snapshots of disks can be made public',
  level: 'medium',
  why: 'One call gives a copy of a disk to the whole world, and leaves no trace of who took it.',
  cis: [],
  controls: ['EC2.182'],
  look: (place) => {
    const { RegionName: region, snapshotBlockPublicAccess } = place.region
    const resource = regionArn(place, 'ec2', 'snapshot-block-public-access')
    return whenKnown(
      snapshotBlockPublicAccess,
      { resource, leavesOpen: 'Whether snapshots can be made public.' },
      (state) => [
        state === 'block-all-sharing'
          ? passed(resource, `Snapshots of ${region} cannot be public.`)
          : failed(
              resource,
              state === 'block-new-sharing'
                ? `In ${region} snapshots that are public already stay so.`
                : `Snapshots of ${region} can be made public.`,
              {
                ...(state === 'block-new-sharing'
                  ? { level: 'low' as const }
                  : regionUse(place, { used: 'medium', unused: 'low' })),
                fix: [
                  call('ec2', 'enable-snapshot-block-public-access', { state: 'block-all-sharing' }, region),
                ],
              },
            ),
      ],
    )
  },
}

const snapshotsPublic: RegionCheck = {
  ...FACTS,
  id: 'snapshot-public',
  title: 'A snapshot of a disk is public',
  level: 'critical',
  why: 'Everybody can copy the disk and read what is on it: keys, passwords, data.',
  cis: [],
  controls: ['EC2.1'],
  look: (place) => {
    const { RegionName: region, publicSnapshots } = place.region
    const resource = regionArn(place, 'ec2', 'snapshot')
    return whenKnown(publicSnapshots, { resource, leavesOpen: 'Whether snapshots are public.' }, (ids) =>
      ids.length === 0
        ? [passed(resource, `No snapshot of ${region} is public.`)]
        : ids.map((id) =>
            failed(`${resource}/${id}`, `Snapshot ${id} of ${region} can be copied by everybody.`, {
              fix: [
                call(
                  'ec2',
                  'modify-snapshot-attribute',
                  {
                    'snapshot-id': id,
                    attribute: 'createVolumePermission',
                    'operation-type': 'remove',
                    'group-names': 'all',
                  },
                  region,
                ),
              ],
            }),
          ),
    )
  },
}

const keysNotRotated: RegionCheck = {
  ...FACTS,
  rows: ['5.5'],
  id: 'kms-key-not-rotated',
  title: 'A KMS key is never renewed',
  level: 'low',
  why: 'The same key material protects everything for ever.',
  cis: ['3.6'],
  controls: ['KMS.4'],
  look: (place) => {
    const { RegionName: region } = place.region
    const resource = regionArn(place, 'kms', 'key')
    return whenKnown(place.region.keys, { resource, leavesOpen: 'Whether KMS keys are renewed.' }, (keys) => {
      const own = keys.filter(
        ({ KeyState, KeySpec, Origin }) =>
          KeyState === 'Enabled' && KeySpec === 'SYMMETRIC_DEFAULT' && Origin === 'AWS_KMS',
      )
      if (own.length === 0)
        return [notApplicable(resource, `There is no customer key in ${region} that can be renewed.`)]
      return own.flatMap(({ KeyId, rotation }) =>
        whenKnown(
          rotation,
          { resource: `${resource}/${KeyId}`, leavesOpen: 'Whether this key is renewed.' },
          (on) => [
            on
              ? passed(`${resource}/${KeyId}`, `Key ${KeyId} is renewed every year.`)
              : failed(`${resource}/${KeyId}`, `Key ${KeyId} of ${region} is never renewed.`, {
                  fix: [call('kms', 'enable-key-rotation', { 'key-id': KeyId }, region)],
                }),
          ],
        ),
      )
    })
  },
}

const keysDying: RegionCheck = {
  ...FACTS,
  rows: ['5.5', '5.6'],
  id: 'kms-key-to-be-deleted',
  title: 'A KMS key is about to be deleted',
  level: 'high',
  why: 'With the key goes everything it encrypted, logs among it. Thieves do that to extort or to destroy evidence.',
  cis: [],
  controls: ['KMS.3'],
  look: (place) => {
    const { RegionName: region } = place.region
    const resource = regionArn(place, 'kms', 'key')
    return whenKnown(
      place.region.keys,
      { resource, leavesOpen: 'Whether KMS keys are about to be deleted.' },
      (keys) => {
        const dying = keys.filter(({ KeyState }) => KeyState === 'PendingDeletion')
        if (dying.length === 0)
          return [passed(resource, `No customer key of ${region} is about to be deleted.`)]
        return dying.map(({ KeyId, DeletionDate }) => {
          const dateMs = Date.parse(DeletionDate ?? '')
          return failed(
            `${resource}/${KeyId}`,
            `Key ${KeyId} of ${region} is to be deleted${Number.isNaN(dateMs) ? '' : ` on ${dayOf(dateMs)}`}.`,
            {
              fix: [
                call('kms', 'cancel-key-deletion', { 'key-id': KeyId }, region),
                call('kms', 'enable-key', { 'key-id': KeyId }, region),
              ],
            },
          )
        })
      },
    )
  },
}

export const STORAGE_CHECKS: readonly RegionCheck[] = [
  snapshotsPublic,
  snapshotsShareable,
  disksOpen,
  keysNotRotated,
  keysDying,
]
