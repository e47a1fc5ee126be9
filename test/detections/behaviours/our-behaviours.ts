import { DEFAULT_SETTINGS, loadRules } from '#app/index.ts'
import type { CompiledBehaviour } from '../../../src/detections/behaviours/behaviour.ts'

export const OUR_BEHAVIOURS = loadRules(DEFAULT_SETTINGS, []).behaviours

/** @throws when we ship none of that name. */
export function ourBehaviour(name: string): CompiledBehaviour {
  const found = OUR_BEHAVIOURS.find((one) => one.name === name)
  if (found === undefined) throw new Error(`no behaviour ${name}`)
  return found
}
