import { expect, test } from 'vitest'
import { goOn, queryCommandFor } from '../../src/cli/go-on.ts'

test.each([
  { told: { workspace: '.trailhound' }, command: 'trailhound tune add' },
  {
    told: { workspace: 'cases/a', config: 'my.yml', rules: ['mine', 'theirs'] },
    command: 'trailhound tune add -w cases/a -c my.yml -r mine theirs',
  },
  { told: { workspace: 'a b', config: "it's" }, command: `trailhound tune add -w 'a b' -c 'it'\\''s'` },
  { told: { workspace: '-w' }, command: "trailhound tune add -w '-w'" },
])('$command', ({ told, command }) => expect(goOn('tune add', told)).toBe(command))

test('a query needs settings, which may name a database, but no rules', () =>
  expect(queryCommandFor({ workspace: 'a', config: 'my.yml', rules: ['mine'] })).toBe(
    'trailhound query -w a -c my.yml',
  ))
