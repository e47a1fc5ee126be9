import { createHash } from 'node:crypto'
import { expect } from 'vitest'

/** That a page's policy allows its own style and script by hash, and nothing else. */
export function expectOwnPolicy(page: string): void {
  const [, policy = ''] = /Content-Security-Policy" content="([^"]*)"/u.exec(page) ?? []
  const hashes = ['style', 'script'].map((name) => {
    const [, content = ''] = new RegExp(`<${name}>(.*?)</${name}>`, 'su').exec(page) ?? []
    return `${name}-src 'sha256-${createHash('sha256').update(content).digest('base64')}'`
  })
  expect(policy.split('; ')).toEqual([
    "default-src 'none'",
    ...hashes,
    "base-uri 'none'",
    "form-action 'none'",
  ])
}
