import type { SignatureCheck, SignatureVerdict, SignatureVerifier } from './signature-verifier.ts'

/**
 * Makes a verifier that asks `second` where `first` says `unsupported`; any other verdict of `first` stands.
 *
 * The bytes of a check must not change before its verdict is there. What either of them throws is passed on.
 *
 * @example
 * const verifier = createFallbackVerifier(createWebCryptoVerifier(), createNobleVerifier())
 */
export function createFallbackVerifier(first: SignatureVerifier, second: SignatureVerifier): SignatureVerifier {
  const settle = (check: SignatureCheck, verdict: SignatureVerdict): SignatureVerdict | Promise<SignatureVerdict> =>
    verdict === 'unsupported' ? second.verify(check) : verdict
  return {
    verify: (check) => {
      const verdict = first.verify(check)
      return typeof verdict === 'string' ? settle(check, verdict) : verdict.then((settled) => settle(check, settled))
    },
  }
}
