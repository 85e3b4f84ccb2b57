import type { NotApplicableReason } from '../problem/revocation-problems.ts'
import type { Certificate } from '../x509/certificate.ts'

/** Which certificates the Baseline Requirements section 1.6.1 call short-lived, by when they were issued; the newest rule first. */
const SHORT_LIVED: readonly { readonly issuedFrom: string; readonly maxSeconds: number }[] = [
  { issuedFrom: '2026-03-15T00:00:00Z', maxSeconds: 604_800 },
  { issuedFrom: '2024-03-15T00:00:00Z', maxSeconds: 864_000 },
]

/**
 * Why revocation does not apply; a certificate that contradicts itself on this is not exempt (RFC 9608 section 4).
 *
 * noRevAvail and a short life count only for certificates that are no CA's and name no place of revocation information; id-pkix-ocsp-nocheck
 * (RFC 6960 section 4.2.2.2.1) only for certificates of OCSP responders that are for nothing else. The day of issue is taken from notBefore.
 */
export function findExemption(certificate: Certificate, atMs: number): NotApplicableReason | undefined {
  const { extensions, notAfter } = certificate
  const isCa = extensions.basicConstraints?.cA === true
  const isSilent = !isCa && !hasPointers(certificate)
  if (extensions.noRevAvail === true && isSilent) return 'no-rev-avail'
  if (atMs > notAfter.getTime()) return 'expired'
  if (extensions.ocspNoCheck === true && !isCa && isResponderOnly(certificate)) return 'ocsp-no-check'
  return isSilent && isShortLived(certificate) ? 'short-lived' : undefined
}

/** For nothing but OCSP: a server's certificate does not escape by being a responder's too. */
function isResponderOnly({ extensions: { extendedKeyUsage = [] } }: Certificate): boolean {
  return extendedKeyUsage.length > 0 && extendedKeyUsage.every(({ name }) => name === 'OCSPSigning')
}

/** Pointers of any scheme, also those that nobody follows. */
function hasPointers({ extensions }: Certificate): boolean {
  return (
    extensions.crlDistributionPoints !== undefined ||
    extensions.freshestCrl !== undefined ||
    extensions.authorityInfoAccess?.some(({ method }) => method === 'ocsp') === true
  )
}

function isShortLived({ notBefore, notAfter }: Certificate): boolean {
  const rule = SHORT_LIVED.find(({ issuedFrom }) => notBefore.getTime() >= Date.parse(issuedFrom))
  // Both ends belong to the validity, so that a second is added.
  const seconds = (notAfter.getTime() - notBefore.getTime()) / 1000 + 1
  return rule !== undefined && seconds <= rule.maxSeconds
}
