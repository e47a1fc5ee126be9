import type { Call } from '../read-calls.ts'
import type { Change, Wanted } from '../read-changes.ts'
import type { ObjectCalls } from '../read-objects.ts'
import type { Damage } from '../story.ts'
import { attachedBy, isChange, settingCalls, whatWasChanged } from './changed.ts'
import { createdBy, whatWasCreated } from './created.ts'
import { anyName } from './harms.ts'
import { whatCostsMoney } from './money.ts'
import { whatWasRead } from './read.ts'
import { ownerRemoversOf, removersOf } from './removed.ts'
import { whatWasTaken } from './taken.ts'

export interface DamageInputs {
  readonly calls: readonly Call[]
  readonly objects: readonly ObjectCalls[]
  /** Oldest first. */
  readonly changes: readonly Change[]
  readonly ownAccounts: ReadonlySet<string>
}

export const damageOf = ({ calls, objects, changes, ownAccounts }: DamageInputs): Damage => ({
  read: whatWasRead(calls, objects),
  changed: whatWasChanged(calls, objects, changes),
  taken: whatWasTaken(calls, objects, ownAccounts),
  created: whatWasCreated(calls, changes),
  money: whatCostsMoney(calls),
})

/** Later and earlier calls that would tell what became of what these made, and what was before what they changed. */
export const wantedBy = (calls: readonly Call[]): readonly Wanted[] =>
  calls
    .filter(({ isDenied }) => !isDenied)
    .flatMap((call) => [...wantedOfMade(call), ...wantedOfChanged(call)])

function wantedOfMade(call: Call): readonly Wanted[] {
  return createdBy(call).flatMap(({ harm: { kind }, names: [name], of }) => [
    ...wanted(call.service, [call.name, ...removersOf(kind, call.name)], name),
    ...wanted(call.service, ownerRemoversOf(kind), of),
  ])
}

function wantedOfChanged(call: Call): readonly Wanted[] {
  if (!isChange(call)) return []
  const name = anyName(call)
  const attached = attachedBy(call)
  if (attached === undefined) return wanted(call.service, settingCalls(call.name), name)
  return wanted(
    call.service,
    [call.name, ...removersOf('attached-policy', call.name), ...ownerRemoversOf('attached-policy')],
    name,
  )
}

/** Requests name by name or by ARN. */
export function wanted(
  service: string,
  calls: readonly string[],
  thing: string | undefined,
): readonly Wanted[] {
  if (thing === undefined || thing === '') return []
  const names = thing.startsWith('arn:') ? [thing, thing.split('/').at(-1) ?? thing] : [thing]
  return names.flatMap((name) => calls.map((call) => ({ service, call, thing: name })))
}
