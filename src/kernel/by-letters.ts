/** For sorting: the same everywhere, whatever language the machine speaks. */
export const byLetters = (a: string, b: string): number => (a === b ? 0 : a < b ? -1 : 1)
