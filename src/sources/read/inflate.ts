import { createGunzip, createInflateRaw, gunzipSync, inflateRawSync } from 'node:zlib'
import { releaseBytes } from '#kernel/index.ts'
import { blocksOf, type Content, codeOf, describeFailure, peek, type Reading } from './reading.ts'

export type Compression = 'gzip' | 'raw'

/** Inflated bytes up to which it is done in one go, in memory. */
const WHOLE_BYTES = 64 * 1024 * 1024
/** Compressed bytes inflated at a time: deflate's best is 1032 to 1, so a bomb costs 33 MB at a time. */
const SLICE_BYTES = 32 * 1024
/** gzip around gzip is met (a .gz stored with Content-Encoding: gzip); more than this is somebody's joke. */
const MAX_LAYERS = 3

/** Takes off gzip, told by its magic bytes, as often as it was put on. */
export async function unwrapGzip(content: Content, reading: Reading): Promise<Content> {
  let current = content
  for (let layer = 0; ; layer++) {
    const seen = await peek(current, 3)
    current = seen.content
    if (!(seen.head[0] === 0x1f && seen.head[1] === 0x8b && seen.head[2] === 0x08)) return current
    if (layer === MAX_LAYERS) {
      reading.problems.push({ place: 'file', reason: `gzip inside gzip, more than ${MAX_LAYERS} times` })
      return { kind: 'whole', bytes: Buffer.alloc(0) }
    }
    current = inflateContent(current, 'gzip', reading)
  }
}

export function inflateContent(content: Content, compression: Compression, reading: Reading): Content {
  const whole = content.kind === 'whole' ? inflateWhole(content.bytes, compression, reading) : undefined
  if (whole !== undefined) return { kind: 'whole', bytes: whole }
  return { kind: 'stream', blocks: inflateBlocks(content, compression, reading) }
}

/** Undefined where it cannot be had in one go: too large, or damaged so that only its beginning can be saved. */
function inflateWhole(bytes: Buffer, compression: Compression, { limits }: Reading): Buffer | undefined {
  const maxOutputLength = Math.max(1, Math.min(WHOLE_BYTES, limits.maxObjectBytes))
  const options = { maxOutputLength, chunkSize: guessInflated(bytes, compression) }
  try {
    const inflated = compression === 'gzip' ? gunzipSync(bytes, options) : inflateRawSync(bytes, options)
    releaseBytes(bytes)
    return inflated
  } catch (error) {
    const code = codeOf(error)
    if (code === 'ERR_BUFFER_TOO_LARGE' || code?.startsWith('Z_') === true) return undefined
    throw error
  }
}

/** gzip's last four bytes tell the size of its last member; believed only as far as the compressed size allows. */
function guessInflated(bytes: Buffer, compression: Compression): number {
  const told =
    compression === 'gzip' && bytes.length >= 18 ? bytes.readUInt32LE(bytes.length - 4) : bytes.length * 10
  return Math.max(64 * 1024, Math.min(told + 64, bytes.length * 40, WHOLE_BYTES))
}

async function* inflateBlocks(
  content: Content,
  compression: Compression,
  reading: Reading,
): AsyncGenerator<Buffer> {
  const inflater =
    compression === 'gzip'
      ? createGunzip({ chunkSize: 256 * 1024 })
      : createInflateRaw({ chunkSize: 256 * 1024 })
  const ready: Buffer[] = []
  let state: 'open' | 'ended' | Error = 'open'
  inflater.on('data', (part: Buffer) => ready.push(part))
  // Not `once`: what is written after the end of gzip (trailing bytes) has no callback of its own.
  const ended = new Promise<void>((resolve) => {
    inflater.on('end', () => {
      state = 'ended'
      resolve()
    })
    inflater.on('error', (error: Error) => {
      state = error
      resolve()
    })
  })
  const isOpen = (): boolean => state === 'open'
  try {
    for await (const block of blocksOf(content)) {
      for (let from = 0; from < block.length && isOpen(); from += SLICE_BYTES) {
        const written = new Promise<void>((resolve) => {
          inflater.write(block.subarray(from, from + SLICE_BYTES), () => resolve())
        })
        await Promise.race([written, ended])
        yield* ready.splice(0)
      }
      if (!isOpen()) break
    }
    if (isOpen()) inflater.end()
    await ended
    yield* ready.splice(0)
    if (typeof state !== 'string') reading.problems.push({ place: 'file', reason: describeFailure(state) })
  } finally {
    inflater.destroy()
  }
}
