import { describe, expect, it } from 'vitest'
import { parseCertificate } from '../../../src/x509/parse-certificate.ts'
import type { SignatureAlgorithm } from '../../../src/x509/signature-algorithm.ts'
import { buildCertificate } from '../../support/build-certificate.ts'
import { explicit, hex, integer, nothing, oid, sequence } from '../../support/der.ts'
import { errorAt, errorOf } from '../../support/error-of.ts'

const resolve = (algorithm: Uint8Array): SignatureAlgorithm =>
  parseCertificate(buildCertificate({ signature: algorithm })).signatureAlgorithm

/** Where the inner AlgorithmIdentifier lies in a certificate of {@link buildCertificate} below 256 octets. */
const algorithmStart = 3 + 3 + 5 + 3

describe('a signature algorithm', () => {
  it.each([
    // RFC 8017 appendix C, RFC 5758, RFC 8410, NIST CSOR
    ['1.2.840.113549.1.1.11', nothing, 'sha256WithRSAEncryption', 'RSASSA-PKCS1-v1_5', 'SHA-256', 'accepted'],
    ['1.2.840.113549.1.1.12', nothing, 'sha384WithRSAEncryption', 'RSASSA-PKCS1-v1_5', 'SHA-384', 'accepted'],
    ['1.2.840.113549.1.1.13', nothing, 'sha512WithRSAEncryption', 'RSASSA-PKCS1-v1_5', 'SHA-512', 'accepted'],
    ['1.2.840.10045.4.3.2', [], 'ecdsa-with-SHA256', 'ECDSA', 'SHA-256', 'accepted'],
    ['1.2.840.10045.4.3.3', [], 'ecdsa-with-SHA384', 'ECDSA', 'SHA-384', 'accepted'],
    ['1.2.840.10045.4.3.4', [], 'ecdsa-with-SHA512', 'ECDSA', 'SHA-512', 'accepted'],
    ['1.3.101.112', [], 'Ed25519', 'EdDSA', undefined, 'accepted'],
    ['1.3.101.113', [], 'Ed448', 'EdDSA', undefined, 'accepted'],
    ['2.16.840.1.101.3.4.3.18', [], 'ML-DSA-65', 'ML-DSA', undefined, 'accepted'],
    ['2.16.840.1.101.3.4.3.20', [], 'SLH-DSA-SHA2-128s', 'SLH-DSA', undefined, 'accepted'],
    ['1.2.840.113549.1.1.2', nothing, 'md2WithRSAEncryption', 'RSASSA-PKCS1-v1_5', 'MD2', 'refused'],
    ['1.2.840.113549.1.1.4', nothing, 'md5WithRSAEncryption', 'RSASSA-PKCS1-v1_5', 'MD5', 'refused'],
    ['1.2.840.113549.1.1.5', nothing, 'sha1WithRSAEncryption', 'RSASSA-PKCS1-v1_5', 'SHA-1', 'refused'],
    ['1.3.14.3.2.29', nothing, 'sha1WithRSASignature', 'RSASSA-PKCS1-v1_5', 'SHA-1', 'refused'],
    ['1.2.840.10045.4.1', [], 'ecdsa-with-SHA1', 'ECDSA', 'SHA-1', 'refused'],
    ['1.2.840.10040.4.3', [], 'dsa-with-SHA1', 'DSA', 'SHA-1', 'refused'],
    ['2.16.840.1.101.3.4.3.2', [], 'dsa-with-SHA256', 'DSA', 'SHA-256', 'refused'],
    ['2.16.840.1.101.3.4.3.33', [], 'HashML-DSA-65', 'HashML-DSA', undefined, 'refused'],
    ['2.16.840.1.101.3.4.3.35', [], 'HashSLH-DSA-SHA2-128s', 'HashSLH-DSA', undefined, 'refused'],
    ['1.3.6.1.5.5.7.6.36', [], 'id-alg-unsigned', 'unsigned', undefined, 'refused'],
  ])('%s is known', (type, parameters, name, family, hash, acceptance) => {
    expect(resolve(sequence(oid(type), parameters))).toEqual({
      oid: type,
      name,
      family,
      hash,
      pss: undefined,
      acceptance,
    })
  })

  it('that is not known is named by its identifier and is neither accepted nor refused', () => {
    expect(resolve(sequence(oid('1.2.3'), integer(7)))).toEqual({
      oid: '1.2.3',
      name: '1.2.3',
      family: undefined,
      hash: undefined,
      pss: undefined,
      acceptance: 'unknown',
    })
  })

  it('is not known by the arcs modulo 2^32 or by a part of its identifier', () => {
    expect(resolve(sequence(oid('1.2.840.10045.4.3.4294967298'))).acceptance).toBe('unknown')
    expect(resolve(sequence(oid('1.2.840.10045.4.3.2.1'))).acceptance).toBe('unknown')
  })

  it('of RSASSA-PSS has the digests and the salt of its parameters', () => {
    const sha384 = sequence(oid('2.16.840.1.101.3.4.2.2'), nothing)
    const mask = sequence(oid('1.2.840.113549.1.1.8'), sha384)
    const algorithm = sequence(
      oid('1.2.840.113549.1.1.10'),
      sequence(explicit(0, sha384), explicit(1, mask), explicit(2, integer(48))),
    )
    expect(resolve(algorithm)).toEqual({
      oid: '1.2.840.113549.1.1.10',
      name: 'RSASSA-PSS',
      family: 'RSASSA-PSS',
      hash: 'SHA-384',
      pss: { hash: 'SHA-384', maskHash: 'SHA-384', saltLength: 48 },
      acceptance: 'accepted',
    })
  })

  it('with RSA may leave NULL out, as old writers did', () => {
    expect(resolve(sequence(oid('1.2.840.113549.1.1.11'))).name).toBe('sha256WithRSAEncryption')
  })

  it.each([
    ['ECDSA with NULL (RFC 5758 section 3.2)', sequence(oid('1.2.840.10045.4.3.2'), nothing), 10],
    ['Ed25519 with NULL (RFC 8410 section 3)', sequence(oid('1.3.101.112'), nothing), 5],
    ['ML-DSA with NULL (RFC 9881 section 2)', sequence(oid('2.16.840.1.101.3.4.3.17'), nothing), 11],
    ['SLH-DSA with NULL (RFC 9909)', sequence(oid('2.16.840.1.101.3.4.3.20'), nothing), 11],
    ['RSA with an empty SEQUENCE', sequence(oid('1.2.840.113549.1.1.11'), sequence()), 11],
    ['RSA with a number', sequence(oid('1.2.840.113549.1.1.11'), integer(0)), 11],
    ['RSASSA-PSS without parameters (RFC 4055 section 3.1)', sequence(oid('1.2.840.113549.1.1.10')), 11],
  ])('is refused: %s', (_, algorithm, place) => {
    const error = errorAt(() => parseCertificate(buildCertificate({ signature: algorithm })))
    // After the header of the AlgorithmIdentifier and its identifier.
    expect(error).toBe(`ERR_X509_ALGORITHM_PARAMETERS at ${algorithmStart + 2 + place} in signature`)
  })

  it.each([
    [
      'NULL for the parameters of RSASSA-PSS',
      sequence(oid('1.2.840.113549.1.1.10'), nothing),
      'ERR_DER_UNEXPECTED_TAG',
    ],
    [
      'a salt of 2^31',
      sequence(oid('1.2.840.113549.1.1.10'), sequence(explicit(2, integer(2 ** 31)))),
      'ERR_DER_VALUE',
    ],
    ['two parameters', sequence(oid('1.2.840.113549.1.1.11'), nothing, nothing), 'ERR_DER_TRAILING_BYTES'],
    ['no identifier', sequence(), 'ERR_DER_TRUNCATED'],
    ['parameters cut off', sequence(oid('1.2.3'), hex('0405')), 'ERR_DER_TRUNCATED'],
  ])('is refused with %s', (_, algorithm, code) => {
    expect(errorOf(() => parseCertificate(buildCertificate({ signature: algorithm }))).code).toBe(code)
  })
})
