import { ruleText } from './rule-files.ts'

/** The part of a rule's file that holds it: a file may hold several documents. */
export const ruleSource = ({ file, line }: { readonly file: string; readonly line: number }): string =>
  documentAt(ruleText(file), line)

/** @param line - a line of the document, from 1. */
export function documentAt(text: string, line: number): string {
  const lines = text.split('\n')
  const before = lines.slice(0, line).findLastIndex(isMark)
  const after = lines.findIndex((one, place) => place >= line && isMark(one))
  const end = after === -1 ? lines.length : after
  // `--- # a comment` and `--- {title: …}` hold something themselves.
  const start = before === -1 || /^(---|\.\.\.)\s+\S/u.test(lines[before] ?? '') ? before : before + 1
  return lines.slice(Math.max(0, start), end).join('\n')
}

const isMark = (line: string): boolean => /^(---|\.\.\.)(\s|$)/u.test(line)
