import type { SignatureVerdict, SignatureVerifier } from '../crypto/signature-verifier.ts'
import type { Certificate } from '../x509/certificate.ts'
import type { PublicKey } from '../x509/public-key.ts'

/**
 * Remembers which certificates were signed by which keys, so that a thousand certificates under one intermediate
 * cost one check of the intermediate, also at the same time.
 *
 * Entries belong to decoded certificates and go with them: a certificate that is given as text is a new one at each call.
 */
export interface PathCache {
  /** The verdict on a signature, asked of the verifier at most once. `onCheck` is called before the verifier is. */
  readonly verdict: (
    child: Certificate,
    issuerKey: PublicKey,
    verifier: SignatureVerifier,
    onCheck: () => void,
  ) => Promise<SignatureVerdict> | SignatureVerdict
}

/** A verdict, or one that is waited for. */
type Answer = SignatureVerdict | Promise<SignatureVerdict>

/** What Map and WeakMap have in common. */
interface Store<Key, Value> {
  readonly get: (key: Key) => Value | undefined
  readonly set: (key: Key, value: Value) => unknown
  readonly delete: (key: Key) => boolean
}

type AnswerStore = Store<Certificate, Store<PublicKey, Answer>>

/** Makes a cache. It must be used with verifiers that agree, since a verdict is kept whoever gave it. */
export function createPathCache(): PathCache {
  return createCache(new WeakMap(), () => new WeakMap())
}

/** A cache for one search, which costs less: it keeps what it holds, and goes with the search. */
export function createSearchCache(): PathCache {
  return createCache(new Map(), () => new Map())
}

function createCache(answers: AnswerStore, createStore: () => Store<PublicKey, Answer>): PathCache {
  const keysOf = (child: Certificate): Store<PublicKey, Answer> => {
    let keys = answers.get(child)
    if (keys === undefined) answers.set(child, (keys = createStore()))
    return keys
  }
  return {
    verdict: (child, issuerKey, verifier, onCheck) => {
      const keys = keysOf(child)
      const known = keys.get(issuerKey)
      if (known !== undefined) return known
      onCheck()
      const { signatureAlgorithm: algorithm, tbsCertificate: data, signature } = child
      const answer = verifier.verify({ publicKey: issuerKey, algorithm, data, signature })
      const kept = typeof answer === 'string' ? answer : forgetUnlessFinal(answer, () => keys.delete(issuerKey))
      // That the platform lacks an algorithm may change with the verifier.
      if (kept !== 'unsupported') keys.set(issuerKey, kept)
      return kept
    },
  }
}

async function forgetUnlessFinal(answer: Promise<SignatureVerdict>, forget: () => void): Promise<SignatureVerdict> {
  try {
    const verdict = await answer
    if (verdict === 'unsupported') forget()
    return verdict
  } catch (error) {
    forget()
    throw error
  }
}
