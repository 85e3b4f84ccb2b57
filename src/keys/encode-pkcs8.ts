import {
  encodeBitString,
  encodeElement,
  encodeNull,
  encodeOctetString,
  encodeOid,
  encodeSequence,
  encodeUnsignedInteger,
} from '../der/write-der.ts'
import { constructedContextTag } from '../der/tag.ts'
import { CURVES, KEY_ALGORITHMS, type KeyAlgorithmName } from '../x509/key-algorithms.ts'
import type { EcMaterial, RsaMaterial } from './private-key-material.ts'

/** Wraps a private key of `algorithm` as PrivateKeyInfo, version 1 (RFC 5958 section 2). */
export function encodePrivateKeyInfo(
  algorithm: KeyAlgorithmName,
  parameters: Uint8Array,
  privateKey: Uint8Array,
): Uint8Array {
  return encodeSequence(
    encodeUnsignedInteger(Uint8Array.of(0)),
    encodeSequence(encodeOid(oidOf(algorithm)), parameters),
    encodeOctetString(privateKey),
  )
}

/** Wraps an RSA key as one for any padding: as rsaEncryption, which is the only RSA that WebCrypto imports. */
export function encodeRsaPkcs8({ numbers }: Pick<RsaMaterial, 'numbers'>): Uint8Array {
  const rsaPrivateKey = encodeSequence(
    encodeUnsignedInteger(Uint8Array.of(0)),
    encodeUnsignedInteger(numbers.modulus),
    encodeUnsignedInteger(numbers.publicExponent),
    encodeUnsignedInteger(numbers.privateExponent),
    encodeUnsignedInteger(numbers.prime1),
    encodeUnsignedInteger(numbers.prime2),
    encodeUnsignedInteger(numbers.exponent1),
    encodeUnsignedInteger(numbers.exponent2),
    encodeUnsignedInteger(numbers.coefficient),
  )
  return encodePrivateKeyInfo('RSA', encodeNull(), rsaPrivateKey)
}

/** Wraps an EC key on a named curve, with `publicKey` beside it if there is one. */
export function encodeEcPkcs8(
  { curve, privateValue }: Pick<EcMaterial, 'curve' | 'privateValue'>,
  publicKey: Uint8Array | undefined,
): Uint8Array {
  const oid = CURVES.rows.find(({ name }) => name === curve)?.oid ?? curve
  const embedded = publicKey === undefined ? [] : [encodeElement(constructedContextTag(1), encodeBitString(publicKey))]
  const ecPrivateKey = encodeSequence(
    encodeUnsignedInteger(Uint8Array.of(1)),
    encodeOctetString(privateValue),
    ...embedded,
  )
  return encodePrivateKeyInfo('EC', encodeOid(oid), ecPrivateKey)
}

function oidOf(algorithm: KeyAlgorithmName): string {
  const row = KEY_ALGORITHMS.rows.find(({ name }) => name === algorithm)
  if (row === undefined) throw new TypeError(`"algorithm" ${algorithm} is not in the table`)
  return row.oid
}
