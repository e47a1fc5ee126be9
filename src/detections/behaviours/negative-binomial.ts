/** ln Γ(x) for x > 0, by Lanczos' approximation: good to 15 digits. */
export function logGamma(x: number): number {
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x)
  const z = x - 1
  const sum = LANCZOS.reduce(
    (total, coefficient, i) => total + (i === 0 ? coefficient : coefficient / (z + i)),
    0,
  )
  const t = z + 7.5
  return 0.5 * Math.log(2 * Math.PI) + (z + 0.5) * Math.log(t) - t + Math.log(sum)
}

const LANCZOS = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
]

/** Terms after which a tail that still grows is given up: it is no tail then. */
const MOST_TERMS = 100_000

/**
 * −ln P(X ≥ count) for a negative binomial with this mean and variance: a Poisson's where the variance is no larger than the
 * mean. The tail itself is summed, in logarithms: one minus the rest would lose all its digits.
 *
 * @returns 0 for counts at or below the mean.
 */
export function tailSurprise(count: number, mean: number, variance: number): number {
  if (!(count > mean) || !(mean > 0)) return count > 0 && mean <= 0 ? Number.POSITIVE_INFINITY : 0
  // Never thinner than a Poisson's, and never as if a few days had told the variance exactly.
  const spread = Math.max(variance, mean * 1.0001)
  const size = (mean * mean) / (spread - mean)
  const logKeep = Math.log(size / (size + mean))
  const logStep = Math.log(mean / (size + mean))
  const first =
    logGamma(count + size) - logGamma(size) - logGamma(count + 1) + size * logKeep + count * logStep
  let ratioSum = 1
  let term = 1
  for (let k = count; k < count + MOST_TERMS; k++) {
    term *= ((k + size) / (k + 1)) * Math.exp(logStep)
    ratioSum += term
    if (term < ratioSum * 1e-12) break
  }
  return -(first + Math.log(ratioSum))
}
