import type { Certificate } from '../x509/certificate.ts'
import type { Name } from '../x509/name.ts'
import { normalizedName } from '../x509/names-equal.ts'

/** A path through certificates by who names whom as issuer; `members` are indexes, leaf first. */
export interface NamedPath {
  readonly members: readonly number[]
  /**
   * - `root`: the last one is issued by itself
   * - `issuer-missing`: no certificate has the name of its issuer
   * - `joins`: its issuer is a member of a path given before
   * - `loop`: its issuer is a member of this path
   */
  readonly ending: 'root' | 'issuer-missing' | 'joins' | 'loop'
  /** The issuer of the last one, for `joins` and `loop`. */
  readonly next: number | undefined
}

/** How certificates stand one after the other. */
export type CertificateOrder = 'single' | 'leaf-to-root' | 'root-to-leaf' | 'mixed' | 'unrelated'

/**
 * Finds each certificate's issuer among the others, by name and, where both carry one, by key identifier (RFC 5280
 * sections 4.1.2.4 and 4.2.1.1). `undefined` where there is none and for one that is issued by itself.
 *
 * No signature is checked, so this says who claims to have issued whom. Linear in the number of certificates.
 */
export function findIssuers(certificates: readonly Certificate[]): readonly (number | undefined)[] {
  const byName = new Map<string, NamedIssuers>()
  certificates.forEach((certificate, index) => {
    const name = keyOf(certificate.subject)
    const issuers = byName.get(name) ?? { byKeyIdentifier: new Map(), withoutKeyIdentifier: undefined, first: index }
    const keyIdentifier = certificate.extensions.subjectKeyIdentifier
    if (keyIdentifier === undefined) issuers.withoutKeyIdentifier ??= index
    else if (!issuers.byKeyIdentifier.has(keyIdentifier)) issuers.byKeyIdentifier.set(keyIdentifier, index)
    byName.set(name, issuers)
  })
  return certificates.map((certificate, index) => {
    const issuer = chooseIssuer(certificate, byName.get(keyOf(certificate.issuer)))
    return issuer === index ? undefined : issuer
  })
}

interface NamedIssuers {
  readonly byKeyIdentifier: Map<string, number>
  withoutKeyIdentifier: number | undefined
  readonly first: number
}

function chooseIssuer(certificate: Certificate, issuers: NamedIssuers | undefined): number | undefined {
  const keyIdentifier = certificate.extensions.authorityKeyIdentifier?.keyIdentifier
  if (issuers === undefined || (keyIdentifier === undefined && certificate.isSelfIssued)) return undefined
  if (keyIdentifier === undefined) return issuers.first
  return issuers.byKeyIdentifier.get(keyIdentifier) ?? issuers.withoutKeyIdentifier
}

function keyOf(name: Name): string {
  return normalizedName(name.attributes)
}

/** Follows issuers from every certificate that has issued no other; each certificate is a member of exactly one path. */
export function findPaths(
  certificates: readonly Certificate[],
  issuers: readonly (number | undefined)[],
): readonly NamedPath[] {
  const hasIssued = new Set(issuers)
  const indexes = certificates.map((_, index) => index)
  // Loops have no leaf: what is left over after the leaves begins wherever it is met first.
  const starts = [
    ...indexes.filter((index) => !hasIssued.has(index)),
    ...indexes.filter((index) => hasIssued.has(index)),
  ]
  const seen = new Set<number>()
  const paths: NamedPath[] = []
  for (const start of starts) {
    if (!seen.has(start)) paths.push(followIssuers(start, certificates, issuers, seen))
  }
  return paths
}

function followIssuers(
  start: number,
  certificates: readonly Certificate[],
  issuers: readonly (number | undefined)[],
  seen: Set<number>,
): NamedPath {
  const members: number[] = []
  let current = start
  for (;;) {
    members.push(current)
    seen.add(current)
    const next = issuers[current]
    if (next === undefined) {
      return { members, ending: certificates[current]?.isSelfIssued === true ? 'root' : 'issuer-missing', next }
    }
    if (seen.has(next)) return { members, ending: members.includes(next) ? 'loop' : 'joins', next }
    current = next
  }
}

/** Says how the certificates of one file, given as indexes, stand one after the other. */
export function orderOf(members: readonly number[], issuers: readonly (number | undefined)[]): CertificateOrder {
  if (members.length < 2) return 'single'
  const pairs = members.slice(1).map((after, index) => ({ before: members[index], after }))
  if (pairs.every(({ before, after }) => before !== undefined && issuers[before] === after)) return 'leaf-to-root'
  if (pairs.every(({ before, after }) => issuers[after] === before)) return 'root-to-leaf'
  const present = new Set<number | undefined>(members)
  const isRelated = members.some((member) => issuers[member] !== undefined && present.has(issuers[member]))
  return isRelated ? 'mixed' : 'unrelated'
}
