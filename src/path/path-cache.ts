import { bytesEqual } from '../crypto/bytes-equal.ts'
import { quickHash } from '../crypto/quick-hash.ts'
import type { SignatureVerdict, SignatureVerifier } from '../crypto/signature-verifier.ts'
import type { Certificate } from '../x509/certificate.ts'
import type { PublicKey } from '../x509/public-key.ts'

/**
 * Remembers which certificates were signed by which keys, so that a thousand certificates under one intermediate
 * cost one check of the intermediate, also at the same time.
 */
export interface PathCache {
  /** The verdict on a signature, asked of the verifier only where it is not remembered. `onCheck` is called before the verifier is. */
  readonly verdict: (
    child: Certificate,
    issuerKey: PublicKey,
    verifier: SignatureVerifier,
    onCheck: () => void,
  ) => Promise<SignatureVerdict> | SignatureVerdict
}

/** A verdict, or one that is waited for. */
type Answer = SignatureVerdict | Promise<SignatureVerdict>

interface Entry {
  readonly der: Uint8Array
  readonly spki: Uint8Array
  readonly answer: Answer
}

/** Enough for the issuers of a large registry, whose certificates come and go beside them. */
const MAX_ENTRIES = 1000

/** Of a certificate and its issuer's key. Honest ones stay far below; what is larger is verified each time, so that the whole stays below 16 MiB. */
const MAX_ENTRY_OCTETS = 16_384

/**
 * Makes a cache to share between calls. It must be used with verifiers that agree, since a verdict is kept whoever gave it.
 *
 * Signatures are known by the bytes of certificate and key, so that it does not matter whether a certificate is given decoded, as bytes or
 * as text. The thousand used last are kept.
 */
export function createPathCache(): PathCache {
  // In order of use. Of two with the same hash the later one takes the place: whoever seeks such pairs only slows himself down.
  const entries = new Map<number, Entry>()
  return {
    verdict: (child, issuerKey, verifier, onCheck) => {
      const { der } = child
      const { spki } = issuerKey
      if (der.length + spki.length > MAX_ENTRY_OCTETS) return ask(child, issuerKey, verifier, onCheck)
      const key = quickHash(spki, quickHash(child.signature))
      const known = entries.get(key)
      if (known !== undefined && bytesEqual(known.der, der) && bytesEqual(known.spki, spki)) {
        entries.delete(key)
        entries.set(key, known)
        return known.answer
      }
      const asked = ask(child, issuerKey, verifier, onCheck)
      // That the platform lacks an algorithm may change with the verifier.
      if (asked === 'unsupported') return asked
      const forget = (): boolean => entries.get(key) === entry && entries.delete(key)
      const answer = typeof asked === 'string' ? asked : forgetUnlessFinal(asked, forget)
      const entry: Entry = { der: new Uint8Array(der), spki: new Uint8Array(spki), answer }
      entries.delete(key)
      entries.set(key, entry)
      const [oldest] = entries.keys()
      if (entries.size > MAX_ENTRIES && oldest !== undefined) entries.delete(oldest)
      return answer
    },
  }
}

/** A cache for one search, whose certificates are decoded once: it keeps what it holds, and goes with the search. */
export function createSearchCache(): PathCache {
  const answers = new Map<Certificate, Map<PublicKey, Answer>>()
  return {
    verdict: (child, issuerKey, verifier, onCheck) => {
      const known = answers.get(child)?.get(issuerKey)
      if (known !== undefined) return known
      const ofChild = answers.get(child) ?? new Map<PublicKey, Answer>()
      const answer = ask(child, issuerKey, verifier, onCheck)
      answers.set(child, ofChild.set(issuerKey, answer))
      return answer
    },
  }
}

function ask(child: Certificate, publicKey: PublicKey, verifier: SignatureVerifier, onCheck: () => void): Answer {
  onCheck()
  const { signatureAlgorithm: algorithm, tbsCertificate: data, signature } = child
  return verifier.verify({ publicKey, algorithm, data, signature })
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
