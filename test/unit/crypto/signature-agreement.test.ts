import { execFileSync } from 'node:child_process'
import { generateKeyPairSync, sign, X509Certificate, type KeyPairKeyObjectResult } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as tls from 'node:tls'
import { ml_dsa44, ml_dsa65, ml_dsa87 } from '@noble/post-quantum/ml-dsa.js'
import { slh_dsa_sha2_128f, slh_dsa_shake_128f } from '@noble/post-quantum/slh-dsa.js'
import { afterAll, describe, expect, it } from 'vitest'
import type { SignatureCheck } from '../../../src/crypto/signature-verifier.ts'
import { parseCertificate } from '../../../src/x509/parse-certificate.ts'
import type { Certificate } from '../../../src/x509/certificate.ts'
import { bitString, oid, sequence } from '../../support/der.ts'
import {
  DATA,
  ECDSA_OIDS,
  PKCS1_OIDS,
  PLAIN_OIDS,
  ecdsaCheck,
  edwardsCheck,
  flip,
  plain,
  publicKeyOf,
  pssCheck,
  row,
  rsaCheck,
  rsaKey,
} from '../../support/signature-cases.ts'
import { expectedVerdicts, hasPostQuantumNames, verdictsOf } from '../../support/verifiers.ts'

const curves = ['P-256', 'P-384', 'P-521'].map((curve) => {
  return { curve, pair: generateKeyPairSync('ec', { namedCurve: curve }) }
})

const digests = Object.keys(PKCS1_OIDS).filter((hash) => hash !== 'MD5')

const CHECKS: readonly (readonly [name: string, make: () => SignatureCheck])[] = [
  ...digests.map((hash) => [`RSASSA-PKCS1-v1_5 with ${hash}`, () => rsaCheck(rsaKey(2048), hash)] as const),
  ...digests.map((hash) => [`RSASSA-PSS with ${hash}`, () => pssCheck(rsaKey(2048), hash, 32)] as const),
  ...[0, 1, 20, 62].map(
    (salt) => [`RSASSA-PSS with SHA-512 and a salt of ${salt}`, () => pssCheck(rsaKey(1024), 'SHA-512', salt)] as const,
  ),
  // The encoded message of 1025 bits is an octet shorter than the modulus.
  ...[512, 1023, 1024, 1025, 1026, 1032].flatMap((bits) => [
    [`RSASSA-PKCS1-v1_5 with ${bits} bits`, () => rsaCheck(rsaKey(bits), 'SHA-256')] as const,
    [`RSASSA-PSS with ${bits} bits`, () => pssCheck(rsaKey(bits), 'SHA-256', 20)] as const,
  ]),
  ['RSASSA-PKCS1-v1_5 with exponent 3', () => rsaCheck(rsaKey(1024, 3), 'SHA-256')],
  ['RSASSA-PKCS1-v1_5 with exponent 2^31 - 1', () => rsaCheck(rsaKey(1024, 0x7fffffff), 'SHA-256')],
  ...curves.flatMap(({ curve, pair }) =>
    Object.keys(ECDSA_OIDS).map((hash) => [`ECDSA on ${curve} with ${hash}`, () => ecdsaCheck(pair, hash)] as const),
  ),
  ['Ed25519', () => edwardsCheck('Ed25519')],
  ['Ed448', () => edwardsCheck('Ed448')],
  ['ML-DSA-44', () => postQuantumCheck('ML-DSA-44', ml_dsa44)],
  ['ML-DSA-65', () => postQuantumCheck('ML-DSA-65', ml_dsa65)],
  ['ML-DSA-87', () => postQuantumCheck('ML-DSA-87', ml_dsa87)],
  ['SLH-DSA-SHA2-128f', () => postQuantumCheck('SLH-DSA-SHA2-128f', slh_dsa_sha2_128f)],
  ['SLH-DSA-SHAKE-128f', () => postQuantumCheck('SLH-DSA-SHAKE-128f', slh_dsa_shake_128f)],
]

interface PostQuantumSigner {
  readonly keygen: () => { readonly publicKey: Uint8Array; readonly secretKey: Uint8Array }
  readonly sign: (message: Uint8Array, secretKey: Uint8Array) => Uint8Array
}

