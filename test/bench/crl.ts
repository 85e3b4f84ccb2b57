import { spawnSync } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { X509Crl } from '@peculiar/x509'
import { CertificateRevocationList } from 'pkijs'
import { createWebCryptoVerifier } from '../../src/crypto/create-web-crypto-verifier.ts'
import type { SignatureVerifier } from '../../src/crypto/signature-verifier.ts'
import { createNodeVerifier } from '../../src/node/create-node-verifier.ts'
import { createTestAuthority, type TestAuthority } from '../../src/testing/index.ts'
import { parseCrl } from '../../src/x509/parse-crl.ts'
import { median, sink } from './measure.ts'
import type { BenchMark, BenchSection } from './section.ts'

const MILLION = 1_000_000
const ROUNDS = 15
const LOOKUPS = 1000
const REASONS = ['keyCompromise', 'superseded', 'cessationOfOperation', 'affiliationChanged'] as const
const DAY_MS = 86_400_000

/** What a CRL of a million entries costs beside one SHA-256 of it, and what other libraries do with smaller ones. */
export async function benchCrl(): Promise<readonly BenchSection[]> {
  const ca = await createTestAuthority()
  return [await benchMillion(ca), await benchPeers(ca)]
}

async function benchMillion(ca: TestAuthority): Promise<BenchSection> {
  const million = await createCrl(ca, MILLION)
  const memory = measureMemory(ca, million.der, (await createCrl(ca, 1000)).der)
  const node = await measureMillion(ca, million, createNodeVerifier())
  const web = await measureMillion(ca, million, createWebCryptoVerifier())
  const marks: readonly BenchMark[] = [
    { name: 'read, signature by node:crypto, look-up', value: node.read, bound: 'at most', mark: 2.5 },
    { name: 'read, signature by WebCrypto, look-up', value: web.read, bound: 'at most', mark: 4 },
    { name: 'a thousand further look-ups', value: node.lookups, bound: 'at most', mark: 1 },
    { name: 'memory beside the file, node:crypto', value: memory.node, bound: 'at most', mark: 1.3 },
    { name: 'memory beside the file, WebCrypto', value: memory.web, bound: 'at most', mark: 1.3 },
  ]
  return {
    title: 'A CRL of a million entries',
    method: `${(million.der.length / 1e6).toFixed(0)} MB with random serial numbers, reasons and dates. Times are multiples of one SHA-256 of the same bytes in the same round, memory of the size of the file.`,
    rows: [['', 'times'], ...marks.map(({ name, value }) => [name, value.toFixed(2)])],
    marks,
  }
}

interface SampleCrl {
  readonly der: Uint8Array<ArrayBuffer>
  readonly serialNumbers: readonly string[]
}

/** Random serial numbers, a few reasons, and dates over some years. */
async function createCrl(ca: TestAuthority, count: number): Promise<SampleCrl> {
  const numbers = Array.from({ length: count }, () => {
    const serialNumber = Uint8Array.from(randomBytes(16))
    // Positive and in its shortest form.
    serialNumber[0] = 0x40 | ((serialNumber[0] ?? 0) & 0x3f)
    return serialNumber
  })
  const entries = numbers.map((serialNumber, index) => ({
    serialNumber,
    reason: REASONS[index % REASONS.length],
    at: new Date(Date.UTC(2023, 0, 1) + ((index * 7919) % 1000) * DAY_MS),
  }))
  const { der } = await ca.crl({ entries })
  return { der: Uint8Array.from(der), serialNumbers: numbers.map((number) => Buffer.from(number).toString('hex')) }
}

/** Medians, in times of one SHA-256 of the same bytes in the same round. */
async function measureMillion(
  { certificate: { publicKey } }: TestAuthority,
  { der, serialNumbers }: SampleCrl,
  verifier: SignatureVerifier,
): Promise<{ readonly read: number; readonly lookups: number }> {
  const reads: number[] = []
  const lookups: number[] = []
  for (let round = 0; round < ROUNDS; round += 1) {
    const start = performance.now()
    sink.value += createHash('sha256').update(der).digest().length
    const hashed = performance.now()
    const crl = parseCrl(der)
    const { signatureAlgorithm: algorithm, tbsCertList: data, signature } = crl
    const verdict = await verifier.verify({ publicKey, algorithm, data, signature })
    if (verdict !== 'valid' || crl.find(serialNumbers.at(-1) ?? '').length !== 1) throw new Error('not as it was made')
    const read = performance.now()
    for (let index = 0; index < LOOKUPS; index += 1) sink.value += crl.find(serialNumbers[index * 777] ?? '').length
    reads.push((read - hashed) / (hashed - start))
    lookups.push((performance.now() - read) / (hashed - start))
  }
  return { read: median(reads), lookups: median(lookups) }
}

