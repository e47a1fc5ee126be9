/** Whether something holds: `maybe` where it turns on what only the request would tell. */
export type Truth = 'yes' | 'maybe' | 'no'

const RANK: Readonly<Record<Truth, number>> = { no: 0, maybe: 1, yes: 2 }

/** Yes where all are, no where one is not. */
export function every(truths: Iterable<Truth>): Truth {
  let least: Truth = 'yes'
  for (const truth of truths) if (RANK[truth] < RANK[least]) least = truth
  return least
}

/** Yes where one is, no where none may be. */
export function some(truths: Iterable<Truth>): Truth {
  let most: Truth = 'no'
  for (const truth of truths) if (RANK[truth] > RANK[most]) most = truth
  return most
}

export const inverse = (truth: Truth): Truth => (truth === 'yes' ? 'no' : truth === 'no' ? 'yes' : 'maybe')
export const truthOf = (holds: boolean): Truth => (holds ? 'yes' : 'no')
