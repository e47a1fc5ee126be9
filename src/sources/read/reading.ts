import type { ReadLimits, SourceProblem } from '../source.ts'

/** What one reading of a source object knows; layers of the way in leave here why they stopped early. */
export interface Reading {
  readonly limits: ReadLimits
  readonly signal: AbortSignal | undefined
  readonly problems: SourceProblem[]
}

/** Bytes on their way: in memory whole, or block by block. */
export type Content =
  | { readonly kind: 'whole'; readonly bytes: Buffer }
  | { readonly kind: 'stream'; readonly blocks: AsyncIterable<Buffer> }

export const blocksOf = (content: Content): AsyncIterable<Buffer> | readonly Buffer[] =>
  content.kind === 'whole' ? [content.bytes] : content.blocks

/** The first block again in front of the rest: what was looked at is not lost. */
export async function* putBack(
  first: readonly Buffer[],
  rest: AsyncIterator<Buffer>,
): AsyncGenerator<Buffer> {
  try {
    yield* first
    for (;;) {
      const next: IteratorResult<Buffer, unknown> = await rest.next()
      if (next.done === true) return
      yield next.value
    }
  } finally {
    await rest.return?.()
  }
}

/** Looks at the beginning (at least `wanted` bytes where there are as many) and hands the content on untouched. */
export async function peek(content: Content, wanted: number): Promise<{ head: Buffer; content: Content }> {
  if (content.kind === 'whole') return { head: content.bytes.subarray(0, wanted), content }
  const iterator = content.blocks[Symbol.asyncIterator]()
  const first: Buffer[] = []
  let size = 0
  while (size < wanted) {
    const next: IteratorResult<Buffer, unknown> = await iterator.next()
    if (next.done === true) break
    first.push(next.value)
    size += next.value.length
  }
  const joined = first.length === 1 && first[0] !== undefined ? first[0] : Buffer.concat(first)
  return {
    head: joined.subarray(0, wanted),
    content: { kind: 'stream', blocks: putBack([joined], iterator) },
  }
}

/** The system's word for why, in words of a person who has to do something about it. */
export function describeFailure(error: unknown): string {
  const code = codeOf(error)
  const known = code === undefined ? undefined : REASONS[code]
  if (known !== undefined) return known
  return error instanceof Error ? error.message : String(error)
}

export function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined
  return typeof error.code === 'string' ? error.code : undefined
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'does not exist (any more)',
  EACCES: 'no permission to read it',
  EPERM: 'no permission to read it',
  EISDIR: 'is a directory, not a file',
  ENOTDIR: 'a part of its path is no directory',
  ELOOP: 'symbolic links that lead in a circle',
  EIO: 'the disk reports a read error',
  EMFILE: 'too many open files; raise the limit (ulimit -n)',
  ENAMETOOLONG: 'its name is too long for this system',
  Z_DATA_ERROR: 'damaged compression: what inflates before the damage was kept',
  Z_BUF_ERROR: 'compressed data ends early (cut off while copying?): what inflates was kept',
}
