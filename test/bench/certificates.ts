import { parseCertificate } from '../../src/x509/parse-certificate.ts'
import { octets } from '../support/der.ts'
import { readAllFields } from '../support/read-all-fields.ts'
import { createSampleLeaf, toPem } from '../support/sample-leaf.ts'
import { measure, measureKept } from './measure.ts'
import { READERS } from './readers.ts'
import type { BenchSection } from './section.ts'

/** Distinct certificates for the times, so that no text is met twice in a row. */
const CERTIFICATES = 200
/** And for the memory. */
const KEPT_CERTIFICATES = 20_000
/** Of the libraries that keep most. */
const KEPT_CERTIFICATES_OF_OTHERS = 1000

const SERIAL_NUMBER = Uint8Array.from({ length: 16 }, (_, index) => index + 0x10)

/** What reading a certificate costs here and in other libraries, and what keeping it costs. */
export async function benchCertificates(): Promise<readonly BenchSection[]> {
  const template = createSampleLeaf(SERIAL_NUMBER)
  const ders = Array.from({ length: CERTIFICATES }, (_, index) => distinctLeaf(template, index))
  const pems = ders.map(toPem)
  return [await benchReaders(template, pems), benchMemory(template), await benchSteps(ders, pems)]
}

/** The template with another serial number; the signature no longer fits, which no reader looks at. */
function distinctLeaf(template: Uint8Array, index: number): Uint8Array {
  const der = octets(template)
  new DataView(der.buffer).setUint32(Buffer.from(template).indexOf(SERIAL_NUMBER) + 12, index)
  return der
}

function pick<Value>(values: readonly Value[], call: number): Value {
  const value = values[call % values.length]
  if (value === undefined) throw new RangeError('no values')
  return value
}

async function benchReaders(template: Uint8Array, pems: readonly string[]): Promise<BenchSection> {
  const plain = await measure(
    Object.fromEntries(READERS.map(({ name, readAll }) => [name, (call: number) => readAll(pick(pems, call))])),
  )
  const hashed = await measure(
    Object.fromEntries(
      READERS.map(({ name, readAllAndFingerprint }) => [
        name,
        (call: number) => readAllAndFingerprint(pick(pems, call)),
      ]),
    ),
  )
  const ratio = (times: ReadonlyMap<string, number>, name: string): number =>
    (times.get(name) ?? Number.NaN) / (times.get('certkeep') ?? Number.NaN)
  const rows = READERS.map(({ name }) => [
    name,
    ...[plain, hashed].flatMap((times) => [
      (times.get(name) ?? Number.NaN).toFixed(1),
      `${ratio(times, name).toFixed(1)} x`,
    ]),
  ])
  return {
    title: 'Reading a certificate',
    method: `From PEM to all fields of a leaf of ${template.length} bytes, and with its SHA-256 fingerprint; ${CERTIFICATES} distinct certificates in turn. \`node:crypto\` has fewer fields; the second row reads just those.`,
    rows: [['', 'us', 'of ours', 'with SHA-256, us', 'of ours'], ...rows],
    marks: [
      { name: 'times node:crypto, all fields', value: ratio(plain, 'node:crypto'), bound: 'at least', mark: 10 },
      { name: 'times node:crypto, with fingerprint', value: ratio(hashed, 'node:crypto'), bound: 'at least', mark: 6 },
      { name: 'times pkijs, all fields', value: ratio(plain, 'pkijs'), bound: 'at least', mark: 100 },
    ],
  }
}

function benchMemory(template: Uint8Array): BenchSection {
  const sources = Array.from({ length: KEPT_CERTIFICATES }, (_, index) => distinctLeaf(template, index))
  const beyondDer = (bytes: number): number => bytes - template.length
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
  return {
    title: 'Keeping a certificate',
    method:
      'Bytes kept for each certificate beyond its DER. What OpenSSL keeps for `node:crypto` is not on the heap and cannot be compared.',
    rows: [['', 'parsed', 'all fields read'], ['certkeep', parsed.toFixed(0), read.toFixed(0)], ...others],
    marks: [
      { name: 'bytes kept after parsing', value: parsed, bound: 'at most', mark: 1024 },
      { name: 'bytes kept after reading all', value: read, bound: 'at most', mark: 4096 },
    ],
  }
}

async function benchSteps(ders: readonly Uint8Array[], pems: readonly string[]): Promise<BenchSection> {
  const parsed = ders.map((der) => parseCertificate(der))
  const times = await measure({
    'DER, parsed': (call) => parseCertificate(pick(ders, call)).version,
    'DER, all fields': (call) => readAllFields(parseCertificate(pick(ders, call))),
    'PEM, parsed': (call) => parseCertificate(pick(pems, call)).version,
    fingerprint: (call) => pick(parsed, call).fingerprint().length,
  })
  return {
    title: 'The steps of reading',
    method: 'What the parts of reading take in certkeep.',
    rows: [['', 'us'], ...[...times].map(([name, us]) => [name, us.toFixed(1)])],
  }
}