/** Signed by OpenSSL where it can, so that the two libraries check each other. */
function postQuantumCheck(name: string, signer: PostQuantumSigner): SignatureCheck {
  if (hasPostQuantumNames) {
    // Node 20's types know none of these names.
    const pair: unknown = Reflect.apply(generateKeyPairSync, undefined, [name.toLowerCase()])
    const { publicKey, privateKey } = pair as KeyPairKeyObjectResult
    const signature = new Uint8Array(sign(null, DATA, privateKey))
    return { publicKey: publicKeyOf(publicKey), algorithm: plain(name), data: DATA, signature }
  }
  const { publicKey, secretKey } = signer.keygen()
  const spki = sequence(sequence(oid(row(PLAIN_OIDS, name))), bitString(0, publicKey))
  return { publicKey: publicKeyOf(spki), algorithm: plain(name), data: DATA, signature: signer.sign(DATA, secretKey) }
}

describe('the verifiers', () => {
  it.each(CHECKS)('accept what others sign, and nothing else: %s', async (name, make) => {
    const check = make()
    const { data, signature } = check
    expect(await verdictsOf(check)).toEqual(expectedVerdicts(name, 'valid'))
    expect(await verdictsOf({ ...check, data: flip(data, 700) })).toEqual(expectedVerdicts(name, 'invalid'))
    expect(await verdictsOf({ ...check, data: new Uint8Array() })).toEqual(expectedVerdicts(name, 'invalid'))
    expect(await verdictsOf({ ...check, signature: flip(signature, signature.length - 3) })).toEqual(
      expectedVerdicts(name, 'invalid'),
    )
  })

  it.each([
    ['RSASSA-PKCS1-v1_5', () => rsaCheck(rsaKey(1024), 'SHA-256')],
    ['RSASSA-PSS', () => pssCheck(rsaKey(1024), 'SHA-256', 32)],
    ['ECDSA', () => ecdsaCheck(generateKeyPairSync('ec', { namedCurve: 'P-256' }), 'SHA-256')],
    ['Ed25519', () => edwardsCheck('Ed25519')],
    ['Ed448', () => edwardsCheck('Ed448')],
  ])('refuse a signature that differs in any one octet, is cut off or goes on: %s', async (_, make) => {
    const check = make()
    const { signature } = check
    for (let index = 0; index < signature.length; index += 1) {
      expect(await verdictsOf({ ...check, signature: flip(signature, index) })).toEqual(expectedVerdicts('', 'invalid'))
    }
    for (const other of [
      signature.slice(0, -1),
      signature.slice(1),
      Uint8Array.of(...signature, 0),
      Uint8Array.of(0, ...signature),
      new Uint8Array(),
    ]) {
      expect(await verdictsOf({ ...check, signature: other })).toEqual(expectedVerdicts('', 'invalid'))
    }
  })

  it('take a Buffer for the bytes that it is, and do not write to it', async () => {
    for (const [name, make] of CHECKS.filter(([name]) => !name.startsWith('SLH-DSA'))) {
      const { publicKey, algorithm, data, signature } = make()
      const buffers = [publicKey.spki, data, signature].map((bytes) => Buffer.from(bytes))
      const [spki = new Uint8Array(), ...rest] = buffers
      const [dataBuffer = new Uint8Array(), signatureBuffer = new Uint8Array()] = rest
      // What readPublicKey decodes from a Buffer is made of Buffers.
      const check = { publicKey: publicKeyOf(spki), algorithm, data: dataBuffer, signature: signatureBuffer }
      expect(await verdictsOf(check)).toEqual(expectedVerdicts(name, 'valid'))
      expect(await verdictsOf(check)).toEqual(expectedVerdicts(name, 'valid'))
      expect(buffers.map((buffer) => buffer.toString('hex'))).toEqual(
        [publicKey.spki, data, signature].map((bytes) => Buffer.from(bytes).toString('hex')),
      )
    }
  })

  it('refuse every algorithm with a key of every other', async () => {
    const checks = [
      rsaCheck(rsaKey(1024), 'SHA-256'),
      pssCheck(rsaKey(1024), 'SHA-256', 32),
      ...curves.map(({ pair }) => ecdsaCheck(pair, 'SHA-256')),
      edwardsCheck('Ed25519'),
      edwardsCheck('Ed448'),
    ]
    for (const signed of checks) {
      for (const other of checks) {
        if (signed === other) continue
        for (const confused of [
          { ...signed, publicKey: other.publicKey },
          { ...signed, algorithm: other.algorithm },
          { ...signed, signature: other.signature },
        ]) {
          const isSame =
            confused.publicKey.spki.join() === signed.publicKey.spki.join() &&
            confused.algorithm.oid === signed.algorithm.oid &&
            confused.signature === signed.signature
          expect(await verdictsOf(confused)).toEqual(expectedVerdicts('', isSame ? 'valid' : 'invalid'))
        }
      }
    }
  })

  it('agree with OpenSSL on every root that signed itself', async () => {
    for (const pem of tls.rootCertificates) {
      const certificate = parseCertificate(pem)
      if (certificate.signatureAlgorithm.family === undefined || !certificate.isSelfIssued) continue
      const node = new X509Certificate(pem)
      const verdict = node.verify(node.publicKey) ? 'valid' : 'invalid'
      expect(await verdictsOf(selfCheck(certificate))).toEqual(expectedVerdicts('', verdict))
    }
  })
})

