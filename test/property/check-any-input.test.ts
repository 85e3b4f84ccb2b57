import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { run } from '../unit/cli/fake-io.ts'
import { INTERMEDIATE, LEAF, LEAF_KEY, ROOT } from '../unit/cli/samples.ts'

const CONTROLS = /[\p{Cc}\p{Cf}\p{Cs}]/u
const ARGS = ['check', '--cert', 'c', '--key', 'k', '--chain', 'i', '--roots', 'r', '--profile', 'rfc5280']
const BUNDLE = { c: LEAF, k: LEAF_KEY, i: INTERMEDIATE, r: ROOT }

const secret = LEAF_KEY.split('\n').slice(1, -2).join('')
const pieces = Array.from({ length: secret.length - 11 }, (_, index) => secret.slice(index, index + 12))

describe('certkeep check', () => {
  it('has an answer for any bytes in any box, and prints nothing that a terminal would obey', async () => {
    const box = fc.constantFrom('c', 'k', 'i', 'r')
    await fc.assert(
      fc.asyncProperty(
        box,
        fc.uint8Array({ maxLength: 300 }),
        fc.constantFrom('en', 'ko'),
        async (name, bytes, lang) => {
          const { status, stdout } = await run([...ARGS, '--lang', lang], { files: { ...BUNDLE, [name]: bytes } })
          expect(status).toBe(1)
          expect(stdout.replaceAll('\n', '')).not.toMatch(CONTROLS)
        },
      ),
    )
  })

  it('accepts only what still says the same after any text was put anywhere into a box, and shows no part of the key', async () => {
    const box = fc.constantFrom(...(Object.keys(BUNDLE) as (keyof typeof BUNDLE)[]))
    const text = fc.string({ unit: 'binary', maxLength: 20 })
    await fc.assert(
      fc.asyncProperty(box, fc.nat(800), fc.nat(80), text, async (name, at, cut, put) => {
        const damaged = BUNDLE[name].slice(0, at) + put + BUNDLE[name].slice(at + cut)
        const { status, stdout } = await run([...ARGS, '--json'], { files: { ...BUNDLE, [name]: damaged } })
        const report = JSON.parse(stdout) as { ok: boolean; path: readonly { sha256: string }[] }
        expect(report.ok).toBe(status === 0)
        if (report.ok) expect(report.path).toHaveLength(3)
        expect(pieces.filter((piece) => stdout.includes(piece))).toEqual([])
      }),
      { numRuns: 100 },
    )
  })

  it('does not accept a certificate or an intermediate of which any byte was changed', async () => {
    const derOf = (pem: string): Uint8Array =>
      Uint8Array.from(Buffer.from(pem.split('\n').slice(1, -2).join(''), 'base64'))
    const ders = { c: derOf(LEAF), i: derOf(INTERMEDIATE) }
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('c', 'i'),
        fc.nat(899),
        fc.integer({ min: 1, max: 255 }),
        async (name, at, by) => {
          const der = ders[name]
          const index = at % der.length
          const changed = der.with(index, (der[index] ?? 0) ^ by)
          const { status } = await run(ARGS, { files: { ...BUNDLE, [name]: changed } })
          expect(status).toBe(1)
        },
      ),
    )
  })
})
