// oxlint-disable max-params -- as WebAssembly has it: numbers only

/**
 * What assembly/ exports; its comments say what each does. Addresses are unsigned, truths 1 and 0, and all numbers whole but the
 * least and the greatest of a page.
 */
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
  hashEvents(
    out: number,
    rows: number,
    count: number,
    arena: number,
    starts: number,
    ends: number,
    accounts: number,
    texts: number,
    textStarts: number,
    textEnds: number,
  ): void
  findFields(base: number, start: number, end: number, names: number, count: number, found: number): void
  scannedRecords(): number
  scannedTapeEnd(): number
  mayHoldInsight(start: number, end: number): number
  newSeen(mostCells: number): number
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
  setRows(ofGroup: number, levelRoom: number, valueRoom: number): void
  gatherIds(count: number, ids: number, length: number): number
  gatherSharedIds(
    count: number,
    shared: number,
    length: number,
    ids: number,
    definitions: number,
    leafLength: number,
  ): number
  gatherTexts(
    from: number,
    count: number,
    starts: number,
    ends: number,
    length: number,
    pageBytes: number,
  ): number
  gatheredTextBytes(): number
  numberIds(count: number, idCount: number, numbers: number, used: number): number
  weighTexts(ids: number, count: number, bytes: number, starts: number, ends: number): void
  firstText(): number
  lastText(): number
  writeTexts(to: number, ids: number, count: number, bytes: number, starts: number, ends: number): number
  writeIdPage(to: number, count: number, levelWidth: number, present: number, width: number): number
  writeTextPage(to: number, count: number, bytes: number, starts: number, ends: number): number
  writeInt64Page(to: number, count: number, numbers: number, length: number): number
  writeInt32Page(to: number, count: number, numbers: number, length: number): number
  writeBooleanPage(to: number, count: number, truths: number, length: number): number
  pageNulls(): number
  pageLeast(): number
  pageGreatest(): number
}

const NAMES: Readonly<Record<keyof Code, true>> = {
  allocate: true,
  release: true,
  scanList: true,
  hashEvents: true,
  findFields: true,
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
  setRows: true,
  gatherIds: true,
  gatherSharedIds: true,
  gatherTexts: true,
  gatheredTextBytes: true,
  numberIds: true,
  weighTexts: true,
  firstText: true,
  lastText: true,
  writeTexts: true,
  writeIdPage: true,
  writeTextPage: true,
  writeInt64Page: true,
  writeInt32Page: true,
  writeBooleanPage: true,
  pageNulls: true,
  pageLeast: true,
  pageGreatest: true,
}

export const isCode = (exports: object): exports is Code =>
  Object.keys(NAMES).every((name) => typeof Reflect.get(exports, name) === 'function')
