import { constructedContextTag, contextTag, OCTET_STRING, SEQUENCE, SET } from '../der/tag.ts'
import { createProblem } from '../problem/problem.ts'
import {
  assertBerAtEnd,
  isBerAtEnd,
  openBer,
  rawBer,
  readBer,
  readBerAlgorithm,
  readBerConstructed,
  readBerElement,
  readBerInteger,
  readBerOctets,
  readBerOid,
  type BerCursor,
} from './ber-reader.ts'
import type { ObjectCollector } from './collect-objects.ts'
import { assertInBounds, ConversionFailure, problemOfFailure } from './conversion-failure.ts'
import { decryptContent, type Passphrase } from './decrypt-content.ts'
import { decryptPrivateKey } from './decrypt-private-key.ts'
import { verifyPkcs12Mac } from './verify-pkcs12-mac.ts'
import type { WorkLimits } from './work-limits.ts'

const DATA = '1.2.840.113549.1.7.1'
const ENCRYPTED_DATA = '1.2.840.113549.1.7.6'

/** RFC 7292 section 4.2 */
const BAG = {
  key: '1.2.840.113549.1.12.10.1.1',
  shroudedKey: '1.2.840.113549.1.12.10.1.2',
  certificate: '1.2.840.113549.1.12.10.1.3',
  crl: '1.2.840.113549.1.12.10.1.4',
  secret: '1.2.840.113549.1.12.10.1.5',
  safeContents: '1.2.840.113549.1.12.10.1.6',
} as const

const X509_CERTIFICATE = '1.2.840.113549.1.9.22.1'

/** Bags within bags; no program is known to write more than one. */
const MAX_NESTING = 4

/** What is handed down while a file is read. */
interface Reading {
  readonly passphrase: Passphrase
  readonly collector: ObjectCollector
  readonly limits: WorkLimits
}

/**
 * Takes keys and certificates out of a PKCS#12 file (RFC 7292), in DER or BER, protected by a passphrase or not at all.
 *
 * The MAC is checked first, if there is one. A bag that cannot be opened is a problem and does not keep the others shut. Not
 * worked with: protection by public keys (signedData, envelopedData).
 */
export async function readPkcs12(bytes: Uint8Array, reading: Reading): Promise<void> {
  const outer = openBer(bytes)
  const pfx = readBerConstructed(outer, SEQUENCE, 'PFX')
  assertBerAtEnd(outer, 'PFX')
  const version = readBerInteger(pfx, 'PFX.version')
  if (version !== 3n) throw unsupported(`version ${version < 100n && version >= 0n ? String(version) : '?'}`)
  const { type, content } = readContentInfo(pfx, 'PFX.authSafe')
  if (type !== DATA || content === undefined) throw unsupported(type)
  const safe = readBerOctets(content, 'PFX.authSafe.content')
  const macData = isBerAtEnd(pfx) ? undefined : readBerConstructed(pfx, SEQUENCE, 'MacData')
  assertBerAtEnd(pfx, 'PFX')
  const { passphrase, limits } = reading
  const proven = macData === undefined ? passphrase : await verifyPkcs12Mac(macData, safe, passphrase, limits)
  await readAuthenticatedSafe(safe, { ...reading, passphrase: proven })
}

async function readAuthenticatedSafe(safe: Uint8Array, reading: Reading): Promise<void> {
  const outer = openBer(safe)
  const contents = readBerConstructed(outer, SEQUENCE, 'AuthenticatedSafe')
  assertBerAtEnd(outer, 'AuthenticatedSafe')
  while (!isBerAtEnd(contents)) {
    reading.collector.count('pkcs12')
    const element = readBerElement(contents, 'AuthenticatedSafe')
    await collectFailures(reading, () => readSafe({ ...openBer(rawBer(element)), depth: element.depth }, reading))
  }
}

async function readSafe(cursor: BerCursor, reading: Reading): Promise<void> {
  const { type, content } = readContentInfo(cursor, 'AuthenticatedSafe.ContentInfo')
  if (content === undefined) return
  switch (type) {
    case DATA:
      return readSafeContents(readBerOctets(content, 'SafeContents'), reading, 0)
    case ENCRYPTED_DATA: {
      const plaintext = await decryptEncryptedData(content, reading)
      await readSafeContents(plaintext, reading, 0)
      plaintext.fill(0)
      return
    }
    default:
      throw unsupported(type)
  }
}

