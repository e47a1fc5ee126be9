import { describe, expect, test } from 'vitest'
import { releaseBytes } from '#kernel/index.ts'

describe('memory that is given back', () => {
  test('a large buffer is empty after it, with all views of it', () => {
    const bytes = Buffer.allocUnsafeSlow(1 << 20)
    const part = bytes.subarray(10, 20)
    releaseBytes(part)
    expect([bytes.length, part.length]).toEqual([0, 0])
  })

  test('a small one shares its memory with others, and is left alone', () => {
    const [mine, others] = [Buffer.from('mine'), Buffer.from('of others')]
    releaseBytes(mine)
    expect([mine.toString(), others.toString()]).toEqual(['mine', 'of others'])
  })

  test('twice is once', () => {
    const bytes = Buffer.allocUnsafeSlow(1 << 20)
    releaseBytes(bytes)
    releaseBytes(bytes)
    expect(bytes.length).toBe(0)
  })
})
