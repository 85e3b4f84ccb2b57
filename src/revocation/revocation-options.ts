import type { SignatureVerifier } from '../crypto/signature-verifier.ts'
import type { Fetcher } from '../problem/fetcher.ts'
import type { Certificate } from '../x509/certificate.ts'
import type { Crl } from '../x509/crl.ts'
import type { OcspResponse } from '../x509/ocsp-response.ts'
import type { HandshakeEvidence } from './given-evidence.ts'
import type { RevocationLimits } from './revocation-budget.ts'
import type { RevocationCache } from './revocation-cache.ts'
import type { CertificateIssuer } from './revocation-context.ts'

/** What `checkRevocation` works with. */
export interface RevocationOptions {
  /** CRLs at hand: decoded, DER, or PEM of one. Complete, partitioned, delta or indirect. */
  readonly crls?: Iterable<Crl | string | Uint8Array> | undefined
  /** OCSP responses at hand, such as a stapled one. */
  readonly ocspResponses?: Iterable<OcspResponse | Uint8Array> | undefined
  /**
   * Says that this is a TLS handshake, and what OCSP responses came with it; they are evidence like any other. A certificate that must be
   * stapled (RFC 7633) is then `unavailable` with `staple-missing` unless one of them is a valid response about it.
   *
   * @defaultValue no handshake: must-staple is reported and not enforced
   */
  readonly handshake?: HandshakeEvidence | undefined
  /** Other certificates that may have signed evidence, such as those of separate CRL issuers. */
  readonly signers?: Iterable<Certificate | string | Uint8Array> | undefined
  /** The root, where the chain ends below it because it is only a name and a key. */
  readonly anchor?: Pick<CertificateIssuer, 'name' | 'publicKey'> | undefined
  /** @defaultValue none: nothing is fetched */
  readonly fetcher?: Fetcher | undefined
  /** Which kind of evidence is fetched first; the other follows if it says nothing. @defaultValue 'crl' */
  readonly prefer?: 'crl' | 'ocsp' | undefined
  /** @defaultValue 'path': every certificate but the root */
  readonly scope?: 'leaf' | 'path' | undefined
  /** Floored to the second. @defaultValue now */
  readonly at?: Date | undefined
  /** How far clocks may be apart; at most a day. @defaultValue 300000 */
  readonly toleranceMs?: number | undefined
  /**
   * How old evidence may be at most, from its thisUpdate, even if its nextUpdate is later; at most ten years. Where it is given, evidence without
   * nextUpdate is used up to that age. OCSP responses and CRLs about servers' certificates live for at most 864,000,000 (ten days) under the
   * Baseline Requirements (sections 4.9.10 and 7.2), CRLs about CAs for twelve months.
   *
   * @defaultValue nextUpdate alone decides, and evidence without it is not used
   */
  readonly maxAgeMs?: number | undefined
  /** Also asked where there is no `fetcher`. @defaultValue one for each call */
  readonly cache?: RevocationCache | undefined
  /** @defaultValue one over WebCrypto */
  readonly verifier?: SignatureVerifier | undefined
  /**
   * Whether whoever signs CRLs must have keyUsage with cRLSign, as RFC 10007 demands, or needs cRLSign only where there is keyUsage.
   *
   * @defaultValue 'required'
   */
  readonly crlSignKeyUsage?: 'required' | 'if-present' | undefined
  /** How long the call may wait for the network, from its first request on; then `revocation-budget`. @defaultValue 60000 */
  readonly timeoutMs?: number | undefined
  /** What the call may spend on requests, octets and signatures; then `revocation-budget`. */
  readonly limits?: RevocationLimits | undefined
  /** From 0 to 1: by how much of a tenth of the wait `checkAgainAt` is put off, so that many checks do not fall together. @defaultValue 0 */
  readonly random?: (() => number) | undefined
  /** Gives the nonce of an OCSP request, 1 to 128 octets. @defaultValue none is sent */
  readonly nonce?: (() => Uint8Array) | undefined
  /**
   * Relies on evidence that is signed with SHA-1 or DSA.
   *
   * @deprecated Only for old data whose danger is known.
   */
  readonly dangerouslyAllowWeakAlgorithms?: boolean | undefined
  /** Ends the call, which then rejects with the reason of the signal. */
  readonly signal?: AbortSignal | undefined
}