describe('certificates that openssl makes', () => {
  const folder = mkdtempSync(join(tmpdir(), 'certkeep-openssl-'))
  afterAll(() => rmSync(folder, { recursive: true }))

  const pssKey = ['-algorithm', 'RSA-PSS', '-pkeyopt', 'rsa_keygen_bits:2048']
  const pssOptions = (...options: string[]): string[] => [
    '-sigopt',
    'rsa_padding_mode:pss',
    ...options.flatMap((option) => ['-sigopt', option]),
  ]
  it.each([
    ['RSA', ['-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:2048'], ['-sha384']],
    [
      'RSA with RSASSA-PSS',
      ['-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:2048'],
      ['-sha256', ...pssOptions('rsa_pss_saltlen:digest')],
    ],
    ['an RSASSA-PSS key', pssKey, ['-sha512', ...pssOptions('rsa_pss_saltlen:64')]],
    [
      'an RSASSA-PSS key restricted to SHA-256',
      [
        ...pssKey,
        '-pkeyopt',
        'rsa_pss_keygen_md:sha256',
        '-pkeyopt',
        'rsa_pss_keygen_mgf1_md:sha256',
        '-pkeyopt',
        'rsa_pss_keygen_saltlen:32',
      ],
      ['-sha256', ...pssOptions('rsa_pss_saltlen:32')],
    ],
    ['P-384', ['-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-384'], ['-sha384']],
    ['Ed25519', ['-algorithm', 'ED25519'], []],
    ['Ed448', ['-algorithm', 'ED448'], []],
  ])('are signed by their own key: %s', async (_, keyArguments, requestArguments) => {
    const keyFile = join(folder, 'key.pem')
    const certificateFile = join(folder, 'certificate.pem')
    execFileSync('openssl', ['genpkey', ...keyArguments, '-out', keyFile], { stdio: 'pipe' })
    execFileSync(
      'openssl',
      ['req', '-x509', '-new', '-key', keyFile, ...requestArguments, '-subj', '/CN=self', '-out', certificateFile],
      {
        stdio: 'pipe',
      },
    )
    const check = selfCheck(parseCertificate(readFileSync(certificateFile, 'utf8')))
    expect(await verdictsOf(check)).toEqual(expectedVerdicts('', 'valid'))
    expect(await verdictsOf({ ...check, data: flip(check.data, 20) })).toEqual(expectedVerdicts('', 'invalid'))
  })
})

function selfCheck({ publicKey, signatureAlgorithm, tbsCertificate, signature }: Certificate): SignatureCheck {
  return { publicKey, algorithm: signatureAlgorithm, data: tbsCertificate, signature }
}
