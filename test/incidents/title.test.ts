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
