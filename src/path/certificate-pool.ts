import type { Certificate } from '../x509/certificate.ts'
import { compareBytes, pathCertificateOf, type PathCertificate } from './path-certificate.ts'

/** Certificates to build paths from, found by subject. Duplicates count once; the order in which they came does not count. */
export interface CertificatePool {
  readonly add: (certificate: Certificate) => void
  readonly findBySubject: (nameKey: string) => readonly PathCertificate[]
}

/** Makes a pool of certificates. */
export function createCertificatePool(certificates: Iterable<Certificate>): CertificatePool {
  const groups = new Map<string, PathCertificate[]>()
  const add = (certificate: Certificate): void => {
    const facts = pathCertificateOf(certificate)
    const group = groups.get(facts.subjectKey)
    if (group === undefined) groups.set(facts.subjectKey, [facts])
    else insertInOrder(group, facts)
  }
  for (const certificate of certificates) add(certificate)
  return { add, findBySubject: (nameKey) => groups.get(nameKey) ?? [] }
}

/** By halving: a hostile pool has thousands of certificates of one name. */
function insertInOrder(group: PathCertificate[], facts: PathCertificate): void {
  let start = 0
  let end = group.length
  while (start < end) {
    const middle = (start + end) >>> 1
    const difference = compareBytes(facts.certificate.der, group[middle]?.certificate.der ?? NO_BYTES)
    if (difference === 0) return
    if (difference < 0) end = middle
    else start = middle + 1
  }
  group.splice(start, 0, facts)
}

const NO_BYTES: Uint8Array = /* @__PURE__ */ new Uint8Array()
