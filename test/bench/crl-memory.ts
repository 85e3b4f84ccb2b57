/**
 * Prints the octets that reading a CRL takes beyond its own, its signature and look-ups with it, at the highest point. In a process of its own,
 * since only what the system counts knows of the copies that a runtime makes.
 *
 * Arguments: `node` or `web`, and files with the certificate of the CA, a small CRL to warm up with, and the CRL.
 */
import { existsSync, readFileSync } from 'node:fs'
import { createWebCryptoVerifier } from '../../src/crypto/create-web-crypto-verifier.ts'
import type { SignatureVerifier } from '../../src/crypto/signature-verifier.ts'
import { createNodeVerifier } from '../../src/node/create-node-verifier.ts'
import { parseCertificate } from '../../src/x509/parse-certificate.ts'
import { parseCrl } from '../../src/x509/parse-crl.ts'

const LOOKUPS = 1000

const [kind, caFile = '', smallFile = '', file = ''] = process.argv.slice(2)
const verifier: SignatureVerifier = kind === 'web' ? createWebCryptoVerifier() : createNodeVerifier()
const { publicKey } = parseCertificate(readFileSync(caFile))

async function read(der: Uint8Array): Promise<void> {
  const crl = parseCrl(der)
  const { signatureAlgorithm: algorithm, tbsCertList: data, signature } = crl
  const verdict = await verifier.verify({ publicKey, algorithm, data, signature })
  if (verdict !== 'valid') throw new Error(`the signature is ${verdict}`)
  for (let index = 0; index < LOOKUPS; index += 1) crl.find(index.toString(16).padStart(32, '7'))
}

for (let round = 0; round < 100; round += 1) await read(readFileSync(smallFile))
const der = readFileSync(file)
globalThis.gc?.()
const before = process.memoryUsage.rss()
await read(der)
console.log(String(highestRss() - before))

/** What the system says of this process alone: the figure that Node gives begins with that of the process which started it. */
function highestRss(): number {
  const statusFile = '/proc/self/status'
  const status = existsSync(statusFile) ? readFileSync(statusFile, 'utf8') : ''
  const [, kilobytes] = /VmHWM:\s+(\d+) kB/.exec(status) ?? []
  return (kilobytes === undefined ? process.resourceUsage().maxRSS : Number(kilobytes)) * 1024
}
