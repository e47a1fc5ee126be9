import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ByteWriter, releaseBytes, viewOf } from '#kernel/index.ts'

describe('what is written one after another', () => {
  test('is what was given, whatever its length and its place', () => {
    const part = fc.record({ before: fc.nat(9), text: fc.uint8Array({ maxLength: 1200 }), after: fc.nat(9) })
    fc.assert(
      fc.property(fc.array(part), (parts) => {
        const writer = new ByteWriter(1)
        for (const { before, text, after } of parts) {
          const bytes = Buffer.concat([Buffer.alloc(before, 1), text, Buffer.alloc(after, 2)])
          writer.copy({ bytes, view: viewOf(bytes) }, before, before + text.length)
        }
        const wanted = Buffer.concat(parts.map(({ text }) => text))
        expect(writer.bytes.subarray(0, writer.length).equals(wanted)).toBe(true)
      }),
    )
  })

  test('makes room for what comes after it was cleared', () => {
    const writer = new ByteWriter(4)
    const bytes = Buffer.from('0123456789')
    writer.copy({ bytes, view: viewOf(bytes) }, 0, 10)
    writer.clear()
    writer.copy({ bytes, view: viewOf(bytes) }, 3, 7)
    expect(writer.bytes.toString('latin1', 0, writer.length)).toBe('3456')
  })
})

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
