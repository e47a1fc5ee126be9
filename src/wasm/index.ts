/** wasm: loops over bytes that JavaScript is slow at, written in AssemblyScript (assembly/), and the memory they work in. */
import { WasmMemory } from './memory.ts'

export type { WasmMemory } from './memory.ts'

let ofThread: WasmMemory | undefined

/** Made when it is first asked for: few verbs read logs. */
export function wasmMemory(): WasmMemory {
  ofThread ??= new WasmMemory()
  return ofThread
}
