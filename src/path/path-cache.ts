import type { SignatureVerdict, SignatureVerifier } from '../crypto/signature-verifier.ts'
import type { Certificate } from '../x509/certificate.ts'
import type { PublicKey } from '../x509/public-key.ts'

/**
 * Remembers which certificates were signed by which keys, so that a thousand certificates under one intermediate
 * cost one check of the intermediate. Entries go with the certificates they are about.
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

/** Makes a cache. It must be used with verifiers that agree, since a verdict is kept whoever gave it. */
export function createPathCache(): PathCache {
  const verdicts = new WeakMap<Certificate, WeakMap<PublicKey, SignatureVerdict>>()
  const keep = (child: Certificate, issuerKey: PublicKey, verdict: SignatureVerdict): SignatureVerdict => {
    // That the platform lacks an algorithm may change with the verifier.
    if (verdict === 'unsupported') return verdict
    const known = verdicts.get(child)
    if (known === undefined) verdicts.set(child, new WeakMap([[issuerKey, verdict]]))
    else known.set(issuerKey, verdict)
    return verdict
  }
  return {
    verdict: (child, issuerKey, verifier, onCheck) => {
      const known = verdicts.get(child)?.get(issuerKey)
      if (known !== undefined) return known
      onCheck()
      const { signatureAlgorithm, tbsCertificate, signature } = child
      const answer = verifier.verify({
        publicKey: issuerKey,
        algorithm: signatureAlgorithm,
        data: tbsCertificate,
        signature,
      })
      return typeof answer === 'string'
        ? keep(child, issuerKey, answer)
        : answer.then((verdict) => keep(child, issuerKey, verdict))
    },
  }
}
