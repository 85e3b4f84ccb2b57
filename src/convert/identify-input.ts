import { identifyDer } from '../pem/identify-der.ts'
import { identifyBinary } from '../pem/identify-foreign.ts'
import type { PemObject } from '../problem/pem-problems.ts'

/** What an input is: text, or one binary object. */
export type ConvertForm = 'text' | PemObject

/** BER of any length form: no text has a digit 0 followed by one of these octets, in any encoding in use. */
const LONG_FORMS = { from: 0x80, to: 0x84 }

/** contentType of what PKCS#7 files begin with: 1.2.840.113549.1.7 */
const PKCS7_PREFIX = [0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07]

/**
 * Tells what an input is from its first elements. BER counts where `parsePem` knows DER only, and so does a file that is
 * cut off: it is what it was.
 */
export function identifyInput(bytes: Uint8Array): ConvertForm {
  const binary = identifyBinary(bytes)
  if (binary === 'javaKeystore') return binary
  const second = bytes[1] ?? 0
  const isLong = bytes[0] === 0x30 && second >= LONG_FORMS.from && second <= LONG_FORMS.to
  if (binary === undefined && !isLong) return 'text'
  const object = identifyDer(bytes)
  return object === 'unknown' ? guessObject(bytes) : object
}

function guessObject(bytes: Uint8Array): PemObject {
  const start = contentStart(bytes, 0)
  switch (bytes[start]) {
    case 0x06:
      return PKCS7_PREFIX.every((octet, index) => bytes[start + index] === octet) ? 'pkcs7' : 'unknown'
    case 0x02:
      // A PFX is of version 3, keys are of version 0 or 1.
      return bytes[start + 1] === 1 && bytes[start + 2] === 3 ? 'pkcs12' : 'privateKey'
    case 0x30:
      return bytes[contentStart(bytes, start)] === 0x06 ? 'encryptedPrivateKey' : 'certificate'
    default:
      return 'unknown'
  }
}

function contentStart(bytes: Uint8Array, at: number): number {
  const length = bytes[at + 1] ?? 0
  return at + 2 + (length > 0x80 ? length & 0x7f : 0)
}
