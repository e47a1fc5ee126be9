import { spawnSync } from 'node:child_process'

export const SHELLS = ['sh', 'bash'] as const

/**
 * What a real shell hands to `aws`: the words of each command. Nothing of AWS is near: `aws` is a function of the shell that prints.
 *
 * @param folder - where the shell stands, so that a test can see whether anything was made there.
 */
export function wordsIn(
  shell: (typeof SHELLS)[number],
  commands: readonly string[],
  folder: string,
): readonly (readonly string[])[] {
  const script = `aws() { for w in "$@"; do printf '%s\\0' "$w"; done; printf '\\036\\0'; }\n${commands.join('\n')}\n`
  const done = spawnSync(shell, ['-s'], {
    input: script,
    cwd: folder,
    encoding: 'utf8',
    timeout: 60_000,
    maxBuffer: 1e8,
    env: { PATH: process.env['PATH'] ?? '', LC_ALL: 'C.UTF-8' },
  })
  if (done.status !== 0 || done.stderr !== '') throw new Error(`${shell}: ${done.stderr}`)
  return done.stdout
    .split('\u001e\0')
    .slice(0, -1)
    .map((one) => one.split('\0').slice(0, -1))
}
