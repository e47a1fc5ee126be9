/**
 * The page's whole script: tables that can be sorted, commands that can be copied, everything open on paper. The page says all it
 * has to say without it. Its hash stands in the page's policy, so nothing is put into it.
 */
export const SCRIPT = `'use strict'
const make = (name, words, className) => Object.assign(document.createElement(name), { type: 'button', textContent: words, className })
for (const table of document.querySelectorAll('table.sortable')) {
  const body = table.tBodies[0]
  const heads = [...table.tHead.rows[0].cells]
  if (body.rows.length < 2) continue
  heads.forEach((head, column) => {
    const button = make('button', head.textContent, '')
    head.textContent = ''
    head.append(button)
    button.addEventListener('click', () => {
      const up = head.getAttribute('aria-sort') !== 'ascending'
      const sign = up ? 1 : -1
      const valueOf = (row) => row.cells[column].dataset.v ?? row.cells[column].textContent
      const compare = head.classList.contains('n') ? (a, b) => Number(a) - Number(b) : (a, b) => a.localeCompare(b)
      const rows = [...body.rows].map((row) => [valueOf(row), row])
      rows.sort((a, b) => sign * compare(a[0], b[0]))
      body.append(...rows.map(([, row]) => row))
      for (const other of heads) other.removeAttribute('aria-sort')
      head.setAttribute('aria-sort', up ? 'ascending' : 'descending')
    })
  })
}
for (const box of document.querySelectorAll('.cmd')) {
  const button = make('button', 'Copy', 'copy')
  const command = box.querySelector('pre')
  button.setAttribute('aria-label', 'Copy command')
  button.addEventListener('click', async () => {
    let said = 'Copied'
    try {
      await navigator.clipboard.writeText(command.textContent)
    } catch {
      getSelection().selectAllChildren(command)
      said = document.execCommand('copy') ? said : 'Selected'
    }
    button.textContent = said
    setTimeout(() => { button.textContent = 'Copy' }, 1500)
  })
  box.classList.add('live')
  box.append(button)
}
const closed = () => document.querySelectorAll('details:not([open])')
let opened = []
addEventListener('beforeprint', () => {
  opened = [...closed()]
  for (const box of opened) box.open = true
})
addEventListener('afterprint', () => {
  for (const box of opened) box.open = false
})
`
