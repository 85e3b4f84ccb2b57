import type { ArmorBlock, ArmorData } from '../armor/armor-reading.ts'
import { placeOfByte } from '../armor/data-lines.ts'
import { isBlank } from '../armor/decode-base64.ts'
import { identifyDer, readObjectLength, type DerObject } from './identify-der.ts'

/** An object without boundaries: whole, as the block that it would make, or the first part of one. */
export type BareObject =
  | { readonly kind: 'whole'; readonly block: ArmorBlock }
  | { readonly kind: 'part'; readonly label: string; readonly missingBytes: number }

/** What each object would have stood under; of keys, the bytes tell the container anyway. */
const LABELS: Readonly<Record<Exclude<DerObject, 'unknown'>, string>> = {
  certificate: 'CERTIFICATE',
  privateKey: 'PRIVATE KEY',
  encryptedPrivateKey: 'ENCRYPTED PRIVATE KEY',
  publicKey: 'PUBLIC KEY',
  certificateRequest: 'CERTIFICATE REQUEST',
  crl: 'X509 CRL',
  pkcs7: 'PKCS7',
  pkcs12: 'PKCS12',
  parameters: 'DH PARAMETERS',
}

/** Recognises an object in base64 without boundaries. `undefined` for what only looks like one. */
export function readBareObject(data: ArmorData, text: string): BareObject | undefined {
  const length = readObjectLength(data.der)
  // A short length is no evidence for an object that is not all there.
  if (length === undefined) return undefined
  if (length > data.der.length) {
    return (data.der[1] ?? 0) < 0x80
      ? undefined
      : { kind: 'part', label: guessLabel(data.der), missingBytes: length - data.der.length }
  }
  const object = identifyDer(data.der)
  if (object === 'unknown' || !endsAtWord(data, length, text)) return undefined
  const block = { ...data, der: data.der.subarray(0, length), label: LABELS[object], headers: [] }
  return { kind: 'whole', block }
}

/** Words after the object may be base64 by their letters; the object itself does not end inside a word. */
function endsAtWord(data: ArmorData, length: number, text: string): boolean {
  if (length === data.der.length) return true
  const next = placeOfByte(data, length)
  return next === data.end || isBlank(text.charCodeAt(next - 1))
}

/** What an object that breaks off probably is, by the element it begins with. */
function guessLabel(der: Uint8Array): string {
  const first = der[2 + ((der[1] ?? 0) & 0x7f)]
  if (first === 0x30) return 'CERTIFICATE'
  return first === 0x02 ? 'PRIVATE KEY' : ''
}
