/** A Markdown table whose columns are aligned, so that it reads on a terminal too. */
export function markdownTable(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = [heads, ...rows].map((row) => row.map((cell) => cell.replaceAll('|', '\\|')))
  const widths = heads.map((_, place) => Math.max(3, ...cells.map((row) => (row[place] ?? '').length)))
  const line = (row: readonly string[]): string =>
    `| ${widths.map((width, place) => (row[place] ?? '').padEnd(width)).join(' | ')} |`
  const [head = [], ...body] = cells
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...body.map(line)].join('\n')
}
