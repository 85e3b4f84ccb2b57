import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import forge from 'node-forge'
import { describe, expect, it } from 'vitest'
import { decryptCbc } from '../../../src/convert/decrypt-cbc.ts'
import { createDesDecryptor } from '../../../src/convert/decrypt-des.ts'
import { createRc2Decryptor } from '../../../src/convert/decrypt-rc2.ts'

function hex(text: string): Uint8Array {
  return Uint8Array.from(Buffer.from(text, 'hex'))
}

function textOf(bytes: Uint8Array | undefined): string {
  return Buffer.from(bytes ?? []).toString('hex')
}

describe('createDesDecryptor()', () => {
  it.each([
    // NIST SP 500-20, and the worked example of FIPS 46.
    ['133457799bbcdff1', '85e813540f0ab405', '0123456789abcdef'],
    ['0101010101010101', '95f8a5e5dd31d900', '8000000000000000'],
    ['8001010101010101', '95a8d72813daa94d', '0000000000000000'],
  ])('decrypts what DES made with the key %s', (key, ciphertext, plaintext) => {
    expect(textOf(createDesDecryptor(hex(key))(hex(ciphertext)))).toBe(plaintext)
  })

  it.each([16, 24] as const)('agrees with node:crypto on Triple DES with %i octets of key', (octets) => {
    const cipher = { kind: 'des', keyOctets: octets, blockOctets: 8 } as const
    for (let length = 0; length < 40; length += 1) {
      const [key, iv, plaintext] = [randomBytes(octets), randomBytes(8), randomBytes(length)]
      const encrypt = createCipheriv(octets === 24 ? 'des-ede3-cbc' : 'des-ede-cbc', key, iv)
      const ciphertext = Buffer.concat([encrypt.update(plaintext), encrypt.final()])
      expect(textOf(decryptCbc(cipher, key, iv, ciphertext))).toBe(plaintext.toString('hex'))
    }
  })

  it('refuses a key of another length', () => {
    expect(() => createDesDecryptor(new Uint8Array(7))).toThrow(RangeError)
  })
})

describe('createRc2Decryptor()', () => {
  it.each([
    // RFC 2268 section 5
    ['0000000000000000', 63, 'ebb773f993278eff', '0000000000000000'],
    ['ffffffffffffffff', 64, '278b27e42e2f0d49', 'ffffffffffffffff'],
    ['3000000000000000', 64, '30649edf9be7d2c2', '1000000000000001'],
    ['88', 64, '61a8a244adacccf0', '0000000000000000'],
    ['88bca90e90875a', 64, '6ccf4308974c267f', '0000000000000000'],
    ['88bca90e90875a7f0f79c384627bafb2', 64, '1a807d272bbe5db1', '0000000000000000'],
    ['88bca90e90875a7f0f79c384627bafb2', 128, '2269552ab0f85ca6', '0000000000000000'],
    ['88bca90e90875a7f0f79c384627bafb216f80a6f85920584c42fceb0be255daf1e', 129, '5b78d3a43dfff1f1', '0000000000000000'],
  ])('decrypts what RC2 made with the key %s of %i effective bits', (key, bits, ciphertext, plaintext) => {
    expect(textOf(createRc2Decryptor(hex(key), bits)(hex(ciphertext)))).toBe(plaintext)
  })

  it('agrees with node-forge on 40 bits in CBC mode', () => {
    const cipher = { kind: 'rc2', keyOctets: 5, effectiveBits: 40, blockOctets: 8 } as const
    for (let length = 0; length < 40; length += 1) {
      const [key, iv, plaintext] = [randomBytes(5), randomBytes(8), randomBytes(length)]
      const peer = forge.rc2.createEncryptionCipher(key.toString('binary'), 40)
      peer.start(iv.toString('binary'))
      peer.update(forge.util.createBuffer(plaintext.toString('binary')))
      peer.finish()
      expect(textOf(decryptCbc(cipher, key, iv, hex(peer.output.toHex())))).toBe(plaintext.toString('hex'))
    }
  })

  it.each([
    [0, 40],
    [129, 40],
    [5, 0],
    [5, 1025],
    [5, 40.5],
  ])('refuses a key of %i octets with %d effective bits', (octets, bits) => {
    expect(() => createRc2Decryptor(new Uint8Array(octets), bits)).toThrow(RangeError)
  })
})

describe('decryptCbc()', () => {
  it.each([16, 24, 32] as const)('agrees with node:crypto on AES with %i octets of key', (keyOctets) => {
    const cipher = { kind: 'aes', keyOctets, blockOctets: 16 } as const
    const [key, iv, plaintext] = [randomBytes(keyOctets), randomBytes(16), randomBytes(100)]
    const encrypt = createCipheriv(`aes-${String(keyOctets * 8)}-cbc`, key, iv)
    const ciphertext = Buffer.concat([encrypt.update(plaintext), encrypt.final()])
    expect(textOf(decryptCbc(cipher, key, iv, ciphertext))).toBe(plaintext.toString('hex'))
  })

  it('finds the padding right in the same cases as node:crypto', () => {
    const cipher = { kind: 'aes', keyOctets: 16, blockOctets: 16 } as const
    const [key, iv] = [randomBytes(16), randomBytes(16)]
    for (let last = 0; last < 256; last += 1) {
      const encrypt = createCipheriv('aes-128-cbc', key, iv).setAutoPadding(false)
      const block = Buffer.alloc(16, last <= 8 ? last : 16)
      block[15] = last
      const ciphertext = Buffer.concat([encrypt.update(block), encrypt.final()])
      expect(decryptCbc(cipher, key, iv, ciphertext) !== undefined).toBe(isAcceptedByNode(key, iv, ciphertext))
    }
  })

  it.each([0, 1, 15, 17])('does not take %i octets for whole blocks', (length) => {
    const cipher = { kind: 'aes', keyOctets: 16, blockOctets: 16 } as const
    expect(decryptCbc(cipher, new Uint8Array(16), new Uint8Array(16), new Uint8Array(length))).toBeUndefined()
  })
})

function isAcceptedByNode(key: Uint8Array, iv: Uint8Array, ciphertext: Uint8Array): boolean {
  const decrypt = createDecipheriv('aes-128-cbc', key, iv)
  try {
    decrypt.update(ciphertext)
    decrypt.final()
    return true
  } catch {
    return false
  }
}
