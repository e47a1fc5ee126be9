/** How well the order of incidents puts the true ones first. */
export interface RankScore {
  readonly incidents: number
  readonly true: number
  /** The chance that a true incident stands before a false one: 1 is perfect, 0.5 is blind; undefined without both. */
  readonly order: number | undefined
  /** True ones among the first ten, and how many that could be. */
  readonly trueInTen: number
  readonly possibleInTen: number
  /** False ones before the last true one. */
  readonly falseBeforeLastTrue: number
}

/** @param isTrue - of each incident, the worst first. */
export function scoreRanks(isTrue: readonly boolean[]): RankScore {
  const trueCount = isTrue.filter(Boolean).length
  const falseCount = isTrue.length - trueCount
  let [falseBefore, falseBeforeSum, falseBeforeLastTrue] = [0, 0, 0]
  for (const one of isTrue) {
    if (!one) falseBefore++
    else {
      falseBeforeSum += falseBefore
      falseBeforeLastTrue = falseBefore
    }
  }
  const pairs = trueCount * falseCount
  return {
    incidents: isTrue.length,
    true: trueCount,
    order: pairs === 0 ? undefined : 1 - falseBeforeSum / pairs,
    trueInTen: isTrue.slice(0, 10).filter(Boolean).length,
    possibleInTen: Math.min(10, trueCount),
    falseBeforeLastTrue,
  }
}
