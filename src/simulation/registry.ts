import type { Caller } from './kit/caller.ts'

/** The sessions alive now, by name (`instance:production:web-1`, `person:anna`): what a thief finds there. */
export interface Registry {
  set(name: string, caller: Caller): void
  get(name: string): Caller | undefined
  /** Any whose name begins like this: the one that was first there. */
  like(prefix: string): Caller | undefined
}

export function createRegistry(): Registry {
  const live = new Map<string, Caller>()
  return {
    set: (name, caller) => void live.set(name, caller),
    get: (name) => live.get(name),
    like: (prefix) => [...live].find(([name]) => name.startsWith(prefix))?.[1],
  }
}
