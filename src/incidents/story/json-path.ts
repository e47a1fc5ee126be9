import { isRecord } from '#kernel/index.ts'

/** Values looked at below one path: what a log may nest is without bound. */
const MOST_VALUES = 1000

/** Texts (and numbers, as texts) at a path like `instancesSet.items.instanceId`; lists are entered at each step. */
export function textsAt(value: unknown, path: string): readonly string[] {
  let level: readonly unknown[] = entered(value)
  for (const key of path.split('.')) {
    level = level
      .flatMap((one) => (isRecord(one) && Object.hasOwn(one, key) ? entered(one[key]) : []))
      .slice(0, MOST_VALUES)
  }
  return level.flatMap((one) =>
    typeof one === 'string' && one !== '' ? [one] : typeof one === 'number' ? [String(one)] : [],
  )
}

/** The first text that one of the paths leads to. */
export function textAt(value: unknown, ...paths: readonly string[]): string | undefined {
  for (const path of paths) {
    const [first] = textsAt(value, path)
    if (first !== undefined) return first
  }
  return undefined
}

/** Every text within, however deep. */
export function leavesOf(value: unknown): ReadonlySet<string> {
  const leaves = new Set<string>()
  const open: unknown[] = [value]
  while (open.length > 0 && leaves.size < MOST_VALUES) {
    const one = open.pop()
    if (typeof one === 'string') leaves.add(one)
    else if (typeof one === 'number') leaves.add(String(one))
    else if (Array.isArray(one)) open.push(...one.slice(0, MOST_VALUES))
    else if (isRecord(one)) open.push(...Object.values(one).slice(0, MOST_VALUES))
  }
  return leaves
}

const entered = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? value.slice(0, MOST_VALUES) : [value]
