import { expect, test } from 'vitest'
import { titleOf } from '../../src/incidents/title.ts'
import { finding } from './finding-example.ts'

test.each([
  { count: 2, deniedCount: 0, says: 'Trail stopped' },
  { count: 2, deniedCount: 1, says: 'Trail stopped' },
  { count: 2, deniedCount: 2, says: 'Trail stopped (refused)' },
])('$deniedCount of $count refused: $says', ({ count, deniedCount, says }) => {
  expect(titleOf([finding({ title: 'Trail stopped', count, deniedCount })])).toMatch(
    new RegExp(`: ${says.replaceAll(/[()]/gu, '\\$&')}$`, 'u'),
  )
})

test.each([
  ['Failed console sign-ins of many users', 'Failed console sign-ins of many users'],
  ['Call refused by the policy of a VPC endpoint', 'Call refused by the policy of a VPC endpoint'],
  ['Burst of denied calls', 'Burst of denied calls'],
  ['Database restarted or failed over by hand', 'Database restarted or failed over by hand (refused)'],
])('what fails by its own words is not refused besides: %s', (title, says) =>
  expect(titleOf([finding({ title, count: 2, deniedCount: 2 })]).endsWith(`: ${says}`)).toBe(true),
)
