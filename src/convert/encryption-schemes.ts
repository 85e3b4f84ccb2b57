import type { CbcCipher } from './decrypt-cbc.ts'

/** How an old scheme makes key and IV of a passphrase, and what it encrypts with. */
export interface PasswordScheme {
  readonly oid: string
  readonly derivation: 'pkcs12' | 'pbkdf1'
  readonly digest: 'SHA-1' | 'MD5'
  readonly cipher: CbcCipher
}

/** A cipher of PBES2; for RC2, its parameters say more. */
export interface SchemeCipher {
  readonly oid: string
  /** As the headers of encrypted PEM have it; empty where they do not. */
  readonly name: string
  readonly cipher: CbcCipher
}

const des = (keyOctets: 8 | 16 | 24): CbcCipher => ({ kind: 'des', keyOctets, blockOctets: 8 })
const rc2 = (bits: number): CbcCipher => ({ kind: 'rc2', keyOctets: bits / 8, effectiveBits: bits, blockOctets: 8 })
const aes = (keyOctets: 16 | 24 | 32): CbcCipher => ({ kind: 'aes', keyOctets, blockOctets: 16 })

const PASSWORD_SCHEMES: readonly PasswordScheme[] = /* @__PURE__ */ listPasswordSchemes()

/** In functions, so that a bundler sees that nothing happens at import (RFC 7292 appendix C, RFC 8018 appendix A.3). */
function listPasswordSchemes(): readonly PasswordScheme[] {
  return [
    { oid: '1.2.840.113549.1.12.1.3', derivation: 'pkcs12', digest: 'SHA-1', cipher: des(24) },
    { oid: '1.2.840.113549.1.12.1.4', derivation: 'pkcs12', digest: 'SHA-1', cipher: des(16) },
    { oid: '1.2.840.113549.1.12.1.5', derivation: 'pkcs12', digest: 'SHA-1', cipher: rc2(128) },
    { oid: '1.2.840.113549.1.12.1.6', derivation: 'pkcs12', digest: 'SHA-1', cipher: rc2(40) },
    { oid: '1.2.840.113549.1.5.3', derivation: 'pbkdf1', digest: 'MD5', cipher: des(8) },
    { oid: '1.2.840.113549.1.5.6', derivation: 'pbkdf1', digest: 'MD5', cipher: rc2(64) },
    { oid: '1.2.840.113549.1.5.10', derivation: 'pbkdf1', digest: 'SHA-1', cipher: des(8) },
    { oid: '1.2.840.113549.1.5.11', derivation: 'pbkdf1', digest: 'SHA-1', cipher: rc2(64) },
  ]
}

const CIPHERS: readonly SchemeCipher[] = /* @__PURE__ */ listCiphers()

/** RFC 8018 appendix B.2. */
function listCiphers(): readonly SchemeCipher[] {
  return [
    { oid: '2.16.840.1.101.3.4.1.2', name: 'AES-128-CBC', cipher: aes(16) },
    { oid: '2.16.840.1.101.3.4.1.22', name: 'AES-192-CBC', cipher: aes(24) },
    { oid: '2.16.840.1.101.3.4.1.42', name: 'AES-256-CBC', cipher: aes(32) },
    { oid: '1.2.840.113549.3.7', name: 'DES-EDE3-CBC', cipher: des(24) },
    { oid: '1.3.14.3.2.7', name: 'DES-CBC', cipher: des(8) },
    { oid: '1.2.840.113549.3.2', name: '', cipher: rc2(128) },
  ]
}

/** The scheme of an object identifier. */
export function passwordSchemeOf(oid: string): PasswordScheme | undefined {
  return PASSWORD_SCHEMES.find((scheme) => scheme.oid === oid)
}

/** The cipher of an object identifier. */
export function cipherOf(oid: string): CbcCipher | undefined {
  return CIPHERS.find((row) => row.oid === oid)?.cipher
}

/** The cipher that a `DEK-Info` header names. */
export function cipherOfName(name: string): CbcCipher | undefined {
  return name === '' ? undefined : CIPHERS.find((row) => row.name === name.toUpperCase())?.cipher
}

/** Versions of RC2's parameters that stand for a number of bits; from 256 on they are the number (RFC 8018 appendix B.2.3). */
const RC2_VERSIONS: ReadonlyMap<bigint, number> = /* @__PURE__ */ new Map([
  [160n, 40],
  [120n, 64],
  [58n, 128],
])

/** The cipher RC2 with as many effective bits as its parameters say; `undefined` for a version that stands for none. */
export function rc2OfVersion(version: bigint, keyOctets: number | undefined): CbcCipher | undefined {
  const isNumber = version >= 256n && version <= 1024n
  const effectiveBits = RC2_VERSIONS.get(version) ?? (isNumber ? Number(version) : undefined)
  if (effectiveBits === undefined) return undefined
  return { kind: 'rc2', keyOctets: keyOctets ?? Math.ceil(effectiveBits / 8), effectiveBits, blockOctets: 8 }
}
