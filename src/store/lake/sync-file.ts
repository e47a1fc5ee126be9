import { closeSync, fsyncSync, openSync } from 'node:fs'

/** Files and their names, too, must outlive a loss of power before the transaction says that they are there. */
export function syncFile(path: string): void {
  const fd = openSync(path, 'r')
  try {
    fsyncSync(fd)
  } finally {
    closeSync(fd)
  }
}
