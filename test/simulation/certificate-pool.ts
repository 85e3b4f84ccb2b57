import { createHash } from 'node:crypto'
import type { SignatureVerdict, SignatureVerifier } from '../../src/crypto/signature-verifier.ts'
import { createNobleVerifier } from '../../src/noble/index.ts'
import { validateBundle } from '../../src/report/validate-bundle.ts'
import {
  createTestAuthority,
  createTestKey,
  TEST_EPOCH,
  type TestAuthority,
  type TestKey,
} from '../../src/testing/index.ts'
import { toHex } from '../support/der.ts'

const DAY_MS = 86_400_000

/** When every run begins. */
export const EPOCH_MS: number = Date.parse(TEST_EPOCH)

/** For so long there are fresh certificates. */
export const MAX_YEARS = 6

const LIVES_DAYS = [12, 47, 90, 200, 398] as const
const STEP_DAYS = 25

/** One of the certificates that all runs of a process share. */
export interface PoolCertificate {
  readonly label: string
  readonly issuer: PoolIssuer
  readonly fingerprint: string
  readonly serialNumber: Uint8Array
  readonly notBeforeMs: number
  /** Inclusive. */
  readonly notAfterMs: number
  readonly names: readonly string[]
  readonly pem: string
  readonly chainPem: string
  readonly key: TestKey
  /** The private value of its key, in hex. */
  readonly scalar: string
  readonly privateKeyPem: string
}

/** A CA of the pool, by what its CRLs are made of. */
export interface PoolIssuer {
  readonly name: string
  readonly url: string
  readonly subject: Uint8Array
  readonly subjectPublicKeyInfo: Uint8Array
}

/** Certificates with their keys and CAs. Nothing in it changes. */
export interface CertificatePool {
  readonly rootPem: string
  readonly issuers: readonly PoolIssuer[]
  readonly certificates: readonly PoolCertificate[]
  readonly byFingerprint: ReadonlyMap<string, PoolCertificate>
  /** SubjectPublicKeyInfo in hex, by the private value in hex. */
  readonly publicKeys: ReadonlyMap<string, string>
  /** Knows every signature of the pool, and those of {@link seal}. Answers at once. */
  readonly verifier: SignatureVerifier
}

/**
 * What stands for a signature on a CRL: a digest, which costs microseconds where ECDSA takes milliseconds. The verifier of the pool takes it
 * for the signature of that key.
 */
export function signCheaply(subjectPublicKeyInfo: Uint8Array, data: Uint8Array): Uint8Array {
  return new Uint8Array(createHash('sha256').update(subjectPublicKeyInfo).update(data).digest())
}

/** Makes two CAs and some hundred certificates of short and long lives, some of which share a key. */
export async function createPool(): Promise<CertificatePool> {
  const ends = new Date('2049-01-01T00:00:00Z')
  const begin = new Date(EPOCH_MS - 400 * DAY_MS)
  const root = await createTestAuthority({ seed: 'simulation', notBefore: begin, notAfter: ends })
  const authorities: TestAuthority[] = []
  const issuers: PoolIssuer[] = []
  for (const name of ['one', 'two']) {
    const url = `http://crl.example.com/${name}.crl`
    const authority = await root.intermediate({ issuedUrls: { crl: [url] }, notBefore: begin, notAfter: ends })
    authorities.push(authority)
    issuers.push({ name, url, subject: authority.subject, subjectPublicKeyInfo: authority.key.subjectPublicKeyInfo })
  }
  const certificates: PoolCertificate[] = []
  let before: TestKey | undefined
  for (let day = -STEP_DAYS; day < MAX_YEARS * 366; day += STEP_DAYS) {
    for (const lifeDays of LIVES_DAYS) {
      const index = certificates.length
      const authority = authorities[index % 2]
      const issuer = issuers[index % 2]
      if (authority === undefined || issuer === undefined) throw new RangeError('there are two CAs')
      const notBeforeMs = EPOCH_MS + day * DAY_MS + (index % 7) * 3_600_000
      const notAfterMs = notBeforeMs + lifeDays * DAY_MS - 1000
      const names = index % 4 === 3 ? ['*.shop.example.com'] : ['www.example.com', 'example.com']
      const key =
        index % 6 === 5 && before !== undefined ? before : await createTestKey({ seed: `simulation ${String(index)}` })
      before = key
      const dates = { notBefore: new Date(notBeforeMs), notAfter: new Date(notAfterMs) }
      const leaf = await authority.leaf({ names, key, ...dates })
      certificates.push({
        label: `c${String(index)}`,
        issuer,
        fingerprint: createHash('sha256').update(leaf.der).digest('hex'),
        serialNumber: leaf.serialNumber,
        notBeforeMs,
        notAfterMs,
        names,
        pem: leaf.pem,
        chainPem: leaf.chainPem,
        key,
        scalar: scalarOf(key.pkcs8Der),
        privateKeyPem: key.pkcs8,
      })
    }
  }
  await loadParts(root.pem, certificates)
  return {
    rootPem: root.pem,
    issuers,
    certificates,
    byFingerprint: new Map(certificates.map((certificate) => [certificate.fingerprint, certificate])),
    publicKeys: new Map(
      certificates.map(({ scalar, key }) => [scalar, toHex(new Uint8Array(key.subjectPublicKeyInfo))]),
    ),
    verifier: createPoolVerifier(),
  }
}

/** Has the library load what it loads when it is first needed, so that this decides nothing in a run. */
async function loadParts(rootPem: string, [first]: readonly PoolCertificate[]): Promise<void> {
  if (first === undefined) return
  const { privateKeyPem: privateKey, pem: certificate, chainPem: chain, notBeforeMs } = first
  const demands = { anchors: [rootPem], at: new Date(notBeforeMs), revocation: { crls: [], ocspResponses: [] } }
  const { revocation } = await validateBundle({ privateKey, certificate, chain }, demands)
  if (revocation === undefined) throw new TypeError('a sample of the pool was not asked about')
}

/** The private value of a P-256 key in PKCS#8, which stands behind its OCTET STRING. */
export function scalarOf(pkcs8: Uint8Array): string {
  const text = toHex(pkcs8)
  const start = text.indexOf('0201010420')
  if (start === -1) throw new TypeError('no ECPrivateKey of 32 octets')
  return text.slice(start + 10, start + 74)
}

/** Really verifies each signature once in a process. */
function createPoolVerifier(): SignatureVerifier {
  const noble = createNobleVerifier()
  const known = new Map<string, SignatureVerdict>()
  return {
    verify: (check) => {
      const { publicKey, data, signature } = check
      const digest = signCheaply(publicKey.spki, data)
      const name = `${toHex(digest)} ${toHex(signature)}`
      const verdict = known.get(name) ?? (toHex(digest) === toHex(signature) ? 'valid' : noble.verify(check))
      // CRLs are each of one run.
      if (toHex(digest) !== toHex(signature)) known.set(name, verdict)
      return verdict
    },
  }
}
