// oxlint-disable max-params -- as WebAssembly has it: numbers only

/** What assembly/ exports; its comments say what each does. All numbers are whole, addresses unsigned, truths 1 and 0. */
export interface Code {
  allocate(size: number): number
  release(place: number): void
  scanList(
    base: number,
    from: number,
    until: number,
    tape: number,
    tapeLimit: number,
    maxBytes: number,
  ): number
  scannedRecords(): number
  scannedTapeEnd(): number
  mayHoldInsight(start: number, end: number): number
  newSeen(): number
  seedSeen(a: number, b: number, c: number, d: number): void
  clearSeen(seen: number): void
  meet(seen: number, start: number, end: number, account: number, source: number): number
  seedTables(a: number, b: number): void
  newTable(): number
  clearTable(table: number): void
  tableSize(table: number): number
  tableBytes(table: number): number
  tableTexts(table: number): number
  tableStarts(table: number): number
  tableEnds(table: number): number
  idOf(table: number, start: number, end: number, quoted: number): number
  addSpelling(table: number, start: number, end: number, text: number, size: number): number
  addText(table: number, text: number, size: number): number
  newReader(arena: number, columnCount: number): number
  readerKeys(reader: number): number
  forgetGuesses(reader: number): void
  setColumn(reader: number, index: number, kind: number, first: number, second: number, table: number): void
  setEntry(reader: number, key: number, column: number): void
  readFields(reader: number, base: number, field: number, end: number, row: number): number
  whyStopped(reader: number): number
}

const NAMES: Readonly<Record<keyof Code, true>> = {
  allocate: true,
  release: true,
  scanList: true,
  scannedRecords: true,
  scannedTapeEnd: true,
  mayHoldInsight: true,
  newSeen: true,
  seedSeen: true,
  clearSeen: true,
  meet: true,
  seedTables: true,
  newTable: true,
  clearTable: true,
  tableSize: true,
  tableBytes: true,
  tableTexts: true,
  tableStarts: true,
  tableEnds: true,
  idOf: true,
  addSpelling: true,
  addText: true,
  newReader: true,
  readerKeys: true,
  forgetGuesses: true,
  setColumn: true,
  setEntry: true,
  readFields: true,
  whyStopped: true,
}

export const isCode = (exports: object): exports is Code =>
  Object.keys(NAMES).every((name) => typeof Reflect.get(exports, name) === 'function')
