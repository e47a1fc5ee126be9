import { DEFAULT_SETTINGS, openWorkspace, updateAddresses } from '#app/index.ts'

/** A process that brings the table `addresses` up to date, and says how many it looked up. Argument: the workspace. */
const workspace = await openWorkspace(process.argv[2] ?? '', DEFAULT_SETTINGS)
try {
  const { lookedUp } = await updateAddresses(workspace, DEFAULT_SETTINGS)
  process.stdout.write(String(lookedUp))
} finally {
  await workspace.close()
}
