import { textsAt } from '../json-path.ts'
import type { Call } from '../read-calls.ts'
import type { Harm } from '../story.ts'
import { MONEY } from './effects-done.ts'
import { anyName, harmOf, summed, textIn } from './harms.ts'

/** What costs money: how many instances of which type, calls of which model. */
export function whatCostsMoney(calls: readonly Call[]): readonly Harm[] {
  return summed(
    calls.flatMap((call) => {
      if (call.service === 'ec2' && call.name === 'RunInstances') return [instances(call)]
      const found = MONEY[`${call.service}:${call.name}`]
      return found === undefined
        ? []
        : [harmOf(call, { kind: found.kind, what: textIn(call, found.what) ?? anyName(call) })]
    }),
  )
}

function instances(call: Call): Harm {
  const started = new Set(textsAt(call.answer, 'instancesSet.items.instanceId')).size
  const asked = Number(textsAt(call.request, 'instancesSet.items.maxCount')[0] ?? 1)
  const each = started > 0 ? started : Number.isFinite(asked) ? asked : 1
  const what = textIn(call, ['request.instanceType', 'answer.instancesSet.items.instanceType']) ?? 'instance'
  return harmOf(call, { kind: 'instances', what, count: call.isDenied ? 0 : each * call.count })
}
