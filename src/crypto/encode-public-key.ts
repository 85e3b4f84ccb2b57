import { encodeBitString, encodeNull, encodeOid, encodeSequence, encodeUnsignedInteger } from '../der/write-der.ts'
import { CURVES, KEY_ALGORITHMS, type KeyAlgorithmName } from '../x509/key-algorithms.ts'

/** Encodes an RSA key as SubjectPublicKeyInfo for any padding (RFC 3279 section 2.3.1). */
export function encodeRsaPublicKey(modulus: Uint8Array, publicExponent: Uint8Array): Uint8Array {
  const rsaPublicKey = encodeSequence(encodeUnsignedInteger(modulus), encodeUnsignedInteger(publicExponent))
  return encodePublicKey('RSA', encodeNull(), rsaPublicKey)
}

/** Encodes a point of a named curve as SubjectPublicKeyInfo (RFC 5480 section 2). */
export function encodeEcPublicKey(curve: string, point: Uint8Array): Uint8Array {
  return encodePublicKey('EC', encodeOid(oidOf(CURVES.rows, curve)), point)
}

/** Encodes a key of an algorithm without parameters as SubjectPublicKeyInfo (RFC 8410, RFC 9881). */
export function encodePlainPublicKey(algorithm: KeyAlgorithmName, key: Uint8Array): Uint8Array {
  return encodePublicKey(algorithm, new Uint8Array(), key)
}

function encodePublicKey(algorithm: KeyAlgorithmName, parameters: Uint8Array, key: Uint8Array): Uint8Array {
  return encodeSequence(
    encodeSequence(encodeOid(oidOf(KEY_ALGORITHMS.rows, algorithm)), parameters),
    encodeBitString(key),
  )
}

function oidOf(rows: readonly { readonly oid: string; readonly name: string }[], wanted: string): string {
  const row = rows.find(({ name }) => name === wanted)
  if (row === undefined) throw new TypeError(`${wanted} is not in the table`)
  return row.oid
}
