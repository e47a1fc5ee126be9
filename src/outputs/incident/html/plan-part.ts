import type { PlanStep } from '#incidents/index.ts'
import { counted } from '../../numbers.ts'
import { isShownAsIs, shownCommand } from '../shown-command.ts'
import { type Html, html, NOTHING, text, trusted } from './markup.ts'

const MAX_STEPS = 200
const MAX_COMMANDS = 20

/** Steps with their commands, in the order in which they are to be taken. */
export function planPart(steps: readonly PlanStep[], none: string): Html {
  if (steps.length === 0) return html`<p class="soft">${none}</p>`
  const more = steps.length - MAX_STEPS
  return html`<ol class="steps">${steps.slice(0, MAX_STEPS).map(stepOf)}</ol>${more > 0 ? html`<p class="more">${counted(more, 'more step')} in the JSON.</p>` : NOTHING}`
}

function stepOf({ title, why, commands, breaks, undo }: PlanStep): Html {
  return html`<li><h3>${title}</h3><p>${why}</p>${commandsOf(commands)}${breaksOf(breaks)}${undoOf(undo)}</li>
`
}

function commandsOf(commands: readonly string[]): Html {
  const more = commands.length - MAX_COMMANDS
  return html`${commands.slice(0, MAX_COMMANDS).map(commandOf)}${more > 0 ? html`<p class="more">${counted(more, 'more command')} in the JSON.</p>` : NOTHING}`
}

/** To be copied as it stands. */
export function commandOf(command: string): Html {
  const lines = shownCommand(command)
  const markup = lines.map((line) => text(line, line.length + 1).markup).join('\n')
  const note = isShownAsIs(command)
    ? NOTHING
    : html`<p class="note warn">This command holds characters that do not show, spelled out here, or is too long to be shown: it will not work as it stands.</p>`
  return html`<div class="cmd"><pre>${trusted(markup)}</pre></div>${note}`
}

function breaksOf(breaks: readonly string[]): Html {
  if (breaks.length === 0) return NOTHING
  return html`<div class="note warn"><strong>What it breaks</strong><ul>${breaks.slice(0, 10).map((said) => html`<li>${said}</li>`)}</ul></div>`
}

function undoOf(undo: readonly string[]): Html {
  return undo.length === 0
    ? NOTHING
    : html`<details><summary>How to take this step back</summary>${commandsOf(undo)}</details>`
}
