import { assert, integer, property } from 'fast-check'
import { describe, expect, test } from 'vitest'
import { logGamma, tailSurprise } from '../../../src/detections/behaviours/negative-binomial.ts'

describe('ln Γ', () => {
  test.each([
    [1, 0],
    [2, 0],
    [5, Math.log(24)],
    [0.5, Math.log(Math.sqrt(Math.PI))],
    [171, 706.5730622457874],
  ])('of %d', (x, expected) => {
    expect(logGamma(x)).toBeCloseTo(expected, 9)
  })
})

describe('the tail of counts', () => {
  test("a Poisson's where the variance is no larger than the mean", () => {
    // P(X >= 30; 5) = 2.817518e-14, a figure that one minus the rest gets wrong in the second digit.
    expect(tailSurprise(30, 5, 5)).toBeCloseTo(-Math.log(2.817518e-14), 1)
  })

  test('the sum of its terms, counted the long way', () => {
    const mean = 4
    const variance = 12
    const size = (mean * mean) / (variance - mean)
    const keep = size / (size + mean)
    let below = 0
    for (let k = 0; k < 9; k++) {
      below += Math.exp(
        logGamma(k + size) -
          logGamma(size) -
          logGamma(k + 1) +
          size * Math.log(keep) +
          k * Math.log(1 - keep),
      )
    }
    expect(tailSurprise(9, mean, variance)).toBeCloseTo(-Math.log(1 - below), 9)
  })

  test.each([
    ['at the mean', 5, 5],
    ['below it', 3, 5],
  ])('no surprise %s', (_, count, mean) => {
    expect(tailSurprise(count, mean, 8)).toBe(0)
  })

  test('more is never less surprising', () => {
    assert(
      property(
        integer({ min: 1, max: 400 }),
        integer({ min: 1, max: 50 }),
        integer({ min: 1, max: 200 }),
        (count, mean, extra) => {
          const here = tailSurprise(count, mean, mean + extra)
          expect(tailSurprise(count + 1, mean, mean + extra)).toBeGreaterThanOrEqual(here - 1e-9)
        },
      ),
    )
  })
})
