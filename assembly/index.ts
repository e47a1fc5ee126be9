// What of the way from bytes to pages JavaScript is slow at: see docs/decisions/0012-web-assembly.md. `npm run wasm` compiles
// it to data/bytes.wasm. All places are addresses in the module's one memory; offsets are counted from one of them.
export { hashEvents } from './event-hashes'
export { findFields } from './fields'
export {
  firstText,
  gatheredTextBytes,
  gatherIds,
  gatherSharedIds,
  gatherTexts,
  lastText,
  numberIds,
  pageGreatest,
  pageLeast,
  pageNulls,
  setRows,
  weighTexts,
  writeBooleanPage,
  writeIdPage,
  writeInt32Page,
  writeInt64Page,
  writeTextPage,
  writeTexts,
} from './pages'
export { forgetGuesses, newReader, readerKeys, readFields, setColumn, setEntry, whyStopped } from './rows'
export { scanList, scannedRecords, scannedTapeEnd } from './scan'
export { mayHoldInsight } from './search'
export { clearSeen, meet, newSeen, seedSeen } from './seen'
export {
  addSpelling,
  addText,
  clearTable,
  idOf,
  newTable,
  seedTables,
  tableBytes,
  tableEnds,
  tableSize,
  tableStarts,
  tableTexts,
} from './table'

/** @returns the address of room for `size` bytes, at a multiple of 16; the module traps where there is none. */
export function allocate(size: usize): usize {
  return heap.alloc(size)
}

export function release(place: usize): void {
  heap.free(place)
}
