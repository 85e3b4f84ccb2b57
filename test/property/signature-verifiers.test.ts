import { generateKeyPairSync } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ecdsaCheck, edwardsCheck, pssCheck, rsaCheck, rsaKey } from '../support/signature-cases.ts'
import { verdictOf } from '../support/verifiers.ts'

const CHECKS = [
  rsaCheck(rsaKey(1024), 'SHA-256'),
  rsaCheck(rsaKey(1024, 3), 'SHA-512'),
  pssCheck(rsaKey(1030), 'SHA-256', 32),
  ecdsaCheck(generateKeyPairSync('ec', { namedCurve: 'P-256' }), 'SHA-256'),
  ecdsaCheck(generateKeyPairSync('ec', { namedCurve: 'P-384' }), 'SHA-512'),
  edwardsCheck('Ed25519'),
  edwardsCheck('Ed448'),
]

describe('the verifiers', () => {
  it('agree that a signature is no other than the one that was made, whatever is done to it', async () => {
    const edit = fc.record({
      check: fc.constantFrom(...CHECKS),
      from: fc.nat(200),
      removed: fc.nat(4),
      inserted: fc.uint8Array({ maxLength: 4 }),
    })
    await fc.assert(
      fc.asyncProperty(edit, async ({ check, from, removed, inserted }) => {
        const { signature } = check
        const start = Math.min(from, signature.length)
        const edited = Uint8Array.of(
          ...signature.subarray(0, start),
          ...inserted,
          ...signature.subarray(start + removed),
        )
        const isSame = Buffer.compare(edited, signature) === 0
        expect(await verdictOf({ ...check, signature: edited })).toBe(isSame ? 'valid' : 'invalid')
      }),
      { numRuns: 300 },
    )
  })

  it('agree on any octets as a signature, and throw nothing', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...CHECKS), fc.uint8Array({ maxLength: 150 }), async (check, signature) => {
        expect(await verdictOf({ ...check, signature })).toBe('invalid')
      }),
      { numRuns: 300 },
    )
  })

  it('agree under any key and algorithm', async () => {
    await fc.assert(
      fc.asyncProperty(fc.tuple(...CHECKS.slice(0, 3).map(() => fc.constantFrom(...CHECKS))), async (parts) => {
        const [key, algorithm, signature] = parts
        if (key === undefined || algorithm === undefined || signature === undefined) throw new Error('three parts')
        const mixed = { ...key, algorithm: algorithm.algorithm, signature: signature.signature }
        expect(await verdictOf(mixed)).toBe(
          key === signature && algorithm.algorithm === key.algorithm ? 'valid' : 'invalid',
        )
      }),
      { numRuns: 200 },
    )
  })
})
