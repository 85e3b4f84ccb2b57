import { createTrustAnchor, type CertificateAnchor, type RootRestriction } from '../path/create-trust-anchor.ts'
import { parseCertificate } from '../x509/parse-certificate.ts'
import { MOZILLA_ROOTS, RESTRICTED_MOZILLA_ROOTS } from './mozilla-roots.data.ts'

let anchors: readonly CertificateAnchor[] | undefined

/**
 * The roots that Mozilla trusts for TLS servers, as of the day in {@link ROOTS_SNAPSHOT}.
 *
 * Listing them decodes nothing: a root is decoded when a field of it is first read, and then kept. The same frozen
 * list is returned at each call. `distrustAfter` is there for a root under which only certificates with an earlier
 * notBefore are trusted (`CKA_NSS_SERVER_DISTRUST_AFTER`); such a root stays in the list after Mozilla has removed it, so that a
 * certificate under it is called distrusted and not unknown. `nameConstraints` are those that Mozilla's code imposes.
 *
 * Not for e-mail or code signing, for which Mozilla trusts other roots. Nothing is fetched: what Mozilla decided after
 * the snapshot is in a later version of this package.
 *
 * @example
 * ```ts
 * const report = await buildChain(certificate, { anchors: mozillaRoots(), intermediates })
 * ```
 */
export function mozillaRoots(): readonly CertificateAnchor[] {
  return (anchors ??= Object.freeze([
    ...MOZILLA_ROOTS.map((certificate) => createStoredAnchor(certificate)),
    ...RESTRICTED_MOZILLA_ROOTS.map((root) => createStoredAnchor(root.certificate, root)),
  ]))
}

function createStoredAnchor(base64: string, restriction?: RootRestriction): CertificateAnchor {
  const decode = (): ReturnType<typeof parseCertificate> =>
    parseCertificate(`-----BEGIN CERTIFICATE-----\n${base64}\n-----END CERTIFICATE-----\n`)
  return createTrustAnchor(decode, restriction)
}
