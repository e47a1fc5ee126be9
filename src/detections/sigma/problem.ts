/** Something about a rule file that its author should know: an error keeps the rule from running, a warning does not. */
export interface Problem {
  readonly file: string
  /** 1-based. */
  readonly line: number
  readonly reason: string
}

/** Ends the compilation of one part of a rule; caught in this folder and listed as a `Problem`. */
export class RuleFault extends Error {
  readonly line: number

  constructor(line: number, reason: string) {
    super(reason)
    this.name = 'RuleFault'
    this.line = line
  }
}

/** Where the problems of one file are gathered. */
export interface Problems {
  error(line: number, reason: string): void
  warn(line: number, reason: string): void
  /** Errors so far, of all files. */
  count(): number
  /** Runs `part`; a `RuleFault` in it becomes an error and the part is undefined. */
  attempt<T>(part: () => T): T | undefined
}

/** @param errors - and `warnings`: the lists that grow. */
export function problemsOf(file: string, errors: Problem[], warnings: Problem[]): Problems {
  return {
    error: (line, reason) => errors.push({ file, line, reason }),
    count: () => errors.length,
    warn: (line, reason) => warnings.push({ file, line, reason }),
    attempt(part) {
      try {
        return part()
      } catch (fault) {
        if (!(fault instanceof RuleFault)) throw fault
        errors.push({ file, line: fault.line, reason: fault.message })
        return undefined
      }
    },
  }
}

/** By file, then by line. */
export const sortedProblems = (problems: readonly Problem[]): readonly Problem[] =>
  problems.toSorted((a, b) => (a.file === b.file ? a.line - b.line : Number(a.file > b.file) * 2 - 1))
