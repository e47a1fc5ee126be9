import { closeSync, createReadStream, fstatSync, openSync, readFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import type { SourceObject, ZipMemberPlace } from '../source.ts'
import { inflateContent } from './inflate.ts'
import { type Content, describeFailure, type Reading } from './reading.ts'

/** Stored bytes up to which an object is read in one go. */
const WHOLE_BYTES = 16 * 1024 * 1024
const BLOCK_BYTES = 1024 * 1024

/** The bytes of a source object as they were put there: a zip member inflated, a gzip file still compressed. */
export async function openContent(object: SourceObject, reading: Reading): Promise<Content> {
  if (object.kind === 'stdin') return { kind: 'stream', blocks: guarded(process.stdin, reading) }
  try {
    return object.member === undefined
      ? openFile(object, reading)
      : await openMember(object, object.member, reading)
  } catch (error) {
    reading.problems.push({ place: 'file', reason: describeFailure(error) })
    return { kind: 'whole', bytes: Buffer.alloc(0) }
  }
}

function openFile(object: SourceObject, reading: Reading): Content {
  if (object.sizeBytes <= WHOLE_BYTES) {
    const bytes = readWhole(object.name)
    if (bytes !== undefined) return { kind: 'whole', bytes }
  }
  return {
    kind: 'stream',
    blocks: guarded(createReadStream(object.name, { highWaterMark: BLOCK_BYTES }), reading),
  }
}

/** Undefined where it has grown too large. Blocking calls: of a thousand small files they take a tenth of the time. */
function readWhole(path: string): Buffer | undefined {
  const fd = openSync(path, 'r')
  try {
    return fstatSync(fd).size <= WHOLE_BYTES ? readFileSync(fd) : undefined
  } finally {
    closeSync(fd)
  }
}

/** @see https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT (4.3.7, local file header) */
async function openMember(object: SourceObject, member: ZipMemberPlace, reading: Reading): Promise<Content> {
  const stored = await locate(member)
  if (stored === undefined) {
    reading.problems.push({ place: 'file', reason: 'the zip file is damaged at this member, or was changed' })
    return { kind: 'whole', bytes: Buffer.alloc(0) }
  }
  const content = await readRange(member.zipPath, stored, object.sizeBytes, reading)
  return member.method === 'stored' ? content : inflateContent(content, 'raw', reading)
}

async function locate(member: ZipMemberPlace): Promise<number | undefined> {
  const handle = await open(member.zipPath)
  try {
    const header = Buffer.alloc(30)
    const { bytesRead } = await handle.read(header, 0, 30, member.headerOffset)
    if (bytesRead < 30 || header.readUInt32LE(0) !== 0x04034b50) return undefined
    return member.headerOffset + 30 + header.readUInt16LE(26) + header.readUInt16LE(28)
  } finally {
    await handle.close()
  }
}

async function readRange(path: string, start: number, size: number, reading: Reading): Promise<Content> {
  if (size === 0) return { kind: 'whole', bytes: Buffer.alloc(0) }
  const stream = createReadStream(path, { start, end: start + size - 1, highWaterMark: BLOCK_BYTES })
  if (size > WHOLE_BYTES) return { kind: 'stream', blocks: guarded(stream, reading) }
  const parts: Buffer[] = []
  for await (const part of guarded(stream, reading)) parts.push(part)
  return { kind: 'whole', bytes: Buffer.concat(parts) }
}

/** A stream that ends, with a problem told, where it would throw. */
async function* guarded(stream: AsyncIterable<unknown>, reading: Reading): AsyncGenerator<Buffer> {
  try {
    for await (const block of stream) {
      if (reading.signal?.aborted === true) return
      if (Buffer.isBuffer(block)) yield block
    }
  } catch (error) {
    reading.problems.push({ place: 'file', reason: describeFailure(error) })
  }
}
