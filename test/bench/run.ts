import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { parseCertificate } from '../../src/x509/parse-certificate.ts'
import { formatTable } from '../conformance/support/figures.ts'
import { buildCertificate } from '../support/build-certificate.ts'
import { octets } from '../support/der.ts'
import { readAllFields } from '../support/read-all-fields.ts'
import { createSampleLeaf, toPem } from '../support/sample-leaf.ts'
import { benchChains } from './chains.ts'
import { benchCrl } from './crl.ts'
import { benchKeyMatch, type KeyMatchSample } from './key-match.ts'
import { measure, measureKept, type Task } from './measure.ts'
import { READERS, type Reader } from './readers.ts'
import { benchRegistry } from './registry.ts'
import { benchSignatures } from './signatures.ts'
import { benchTestingKit } from './testing-kit.ts'

/** Distinct certificates for the times, so that no text is met twice in a row. */
const CERTIFICATES = 200
/** And for the memory. */
const KEPT_CERTIFICATES = 20_000
/** Of the libraries that keep most. */
const KEPT_CERTIFICATES_OF_OTHERS = 1000

const SERIAL_NUMBER = Uint8Array.from({ length: 16 }, (_, index) => index + 0x10)
const TEMPLATE = createSampleLeaf(SERIAL_NUMBER)
const serialStart = Buffer.from(TEMPLATE).indexOf(SERIAL_NUMBER)

/** The template with another serial number; the signature no longer fits, which no reader looks at. */
function distinctLeaf(index: number): Uint8Array {
  const der = Uint8Array.from(TEMPLATE)
  new DataView(der.buffer).setUint32(serialStart + 12, index)
  return der
}

const ders = Array.from({ length: CERTIFICATES }, (_, index) => distinctLeaf(index))
const pems = ders.map(toPem)

function pick<Value>(values: readonly Value[], call: number): Value {
  const value = values[call % values.length]
  if (value === undefined) throw new RangeError('no values')
  return value
}

function benchReaders(): readonly string[] {
  const tasks = (read: (reader: Reader) => (pem: string) => number): Readonly<Record<string, Task>> =>
    Object.fromEntries(
      READERS.map((reader) => [
        reader.name,
        { callsARound: reader.callsARound, run: (call: number) => read(reader)(pick(pems, call)) },
      ]),
    )
  const plain = measure(tasks(({ readAll }) => readAll))
  const withFingerprint = measure(tasks(({ readAllAndFingerprint }) => readAllAndFingerprint))
  const ratio = (times: Readonly<Record<string, number>>, name: string): number =>
    (times[name] ?? 0) / (times['certkeep'] ?? 0)
  const rows = READERS.map(({ name }) => [
    name,
    ...[plain, withFingerprint].flatMap((times) => [
      (times[name] ?? 0).toFixed(1),
      `${ratio(times, name).toFixed(1)} x`,
    ]),
  ])
  console.log(`PEM to all fields of a leaf of ${String(TEMPLATE.length)} bytes, medians\n`)
  console.log(formatTable([['', 'us', 'of ours', 'with SHA-256, us', 'of ours'], ...rows]))
  return [
    mark('times node:crypto, all fields', ratio(plain, 'node:crypto'), 10),
    mark('times node:crypto, with fingerprint', ratio(withFingerprint, 'node:crypto'), 6),
    mark('times pkijs, all fields', ratio(plain, 'pkijs'), 100),
  ]
}

function benchSteps(): void {
  const parsed = ders.map((der) => parseCertificate(der))
  const times = measure({
    'DER, parsed': { callsARound: 2000, run: (call) => parseCertificate(pick(ders, call)).version },
    'DER, all fields': { callsARound: 1000, run: (call) => readAllFields(parseCertificate(pick(ders, call))) },
    'PEM, parsed': { callsARound: 1000, run: (call) => parseCertificate(pick(pems, call)).version },
    fingerprint: { callsARound: 1000, run: (call) => pick(parsed, call).fingerprint().length },
  })
  console.log('\nThe steps of certkeep\n')
  console.log(formatTable([['', 'us'], ...Object.entries(times).map(([name, us]) => [name, us.toFixed(1)])]))
}

function benchMemory(): readonly string[] {
  const sources = Array.from({ length: KEPT_CERTIFICATES }, (_, index) => distinctLeaf(index))
  const beyondDer = (bytes: number): number => bytes - TEMPLATE.length
  const parsed = beyondDer(measureKept(KEPT_CERTIFICATES, (index) => parseCertificate(pick(sources, index))))
  const read = beyondDer(
    measureKept(KEPT_CERTIFICATES, (index) => {
      const certificate = parseCertificate(pick(sources, index))
      readAllFields(certificate)
      return certificate
    }),
  )
  const others = READERS.slice(1).flatMap(({ name, keep }) => {
    if (keep === undefined) return []
    const bytes = measureKept(KEPT_CERTIFICATES_OF_OTHERS, (index) => keep(toPem(pick(sources, index))))
    return [[name, '', beyondDer(bytes).toFixed(0)]]
  })
  console.log('\nBytes kept for each certificate beyond its DER\n')
  console.log(
    formatTable([['', 'parsed', 'all fields read'], ['certkeep', parsed.toFixed(0), read.toFixed(0)], ...others]),
  )
  return [mark('bytes kept after parsing', parsed, -1024), mark('bytes kept after reading all', read, -4096)]
}

/** A line that tells whether a mark is reached: at least `bound`, at most where it is negative. */
function mark(name: string, value: number, bound: number): string {
  const isReached = bound < 0 ? value <= -bound : value >= bound
  return `${isReached ? 'reached' : 'MISSED '}  ${name}: ${value.toFixed(bound < 0 ? 0 : 1)}, mark ${bound < 0 ? 'at most' : 'at least'} ${String(Math.abs(bound))}`
}

function keySample(
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

/** Returns lines that tell which marks are reached. */
type Area = () => readonly string[] | Promise<readonly string[]>

const AREAS: Readonly<Record<string, Area>> = {
  certificates: () => {
    const marks = [...benchReaders(), ...benchMemory()]
    benchSteps()
    return marks
  },
  keys: async () => {
    console.log('\nverifyKeyMatch()\n')
    await benchKeyMatch([
      keySample('RSA-2048', generateKeyPairSync('rsa', { modulusLength: 2048 })),
      keySample('P-256', generateKeyPairSync('ec', { namedCurve: 'P-256' })),
      keySample('Ed25519', generateKeyPairSync('ed25519')),
    ])
    return []
  },
  signatures: async () => {
    console.log('\nOne signature check with a key seen before\n')
    await benchSignatures()
    return []
  },
  chains: benchChains,
  crl: async () => {
    console.log('\nCRLs\n')
    await benchCrl()
    return []
  },
  registry: () => {
    console.log('\nThe registry, over a store in memory\n')
    benchRegistry()
    return []
  },
  kit: async () => {
    console.log('\nThe testing kit\n')
    await benchTestingKit()
    return []
  },
}

const wanted = process.argv.slice(2)
const unknown = wanted.filter((name) => !Object.hasOwn(AREAS, name))
if (unknown.length > 0)
  throw new RangeError(`no area ${unknown.join(', ')}; there are ${Object.keys(AREAS).join(', ')}`)
const marks: string[] = []
for (const [name, bench] of Object.entries(AREAS)) {
  if (wanted.length === 0 || wanted.includes(name)) marks.push(...(await bench()))
}
console.log(`\n${marks.join('\n')}`)
