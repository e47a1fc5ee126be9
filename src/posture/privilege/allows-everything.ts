import { parsePolicy } from './policy/policy.ts'

/** Whether a policy allows `*` on `*`, whatever it denies beside. */
export const allowsEverything = (document: string): boolean =>
  parsePolicy(document).statements.some(
    ({ effect, actions, notAction, resources, notResource, conditions }) =>
      effect === 'Allow' &&
      !notAction &&
      actions.some((action) => action === '*' || action === '*:*') &&
      !notResource &&
      resources.includes('*') &&
      conditions.length === 0,
  )
