/** The members of WebCrypto's SubtleCrypto that signing a challenge takes; `crypto.subtle` is one. */
export interface ChallengeCrypto {
  /** As `SubtleCrypto.importKey`. */
  importKey(
    format: 'pkcs8' | 'spki',
    keyData: ArrayBuffer,
    algorithm: ChallengeAlgorithm,
    extractable: boolean,
    keyUsages: ('sign' | 'verify')[],
  ): Promise<unknown>
  /** As `SubtleCrypto.sign`. */
  sign(algorithm: ChallengeAlgorithm, key: unknown, data: ArrayBuffer): Promise<ArrayBuffer>
  /** As `SubtleCrypto.verify`. */
  verify(algorithm: ChallengeAlgorithm, key: unknown, signature: ArrayBuffer, data: ArrayBuffer): Promise<boolean>
}

/** One object for importing and for signing: WebCrypto takes from it the members that it needs. */
export interface ChallengeAlgorithm {
  readonly name: string
  readonly hash?: string
  readonly namedCurve?: string
  readonly saltLength?: number
}

/** A private key and the certificate's public key, in the encodings that every WebCrypto imports; made only if they are asked for. */
export interface ChallengePair {
  readonly algorithm: ChallengeAlgorithm
  /** PrivateKeyInfo (RFC 5958); the caller gives it away to be wiped. */
  readonly privateKey: () => Uint8Array
  /** SubjectPublicKeyInfo. */
  readonly publicKey: () => Uint8Array
}

/** Keeps a challenge from being a message that means something to anyone. */
const CHALLENGE_PREFIX = 'certkeep: proof that this key belongs to this certificate, and nothing else\0'

const NONCE_OCTETS = 32

/**
 * Decides whether a signature that the private key makes over a fresh challenge is verified by the public key.
 *
 * `unavailable` where the platform does not know the algorithm, the key's size or the encoding, or finds something wrong with the key:
 * engines do not say which, so another proof has to decide. @throws the reason of `signal`
 *
 * @param random - so many octets that nobody can foresee
 */
export async function signChallenge(
  { algorithm, privateKey, publicKey }: ChallengePair,
  crypto: ChallengeCrypto,
  random: (octets: number) => Uint8Array,
  signal: AbortSignal | undefined,
): Promise<'verified' | 'refuted' | 'unavailable'> {
  const challenge = createChallenge(random(NONCE_OCTETS))
  const pkcs8 = privateKey()
  const secret = arrayBufferOf(pkcs8)
  try {
    const signingKey = await crypto.importKey('pkcs8', secret, algorithm, false, ['sign'])
    const verificationKey = await crypto.importKey('spki', arrayBufferOf(publicKey()), algorithm, false, ['verify'])
    const signature = await crypto.sign(algorithm, signingKey, challenge)
    return (await crypto.verify(algorithm, verificationKey, signature, challenge)) ? 'verified' : 'refuted'
  } catch {
    return 'unavailable'
  } finally {
    pkcs8.fill(0)
    new Uint8Array(secret).fill(0)
    signal?.throwIfAborted()
  }
}

function createChallenge(nonce: Uint8Array): ArrayBuffer {
  const prefix = new TextEncoder().encode(CHALLENGE_PREFIX)
  const challenge = new Uint8Array(prefix.length + nonce.length)
  challenge.set(prefix)
  challenge.set(nonce, prefix.length)
  return challenge.buffer
}

/** A copy, so that neither a view into something larger nor shared memory reaches the platform. */
function arrayBufferOf(bytes: Uint8Array): ArrayBuffer {
  const copy = new Uint8Array(bytes.length)
  copy.set(bytes)
  return copy.buffer
}
