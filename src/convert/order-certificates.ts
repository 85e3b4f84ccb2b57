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
  const candidates = listCandidates(certificates)
  const [first] = candidates
  if (first === undefined) return { certificate: undefined, chain: [], problems: [] }
  const { owner, problems } = await findOwner(certificates, privateKey)
  const ofOwner = candidates.find(({ certificate }) => certificate === owner)
  const leaf = ofOwner ?? findLeaf(candidates) ?? (candidates.length === 1 ? first : undefined)
  // Where all are CAs: the first that has issued none of the others.
  const start = leaf ?? candidates.find(({ hasIssued }) => !hasIssued) ?? first
  const chain = issuersOf(start, candidates)
  const kept = new Set([start.certificate, ...chain])
  // Of CA certificates alone there is none that the others could be strangers to.
  const rest = certificates.filter((certificate) => !kept.has(certificate))
  if (leaf === undefined) return { certificate: undefined, chain: [start.certificate, ...chain, ...rest], problems }
  return { certificate: leaf.certificate, chain, problems: [...problems, ...leftOut(rest)] }
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

/** A certificate with what it is placed by, decoded once: a file has thousands of certificates, each of which may be held against all. */
interface Candidate {
  readonly certificate: Certificate
  readonly isCa: boolean
  /** Keys of its two names. */
  readonly subject: string
  readonly issuer: string
  readonly keyIdentifier: string | undefined
  readonly issuerKeyIdentifier: string | undefined
  /** Whether the name of another certificate's issuer is its own. */
  readonly hasIssued: boolean
}

function listCandidates(certificates: readonly Certificate[]): readonly Candidate[] {
  const issuerNames = certificates.map(({ issuer }) => normalizedName(issuer.attributes))
  const counts = new Map<string, number>()
  for (const name of issuerNames) counts.set(name, (counts.get(name) ?? 0) + 1)
  return certificates.map((certificate, index) => {
    const { subject: name, extensions } = certificate
    const subject = normalizedName(name.attributes)
    const issuer = issuerNames[index] ?? ''
    return {
      certificate,
      isCa: isCa(certificate),
      subject,
      issuer,
      keyIdentifier: extensions.subjectKeyIdentifier,
      issuerKeyIdentifier: extensions.authorityKeyIdentifier?.keyIdentifier,
      hasIssued: (counts.get(subject) ?? 0) > (issuer === subject ? 1 : 0),
    }
  })
}

/** The first that is no CA and has issued no other. */
function findLeaf(candidates: readonly Candidate[]): Candidate | undefined {
  return candidates.find((candidate) => !candidate.isCa && !candidate.hasIssued)
}

/** All that lead up from a certificate, nearest first, then those by other ways. */
function issuersOf(leaf: Candidate, candidates: readonly Candidate[]): readonly Certificate[] {
  // Roots first, since those end the way.
  const rootsFirst = [...candidates].sort((a, b) => Number(isSelfIssued(b)) - Number(isSelfIssued(a)))
  const byName = new Map<string, Candidate[]>()
  for (const candidate of rootsFirst) {
    const group = byName.get(candidate.subject)
    if (group === undefined) byName.set(candidate.subject, [candidate])
    else group.push(candidate)
  }
  const seen = new Set([leaf])
  const others = new Set<Candidate>()
  const waiting = others.values()
  for (let current: Candidate | undefined = leaf; current !== undefined;) {
    const child: Candidate = current
    const issuers = (byName.get(child.issuer) ?? []).filter((issuer) => !seen.has(issuer) && isKeyOf(issuer, child))
    for (const issuer of issuers.slice(1)) others.add(issuer)
    current = issuers[0] ?? nextUnseen(waiting, seen)
    if (current !== undefined) seen.add(current)
  }
  return [...seen].slice(1).map(({ certificate }) => certificate)
}

/** Goes on where it ended the last time, since what was seen stays so. */
function nextUnseen(waiting: Iterator<Candidate, undefined>, seen: ReadonlySet<Candidate>): Candidate | undefined {
  for (;;) {
    const { value } = waiting.next()
    if (value === undefined || !seen.has(value)) return value
  }
}

function isSelfIssued({ subject, issuer }: Candidate): boolean {
  return subject === issuer
}

/** Whether the key identifier is not another one (RFC 5280 section 4.2.1.1). */
function isKeyOf({ keyIdentifier: found }: Candidate, { issuerKeyIdentifier: wanted }: Candidate): boolean {
  return wanted === undefined || found === undefined || wanted === found
}

function leftOut(certificates: readonly Certificate[]): readonly Problem[] {
  const [first] = certificates
  if (first === undefined) return []
  return [createProblem('certificate-left-out', { subject: first.subject.text, count: certificates.length })]
}
