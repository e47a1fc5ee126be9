/** The measure of the bench: reads the files of a folder and inflates them, and nothing else. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'

const [folder = '.'] = process.argv.slice(2)
for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
  if (!entry.isFile()) continue
  const packed = readFileSync(join(entry.parentPath, entry.name))
  // The size that gzip keeps at its end: inflated in one piece, as fast as Node can.
  gunzipSync(packed, { chunkSize: Math.max(64, packed.readUInt32LE(packed.length - 4)) })
}
