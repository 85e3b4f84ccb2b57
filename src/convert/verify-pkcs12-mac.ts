import { hmac } from '@noble/hashes/hmac.js'
import { OCTET_STRING, SEQUENCE } from '../der/tag.ts'
import { derError } from '../der/der-error.ts'
import {
  assertBerAtEnd,
  isBerAtEnd,
  readBerAlgorithm,
  readBerConstructed,
  readBerInteger,
  readBerOctets,
  type BerAlgorithm,
  type BerCursor,
  type BerElement,
} from './ber-reader.ts'
import { unsupportedEncryption } from './conversion-failure.ts'
import { distinctForms, wrongPassphrase, type Passphrase } from './decrypt-content.ts'
import { derivePkcs12Key } from './derive-pkcs12-key.ts'
import { digestOf } from './digests.ts'
import type { PassphraseForm } from './passphrase.ts'
import { hmacDigest, readDerivation } from './read-encryption.ts'
import { assertSalt, spendIterations, type WorkLimits } from './work-limits.ts'

/** RFC 9579 */
const PBMAC1 = '1.2.840.113549.1.5.14'

const STRUCTURE = 'MacData'

/** A MAC whose value is known, and how to make it from a passphrase. */
interface Mac {
  readonly value: Uint8Array
  readonly uses: keyof PassphraseForm
  readonly compute: (passphrase: Uint8Array) => Promise<Uint8Array>
}

/**
 * Decides by the MAC of a PKCS#12 file (RFC 7292 section 4 and appendix B, RFC 9579) in which form the passphrase is right;
 * the others are left out. Nothing is decrypted before.
 *
 * @param content - the octets that the MAC is over
 */
export async function verifyPkcs12Mac(
  macData: BerCursor,
  content: Uint8Array,
  passphrase: Passphrase,
  limits: WorkLimits,
): Promise<Passphrase> {
  const { value, uses, compute } = readMac(macData, content, limits)
  for (const octets of distinctForms(passphrase.forms, uses)) {
    const computed = await compute(octets)
    if (bytesAgree(computed, value)) {
      return { ...passphrase, forms: passphrase.forms.filter((form) => bytesAgree(form[uses], octets)) }
    }
  }
  throw wrongPassphrase(passphrase, 'pkcs12', '', 'mac')
}

function readMac(macData: BerCursor, content: Uint8Array, limits: WorkLimits): Mac {
  const digestInfo = readBerConstructed(macData, SEQUENCE, `${STRUCTURE}.mac`)
  const algorithm = readBerAlgorithm(digestInfo, `${STRUCTURE}.mac.digestAlgorithm`)
  const value = readBerOctets(digestInfo, `${STRUCTURE}.mac.digest`)
  assertBerAtEnd(digestInfo, `${STRUCTURE}.mac`)
  const salt = readBerOctets(macData, `${STRUCTURE}.macSalt`, OCTET_STRING)
  const iterations = isBerAtEnd(macData) ? 1n : readBerInteger(macData, `${STRUCTURE}.iterations`)
  assertBerAtEnd(macData, STRUCTURE)
  if (algorithm.oid === PBMAC1) return readPbmac1(algorithm, value, content, limits)
  const digest = digestOf(algorithm.oid)
  if (digest === undefined) throw unsupportedEncryption('pkcs12', algorithm.oid)
  assertSalt('pkcs12', salt)
  const { function: hash } = digest
  return {
    value,
    uses: 'bmp',
    compute: async (passphrase) => {
      const count = spendIterations(limits, 'pkcs12', iterations, 1)
      const key = await derivePkcs12Key(hash, 'mac', passphrase, salt, count, hash.outputLen, limits)
      return hmac(hash, key, content)
    },
  }
}

/** PBMAC1-params (RFC 8018 appendix A.5); RFC 9579 section 4 demands a key length. Salt and iterations beside it do not count. */
function readPbmac1({ parameters }: BerAlgorithm, value: Uint8Array, content: Uint8Array, limits: WorkLimits): Mac {
  const structure = 'PBMAC1-params'
  if (parameters === undefined) throw derError('ERR_DER_TRUNCATED', 'no parameters', 0, structure)
  const cursor = readBerConstructed(cursorAt(parameters), SEQUENCE, structure)
  const derivation = readDerivation(readBerAlgorithm(cursor, structure), 'pkcs12', limits)
  const digest = hmacDigest(readBerAlgorithm(cursor, structure).oid, 'pkcs12')
  assertBerAtEnd(cursor, structure)
  const { keyOctets } = derivation
  if (keyOctets === undefined) throw derError('ERR_DER_TRUNCATED', 'no key length', parameters.start, structure)
  return {
    value,
    uses: 'octets',
    compute: async (passphrase) => hmac(digest.function, await derivation.derive(passphrase, keyOctets), content),
  }
}

function cursorAt({ bytes, start, next, depth }: BerElement): BerCursor {
  return { bytes, offset: start, end: next, depth }
}

function bytesAgree(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((octet, index) => octet === b[index])
}
