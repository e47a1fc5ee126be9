import type { Caller } from './kit/caller.ts'

/** The sessions alive now, by name (`instance:production:web-1`, `person:anna`): what a thief finds there. */
export interface Registry {
  set(name: string, caller: Caller): void
  get(name: string): Caller | undefined
  /** Of those whose name begins like this, the first that fits. */
  like(prefix: string, fits?: (caller: Caller) => boolean): Caller | undefined
}

export function createRegistry(): Registry {
  const live = new Map<string, Caller>()
  return {
    set: (name, caller) => void live.set(name, caller),
    get: (name) => live.get(name),
    like: (prefix, fits = () => true) =>
      [...live].find(([name, caller]) => name.startsWith(prefix) && fits(caller))?.[1],
  }
}