/** EncryptedData (RFC 2315 section 13): version, and a content type with its encryption and octets. */
async function decryptEncryptedData(content: BerCursor, { passphrase, limits }: Reading): Promise<Uint8Array> {
  const data = readBerConstructed(content, SEQUENCE, 'EncryptedData')
  readBerInteger(data, 'EncryptedData.version')
  const info = readBerConstructed(data, SEQUENCE, 'EncryptedContentInfo')
  const type = readBerOid(info, 'EncryptedContentInfo.contentType')
  if (type !== DATA) throw unsupported(type)
  const algorithm = readBerAlgorithm(info, 'contentEncryptionAlgorithm')
  const ciphertext = readBerOctets(info, 'encryptedContent', contextTag(0))
  assertBerAtEnd(info, 'EncryptedContentInfo')
  return decryptContent(algorithm, ciphertext, passphrase, 'pkcs12', limits)
}

async function readSafeContents(bytes: Uint8Array, reading: Reading, nesting: number): Promise<void> {
  assertInBounds('pkcs12', 'depth', nesting, 0, MAX_NESTING)
  const outer = openBer(bytes)
  const bags = readBerConstructed(outer, SEQUENCE, 'SafeContents')
  assertBerAtEnd(outer, 'SafeContents')
  while (!isBerAtEnd(bags)) {
    reading.collector.count('pkcs12')
    const bag = readBerConstructed(bags, SEQUENCE, 'SafeBag')
    await collectFailures(reading, () => readBag(bag, reading, nesting))
  }
}

async function readBag(bag: BerCursor, reading: Reading, nesting: number): Promise<void> {
  const { collector, passphrase, limits } = reading
  const type = readBerOid(bag, 'SafeBag.bagId')
  const value = readBerConstructed(bag, constructedContextTag(0), 'SafeBag.bagValue')
  // friendlyName and localKeyID: names that prove nothing; the keys themselves tell what belongs together.
  if (!isBerAtEnd(bag)) readBer(bag, SET, 'SafeBag.bagAttributes')
  assertBerAtEnd(bag, 'SafeBag')
  switch (type) {
    case BAG.key:
      collector.addPrivateKeyDer(rawBer(readBer(value, SEQUENCE, 'KeyBag')))
      return
    case BAG.shroudedKey:
      await decryptPrivateKey(rawBer(readBer(value, SEQUENCE, 'PKCS8ShroudedKeyBag')), 'pkcs12', {
        passphrase,
        collector,
        limits,
      })
      return
    case BAG.certificate:
      readCertificateBag(value, collector)
      return
    case BAG.crl:
      collector.leaveOut('crl')
      return
    case BAG.secret:
      collector.leaveOut('secret')
      return
    case BAG.safeContents:
      return readSafeContents(rawBer(readBer(value, SEQUENCE, 'SafeContents')), reading, nesting + 1)
    default:
      collector.leaveOut('unknown')
  }
}

function readCertificateBag(value: BerCursor, collector: ObjectCollector): void {
  const bag = readBerConstructed(value, SEQUENCE, 'CertBag')
  const type = readBerOid(bag, 'CertBag.certId')
  const content = readBerConstructed(bag, constructedContextTag(0), 'CertBag.certValue')
  assertBerAtEnd(bag, 'CertBag')
  if (type === X509_CERTIFICATE) collector.addCertificateDer(readBerOctets(content, 'CertBag.certValue', OCTET_STRING))
  else collector.leaveOut('unknown')
}

/** ContentInfo (RFC 2315 section 7). */
export function readContentInfo(
  cursor: BerCursor,
  structure: string,
): { readonly type: string; readonly content: BerCursor | undefined } {
  const info = readBerConstructed(cursor, SEQUENCE, structure)
  const type = readBerOid(info, `${structure}.contentType`)
  const content = isBerAtEnd(info)
    ? undefined
    : readBerConstructed(info, constructedContextTag(0), `${structure}.content`)
  assertBerAtEnd(info, structure)
  return { type, content }
}

/** What is wrong with one part does not keep the others from being read, unless there are too many of them. */
async function collectFailures({ collector }: Reading, read: () => Promise<void>): Promise<void> {
  try {
    await read()
  } catch (error) {
    const problem = problemOfFailure(error, 'pkcs12')
    const isEnd = problem.code === 'container-out-of-bounds' && problem.detail.measure === 'objects'
    if (isEnd) throw error
    collector.addProblem(problem)
  }
}

function unsupported(type: string): ConversionFailure {
  return new ConversionFailure(createProblem('container-unsupported', { container: 'pkcs12', type }))
}
