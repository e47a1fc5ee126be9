import type { Entry } from 'yauzl'
import { describeFailure } from '../read/reading.ts'
import type { ListedSource, SourceObject } from '../source.ts'
import { dayHintOf } from './day-hint.ts'

const STORED = 0
const DEFLATED = 8
const ENCRYPTED_FLAG = 1

/** The members of a zip file, in its own order; what of it cannot be read is a problem. */
export async function listZipMembers(path: string, fileVersion: string): Promise<readonly ListedSource[]> {
  const listed: ListedSource[] = []
  // Not above: few logs lie in zips.
  const { openPromise } = await import('yauzl')
  try {
    // Names stay bytes: nothing is unpacked, so a name with `..` in it does no harm and need not stop the listing.
    const zip = await openPromise(path, { decodeStrings: false, lazyEntries: true })
    for await (const entry of zip.eachEntry()) {
      const member = memberOf(entry, path, fileVersion)
      if (member !== undefined) listed.push(member)
    }
  } catch (error) {
    listed.push({
      kind: 'problem',
      name: path,
      problem: { place: 'file', reason: `damaged zip: ${describeFailure(error)}` },
    })
  }
  return listed
}

function memberOf(entry: Entry, zipPath: string, fileVersion: string): ListedSource | undefined {
  const member = Buffer.from(entry.fileNameRaw).toString('utf8')
  if (member.endsWith('/') || isHidden(member)) return undefined
  const name = `${zipPath}!${member}`
  const reason = whyUnreadable(entry, member)
  if (reason !== undefined) return { kind: 'problem', name, problem: { place: 'file', reason } }
  const object: SourceObject = {
    name,
    kind: 'zip-member',
    sizeBytes: entry.compressedSize,
    version: `${entry.crc32.toString(16)}-${entry.uncompressedSize}-${fileVersion}`,
    dayHint: dayHintOf(`/${member}`),
    member: {
      zipPath,
      headerOffset: entry.relativeOffsetOfLocalHeader,
      method: entry.compressionMethod === STORED ? 'stored' : 'deflate',
    },
  }
  return object
}

const isHidden = (member: string): boolean =>
  member.split('/').some((part) => /^\.[^./]/.test(part) || part === '__MACOSX')

function whyUnreadable(entry: Entry, member: string): string | undefined {
  if ((entry.generalPurposeBitFlag & ENCRYPTED_FLAG) !== 0) return 'an encrypted zip member: unpack it first'
  if (member.toLowerCase().endsWith('.zip')) return 'a zip inside a zip: unpack the outer one first'
  if (entry.compressionMethod === STORED || entry.compressionMethod === DEFLATED) return undefined
  return `zip compression method ${entry.compressionMethod} is not supported: unpack it first`
}
