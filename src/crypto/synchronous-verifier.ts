import type { SignatureCheck, SignatureVerdict, SignatureVerifier } from './signature-verifier.ts'

/** A verifier that always answers at once. */
export interface SynchronousVerifier extends SignatureVerifier {
  readonly verify: (check: SignatureCheck) => SignatureVerdict
}
