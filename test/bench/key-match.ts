import { createPrivateKey, X509Certificate } from 'node:crypto'
import { verifyKeyMatch } from '../../src/crypto/verify-key-match.ts'
import { parsePrivateKey } from '../../src/keys/parse-private-key.ts'
import { parseCertificate } from '../../src/x509/parse-certificate.ts'

/** A PEM private key and its certificate. */
export interface KeyMatchSample {
  readonly name: string
  readonly privateKey: string
  readonly certificate: string
}

const ROUNDS = 15
const CALLS_A_ROUND = 100

/**
 * Prints what proving a match costs here and in node:crypto, from objects parsed before and from PEM. Rounds are interleaved and
 * the median counts, since the machine swings.
 */
export async function benchKeyMatch(samples: readonly KeyMatchSample[]): Promise<void> {
  for (const sample of samples) {
    const key = parsePrivateKey(derOf(sample.privateKey))
    const certificate = parseCertificate(sample.certificate)
    const nodeKey = createPrivateKey(sample.privateKey)
    const nodeCertificate = new X509Certificate(sample.certificate)
    const medians = await measure({
      'proof, parsed': () => verifyKeyMatch(key, certificate, { challenge: 'skip' }),
      'proof, from PEM': () => verifyKeyMatch(sample.privateKey, sample.certificate, { challenge: 'skip' }),
      'proof and challenge': () => verifyKeyMatch(key, certificate),
      'node:crypto, parsed, no proof': () => nodeCertificate.checkPrivateKey(nodeKey),
      'node:crypto, from PEM, no proof': () =>
        new X509Certificate(sample.certificate).checkPrivateKey(createPrivateKey(sample.privateKey)),
    })
    const fromPem = medians.get('node:crypto, from PEM, no proof') ?? Number.NaN
    for (const [name, us] of medians) {
      const ratio = (fromPem / us).toFixed(1)
      console.log(
        `${sample.name.padEnd(10)} ${name.padEnd(34)} ${us.toFixed(1).padStart(9)} us   ${ratio.padStart(6)} x node:crypto from PEM`,
      )
    }
  }
}

async function measure(tasks: Readonly<Record<string, () => unknown>>): Promise<ReadonlyMap<string, number>> {
  const times = new Map(Object.keys(tasks).map((name): [string, number[]] => [name, []]))
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const [name, task] of Object.entries(tasks)) {
      const start = performance.now()
      for (let call = 0; call < CALLS_A_ROUND; call += 1) await task()
      // The first round warms up.
      if (round > 0) times.get(name)?.push(((performance.now() - start) / CALLS_A_ROUND) * 1000)
    }
  }
  return new Map([...times].map(([name, values]) => [name, median(values)]))
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}

function derOf(pem: string): Uint8Array {
  return new Uint8Array(Buffer.from(pem.replace(/-----[^-]+-----|\s/g, ''), 'base64'))
}
