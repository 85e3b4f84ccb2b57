import { X509Certificate } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { ml_dsa44, ml_dsa65, ml_dsa87 } from '@noble/post-quantum/ml-dsa.js'
import { mozillaRoots } from 'certkeep/roots'
import {
  createTestAuthority,
  type TestAuthority,
  type TestKeyAlgorithm,
  type TestSignatureAlgorithm,
} from 'certkeep/testing'
import forge from 'node-forge'
import {
  buildTbsCertificate,
  commonName,
  criticalExtension,
  extension,
  type CertificateParts,
} from '../support/build-certificate.ts'
import { bitString, boolean, implicit, integer, octetString, oid, sequence } from '../support/der.ts'
import { pem, privateKeyInfo } from '../support/key-samples.ts'
import type { Feature } from './feature.ts'
import type {
  AlgorithmSample,
  ConversionSamples,
  KitSample,
  RevocationSamples,
  Samples,
  ServerFacts,
  SignatureSample,
} from './samples.ts'

const PEM_FOLDER = fileURLToPath(new URL('../../fixtures/pem/', import.meta.url))

/** Makes what the suite judges, with the built package. The same each time, but for the PKCS#12. */
export async function makeSamples(): Promise<Samples> {
  const files = readdirSync(PEM_FOLDER).filter((file) => !file.endsWith('.md'))
  const text = Object.fromEntries(files.map((file) => [file, readFileSync(`${PEM_FOLDER}${file}`, 'utf8')]))
  return {
    at: '2026-06-01T12:00:00.000Z',
    pem: text,
    server: serverFacts(text['server.crt'] ?? ''),
    algorithms: [...(await Promise.all(KIT_ALGORITHMS.map(kitSample))), ...ML_DSA_SAMPLES.map(mlDsaSample)],
    signatures: await Promise.all(SIGNATURES.map(signatureSample)),
    revocation: await revocationSamples(),
    conversion: await conversionSamples(),
    kit: await kitBytes('runtimes'),
    roots: mozillaRoots().map(({ certificate }) => new X509Certificate(certificate.der).fingerprint256),
  }
}

function serverFacts(certificate: string): ServerFacts {
  const { serialNumber, fingerprint256, fingerprint, validFrom, validTo } = new X509Certificate(certificate)
  return {
    serialNumber: serialNumber.toLowerCase(),
    sha256: plainHex(fingerprint256),
    sha1: plainHex(fingerprint),
    notBefore: new Date(validFrom).toISOString(),
    notAfter: new Date(validTo).toISOString(),
  }
}

function plainHex(fingerprint: string): string {
  return fingerprint.replaceAll(':', '').toLowerCase()
}

const KIT_ALGORITHMS: readonly (readonly [TestKeyAlgorithm, Feature, Feature])[] = [
  ['RSA-2048', 'WebCrypto', 'node:crypto'],
  ['RSA-3072', 'WebCrypto', 'node:crypto'],
  ['RSA-4096', 'WebCrypto', 'node:crypto'],
  ['RSA-PSS-2048', 'WebCrypto', 'node:crypto'],
  ['P-256', 'WebCrypto', 'node:crypto'],
  ['P-384', 'WebCrypto', 'node:crypto'],
  ['P-521', 'P-521', 'node:crypto'],
  ['Ed25519', 'Ed25519', 'node:crypto'],
  ['Ed448', 'Ed448', 'node:crypto Ed448'],
]

async function kitSample([algorithm, needs, nodeNeeds]: (typeof KIT_ALGORITHMS)[number]): Promise<AlgorithmSample> {
  const root = await createTestAuthority({ seed: `runtimes ${algorithm}`, algorithm })
  const leaf = await root.leaf({ names: ['www.example.com'] })
  const other = await root.leaf({ names: ['other.example.com'] })
  return {
    algorithm,
    needs,
    nodeNeeds,
    privateKey: leaf.key.pkcs8,
    certificate: leaf.pem,
    root: root.pem,
    otherKey: other.key.pkcs8,
    crl: base64(await root.crl()),
  }
}

