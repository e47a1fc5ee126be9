import type { Dialect } from './dialect.ts'
import type { Fragment, Scalar } from './fragment.ts'

export interface CompiledSql {
  readonly text: string
  /** In the order their placeholders stand in `text`. */
  readonly params: readonly Scalar[]
}

/** Writes a fragment out in one engine's SQL. */
export function render(fragment: Fragment, dialect: Dialect): CompiledSql {
  const params: Scalar[] = []
  const out: string[] = []
  const write = ({ parts }: Fragment): void => {
    for (const part of parts) {
      switch (part.kind) {
        case 'text':
          out.push(part.text)
          break
        case 'name':
          out.push(dialect.quote(part.name))
          break
        case 'value':
          out.push(dialect.placeholder(params.push(part.value)))
          break
        case 'spelled':
          write(dialect.spell[part.spelling](...part.args))
          break
        case 'json':
          write(dialect.json[part.question](part.subject, part.keys))
      }
    }
  }
  write(fragment)
  return { text: out.join(''), params }
}
