import { plainCount } from '#kernel/index.ts'
import type { Page } from '../page.ts'

/** What was left out is told by its number. */
export function moreLine(more: number, page: Page): readonly string[] {
  return more > 0 ? [page.paint('dim', `  and ${plainCount(more)} more`)] : []
}
