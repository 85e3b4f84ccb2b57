import { parseCertificate } from '../x509/parse-certificate.ts'
import type { Certificate } from '../x509/certificate.ts'
import { normalizedName } from '../x509/names-equal.ts'
import type { NameConstraints } from '../x509/read-name-constraints.ts'
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
 * Neither changes to the list reach the store nor, unless they were frozen by their maker, changes to its anchors.
 *
 * @throws CertkeepError `ERR_DER_*`, `ERR_X509_*`, `ERR_PEM_NOT_CLEAN` if a root given as text or bytes cannot be read
 * @throws TypeError if a root is none of the forms, or `anchors` is one root instead of several
 * @throws RangeError if a `distrustAfter` is no time: a date that never comes would trust everything
 */
export function createTrustStore(anchors: Iterable<TrustAnchorInput>): TrustStore {
  if (typeof anchors === 'string' || anchors instanceof Uint8Array) {
    throw new TypeError('"anchors" must be several roots, such as a list of one')
  }
  const list = Object.freeze(Array.from(anchors, trustAnchorOf))
  const index = new Map<string, TrustAnchor[]>()
  for (const anchor of list) {
    const key = normalizedName(anchor.name.attributes)
    const group = index.get(key)
    if (group === undefined) index.set(key, [anchor])
    else group.push(anchor)
  }
  for (const group of index.values()) Object.freeze(group)
  return Object.freeze({ anchors: list, findByName: (nameKey: string) => index.get(nameKey) ?? NO_ANCHORS })
}

const NO_ANCHORS: readonly TrustAnchor[] = /* @__PURE__ */ Object.freeze([])

/** Whether roots were made ready already. */
export function isTrustStore(value: Iterable<TrustAnchorInput> | TrustStore): value is TrustStore {
  return typeof value === 'object' && 'findByName' in value
}

function trustAnchorOf(input: TrustAnchorInput): TrustAnchor {
  if (typeof input === 'string' || input instanceof Uint8Array) return anchorFromCertificate(parseCertificate(input))
  assertObject(input)
  return 'tbsCertificate' in input ? anchorFromCertificate(input) : snapshotOf(input)
}

function assertObject(input: unknown): void {
  if (typeof input !== 'object' || input === null) {
    throw new TypeError('"anchors" must hold trust anchors or certificates, decoded, as text or as bytes')
  }
}

/** The anchor as it is now. One that is frozen stays what it is, so that it is decoded when it is needed. */
function snapshotOf(anchor: TrustAnchor): TrustAnchor {
  const { distrustAfter } = anchor
  if (distrustAfter !== undefined && Number.isNaN(distrustAfter.getTime())) {
    throw new RangeError('"distrustAfter" must be a valid date')
  }
  if (Object.isFrozen(anchor)) return anchor
  const { name, publicKey, certificate, keyIdentifier, nameConstraints } = anchor
  return Object.freeze({
    name,
    publicKey,
    certificate,
    keyIdentifier,
    distrustAfter: distrustAfter === undefined ? undefined : new Date(distrustAfter),
    nameConstraints: nameConstraints === undefined ? undefined : copyOf(nameConstraints),
  })
}

function copyOf({ permittedSubtrees, excludedSubtrees }: NameConstraints): NameConstraints {
  return {
    permittedSubtrees: permittedSubtrees?.map((subtree) => ({ ...subtree })),
    excludedSubtrees: excludedSubtrees?.map((subtree) => ({ ...subtree })),
  }
}

const anchorsOfCertificates: WeakMap<Certificate, TrustAnchor> = /* @__PURE__ */ new WeakMap()

function anchorFromCertificate(certificate: Certificate): TrustAnchor {
  let anchor = anchorsOfCertificates.get(certificate)
  if (anchor === undefined) {
    const keyIdentifier = certificate.extensions.subjectKeyIdentifier
    anchor = Object.freeze({ name: certificate.subject, publicKey: certificate.publicKey, certificate, keyIdentifier })
    anchorsOfCertificates.set(certificate, anchor)
  }
  return anchor
}