/** What a process takes at its highest beyond the file, in times of the file. */
function measureMemory(
  ca: TestAuthority,
  der: Uint8Array,
  small: Uint8Array,
): Readonly<Record<'node' | 'web', number>> {
  const folder = mkdtempSync(join(tmpdir(), 'certkeep-bench-'))
  const files = Object.entries({ ca: ca.certificate.der, small, der }).map(([name, bytes]) => {
    const file = join(folder, name)
    writeFileSync(file, bytes)
    return file
  })
  const script = fileURLToPath(new URL('crl-memory.mjs', import.meta.url))
  const measure = (kind: 'node' | 'web'): number => {
    const { stdout } = spawnSync(process.execPath, ['--expose-gc', script, kind, ...files], { encoding: 'utf8' })
    return Number.parseInt(stdout, 10) / der.length
  }
  try {
    return { node: measure('node'), web: measure('web') }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

const PEERS = {
  certkeep: (der: Uint8Array<ArrayBuffer>, wanted: string): number => parseCrl(der).find(wanted).length,
  'SHA-256 alone': (der: Uint8Array<ArrayBuffer>): number => createHash('sha256').update(der).digest().length / 32,
  pkijs: findWithPkijs,
  '@peculiar/x509': (der: Uint8Array<ArrayBuffer>, wanted: string): number =>
    new X509Crl(der).findRevoked(wanted) === null ? 0 : 1,
}

/** Reading and one look-up, in our library and in others. */
async function benchPeers(ca: TestAuthority): Promise<BenchSection> {
  const names = Object.keys(PEERS)
  const rows: (readonly string[])[] = [['entries', ...names]]
  const points = new Map<string, (readonly [number, number])[]>(names.map((name) => [name, []]))
  for (const count of [1000, 3000, 10_000, 100_000, MILLION]) {
    const { der, serialNumbers } = await createCrl(ca, count)
    const wanted = serialNumbers.at(-1) ?? ''
    const cells = Object.entries(PEERS).map(([name, find]) => {
      const outcome = timed(() => find(der, wanted))
      if (typeof outcome === 'string') return outcome
      points.get(name)?.push([count, outcome])
      return `${outcome.toFixed(outcome < 10 ? 2 : 0)} ms`
    })
    rows.push([String(count), ...cells])
  }
  return {
    title: 'CRLs by size',
    method:
      'Reading a CRL and finding one serial number in it, without its signature; the fewest milliseconds of some rounds, since the others allocate much. One SHA-256 of the file stands beside it. All libraries have the limits that they come with.',
    rows,
    chart: {
      file: 'crl-size',
      title: 'Reading a CRL and one look-up',
      sizeName: 'entries',
      unit: 'ms',
      lines: [...points].map(([name, own]) => ({ name, points: own })),
    },
  }
}

function findWithPkijs(der: Uint8Array<ArrayBuffer>, wanted: string): number {
  const { revokedCertificates = [] } = CertificateRevocationList.fromBER(der)
  return revokedCertificates.filter(
    ({ userCertificate }) => Buffer.from(userCertificate.valueBlock.valueHexView).toString('hex') === wanted,
  ).length
}

/** Short enough to be done again, so that compiling does not count. */
const SHORT_MS = 500
const REPETITIONS = 5

/** The fewest milliseconds of some rounds, or why there are none. */
function timed(run: () => number): number | string {
  let best = Infinity
  try {
    for (let round = 0; round < REPETITIONS; round += 1) {
      const start = performance.now()
      if (run() !== 1) return 'did not find it'
      best = Math.min(best, performance.now() - start)
      if (best > SHORT_MS) break
    }
    return best
  } catch (error) {
    return error instanceof Error ? `refused: ${error.message.slice(0, 32)}` : 'refused'
  }
}
