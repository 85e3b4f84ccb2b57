import { constants, generateKeyPairSync, randomBytes, sign, verify, type KeyObject } from 'node:crypto'
import { createWebCryptoVerifier } from '../../src/crypto/create-web-crypto-verifier.ts'
import type { SignatureCheck } from '../../src/crypto/signature-verifier.ts'
import { createNobleVerifier } from '../../src/noble/create-noble-verifier.ts'
import { createNodeVerifier } from '../../src/node/create-node-verifier.ts'
import { ecdsa, pkcs1, plain, pss, publicKeyOf } from '../support/signature-cases.ts'
import { measure, type BenchTask } from './measure.ts'
import type { BenchSection } from './section.ts'

interface Subject {
  readonly name: string
  readonly check: SignatureCheck
  /** Bare node:crypto with a KeyObject that was imported before. */
  readonly bare: () => boolean
}

/** As large as the signed part of a certificate. */
const DATA: Uint8Array = new Uint8Array(randomBytes(1200))

/** What one signature check costs with a key that was seen before: bare node:crypto, which counts as 1, and each verifier. */
export async function benchSignatures(): Promise<readonly BenchSection[]> {
  const verifiers = { node: createNodeVerifier(), WebCrypto: createWebCryptoVerifier(), noble: createNobleVerifier() }
  const rows: (readonly string[])[] = [
    ['', 'bare, us', ...Object.keys(verifiers).flatMap((name) => [`${name}, us`, 'of bare'])],
  ]
  for (const { name, check, bare } of createSubjects()) {
    const tasks: Record<string, BenchTask> = { bare }
    for (const [platform, verifier] of Object.entries(verifiers)) tasks[platform] = () => verifier.verify(check)
    const [one = Number.NaN, ...others] = (await measure(tasks, { warmUpMs: 200, rounds: 15, roundMs: 3 })).values()
    rows.push([name, one.toFixed(0), ...others.flatMap((us) => [us.toFixed(0), `${(us / one).toFixed(2)} x`])])
  }
  return [
    {
      title: 'One signature',
      method: `A signature over ${DATA.length} bytes, checked with a key that was seen before: by \`node:crypto\` with a \`KeyObject\`, and by each verifier of certkeep.`,
      rows,
    },
  ]
}

function createSubjects(): readonly Subject[] {
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const pssPadding = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 }
  const pssSignature = sign('sha256', DATA, { key: rsa.privateKey, ...pssPadding })
  return [
    createSubject('RSA-2048', rsa, 'sha256', pkcs1('SHA-256')),
    createSubject('RSA-4096', generateKeyPairSync('rsa', { modulusLength: 4096 }), 'sha256', pkcs1('SHA-256')),
    {
      name: 'RSA-2048 RSASSA-PSS',
      check: {
        publicKey: publicKeyOf(rsa.publicKey),
        algorithm: pss('SHA-256', 32),
        data: DATA,
        signature: pssSignature,
      },
      bare: () => verify('sha256', DATA, { key: rsa.publicKey, ...pssPadding }, pssSignature),
    },
    createSubject('P-256', generateKeyPairSync('ec', { namedCurve: 'P-256' }), 'sha256', ecdsa('SHA-256')),
    createSubject('P-384', generateKeyPairSync('ec', { namedCurve: 'P-384' }), 'sha384', ecdsa('SHA-384')),
    createSubject('P-521', generateKeyPairSync('ec', { namedCurve: 'P-521' }), 'sha512', ecdsa('SHA-512')),
    createSubject('Ed25519', generateKeyPairSync('ed25519'), null, plain('Ed25519')),
    createSubject('Ed448', generateKeyPairSync('ed448'), null, plain('Ed448')),
  ]
}

function createSubject(
  name: string,
  { publicKey, privateKey }: { readonly publicKey: KeyObject; readonly privateKey: KeyObject },
  hash: string | null,
  algorithm: SignatureCheck['algorithm'],
): Subject {
  const signature = sign(hash, DATA, privateKey)
  return {
    name,
    check: { publicKey: publicKeyOf(publicKey), algorithm, data: DATA, signature },
    bare: () => verify(hash, DATA, publicKey, signature),
  }
}
