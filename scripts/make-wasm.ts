/** `npm run wasm`: compiles assembly/ to data/bytes.wasm. A test holds both together. */
import { writeFileSync } from 'node:fs'
import { compileBytes } from './compile-bytes.ts'

writeFileSync(new URL('../data/bytes.wasm', import.meta.url), await compileBytes())