function base64({ der }: { readonly der: Uint8Array }): string {
  return Buffer.from(der).toString('base64')
}

/** RFC 9881 section 2. */
const ML_DSA_SAMPLES = [
  { algorithm: 'ML-DSA-44', oid: '2.16.840.1.101.3.4.3.17', functions: ml_dsa44 },
  { algorithm: 'ML-DSA-65', oid: '2.16.840.1.101.3.4.3.18', functions: ml_dsa65 },
  { algorithm: 'ML-DSA-87', oid: '2.16.840.1.101.3.4.3.19', functions: ml_dsa87 },
] as const

const ROOT_KEY_IDENTIFIER = [1, 2, 3, 4]

/** The kit makes none of these. */
function mlDsaSample({ algorithm, oid: identifier, functions }: (typeof ML_DSA_SAMPLES)[number]): AlgorithmSample {
  const named = sequence(oid(identifier))
  const [rootSeed, leafSeed, otherSeed] = [1, 2, 3].map((octet) => new Uint8Array(32).fill(octet))
  const rootKey = functions.keygen(rootSeed)
  const spki = (seed: Uint8Array | undefined): Uint8Array =>
    sequence(named, bitString(0, functions.keygen(seed).publicKey))
  const keyText = (seed: Uint8Array = new Uint8Array()): string =>
    pem('PRIVATE KEY', privateKeyInfo(named, implicit(0, seed)))
  const certificate = (parts: CertificateParts): string => {
    const tbs = buildTbsCertificate({ ...parts, signature: named, issuer: commonName(`${algorithm} Root`) })
    const signature = functions.sign(tbs, rootKey.secretKey, { extraEntropy: false })
    return pem('CERTIFICATE', sequence(tbs, named, bitString(0, signature)))
  }
  return {
    algorithm,
    needs: 'ML-DSA',
    nodeNeeds: 'node:crypto ML-DSA',
    privateKey: keyText(leafSeed),
    certificate: certificate({
      serialNumber: integer(0x1234),
      subjectPublicKeyInfo: spki(leafSeed),
      extensions: [
        criticalExtension('2.5.29.15', bitString(7, [0x80])),
        extension('2.5.29.35', sequence(implicit(0, ROOT_KEY_IDENTIFIER))),
        extension('2.5.29.37', sequence(oid('1.3.6.1.5.5.7.3.1'))),
        extension('2.5.29.17', sequence(implicit(2, Buffer.from('www.example.com')))),
      ],
    }),
    root: certificate({
      subject: commonName(`${algorithm} Root`),
      subjectPublicKeyInfo: spki(rootSeed),
      extensions: [
        criticalExtension('2.5.29.19', sequence(boolean(0xff))),
        criticalExtension('2.5.29.15', bitString(1, [0x06])),
        extension('2.5.29.14', octetString(ROOT_KEY_IDENTIFIER)),
      ],
    }),
    otherKey: keyText(otherSeed),
    crl: null,
  }
}

interface SignatureRow {
  readonly algorithm: TestKeyAlgorithm
  readonly signature: TestSignatureAlgorithm
  readonly needs: Feature
  readonly isWeak?: true
  readonly publicExponent?: 3
}

