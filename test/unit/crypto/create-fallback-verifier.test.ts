import { describe, expect, it } from 'vitest'
import { createFallbackVerifier } from '../../../src/crypto/create-fallback-verifier.ts'
import type { SignatureVerdict, SignatureVerifier } from '../../../src/crypto/signature-verifier.ts'
import { edwardsCheck } from '../../support/signature-cases.ts'

const VERDICTS: readonly SignatureVerdict[] = ['valid', 'invalid', 'unsupported']

const check = edwardsCheck('Ed25519')

/** A verifier that says one thing, now or later, and counts how often it was asked. */
function saying(
  verdict: SignatureVerdict,
  when: 'now' | 'later',
): SignatureVerifier & { readonly asked: () => number } {
  let count = 0
  return {
    asked: () => count,
    verify: (given) => {
      expect(given).toBe(check)
      count += 1
      return when === 'now' ? verdict : Promise.resolve(verdict)
    },
  }
}

describe('createFallbackVerifier()', () => {
  const cases = VERDICTS.flatMap((first) => VERDICTS.map((second) => [first, second] as const))

  it.each(cases)('asks the second only where the first cannot tell: %s, %s', async (first, second) => {
    for (const when of ['now', 'later'] as const) {
      const verifiers = [saying(first, when), saying(second, when)] as const
      const verdict = await createFallbackVerifier(...verifiers).verify(check)
      expect(verdict).toBe(first === 'unsupported' ? second : first)
      expect(verifiers.map(({ asked }) => asked())).toEqual([1, first === 'unsupported' ? 1 : 0])
    }
  })

  it('answers at once where both do', () => {
    expect(createFallbackVerifier(saying('unsupported', 'now'), saying('valid', 'now')).verify(check)).toBe('valid')
  })

  it('passes on what the first throws, without asking the second', async () => {
    const failure = new Error('a broken port')
    const second = saying('valid', 'now')
    const verifier = createFallbackVerifier({ verify: () => Promise.reject(failure) }, second)
    await expect(verifier.verify(check)).rejects.toBe(failure)
    expect(second.asked()).toBe(0)
  })
})
