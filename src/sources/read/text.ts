import { blocksOf, type Content, peek, type Reading } from './reading.ts'

const UTF8_BOM = Buffer.from([0xef, 0xbb, 0xbf])

/** Stops where the object grows beyond its limit, and says so. */
export function limitSize(content: Content, reading: Reading): Content {
  const { maxObjectBytes } = reading.limits
  if (content.kind === 'whole' && content.bytes.length <= maxObjectBytes) return content
  return { kind: 'stream', blocks: limited(content, reading) }
}

async function* limited(content: Content, { limits, problems }: Reading): AsyncGenerator<Buffer> {
  let left = limits.maxObjectBytes
  for await (const block of blocksOf(content)) {
    yield block.length <= left ? block : block.subarray(0, left)
    left -= block.length
    if (left >= 0) continue
    problems.push({
      place: `byte ${limits.maxObjectBytes}`,
      reason: `inflates to more than ${limits.maxObjectBytes} bytes (limits.maxFileBytes of the settings): the rest was not read`,
    })
    return
  }
}

/** UTF-8 without a byte order mark, whatever came: UTF-16 is told by its mark. */
export async function toUtf8(content: Content): Promise<Content> {
  const { head, content: same } = await peek(content, 3)
  if (head.equals(UTF8_BOM)) return withoutStart(same, UTF8_BOM.length)
  const isLittle = head[0] === 0xff && head[1] === 0xfe
  const isBig = head[0] === 0xfe && head[1] === 0xff
  if (!isLittle && !isBig) return same
  return { kind: 'stream', blocks: fromUtf16(same, isLittle ? 'utf-16le' : 'utf-16be') }
}

function withoutStart(content: Content, count: number): Content {
  if (content.kind === 'whole') return { kind: 'whole', bytes: content.bytes.subarray(count) }
  return { kind: 'stream', blocks: dropFirst(content.blocks, count) }
}

async function* dropFirst(blocks: AsyncIterable<Buffer>, count: number): AsyncGenerator<Buffer> {
  let left = count
  for await (const block of blocks) {
    yield block.subarray(left)
    left = Math.max(0, left - block.length)
  }
}

async function* fromUtf16(content: Content, encoding: string): AsyncGenerator<Buffer> {
  const decoder = new TextDecoder(encoding)
  for await (const block of blocksOf(content)) yield Buffer.from(decoder.decode(block, { stream: true }))
  yield Buffer.from(decoder.decode())
}
