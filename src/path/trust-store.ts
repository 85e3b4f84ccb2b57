import { parseCertificate } from '../x509/parse-certificate.ts'
import type { Certificate } from '../x509/certificate.ts'
import { normalizedName } from '../x509/names-equal.ts'
import type { TrustAnchor } from './trust-anchor.ts'

/** A root as it may be given: a trust anchor, or a certificate in any form. */
export type TrustAnchorInput = TrustAnchor | Certificate | string | Uint8Array

/** Roots made ready to be searched; changes to the list that it was made from do not reach it. */
export interface TrustStore {
  readonly anchors: readonly TrustAnchor[]
  /** The roots of a name, given as key by `normalizedName`. */
  readonly findByName: (nameKey: string) => readonly TrustAnchor[]
}

/**
 * Makes a store of roots, so that many searches share the work of indexing them.
 *
 * @throws CertkeepError `ERR_DER_*`, `ERR_X509_*`, `ERR_PEM_NOT_CLEAN` if a root given as text or bytes cannot be read
 */
export function createTrustStore(anchors: Iterable<TrustAnchorInput>): TrustStore {
  const list = Array.from(anchors, trustAnchorOf)
  const index = new Map<string, TrustAnchor[]>()
  for (const anchor of list) {
    const key = normalizedName(anchor.name.attributes)
    const group = index.get(key)
    if (group === undefined) index.set(key, [anchor])
    else group.push(anchor)
  }
  return { anchors: list, findByName: (nameKey) => index.get(nameKey) ?? [] }
}

/** Whether roots were made ready already. */
export function isTrustStore(value: Iterable<TrustAnchorInput> | TrustStore): value is TrustStore {
  return 'findByName' in value
}

function trustAnchorOf(input: TrustAnchorInput): TrustAnchor {
  if (typeof input === 'string' || input instanceof Uint8Array) return anchorFromCertificate(parseCertificate(input))
  return 'tbsCertificate' in input ? anchorFromCertificate(input) : input
}

const anchorsOfCertificates: WeakMap<Certificate, TrustAnchor> = /* @__PURE__ */ new WeakMap()

function anchorFromCertificate(certificate: Certificate): TrustAnchor {
  let anchor = anchorsOfCertificates.get(certificate)
  if (anchor === undefined) {
    const keyIdentifier = certificate.extensions.subjectKeyIdentifier
    anchor = { name: certificate.subject, publicKey: certificate.publicKey, certificate, keyIdentifier }
    anchorsOfCertificates.set(certificate, anchor)
  }
  return anchor
}