const SIGNATURES: readonly SignatureRow[] = [
  { algorithm: 'RSA-2048', signature: 'sha384WithRSAEncryption', needs: 'WebCrypto' },
  { algorithm: 'RSA-2048', signature: 'sha512WithRSAEncryption', needs: 'WebCrypto', publicExponent: 3 },
  { algorithm: 'RSA-2048', signature: 'RSASSA-PSS-SHA256', needs: 'WebCrypto' },
  { algorithm: 'RSA-2048', signature: 'RSASSA-PSS-SHA384', needs: 'WebCrypto' },
  { algorithm: 'RSA-2048', signature: 'RSASSA-PSS-SHA512', needs: 'WebCrypto' },
  { algorithm: 'P-256', signature: 'ecdsa-with-SHA512', needs: 'ECDSA of any digest' },
  { algorithm: 'P-384', signature: 'ecdsa-with-SHA256', needs: 'ECDSA of any digest' },
  { algorithm: 'RSA-1024', signature: 'sha256WithRSAEncryption', needs: 'WebCrypto', isWeak: true },
  { algorithm: 'RSA-2048', signature: 'sha1WithRSAEncryption', needs: 'signatures with SHA-1', isWeak: true },
  { algorithm: 'RSA-2048', signature: 'RSASSA-PSS-SHA1', needs: 'signatures with SHA-1', isWeak: true },
  { algorithm: 'P-256', signature: 'ecdsa-with-SHA1', needs: 'signatures with SHA-1', isWeak: true },
]

async function signatureSample(row: SignatureRow): Promise<SignatureSample> {
  const { algorithm, signature, needs, isWeak = false, publicExponent } = row
  const seed = `runtimes ${algorithm} ${signature}`
  const root = await createTestAuthority({ seed, algorithm, publicExponent })
  const leaf = await root.leaf({ algorithm: 'P-256', signatureAlgorithm: signature })
  const exponent = publicExponent === undefined ? '' : ' with exponent 3'
  return { algorithm: `${algorithm}${exponent}, ${signature}`, needs, isWeak, certificate: leaf.pem, root: root.pem }
}

async function revocationSamples(): Promise<RevocationSamples> {
  const [rootCrlUrl, crlUrl] = ['http://crl.example.com/root.crl', 'http://crl.example.com/ca.crl']
  const root = await createTestAuthority({ seed: 'runtimes revocation', issuedUrls: { crl: [rootCrlUrl] } })
  const issuing: TestAuthority = await root.intermediate({ issuedUrls: { crl: [crlUrl] } })
  const [good, revoked] = [await issuing.leaf(), await issuing.leaf({ names: ['lost.example.com'] })]
  const crlBefore = base64(await issuing.crl())
  issuing.revoke(revoked, { reason: 'keyCompromise' })
  const answer = { responder: 'delegated', hash: 'SHA-256' } as const
  return {
    good: good.pem,
    revoked: revoked.pem,
    revokedKey: revoked.key.pkcs8,
    issuing: issuing.pem,
    root: root.pem,
    rootCrl: base64(await root.crl()),
    crlBefore,
    crl: base64(await issuing.crl()),
    crlUrl,
    rootCrlUrl,
    goodOcsp: base64(await issuing.ocsp({ certificates: [good], ...answer })),
    revokedOcsp: base64(await issuing.ocsp({ certificates: [revoked], ...answer })),
  }
}

async function conversionSamples(): Promise<ConversionSamples> {
  const passphrase = 'correct horse'
  const { key } = await (await createTestAuthority({ seed: 'runtimes conversion' })).leaf()
  const rsa = await (await createTestAuthority({ seed: 'runtimes conversion', algorithm: 'RSA-2048' })).leaf()
  const container = forge.pkcs12.toPkcs12Asn1(
    forge.pki.privateKeyFromPem(rsa.key.pkcs1),
    [forge.pki.certificateFromPem(rsa.pem)],
    passphrase,
    { algorithm: '3des' },
  )
  return {
    passphrase,
    key: key.pkcs8,
    manyRounds: await key.encrypted(passphrase, { iterations: 200_000 }),
    pkcs12: Buffer.from(forge.asn1.toDer(container).getBytes(), 'latin1').toString('base64'),
    pkcs12Certificate: rsa.pem,
  }
}

/** What the kit must make of the seed everywhere. */
async function kitBytes(seed: string): Promise<KitSample> {
  const ec = await (await createTestAuthority({ seed })).leaf()
  const rsa = await (await createTestAuthority({ seed, algorithm: 'RSA-2048' })).leaf()
  return { seed, ec: ec.fullChainPem, rsa: rsa.fullChainPem }
}
