import type { Level } from '#findings/index.ts'
import type { Page } from './page.ts'

/** A level as a word; the colour only underlines it. */
export function badge(level: Level, page: Page): string {
  const word = level.toUpperCase()
  switch (level) {
    case 'critical':
      return page.paint(['bold', 'red', 'inverse'], word)
    case 'high':
      return page.paint(['bold', 'red'], word)
    case 'medium':
      return page.paint('yellow', word)
    case 'low':
      return page.paint('cyan', word)
    case 'informational':
      return page.paint('dim', 'INFO')
  }
}
