const BLOCKS = Array.from('▁▂▃▄▅▆▇█')
const ASCII = Array.from('.:-=+*#@')

/** One sign a number, as high as its share of the greatest; a space for none. */
export function bars(counts: readonly number[], unicode: boolean): string {
  const signs = unicode ? BLOCKS : ASCII
  const most = counts.reduce((so, count) => Math.max(so, count), 0)
  return counts
    .map((count) => (count > 0 ? (signs[Math.ceil((count / most) * signs.length) - 1] ?? '') : ' '))
    .join('')
}
