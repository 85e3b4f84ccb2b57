import { execFileSync } from 'node:child_process'
import { createPrivateKey } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { identifyEncryptedKey } from '../../../src/keys/identify-encrypted-key.ts'
import { integer, nothing, octetString, octets, oid, sequence } from '../../support/der.ts'
import { createEd, pem } from '../../support/key-samples.ts'

const { pkcs8 } = createEd()
const keyPem = pem('PRIVATE KEY', pkcs8)

function encrypt(...options: readonly string[]): Uint8Array {
  const args = ['pkcs8', '-topk8', '-outform', 'DER', '-passout', 'pass:secret', ...options]
  return execFileSync('openssl', args, { input: keyPem, stdio: ['pipe', 'pipe', 'ignore'] })
}

describe('identifyEncryptedKey()', () => {
  it.each([
    ['-v2 aes-256-cbc', 'AES-256-CBC, PBKDF2'],
    ['-v2 aes-128-cbc -v2prf hmacWithSHA512', 'AES-128-CBC, PBKDF2'],
    ['-v2 des3', 'DES-EDE3-CBC, PBKDF2'],
    ['-v2 aria-256-cbc', 'ARIA-256-CBC, PBKDF2'],
    ['-v2 camellia-256-cbc', 'CAMELLIA-256-CBC, PBKDF2'],
    ['-scrypt', 'AES-256-CBC, scrypt'],
    ['-v1 PBE-SHA1-3DES', 'PBE-SHA1-3DES'],
    ['-v1 PBE-MD5-DES -provider legacy -provider default', 'PBE-MD5-DES'],
    ['-v1 PBE-SHA1-RC2-40 -provider legacy -provider default', 'PBE-SHA1-RC2-40'],
  ])('names what openssl pkcs8 -topk8 %s has written', (options, cipher) => {
    expect(identifyEncryptedKey(encrypt(...options.split(' ')))).toEqual({ cipher })
  })

  it('recognises what node:crypto has written', () => {
    const key = createPrivateKey(keyPem)
    const der = key.export({ type: 'pkcs8', format: 'der', cipher: 'aes-192-cbc', passphrase: 'secret' })
    expect(identifyEncryptedKey(der)).toEqual({ cipher: 'AES-192-CBC, PBKDF2' })
  })

  it('gives the identifier of an encryption that it does not know', () => {
    expect(identifyEncryptedKey(sequence(sequence(oid('1.2.3.4')), octetString([1])))).toEqual({ cipher: '1.2.3.4' })
  })

  it('names PBES2 alone if its parameters are not there', () => {
    const der = sequence(sequence(oid('1.2.840.113549.1.5.13')), octetString([1]))
    expect(identifyEncryptedKey(der)).toEqual({ cipher: 'PBES2' })
  })

  it.each([
    ['a key in clear', pkcs8],
    ['no bytes', new Uint8Array()],
    ['an encrypted key with bytes behind it', octets(encrypt('-v2', 'aes-256-cbc'), [0])],
    ['an encrypted key cut off', encrypt('-v2', 'aes-256-cbc').subarray(0, -1)],
    ['one element too many', sequence(sequence(oid('1.2.3.4')), octetString([1]), nothing)],
    ['a public key', sequence(sequence(oid('1.2.3.4')), integer(1))],
  ])('passes %s', (_what, der) => {
    expect(identifyEncryptedKey(der)).toBeUndefined()
  })
})
