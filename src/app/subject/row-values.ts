import { numberIn, type Row } from '#store/index.ts'

/** As AWS writes times, to the second where nothing finer is known. */
export const isoOf = (ms: number): string => new Date(ms).toISOString().replace('.000Z', 'Z')

export const isoIn = (row: Row, name: string): string => isoOf(numberIn(row, name))
