import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { run } from '../unit/cli/fake-io.ts'
import { LEAF, LEAF_KEY } from '../unit/cli/samples.ts'

const CONTROLS = /[\p{Cc}\p{Cf}\p{Cs}]/u

describe('certkeep inspect', () => {
  it('has an answer for any bytes, and prints nothing that a terminal would obey', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), fc.constantFrom('en', 'ko'), async (bytes, lang) => {
        const { status, stdout } = await run(['inspect', '--lang', lang, 'a'], { files: { a: bytes } })
        expect([0, 1]).toContain(status)
        expect(stdout.replaceAll('\n', '')).not.toMatch(CONTROLS)
      }),
    )
  })

  it('has an answer for PEM with any text put anywhere into it, and shows no part of the key', async () => {
    const bundle = LEAF + LEAF_KEY
    const secret = LEAF_KEY.split('\n').slice(1, -2).join('')
    const pieces = Array.from({ length: secret.length - 11 }, (_, index) => secret.slice(index, index + 12))
    await fc.assert(
      fc.asyncProperty(
        fc.nat(bundle.length),
        fc.nat(80),
        fc.string({ unit: 'binary', maxLength: 20 }),
        async (at, cut, text) => {
          const damaged = bundle.slice(0, at) + text + bundle.slice(at + cut)
          const { status, stdout } = await run(['inspect', 'a'], { files: { a: damaged } })
          expect([0, 1]).toContain(status)
          expect(stdout.replaceAll('\n', '')).not.toMatch(CONTROLS)
          expect(pieces.filter((piece) => stdout.includes(piece))).toEqual([])
        },
      ),
      { numRuns: 300 },
    )
  })

  it('has an answer for a binary certificate with any byte changed', async () => {
    const der = Uint8Array.from(Buffer.from(LEAF.split('\n').slice(1, -2).join(''), 'base64'))
    await fc.assert(
      fc.asyncProperty(fc.nat(der.length - 1), fc.nat(255), async (index, value) => {
        const { status, stdout } = await run(['inspect', '--json', 'a'], { files: { a: der.with(index, value) } })
        expect(JSON.parse(stdout)).toMatchObject({ ok: status === 0 })
      }),
    )
  })
})
