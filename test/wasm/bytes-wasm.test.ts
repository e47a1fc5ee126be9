import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { compileBytes } from '../../scripts/compile-bytes.ts'

test('data/bytes.wasm is what assembly/ compiles to (npm run wasm)', async () => {
  expect(Buffer.from(await compileBytes()).equals(readFileSync('data/bytes.wasm'))).toBe(true)
}, 60_000)
