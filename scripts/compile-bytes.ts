import { readFileSync } from 'node:fs'
import { main } from 'assemblyscript/asc'

const ROOT = new URL('../', import.meta.url)
/** Pages of 64 kB. Their largest number only reserves addresses: memory is taken when it is written to. */
const FIRST_PAGES = 16
const MOST_PAGES = 65_536

/**
 * Compiles assembly/ to WebAssembly.
 *
 * @throws with the compiler's words when it does not compile.
 */
export async function compileBytes(): Promise<Uint8Array> {
  const written = new Map<string, string | Uint8Array>()
  const args = ['assembly/index.ts', '--outFile', 'bytes.wasm', '-O3', '--noAssert', '--runtime', 'minimal']
  for (const feature of ['simd', 'bulk-memory', 'threads']) args.push('--enable', feature)
  args.push('--importMemory', '--sharedMemory')
  args.push('--initialMemory', String(FIRST_PAGES), '--maximumMemory', String(MOST_PAGES))
  let told = ''
  const { error } = await main(args, {
    stderr: { write: (text) => void (told += String(text)) },
    readFile: (name) => readSource(name),
    writeFile: (name, contents) => void written.set(name, contents),
    listFiles: () => [],
  })
  const code = written.get('bytes.wasm')
  if (error !== null || code === undefined || typeof code === 'string') throw new Error(told)
  return code
}

function readSource(name: string): string | null {
  try {
    return readFileSync(new URL(name, ROOT), 'utf8')
  } catch {
    // The compiler asks for a file under several names.
    return null
  }
}
