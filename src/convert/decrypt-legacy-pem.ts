import type { PemHeader } from '../armor/read-headers.ts'
import { createProblem } from '../problem/problem.ts'
import type { ObjectCollector } from './collect-objects.ts'
import { ConversionFailure, unsupportedEncryption } from './conversion-failure.ts'
import { decryptCbc } from './decrypt-cbc.ts'
import { distinctForms, isOneSequence, wrongPassphrase, type Passphrase } from './decrypt-content.ts'
import { deriveLegacyKey } from './derive-password-key.ts'
import { cipherOfName } from './encryption-schemes.ts'

/** EVP_BytesToKey takes the first eight octets of the IV for its salt. */
const SALT_OCTETS = 8

/**
 * Decrypts a private key in OpenSSL's old form, whose `DEK-Info` header names cipher and IV (RFC 1421 section 4.6.1.3), and adds it to
 * what was found. There is no checksum, so that a wrong passphrase shows only in what comes out.
 */
export function decryptLegacyPem(
  headers: readonly PemHeader[],
  ciphertext: Uint8Array,
  passphrase: Passphrase,
  collector: ObjectCollector,
): void {
  const value = headers.find(({ name }) => name.toLowerCase() === 'dek-info')?.value ?? ''
  const [name = '', ivText = ''] = value.split(',').map((part) => part.trim())
  const cipher = cipherOfName(name)
  if (cipher === undefined) throw unsupportedEncryption('encrypted-pem', /^[\w-]{1,40}$/.test(name) ? name : '?')
  const iv = hexOctets(ivText)
  if (iv?.length !== cipher.blockOctets) {
    const detail = { container: 'encrypted-pem', error: 'ERR_DER_VALUE', structure: 'DEK-Info', offset: 0 } as const
    throw new ConversionFailure(createProblem('container-malformed', detail))
  }
  let evidence: 'padding' | 'content' = 'padding'
  for (const octets of distinctForms(passphrase.forms, 'octets')) {
    const key = deriveLegacyKey(octets, iv.subarray(0, SALT_OCTETS), cipher.keyOctets)
    const plaintext = decryptCbc(cipher, key, iv, ciphertext)
    key.fill(0)
    if (plaintext === undefined) continue
    const isRight = isOneSequence(plaintext)
    if (isRight) collector.addPrivateKeyDer(plaintext)
    plaintext.fill(0)
    if (isRight) return
    evidence = 'content'
  }
  throw wrongPassphrase(passphrase, 'encrypted-pem', name.toUpperCase(), evidence)
}

function hexOctets(text: string): Uint8Array | undefined {
  if (!/^(?:[\da-f]{2}){1,64}$/i.test(text)) return undefined
  return Uint8Array.from({ length: text.length / 2 }, (_, index) =>
    Number.parseInt(text.slice(index * 2, index * 2 + 2), 16),
  )
}
