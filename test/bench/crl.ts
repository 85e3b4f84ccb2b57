import { createHash, randomBytes } from 'node:crypto'
import { X509Crl } from '@peculiar/x509'
import { CertificateRevocationList } from 'pkijs'
import { createNodeVerifier } from '../../src/node/create-node-verifier.ts'
import { createTestAuthority, type TestAuthority } from '../../src/testing/index.ts'
import { parseCrl } from '../../src/x509/parse-crl.ts'
import { formatTable } from '../conformance/support/figures.ts'
import { sink } from './measure.ts'

const MILLION = 1_000_000
const ROUNDS = 7
const LOOKUPS = 1000
const REASONS = ['keyCompromise', 'superseded', 'cessationOfOperation', 'affiliationChanged'] as const

/** Prints what a CRL of a million entries costs beside one SHA-256 of it, and what other libraries do with smaller ones. */
export async function benchCrl(): Promise<void> {
  const ca = await createTestAuthority()
  await benchMillion(ca)
  const rows: string[][] = [['entries', 'certkeep', 'pkijs', '@peculiar/x509']]
  for (const count of [1000, 3000, 100_000]) {
    const { der } = await createCrl(ca, count)
    rows.push([
      String(count),
      timed(() => parseCrl(der).entryCount),
      timed(() => CertificateRevocationList.fromBER(der).revokedCertificates?.length ?? 0),
      timed(() => new X509Crl(der).entries.length),
    ])
  }
  console.log(formatTable(rows))
}

async function createCrl(
  ca: TestAuthority,
  count: number,
): Promise<{ readonly der: Uint8Array<ArrayBuffer>; readonly serialNumbers: readonly Uint8Array[] }> {
  const serialNumbers = Array.from({ length: count }, () => {
    const serialNumber = Uint8Array.from(randomBytes(16))
    // Positive and in its shortest form.
    serialNumber[0] = 0x40 | ((serialNumber[0] ?? 0) & 0x3f)
    return serialNumber
  })
  const entries = serialNumbers.map((serialNumber, index) => ({
    serialNumber,
    reason: REASONS[index % REASONS.length],
  }))
  const { der } = await ca.crl({ entries })
  return { der: Uint8Array.from(der), serialNumbers }
}

async function benchMillion(ca: TestAuthority): Promise<void> {
  const { der, serialNumbers } = await createCrl(ca, MILLION)
  const verifier = createNodeVerifier()
  const wanted = serialNumbers.map((serialNumber) => Buffer.from(serialNumber).toString('hex'))
  const ratios: number[] = []
  const lookups: number[] = []
  for (let round = 0; round < ROUNDS; round += 1) {
    const start = performance.now()
    sink.value += createHash('sha256').update(der).digest().length
    const hashed = performance.now()
    const crl = parseCrl(der)
    const { signatureAlgorithm: algorithm, tbsCertList: data, signature } = crl
    const { publicKey } = ca.certificate
    const verdict = verifier.verify({ publicKey, algorithm, data, signature })
    if (verdict !== 'valid' || crl.find(wanted.at(-1) ?? '').length !== 1) throw new Error('the CRL is not as made')
    const read = performance.now()
    for (let index = 0; index < LOOKUPS; index += 1) sink.value += crl.find(wanted[index * 777] ?? '').length
    ratios.push((read - hashed) / (hashed - start))
    lookups.push((performance.now() - read) / (hashed - start))
  }
  const median = (values: readonly number[]): string =>
    (values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN).toFixed(1)
  console.log(
    `${(der.length / 1e6).toFixed(0)} MB, ${String(MILLION)} entries, beside one SHA-256 of it by node:crypto:`,
  )
  console.log(`read, signature and look-up: ${median(ratios)} times, mark at most 2.5`)
  console.log(`a thousand further look-ups: ${median(lookups)} times, mark at most 1\n`)
}

/** Milliseconds, or why there are none. */
function timed(run: () => number): string {
  const start = performance.now()
  try {
    sink.value += run()
    return `${(performance.now() - start).toFixed(1)} ms`
  } catch (error) {
    return error instanceof Error ? error.message.slice(0, 40) : 'refused'
  }
}
