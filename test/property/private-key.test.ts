import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { verifyKeyMatch } from '../../src/crypto/verify-key-match.ts'
import { identifyEncryptedKey } from '../../src/keys/identify-encrypted-key.ts'
import { parsePrivateKey } from '../../src/keys/parse-private-key.ts'
import { isCertkeepError } from '../../src/problem/certkeep-error.ts'
import { octetString, octets, oid, sequence } from '../support/der.ts'
import {
  certificateOf,
  createEc,
  createEd,
  createRsa,
  pem,
  privateKeyInfo,
  rsaPrivateKey,
} from '../support/key-samples.ts'

const rsa = createRsa(1024)
const ec = createEc()
const ed = createEd()

const SAMPLES: readonly { readonly der: Uint8Array; readonly certificate: Uint8Array }[] = [
  { der: rsa.pkcs8, certificate: certificateOf(rsa.spki) },
  { der: rsa.traditional, certificate: certificateOf(rsa.spki) },
  { der: ec.pkcs8, certificate: certificateOf(ec.spki) },
  { der: ec.traditional, certificate: certificateOf(ec.spki) },
  { der: ed.pkcs8, certificate: certificateOf(ed.spki) },
]

const PROBLEMS: ReadonlySet<string> = new Set([
  'key-encrypted',
  'key-malformed',
  'key-unsupported',
  'key-inconsistent',
  'key-mismatch',
  'certificate-malformed',
])

/** The code of the error, or undefined for a key; anything that is no error of this library fails. */
function codeOf(der: Uint8Array): string | undefined {
  try {
    parsePrivateKey(der)
    return undefined
  } catch (error) {
    if (isCertkeepError(error)) return error.code
    throw error
  }
}

/** A sample with octets replaced, taken out or put in. */
const damaged = fc
  .tuple(fc.constantFrom(...SAMPLES), fc.nat(), fc.nat({ max: 4 }), fc.uint8Array({ maxLength: 4 }))
  .map(([{ der, certificate }, place, removed, added]) => {
    const start = place % der.length
    return { der: octets(der.subarray(0, start), added, der.subarray(start + removed)), certificate }
  })

describe('parsePrivateKey()', () => {
  it('gives a key or a typed error for any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (der) => /^ERR_(?:DER|KEY)_/.test(codeOf(der) ?? 'ERR_KEY_')),
    )
  })

  it('gives a key or a typed error for a damaged key', () => {
    fc.assert(
      fc.property(damaged, ({ der }) => /^ERR_(?:DER|KEY)_/.test(codeOf(der) ?? 'ERR_KEY_')),
      { numRuns: 1000 },
    )
  })

  it('gives a key or a typed error for any content of PKCS#8', () => {
    const identifiers = [
      '1.2.840.113549.1.1.1',
      '1.2.840.113549.1.1.10',
      '1.2.840.10045.2.1',
      '1.3.101.112',
      '2.16.840.1.101.3.4.3.17',
    ]
    const key = fc.tuple(
      fc.constantFrom(...identifiers),
      fc.uint8Array({ maxLength: 40 }),
      fc.uint8Array({ maxLength: 80 }),
    )
    fc.assert(
      fc.property(key, ([algorithm, parameters, content]) => {
        const raw = privateKeyInfo(sequence(oid(algorithm), parameters), content)
        const wrapped = privateKeyInfo(sequence(oid(algorithm)), octetString(content))
        return [raw, wrapped].every((der) => /^ERR_(?:DER|KEY)_/.test(codeOf(der) ?? 'ERR_KEY_'))
      }),
      { numRuns: 500 },
    )
  })

  it('reads what it has written, as the same key', () => {
    fc.assert(
      fc.property(fc.constantFrom(...SAMPLES), ({ der }) => {
        const key = parsePrivateKey(der)
        const again = parsePrivateKey(key.exportPkcs8())
        expect([again.algorithm, again.bits, again.curve]).toEqual([key.algorithm, key.bits, key.curve])
        expect(again.exportDer()).toEqual(key.exportPkcs8())
      }),
    )
  })
})

describe('identifyEncryptedKey()', () => {
  it('gives a name or nothing for any bytes', () => {
    const parts = fc.tuple(fc.uint8Array({ maxLength: 60 }), fc.uint8Array({ maxLength: 60 }))
    fc.assert(
      fc.property(parts, ([parameters, content]) => {
        const pbes2 = sequence(sequence(oid('1.2.840.113549.1.5.13'), parameters), octetString(content))
        for (const der of [parameters, pbes2])
          expect(['string', 'undefined']).toContain(typeof identifyEncryptedKey(der)?.cipher)
      }),
    )
  })
})

describe('verifyKeyMatch()', () => {
  it('gives a typed answer for any bytes and any text', async () => {
    const input = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc.string({ maxLength: 200 }),
      fc.base64String().map((text) => pem('PRIVATE KEY', Buffer.from(text))),
    )
    await fc.assert(
      fc.asyncProperty(input, input, async (key, certificate) => {
        const { matches, problems } = await verifyKeyMatch(key, certificate)
        expect(matches).toBe(false)
        expect(problems.every(({ code }) => PROBLEMS.has(code))).toBe(true)
        expect(problems.length).toBeGreaterThan(0)
      }),
    )
  })

  it('never takes a key with one flipped bit for the certificate’s', async () => {
    const flip = fc.tuple(fc.constantFrom(...SAMPLES), fc.nat(), fc.nat({ max: 7 }))
    await fc.assert(
      fc.asyncProperty(flip, async ([{ der, certificate }, place, bit]) => {
        const copy = Uint8Array.from(der)
        const index = place % der.length
        copy[index] = (copy[index] ?? 0) ^ (1 << bit)
        const { matches, problems } = await verifyKeyMatch(copy, certificate)
        expect([matches, problems.length]).toEqual([false, 1])
      }),
      { numRuns: 300 },
    )
  })

  it('answers alike with a signature and without one', async () => {
    await fc.assert(
      fc.asyncProperty(damaged, async ({ der, certificate }) => {
        const signed = await verifyKeyMatch(der, certificate)
        const derived = await verifyKeyMatch(der, certificate, { challenge: 'skip' })
        expect(derived.matches).toBe(signed.matches)
        expect(derived.problems.map(({ code }) => code)).toEqual(signed.problems.map(({ code }) => code))
      }),
      { numRuns: 200 },
    )
  })

  it('is done in milliseconds with numbers of any size in an RSA key', async () => {
    const field = fc.constantFrom('e', 'd', 'p', 'q', 'dP', 'dQ', 'qInv')
    const huge = fc.tuple(field, fc.integer({ min: 2, max: 400_000 }))
    await fc.assert(
      fc.asyncProperty(huge, async ([name, bits]) => {
        const der = rsaPrivateKey({ ...rsa.numbers, [name]: (1n << BigInt(bits)) + 1n })
        const start = performance.now()
        const { matches } = await verifyKeyMatch(der, certificateOf(rsa.spki))
        expect(matches).toBe(false)
        expect(performance.now() - start).toBeLessThan(200)
      }),
      { numRuns: 30 },
    )
  })
})
