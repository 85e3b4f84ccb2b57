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
  // The last block first: where its padding is not right, the others need not be decrypted.
  const lastStart = ciphertext.length - blockOctets
  const beforeLast = lastStart === 0 ? iv : ciphertext.subarray(lastStart - blockOctets, lastStart)
  const last = decryptBlocks(cipher, key, beforeLast, ciphertext.subarray(lastStart))
  const padding = last[blockOctets - 1] ?? 0
  const isPadded =
    padding >= 1 && padding <= blockOctets && last.subarray(blockOctets - padding).every((octet) => octet === padding)
  if (!isPadded) return undefined
  return decryptBlocks(cipher, key, iv, ciphertext).subarray(0, ciphertext.length - padding)
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
