import { constants, generateKeyPairSync, randomBytes, sign, verify, type KeyObject } from 'node:crypto'
import { createWebCryptoVerifier } from '../../src/crypto/create-web-crypto-verifier.ts'
import type { SignatureCheck } from '../../src/crypto/signature-verifier.ts'
import { createNobleVerifier } from '../../src/noble/create-noble-verifier.ts'
import { createNodeVerifier } from '../../src/node/create-node-verifier.ts'
import { ecdsa, pkcs1, plain, pss, publicKeyOf } from '../support/signature-cases.ts'

interface Subject {
  readonly name: string
  readonly check: SignatureCheck
  /** Bare node:crypto with a KeyObject that was imported before. */
  readonly bare: () => boolean
}

const ROUNDS = 15

/** As large as the signed part of a certificate. */
const DATA: Uint8Array = new Uint8Array(randomBytes(1200))

/**
 * Prints what one signature check costs with a key that was seen before: bare node:crypto, which counts as 1, and each verifier.
 * Rounds are interleaved and the median counts, since the machine swings.
 */
export async function benchSignatures(): Promise<void> {
  const verifiers = { node: createNodeVerifier(), WebCrypto: createWebCryptoVerifier(), noble: createNobleVerifier() }
  for (const { name, check, bare } of createSubjects()) {
    const tasks: Record<string, () => unknown> = { bare }
    for (const [platform, verifier] of Object.entries(verifiers)) tasks[platform] = () => verifier.verify(check)
    const medians = await measure(tasks)
    const one = medians.get('bare') ?? Number.NaN
    const columns = [...medians].map(([task, us]) => `${task} ${us.toFixed(0)} us (${(us / one).toFixed(2)})`)
    console.log(`${name.padEnd(22)} ${columns.map((column) => column.padEnd(26)).join('')}`)
  }
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

/** The median over rounds of each task, in microseconds. A round of a task takes about three milliseconds. */
async function measure(tasks: Readonly<Record<string, () => unknown>>): Promise<ReadonlyMap<string, number>> {
  const samples = new Map<string, number[]>()
  const calls = new Map<string, number>()
  for (const [name, task] of Object.entries(tasks)) {
    for (let index = 0; index < 20; index += 1) await task()
    const us = await timed(task, 5)
    calls.set(name, Math.max(3, Math.round(3000 / us)))
    samples.set(name, [])
  }
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [name, task] of Object.entries(tasks)) samples.get(name)?.push(await timed(task, calls.get(name) ?? 1))
  }
  return new Map([...samples].map(([name, values]) => [name, values.sort((a, b) => a - b)[ROUNDS >> 1] ?? Number.NaN]))
}

/** One after the other: a verdict that comes at once is not waited for. */
async function timed(task: () => unknown, calls: number): Promise<number> {
  const start = performance.now()
  for (let index = 0; index < calls; index += 1) {
    const result = task()
    if (result instanceof Promise) await result
  }
  return ((performance.now() - start) * 1000) / calls
}
