import { UsageError } from '#kernel/index.ts'
import { writeDemoLogs } from '#simulation/index.ts'
import { makeFolder } from '#store/index.ts'

/** @throws UsageError where the folder cannot be made. */
export function writeDemo(folder: string): void {
  try {
    makeFolder(folder)
  } catch (cause) {
    throw new UsageError(`${folder} cannot be made.`, {
      hint: 'Name a folder that you may write to with --folder.',
      cause,
    })
  }
  writeDemoLogs(folder)
}
