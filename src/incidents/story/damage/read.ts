import type { Call } from '../read-calls.ts'
import type { ObjectCalls } from '../read-objects.ts'
import type { Harm } from '../story.ts'
import { READ } from './effects-done.ts'
import { anyName, harmOf, summed, textsOf } from './harms.ts'

/** What an intruder got to see. */
export function whatWasRead(calls: readonly Call[], objects: readonly ObjectCalls[]): readonly Harm[] {
  const told = calls.flatMap((call) => {
    const found = READ[`${call.service}:${call.name}`]
    if (found === undefined && (call.danger !== 'secret' || call.accessLevel === 'write')) return []
    const names = found === undefined ? [] : textsOf(call, found.what)
    return (names.length === 0 ? [anyName(call)] : names).map((what) =>
      harmOf(call, { kind: found?.kind ?? 'secret', what }),
    )
  })
  return summed([...told, ...objects.filter(({ name }) => isReading(name)).map((one) => objectHarm(one))])
}

export const isReading = (name: string): boolean => /^(Get|Head|Select|Copy|Restore)/u.test(name)

/** Objects of one bucket: `count` are the objects, not the calls. */
export const objectHarm = (one: ObjectCalls): Harm => ({
  kind: 'object',
  what: one.bucket,
  call: `s3:${one.name}`,
  accountId: one.accountId,
  region: one.region,
  count: one.objectCount,
  deniedCount: one.deniedCount,
  bytes: one.bytesOut,
  to: null,
  before: null,
  after: null,
  isAlive: null,
  firstMs: one.firstMs,
  eventIds: one.eventIds,
})
