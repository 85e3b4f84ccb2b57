import type { Certificate } from '../x509/certificate.ts'
import { bytesEqual } from '../crypto/bytes-equal.ts'
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

function insertInOrder(group: PathCertificate[], facts: PathCertificate): void {
  const { der } = facts.certificate
  if (group.some(({ certificate }) => bytesEqual(certificate.der, der))) return
  const index = group.findIndex(({ certificate }) => compareBytes(certificate.der, der) > 0)
  group.splice(index === -1 ? group.length : index, 0, facts)
}
