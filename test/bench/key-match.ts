import { createPrivateKey, generateKeyPairSync, X509Certificate, type KeyObject } from 'node:crypto'
import { verifyKeyMatch } from '../../src/crypto/verify-key-match.ts'
import { parsePrivateKey } from '../../src/keys/parse-private-key.ts'
import { parseCertificate } from '../../src/x509/parse-certificate.ts'
import { buildCertificate } from '../support/build-certificate.ts'
import { octets } from '../support/der.ts'
import { toPem } from '../support/sample-leaf.ts'
import { measure, type BenchTask } from './measure.ts'
import type { BenchSection } from './section.ts'

/** A PEM private key and its certificate. */
interface KeyMatchSample {
  readonly name: string
  readonly privateKey: string
  readonly certificate: string
}

const FROM_PEM = 'node:crypto, from PEM, no proof'

/** What proving a match costs here and in node:crypto, from objects parsed before and from PEM. */
export async function benchKeyMatch(): Promise<readonly BenchSection[]> {
  const samples = [
    createSample('RSA-2048', generateKeyPairSync('rsa', { modulusLength: 2048 })),
    createSample('P-256', generateKeyPairSync('ec', { namedCurve: 'P-256' })),
    createSample('Ed25519', generateKeyPairSync('ed25519')),
  ]
  const rows: (readonly string[])[] = [['', '', 'us', 'of node:crypto from PEM']]
  for (const sample of samples) {
    const medians = await measure(tasksOf(sample), { warmUpMs: 300 })
    const fromPem = medians.get(FROM_PEM) ?? Number.NaN
    for (const [name, us] of medians) rows.push([sample.name, name, us.toFixed(1), `${(us / fromPem).toFixed(2)} x`])
  }
  return [
    {
      title: 'Whether a key belongs to a certificate',
      method:
        '`verifyKeyMatch` proves that the private numbers belong to the public key, and then has the platform sign a challenge. `checkPrivateKey` of `node:crypto` compares public keys and proves nothing.',
      rows,
    },
  ]
}

function tasksOf(sample: KeyMatchSample): Readonly<Record<string, BenchTask>> {
  const key = parsePrivateKey(derOf(sample.privateKey))
  const certificate = parseCertificate(sample.certificate)
  const nodeKey = createPrivateKey(sample.privateKey)
  const nodeCertificate = new X509Certificate(sample.certificate)
  return {
    'proof, parsed': () => verifyKeyMatch(key, certificate, { challenge: 'skip' }),
    'proof, from PEM': () => verifyKeyMatch(sample.privateKey, sample.certificate, { challenge: 'skip' }),
    'proof and challenge': () => verifyKeyMatch(key, certificate),
    'node:crypto, parsed, no proof': () => nodeCertificate.checkPrivateKey(nodeKey),
    [FROM_PEM]: () => new X509Certificate(sample.certificate).checkPrivateKey(createPrivateKey(sample.privateKey)),
  }
}

function createSample(
  name: string,
  keys: { readonly publicKey: KeyObject; readonly privateKey: KeyObject },
): KeyMatchSample {
  const subjectPublicKeyInfo = keys.publicKey.export({ type: 'spki', format: 'der' })
  return {
    name,
    privateKey: String(keys.privateKey.export({ type: 'pkcs8', format: 'pem' })),
    certificate: toPem(buildCertificate({ subjectPublicKeyInfo: octets(subjectPublicKeyInfo) })),
  }
}

function derOf(pem: string): Uint8Array {
  return new Uint8Array(Buffer.from(pem.replace(/-----[^-]+-----|\s/g, ''), 'base64'))
}
