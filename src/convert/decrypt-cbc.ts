import { cbc } from '@noble/ciphers/aes.js'
import { createDesDecryptor } from './decrypt-des.ts'
import { createRc2Decryptor } from './decrypt-rc2.ts'

/** A block cipher in CBC mode, with PKCS#7 padding. */
export type CbcCipher =
  | { readonly kind: 'aes'; readonly keyOctets: 16 | 24 | 32; readonly blockOctets: 16 }
  | { readonly kind: 'des'; readonly keyOctets: 8 | 16 | 24; readonly blockOctets: 8 }
  | { readonly kind: 'rc2'; readonly keyOctets: number; readonly effectiveBits: number; readonly blockOctets: 8 }

/**
 * Decrypts and takes the padding away (RFC 8018 section 6.1.1). `undefined` if the padding is not right, which is what
 * nearly every wrong key leads to.
 *
 * JavaScript on every platform: WebCrypto has neither DES nor RC2, in some browsers no AES with 192 bits, and is not there on
 * a page that did not come by HTTPS.
 */
export function decryptCbc(
  cipher: CbcCipher,
  key: Uint8Array,
  iv: Uint8Array,
  ciphertext: Uint8Array,
): Uint8Array | undefined {
  const { blockOctets } = cipher
  if (ciphertext.length === 0 || ciphertext.length % blockOctets !== 0) return undefined
  const padded = decryptBlocks(cipher, key, iv, ciphertext)
  const padding = padded[padded.length - 1] ?? 0
  const isPadded =
    padding >= 1 &&
    padding <= blockOctets &&
    padded.subarray(padded.length - padding).every((octet) => octet === padding)
  return isPadded ? padded.subarray(0, padded.length - padding) : undefined
}

function decryptBlocks(cipher: CbcCipher, key: Uint8Array, iv: Uint8Array, ciphertext: Uint8Array): Uint8Array {
  // Whether the padding is right is for us to say, in the same way for all ciphers.
  if (cipher.kind === 'aes') return cbc(key, iv, { disablePadding: true }).decrypt(ciphertext)
  const decrypt = cipher.kind === 'des' ? createDesDecryptor(key) : createRc2Decryptor(key, cipher.effectiveBits)
  const plaintext = new Uint8Array(ciphertext.length)
  let previous = iv
  for (let offset = 0; offset < ciphertext.length; offset += cipher.blockOctets) {
    const block = ciphertext.subarray(offset, offset + cipher.blockOctets)
    const before = previous
    plaintext.set(
      decrypt(block).map((octet, index) => octet ^ (before[index] ?? 0)),
      offset,
    )
    previous = block
  }
  return plaintext
}
