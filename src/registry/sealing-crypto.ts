import { CertkeepError } from '../problem/certkeep-error.ts'

/** WebCrypto's CryptoKey, in words that every platform's types agree on. */
export interface PlatformKey {
  readonly type: string
  readonly extractable: boolean
  readonly algorithm: { readonly name: string }
  readonly usages: readonly string[]
}

/** The members of WebCrypto's SubtleCrypto that sealing takes; `crypto.subtle` is one. */
export interface SealingCrypto {
  /** As `SubtleCrypto.importKey`. */
  importKey(
    format: 'raw',
    keyData: ArrayBuffer,
    algorithm: { readonly name: 'AES-GCM' } | { readonly name: 'HMAC'; readonly hash: 'SHA-256' },
    extractable: boolean,
    keyUsages: ('encrypt' | 'decrypt' | 'sign')[],
  ): Promise<PlatformKey>
  /** As `SubtleCrypto.encrypt`. */
  encrypt(algorithm: SealingParameters, key: PlatformKey, data: ArrayBuffer): Promise<ArrayBuffer>
  /** As `SubtleCrypto.decrypt`. */
  decrypt(algorithm: SealingParameters, key: PlatformKey, data: ArrayBuffer): Promise<ArrayBuffer>
  /** As `SubtleCrypto.sign`. */
  sign(algorithm: 'HMAC', key: PlatformKey, data: ArrayBuffer): Promise<ArrayBuffer>
}

/** AES-GCM with a tag of 128 bits. */
export interface SealingParameters {
  readonly name: 'AES-GCM'
  readonly iv: ArrayBuffer
  readonly additionalData: ArrayBuffer
  readonly tagLength: 128
}

/** A nonce, and what is authenticated beside the ciphertext. */
export interface SealingBinding {
  readonly nonce: Uint8Array
  readonly boundTo: Uint8Array
}

/** AES-256-GCM over a platform's WebCrypto, which takes and gives bytes, wipes its copies and throws only what a sealer throws. */
export interface SealingCipher {
  readonly importKey: (octets: Uint8Array) => Promise<PlatformKey>
  readonly encrypt: (key: PlatformKey, plaintext: Uint8Array, binding: SealingBinding) => Promise<Uint8Array>
  /** Rejects with `ERR_SEALER_REFUSED` if key, ciphertext or binding are not those of the encryption. */
  readonly decrypt: (key: PlatformKey, ciphertext: Uint8Array, binding: SealingBinding) => Promise<Uint8Array>
  /** Two keys of 32 octets each that only who has `octets` can make: one to encrypt with, and one to show that it is that one. */
  readonly derive: (octets: Uint8Array) => Promise<{ readonly key: PlatformKey; readonly commitment: Uint8Array }>
}

const ENCRYPT_LABEL = 'certkeep sealed key: encrypt'
const COMMIT_LABEL = 'certkeep sealed key: commit'

/** Makes the cipher. */
export function createSealingCipher(subtle: SealingCrypto): SealingCipher {
  const importKey = (octets: Uint8Array): Promise<PlatformKey> =>
    withCopy(octets, (raw) => subtle.importKey('raw', raw, { name: 'AES-GCM' }, false, ['encrypt', 'decrypt']))

  return {
    importKey: (octets) => orFailed(importKey(octets)),
    encrypt: async (key, plaintext, binding) => {
      const ciphertext = withCopy(plaintext, (data) => subtle.encrypt(parametersOf(binding), key, data))
      return new Uint8Array(await orFailed(ciphertext))
    },
    decrypt: async (key, ciphertext, binding) => {
      const plaintext = subtle.decrypt(parametersOf(binding), key, bufferOf(ciphertext))
      return new Uint8Array(await orRefused(plaintext))
    },
    derive: (octets) => orFailed(deriveKeys(subtle, importKey, octets)),
  }
}

/** Where key, ciphertext or what is bound are not those of the encryption. */
export function refusal(): CertkeepError {
  return new CertkeepError('ERR_SEALER_REFUSED', 'the sealed key was changed or belongs to something else')
}

async function deriveKeys(
  subtle: SealingCrypto,
  importKey: SealingCipher['importKey'],
  octets: Uint8Array,
): Promise<{ readonly key: PlatformKey; readonly commitment: Uint8Array }> {
  const source = await withCopy(octets, (raw) =>
    subtle.importKey('raw', raw, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']),
  )
  const encryption = new Uint8Array(await subtle.sign('HMAC', source, bufferOf(textOctets(ENCRYPT_LABEL))))
  try {
    const commitment = new Uint8Array(await subtle.sign('HMAC', source, bufferOf(textOctets(COMMIT_LABEL))))
    return { key: await importKey(encryption), commitment }
  } finally {
    encryption.fill(0)
  }
}

function parametersOf({ nonce, boundTo }: SealingBinding): SealingParameters {
  return { name: 'AES-GCM', iv: bufferOf(nonce), additionalData: bufferOf(boundTo), tagLength: 128 }
}

function textOctets(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}

/** A copy, so that neither a view into something larger nor shared memory reaches the platform. */
function bufferOf(bytes: Uint8Array): ArrayBuffer {
  const copy = new Uint8Array(bytes.length)
  copy.set(bytes)
  return copy.buffer
}

/** Hands a copy to the platform and wipes it when that is done with it. */
async function withCopy<Value>(bytes: Uint8Array, use: (copy: ArrayBuffer) => Promise<Value>): Promise<Value> {
  const copy = bufferOf(bytes)
  try {
    return await use(copy)
  } finally {
    new Uint8Array(copy).fill(0)
  }
}

/** The platform's reason stays out of the error: nobody knows what it holds. */
async function orFailed<Value>(work: Promise<Value>): Promise<Value> {
  try {
    return await work
  } catch {
    throw new CertkeepError('ERR_SEALER_FAILED', 'the platform could not seal or open a key')
  }
}

async function orRefused<Value>(work: Promise<Value>): Promise<Value> {
  try {
    return await work
  } catch (error) {
    // WebCrypto's word for a tag that does not fit.
    if (error instanceof Error && error.name === 'OperationError') throw refusal()
    throw new CertkeepError('ERR_SEALER_FAILED', 'the platform could not open a key')
  }
}
