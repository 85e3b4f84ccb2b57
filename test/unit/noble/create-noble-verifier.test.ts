import * as mlDsa from '@noble/post-quantum/ml-dsa.js'
import * as slhDsa from '@noble/post-quantum/slh-dsa.js'
import { describe, expect, it } from 'vitest'
import { POST_QUANTUM_SIGNATURE_OCTETS } from '../../../src/crypto/post-quantum-sizes.ts'
import { createNobleVerifier } from '../../../src/noble/create-noble-verifier.ts'
import { KEY_ALGORITHMS } from '../../../src/x509/key-algorithms.ts'
import { SIGNATURE_ALGORITHMS } from '../../../src/x509/signature-algorithms.ts'
import { bitString, oid, sequence } from '../../support/der.ts'
import { DATA, algorithmOf, edwardsCheck, flip, publicKeyOf } from '../../support/signature-cases.ts'

/** By the names of FIPS 204 and FIPS 205: `ml_dsa44`, `slh_dsa_sha2_128s`. */
const LIBRARY: Readonly<Record<string, unknown>> = { ...mlDsa, ...slhDsa }

function lengthsOf(name: string): { readonly signature?: number; readonly publicKey?: number } {
  const functions = LIBRARY[name.toLowerCase().replace('ml-dsa-', 'ml-dsa').replaceAll('-', '_')]
  return (functions as typeof mlDsa.ml_dsa44).lengths
}

const NAMES = Object.entries(POST_QUANTUM_SIGNATURE_OCTETS)

describe('createNobleVerifier()', () => {
  it('knows every parameter set of the tables', () => {
    const families = new Set<string>(['ML-DSA', 'SLH-DSA'])
    const names = SIGNATURE_ALGORITHMS.rows.filter(({ family }) => families.has(family)).map(({ name }) => name)
    expect(NAMES.map(([name]) => name)).toEqual(names)
  })

  it.each(NAMES)('knows how long keys and signatures are: %s', (name, octets) => {
    const lengths = lengthsOf(name)
    expect(octets).toBe(lengths.signature)
    expect(KEY_ALGORITHMS.rows.find((row) => row.name === name)?.octets).toBe(lengths.publicKey)
  })

  it.each(NAMES)('refuses a signature of another length, and one of nothing: %s', (name, octets) => {
    const verifier = createNobleVerifier()
    const row = KEY_ALGORITHMS.rows.find((candidate) => candidate.name === name)
    const publicKey = publicKeyOf(
      sequence(sequence(oid(row?.oid ?? '')), bitString(0, new Uint8Array(row?.octets ?? 0))),
    )
    for (const length of [octets, octets - 1, octets + 1, 0]) {
      const check = { publicKey, algorithm: algorithmOf(row?.oid ?? ''), data: DATA, signature: new Uint8Array(length) }
      expect(verifier.verify(check)).toBe('invalid')
    }
  })

  it('refuses a key of another parameter set', () => {
    const verifier = createNobleVerifier()
    const { publicKey } = mlDsa.ml_dsa44.keygen(new Uint8Array(32))
    const key = publicKeyOf(sequence(sequence(oid('2.16.840.1.101.3.4.3.17')), bitString(0, publicKey)))
    for (const identifier of ['2.16.840.1.101.3.4.3.18', '2.16.840.1.101.3.4.3.20', '2.16.840.1.101.3.4.3.31']) {
      const signature = new Uint8Array(3309)
      expect(verifier.verify({ publicKey: key, algorithm: algorithmOf(identifier), data: DATA, signature })).toBe(
        'invalid',
      )
    }
  })

  it('refuses an ML-DSA signature that was made with a context, or over a digest', () => {
    const verifier = createNobleVerifier()
    const { publicKey, secretKey } = mlDsa.ml_dsa44.keygen(new Uint8Array(32))
    const key = publicKeyOf(sequence(sequence(oid('2.16.840.1.101.3.4.3.17')), bitString(0, publicKey)))
    const verify = (signature: Uint8Array): string =>
      verifier.verify({ publicKey: key, algorithm: algorithmOf('2.16.840.1.101.3.4.3.17'), data: DATA, signature })
    expect(verify(mlDsa.ml_dsa44.sign(DATA, secretKey))).toBe('valid')
    expect(verify(mlDsa.ml_dsa44.sign(DATA, secretKey, { context: Uint8Array.of(1) }))).toBe('invalid')
    expect(verify(mlDsa.ml_dsa44.internal.sign(DATA, secretKey))).toBe('invalid')
  })

  it('answers at once', () => {
    const check = edwardsCheck('Ed448')
    expect(createNobleVerifier().verify(check)).toBe('valid')
    expect(createNobleVerifier().verify({ ...check, data: flip(check.data, 3) })).toBe('invalid')
  })
})
