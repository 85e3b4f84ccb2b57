import type { KeyWeakness } from '../problem/chain-problems.ts'
import type { PublicKey } from '../x509/public-key.ts'
import { bigintOf } from './bigint-bytes.ts'
import { areFactorsClose } from './fermat-factors.ts'
import { isPostQuantumName } from './post-quantum-sizes.ts'
import { hasInfineonFingerprint, hasSmallFactor, smallResidues } from './small-factors.ts'
import { openVerificationKey } from './verification-key.ts'

/** CA/B Forum Baseline Requirements section 6.1.5. */
const MIN_RSA_BITS = 2048

/** The most that a verifier here computes with. */
const MAX_RSA_BITS = 8192

/** Above 2^256 - 1, the CA/B Forum's upper limit, an exponent serves nothing but to slow the verifier down. */
const MAX_EXPONENT_OCTETS = 32

/**
 * Decides whether a public key is too weak to rely on, whoever vouches for it; names the first weakness, cheapest test first.
 *
 * RSA: a modulus below 2048 or above 8192 bits (`rsa-too-small`, `rsa-too-large`; nothing is computed then) or of a size that is not whole octets
 * (`rsa-odd-size`, BR 6.1.5); an exponent that is even, below 3 or above 256 bits (`rsa-exponent`, BR 6.1.6; from 65537 on is no more than its
 * advice, and a root in every trust store has 43147); an even modulus (`rsa-even-modulus`) or one with a factor below 752 (`rsa-small-factor`, BR 6.1.6); the fingerprint
 * of Infineon's generator (`rsa-roca`, CVE-2017-15361); factors that a hundred rounds of Fermat's method find (`rsa-close-primes`,
 * CVE-2022-26320, BR 6.1.1.3).
 * EC: any curve but P-256, P-384 and P-521, and parameters in full (`curve-not-allowed`, BR 6.1.5). EC and EdDSA: what is no point of the curve, in
 * no form of a point, infinity, or of small order (`point-invalid`, BR 6.1.6).
 * `algorithm-not-allowed`: neither RSA, EC, EdDSA, ML-DSA nor SLH-DSA. That the CA/B Forum allows the first two only is for a profile to say.
 *
 * Takes about as long as one RSA signature check, so the answer is worth keeping with the key. Not looked for: keys of Debian's broken generator
 * (CVE-2008-0166) and moduli that share a factor with another key, for which lists are needed.
 */
export function findKeyWeakness(publicKey: PublicKey): KeyWeakness | undefined {
  switch (publicKey.algorithm) {
    case 'RSA':
    case 'RSA-PSS':
      return findRsaWeakness(publicKey)
    case 'EC':
      return findCurveWeakness(publicKey.curve) ?? findPointWeakness(publicKey)
    case 'Ed25519':
    case 'Ed448':
      return findPointWeakness(publicKey)
    default:
      return isPostQuantumName(publicKey.algorithm) ? undefined : 'algorithm-not-allowed'
  }
}

function findCurveWeakness(curve: string | undefined): KeyWeakness | undefined {
  return curve === 'P-256' || curve === 'P-384' || curve === 'P-521' ? undefined : 'curve-not-allowed'
}

function findPointWeakness(publicKey: PublicKey): KeyWeakness | undefined {
  return openVerificationKey(publicKey) === 'invalid' ? 'point-invalid' : undefined
}

function findRsaWeakness({ bits, rsa }: PublicKey): KeyWeakness | undefined {
  if (rsa === undefined || bits < MIN_RSA_BITS) return 'rsa-too-small'
  if (bits > MAX_RSA_BITS) return 'rsa-too-large'
  if (bits % 8 !== 0) return 'rsa-odd-size'
  if (!isOdd(rsa.exponent) || isOne(rsa.exponent) || rsa.exponent.length > MAX_EXPONENT_OCTETS) return 'rsa-exponent'
  if (!isOdd(rsa.modulus)) return 'rsa-even-modulus'
  const modulus = bigintOf(rsa.modulus)
  const residues = smallResidues(modulus)
  if (hasSmallFactor(residues)) return 'rsa-small-factor'
  if (hasInfineonFingerprint(residues)) return 'rsa-roca'
  return areFactorsClose(modulus, FERMAT_ROUNDS) ? 'rsa-close-primes' : undefined
}

/** What the CA/B Forum asks of CAs (BR 6.1.1.3); the broken generators that are known need one round. */
const FERMAT_ROUNDS = 100

function isOdd(magnitude: Uint8Array): boolean {
  return ((magnitude.at(-1) ?? 0) & 1) === 1
}

function isOne(magnitude: Uint8Array): boolean {
  return magnitude.length === 1 && magnitude[0] === 1
}
