import { createHash } from 'node:crypto'
import { plainCount } from '#kernel/index.ts'
import { type Html, html, NOTHING, text, trusted } from './markup.ts'
import { SCRIPT } from './script.ts'
import { STYLE } from './style.ts'

export interface Section {
  readonly id: string
  readonly title: string
  readonly count?: number
  readonly body: Html
}

export interface PageParts {
  readonly title: string
  readonly head: Html
  /** At least one: the first is what a reader may skip to. */
  readonly sections: readonly Section[]
  readonly foot: Html
}

/**
 * One page that needs nothing else: no request leaves it, and it works without its script, offline and on paper.
 *
 * Its policy allows the two texts of ours by their hashes and nothing besides, so that markup from a log would do nothing even
 * if it got in.
 *
 * @see https://developer.mozilla.org/en-US/docs/Web/HTTP/Guides/CSP
 */
export function htmlPage({ title, head, sections, foot }: PageParts): string {
  const policy = `default-src 'none'; style-src '${hashOf(STYLE)}'; script-src '${hashOf(SCRIPT)}'; base-uri 'none'; form-action 'none'`
  const [first] = sections
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${trusted(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<title>${text(title, 160)}</title>
<style>${trusted(STYLE)}</style>
</head>
<body>
<a class="skip" href="#${first?.id ?? ''}">To the summary</a>
${head}
<div class="page">
<nav aria-label="Contents"><ol>${sections.map(linkTo)}</ol></nav>
<main>${sections.map(sectionOf)}</main>
</div>
<footer>${foot}</footer>
<script>${trusted(SCRIPT)}</script>
</body>
</html>
`
  return page.markup
}

const hashOf = (content: string): string => `sha256-${createHash('sha256').update(content).digest('base64')}`

function linkTo({ id, title, count }: Section): Html {
  return html`<li><a href="#${id}">${title}</a>${count === undefined ? NOTHING : html` <small>${plainCount(count)}</small>`}</li>`
}

function sectionOf({ id, title, body }: Section): Html {
  return html`<section id="${id}" aria-labelledby="h-${id}"><h2 id="h-${id}">${title}</h2>${body}</section>
`
}
