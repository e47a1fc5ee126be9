import type { CallApi } from './ask.ts'

export interface Counted {
  readonly call: CallApi
  /** Calls so far, and how many of them failed. */
  readonly counts: () => { readonly calls: number; readonly failures: number }
}

/** At most so many calls at once, the others wait in line; counted. */
export function limited(call: CallApi, most: number, signal?: AbortSignal): Counted {
  const waiting: (() => void)[] = []
  let [running, calls, failures] = [0, 0, 0]
  return {
    counts: () => ({ calls, failures }),
    call: async (one) => {
      if (running >= most) await new Promise<void>((resolve) => waiting.push(resolve))
      else running++
      try {
        signal?.throwIfAborted()
        calls++
        return await call(one)
      } catch (error) {
        failures++
        throw error
      } finally {
        const next = waiting.shift()
        if (next === undefined) running--
        else next()
      }
    },
  }
}
