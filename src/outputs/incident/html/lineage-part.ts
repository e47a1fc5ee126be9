import type { Descendant } from '#incidents/index.ts'
import { counted } from '../../numbers.ts'
import { isoTime, plainTime } from '../../times.ts'
import { type LineageNode, lineageTrees } from '../lineage-trees.ts'
import { chip } from './html-table.ts'
import { type Html, html, NOTHING } from './markup.ts'
import { shortArn } from './timeline-part.ts'

const KINDS: Readonly<Record<Descendant['kind'], string>> = {
  session: 'session',
  key: 'access key',
  user: 'user',
  role: 'role',
  console: 'console session',
}

/** What descends from the theft, as a tree. */
export function lineagePart(lineage: readonly Descendant[], accessKeys: readonly string[]): Html {
  const { roots, leftOut } = lineageTrees(lineage)
  if (roots.length === 0)
    return html`<p class="soft">Nothing in the logs descends from these credentials.</p>`
  const more =
    leftOut === 0 ? NOTHING : html`<p class="more">${counted(leftOut, 'more credential')} in the JSON.</p>`
  return html`<ul class="tree">${roots.map((root) => node(root, accessKeys))}</ul>${more}`
}

function node({ name, made, children }: LineageNode, accessKeys: readonly string[]): Html {
  const below =
    children.length === 0 ? NOTHING : html`<ul>${children.map((child) => node(child, accessKeys))}</ul>`
  if (made === undefined) {
    const said = accessKeys.includes(name) ? 'the credential it began with' : 'not made in these logs'
    return html`<li><div class="node stolen"><code>${shortArn(name)}</code><small>${said}</small></div>${below}</li>`
  }
  const { kind, call, principal, madeMs, expiresMs, state, eventCount } = made
  const whose = principal === null || principal === name ? '' : ` for ${shortArn(principal)}`
  const ends = expiresMs === null ? '' : `, ends by itself ${plainTime(isoTime(expiresMs))}`
  return html`<li><div class="node ${state}"><code>${shortArn(name)}</code> <span class="chip">${KINDS[kind]}</span> ${stateChip(state)}<small>${call.slice(0, 100)}${whose}, ${plainTime(isoTime(madeMs))}${ends}; ${eventCount === 0 ? 'not used' : counted(eventCount, 'event')}</small></div>${below}</li>
`
}

function stateChip(state: Descendant['state']): Html {
  switch (state) {
    case 'alive':
      return chip('bad', 'still works')
    case 'ended':
      return chip('ok', 'ended')
    case 'unknown':
      return chip('warn', 'may still work')
  }
}
