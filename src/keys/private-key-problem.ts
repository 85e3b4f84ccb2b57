import type { CertkeepError } from '../problem/certkeep-error.ts'
import { decoderEvidence } from '../problem/decoder-evidence.ts'
import { createProblem, type Problem, type ProblemPlace } from '../problem/problem.ts'
import type { KeyUnsupportedReason } from '../problem/key-problems.ts'

const REASONS: readonly KeyUnsupportedReason[] = ['algorithm', 'curve', 'size', 'multi-prime', 'key-agreement']

/** Puts what {@link parsePrivateKey} throws into a problem of the box that the key was given in. */
export function privateKeyProblem(
  { code, detail }: Pick<CertkeepError, 'code' | 'detail'>,
  place: ProblemPlace,
): Problem {
  const text = (name: string): string => {
    const value = detail[name]
    return typeof value === 'string' ? value : ''
  }
  switch (code) {
    case 'ERR_KEY_ENCRYPTED':
      return createProblem('key-encrypted', { container: 'pkcs8', cipher: text('cipher') }, place)
    case 'ERR_KEY_UNSUPPORTED': {
      const reason = REASONS.find((name) => name === detail['reason']) ?? 'algorithm'
      return createProblem('key-unsupported', { algorithm: text('algorithm'), curve: text('curve'), reason }, place)
    }
    default:
      return createProblem('key-malformed', decoderEvidence({ code, detail }), place)
  }
}
