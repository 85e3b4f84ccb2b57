import { verifyKeyMatch } from '../crypto/verify-key-match.ts'
import type { PrivateKey } from '../keys/private-key.ts'
import { createProblem, type Problem } from '../problem/problem.ts'
import type { Certificate } from '../x509/certificate.ts'
import { normalizedName } from '../x509/names-equal.ts'

/** Which certificate belongs into which box. */
export interface OrderedCertificates {
  readonly certificate: Certificate | undefined
  /** Leaf's issuer first, root last, then other ways that lead up from the same certificates. */
  readonly chain: readonly Certificate[]
  readonly problems: readonly Problem[]
}

/** A match takes about a millisecond. */
const MAX_COMPARISONS = 100

/**
 * Finds the certificate that the key belongs to, or without a key the one that issued no other, and puts its issuers in
 * order, by name and key identifier (RFC 5280 sections 4.1.2.4 and 4.2.1.1). No signature is checked here.
 *
 * Certificates of CAs alone are all chain. What does not lead up from the certificate is left out, with a warning.
 */
export async function orderCertificates(
  certificates: readonly Certificate[],
  privateKey: PrivateKey | undefined,
): Promise<OrderedCertificates> {
  const [first, ...others] = certificates
  if (first === undefined) return { certificate: undefined, chain: [], problems: [] }
  const { owner, problems } = await findOwner(certificates, privateKey)
  const leaf = owner ?? findLeaf(certificates) ?? (others.length === 0 ? first : undefined)
  const start = leaf ?? findLowest(certificates)
  const chain = issuersOf(start, certificates)
  const kept = new Set([start, ...chain])
  // Of CA certificates alone there is none that the others could be strangers to.
  const rest = certificates.filter((certificate) => !kept.has(certificate))
  if (leaf === undefined) return { certificate: undefined, chain: [start, ...chain, ...rest], problems }
  return { certificate: leaf, chain, problems: [...problems, ...leftOut(rest)] }
}

async function findOwner(
  certificates: readonly Certificate[],
  privateKey: PrivateKey | undefined,
): Promise<{ readonly owner: Certificate | undefined; readonly problems: readonly Problem[] }> {
  if (privateKey === undefined) return { owner: undefined, problems: [] }
  const leavesFirst = [...certificates].sort((a, b) => Number(isCa(a)) - Number(isCa(b)))
  const similar = leavesFirst.filter((certificate) => isSimilar(privateKey, certificate))
  // A key that fits none is held against one certificate, so that there is a reason to give.
  const candidates = similar.length === 0 ? leavesFirst.slice(0, 1) : similar.slice(0, MAX_COMPARISONS)
  let reasons: readonly Problem[] = []
  for (const certificate of candidates) {
    const { matches, problems } = await verifyKeyMatch(privateKey, certificate)
    if (matches) return { owner: certificate, problems: [] }
    if (reasons.length === 0 || problems.some(({ code }) => code !== 'key-mismatch')) reasons = problems
  }
  return { owner: undefined, problems: reasons }
}

function isSimilar(key: PrivateKey, { publicKey }: Certificate): boolean {
  return publicKey.algorithm === key.algorithm && publicKey.bits === key.bits && publicKey.curve === key.curve
}

function isCa({ extensions }: Certificate): boolean {
  return extensions.basicConstraints?.cA === true
}

/** The first that is no CA and has issued no other. */
function findLeaf(certificates: readonly Certificate[]): Certificate | undefined {
  return certificates.find((certificate) => !isCa(certificate) && !hasIssued(certificate, certificates))
}

/** Where all are CAs: the first that has issued none of the others. */
function findLowest(certificates: readonly Certificate[]): Certificate {
  const lowest = certificates.find((certificate) => !hasIssued(certificate, certificates)) ?? certificates[0]
  if (lowest === undefined) throw new TypeError('"certificates" must not be empty')
  return lowest
}

function hasIssued(issuer: Certificate, certificates: readonly Certificate[]): boolean {
  const name = nameOf(issuer.subject)
  return certificates.some((certificate) => certificate !== issuer && nameOf(certificate.issuer) === name)
}

/** All that lead up from a certificate, nearest first, then those by other ways. */
function issuersOf(leaf: Certificate, certificates: readonly Certificate[]): readonly Certificate[] {
  const byName = new Map<string, Certificate[]>()
  for (const certificate of certificates) {
    const name = nameOf(certificate.subject)
    byName.set(name, [...(byName.get(name) ?? []), certificate])
  }
  const seen = new Set([leaf])
  const main: Certificate[] = []
  const others: Certificate[] = []
  for (let current: Certificate | undefined = leaf; current !== undefined;) {
    const issuers: readonly Certificate[] = rankIssuers(current, byName.get(nameOf(current.issuer)) ?? []).filter(
      (each) => !seen.has(each),
    )
    const next: Certificate | undefined = issuers[0] ?? others.find((each) => !seen.has(each))
    for (const issuer of issuers.slice(1)) others.push(issuer)
    if (next !== undefined) {
      seen.add(next)
      main.push(next)
    }
    current = next
  }
  return main
}

/** Those whose key identifier is not another one (RFC 5280 section 4.2.1.1); roots first, since those end the way. */
function rankIssuers({ extensions }: Certificate, issuers: readonly Certificate[]): readonly Certificate[] {
  const wanted = extensions.authorityKeyIdentifier?.keyIdentifier
  const isOther = (found: string | undefined): boolean =>
    wanted !== undefined && found !== undefined && wanted !== found
  return issuers
    .filter((issuer) => !isOther(issuer.extensions.subjectKeyIdentifier))
    .sort((a, b) => Number(b.isSelfIssued) - Number(a.isSelfIssued))
}

function nameOf(name: Certificate['subject']): string {
  return normalizedName(name.attributes)
}

function leftOut(certificates: readonly Certificate[]): readonly Problem[] {
  const [first] = certificates
  if (first === undefined) return []
  return [createProblem('certificate-left-out', { subject: first.subject.text, count: certificates.length })]
}
