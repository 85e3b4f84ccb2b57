import { bytesEqual } from '../crypto/bytes-equal.ts'
import type { SignatureVerifier } from '../crypto/signature-verifier.ts'
import { createProblem, PROBLEM_FACTS, type Problem } from '../problem/problem.ts'
import type { Name } from '../x509/name.ts'
import type { PublicKey } from '../x509/public-key.ts'
import type { NameConstraints } from '../x509/read-name-constraints.ts'
import { findCertificateFaults, findKeyFault, type CertificateDemands } from './certificate-faults.ts'
import type { CertificatePool } from './certificate-pool.ts'
import { findNameConstraintFault } from './name-constraints.ts'
import type { PathCache } from './path-cache.ts'
import { describeDeadEnd } from './describe-dead-end.ts'
import { compareBytes, pathCertificateOf, type PathCertificate } from './path-certificate.ts'
import type { PathRevocation } from './path-revocation.ts'
import { arePoliciesAcceptable, type PolicyOptions } from './policy-graph.ts'
import type { ChainProfile } from './profile-rules.ts'
import type { TrustAnchor } from './trust-anchor.ts'
import type { TrustStore } from './trust-store.ts'
import { BudgetExceeded, type WorkBudget } from './work-budget.ts'

/** What a search works with. */
export interface SearchContext {
  readonly demands: CertificateDemands
  readonly trustStore: TrustStore
  readonly pool: CertificatePool
  readonly maxDepth: number
  readonly policies: PolicyOptions
  readonly verifier: SignatureVerifier
  readonly cache: PathCache
  readonly budget: WorkBudget
  readonly signal: AbortSignal | undefined
  /** Says whether a path that leads to a root may be taken; `undefined` where there is no evidence. */
  readonly revocation: PathRevocation | undefined
  /** Asked when nobody signed the last certificate of a path; adds what it finds to the pool and answers whether it found anything. */
  readonly fetchIssuers: ((child: PathCertificate) => Promise<boolean>) | undefined
}

/** A path that leads to a root, with what revocation has against it where all others failed too; or the one that came furthest. */
export type SearchResult =
  | (FoundPath & { readonly found: true; readonly problem?: Problem })
  | { readonly found: false; readonly path: readonly PathCertificate[]; readonly problem: Problem }

/** Someone who may have signed: a root, or a certificate of the pool. */
interface Issuer {
  readonly name: Name
  readonly publicKey: PublicKey
  readonly keyIdentifier: string | undefined
  readonly facts: PathCertificate | undefined
  readonly anchor: TrustAnchor | undefined
}

/** Why a path ended, and how much that is worth telling. */
interface Failure {
  readonly path: readonly PathCertificate[]
  readonly problem: Problem
  /** Whether the certificate at fault is likely to be the issuer: its key identifier is the one asked for. */
  readonly likelihood: number
  /** Where the path itself is sound, up to this root, and revocation speaks against it. */
  readonly anchor?: TrustAnchor
}

/** What a search has met with. */
interface Trail {
  /** Notes a path that is sound so far. */
  readonly reach: (path: readonly PathCertificate[]) => void
  /** Notes why a path ended. */
  readonly fail: (failure: Failure) => void
}

/** Self-issued certificates are not counted by `maxDepth`; this many of them may come on top. */
const MAX_SELF_ISSUED = 8

/**
 * Looks for a path from the end entity to a root: depth first, the likeliest issuers first, going back where a way ends, until one is found
 * or all have failed (RFC 4158; RFC 5280 section 6 for every step).
 *
 * Cheap checks come before signatures. A pair of name and key occurs at most once in a path, so that cross-signed CAs end.
 * The order of the pool has no part in the answer. When the budget is spent, the longest path so far is told of.
 */
export async function searchPath(leaf: PathCertificate, context: SearchContext): Promise<SearchResult> {
  let best: Failure | undefined
  let longest: readonly PathCertificate[] = [leaf]
  const trail: Trail = {
    reach: (path) => {
      if (path.length > longest.length) longest = path
    },
    fail: (failure) => {
      if (best === undefined || isFurther(failure, best)) best = failure
    },
  }
  try {
    const success = findOwnAnchor(leaf, context, trail) ?? (await extendPath([leaf], context, trail))
    if (success !== undefined) return { found: true, ...success }
  } catch (error) {
    if (!(error instanceof BudgetExceeded)) throw error
    const { budget, limit } = error
    return { found: false, path: longest, problem: createProblem('budget-exceeded', { budget, limit }) }
  }
  if (best === undefined) return { found: false, path: [leaf], problem: describeDeadEnd([leaf]) }
  const { path, problem, anchor } = best
  return anchor === undefined ? { found: false, path, problem } : { found: true, path, problem, anchor }
}

interface FoundPath {
  readonly path: readonly PathCertificate[]
  readonly anchor: TrustAnchor
}

async function extendPath(
  path: readonly PathCertificate[],
  context: SearchContext,
  trail: Trail,
): Promise<FoundPath | undefined> {
  const child = path.at(-1)
  if (child === undefined) return undefined
  trail.reach(path)
  let found = await tryIssuers(path, child, findIssuers(child, context), context, trail)
  if (context.revocation?.isHopeless(path) === true) return undefined
  if (found === undefined && context.fetchIssuers !== undefined && (await context.fetchIssuers(child))) {
    found = await tryIssuers(path, child, findIssuers(child, context), context, trail)
  }
  if (found === undefined) trail.fail({ path, problem: describeDeadEnd(path), likelihood: 1 })
  return found
}

async function tryIssuers(
  path: readonly PathCertificate[],
  child: PathCertificate,
  issuers: readonly Issuer[],
  context: SearchContext,
  trail: Trail,
): Promise<FoundPath | undefined> {
  for (const issuer of issuers) {
    context.signal?.throwIfAborted()
    context.budget.spend('candidates', 1)
    if (issuer.facts !== undefined && issuer.anchor === undefined && isInPath(path, issuer.facts)) continue
    if (context.revocation?.isHopeless(path, issuer.publicKey) === true) continue
    const problem = findIssuerFault(path, issuer, context) ?? (await findSignatureFault(path, child, issuer, context))
    if (problem !== undefined) {
      trail.fail({ path, problem, likelihood: likelihoodOf(child, issuer) * 2 })
      continue
    }
    if (issuer.anchor !== undefined) {
      const found = await completePath(path, issuer.anchor, issuer.facts, context, trail)
      if (found !== undefined) return found
    } else if (issuer.facts !== undefined) {
      const found = await extendPath([...path, issuer.facts], context, trail)
      if (found !== undefined) return found
    }
  }
  return undefined
}

/** The last step: what the root says of the path, and at last what evidence of revocation does. */
async function completePath(
  path: readonly PathCertificate[],
  anchor: TrustAnchor,
  root: PathCertificate | undefined,
  context: SearchContext,
  trail: Trail,
): Promise<FoundPath | undefined> {
  const rejection = findAnchorFault(path, anchor, context)
  if (rejection !== undefined) {
    trail.fail({ path, problem: rejection, likelihood: 4 })
    return undefined
  }
  const whole = root === undefined ? path : [...path, root]
  const problem = await context.revocation?.findFault(path, anchor)
  if (problem === undefined) return { path: whole, anchor }
  trail.fail({ path: whole, problem, likelihood: 4, anchor })
  return undefined
}

/** A certificate that is itself trusted needs no path, and nobody can revoke it; what is said against the root still holds. */
function findOwnAnchor(leaf: PathCertificate, context: SearchContext, trail: Trail): FoundPath | undefined {
  const path = [leaf]
  const anchor = context.trustStore.findByName(leaf.subjectKey).find((candidate) => isSame(candidate, leaf))
  if (anchor === undefined) return undefined
  const problem = findAnchorFault(path, anchor, context)
  if (problem === undefined) return { path, anchor }
  trail.fail({ path, problem, likelihood: 4 })
  return undefined
}

/** Whether a root is this very certificate; a list of roots and a chain may each hold a copy. */
function isSame({ certificate }: TrustAnchor, facts: PathCertificate): boolean {
  return certificate !== undefined && bytesEqual(certificate.der, facts.certificate.der)
}

/** Everybody of the issuer's name, roots before others, then by key identifier, dates, and at last by bytes. */
function findIssuers(child: PathCertificate, { trustStore, pool, demands }: SearchContext): readonly Issuer[] {
  const anchors = trustStore.findByName(child.issuerKey)
  const others = pool.findBySubject(child.issuerKey).filter((facts) => !anchors.some((anchor) => isSame(anchor, facts)))
  const issuers = [...anchors.map(issuerFromAnchor), ...others.map(issuerFromPool)]
  return issuers.length < 2 ? issuers : issuers.sort((a, b) => compareIssuers(a, b, child, demands.atMs))
}

function issuerFromAnchor(anchor: TrustAnchor): Issuer {
  const facts = anchor.certificate === undefined ? undefined : pathCertificateOf(anchor.certificate)
  return { name: anchor.name, publicKey: anchor.publicKey, keyIdentifier: anchor.keyIdentifier, facts, anchor }
}

function issuerFromPool(facts: PathCertificate): Issuer {
  return {
    name: facts.subject,
    publicKey: facts.publicKey,
    keyIdentifier: facts.keyIdentifier,
    facts,
    anchor: undefined,
  }
}

function compareIssuers(a: Issuer, b: Issuer, child: PathCertificate, atMs: number): number {
  return firstDifference([
    likelihoodOf(child, b) - likelihoodOf(child, a),
    Number(b.anchor !== undefined) - Number(a.anchor !== undefined),
    Number(isCurrent(b, atMs)) - Number(isCurrent(a, atMs)),
    (b.facts?.notBeforeMs ?? 0) - (a.facts?.notBeforeMs ?? 0),
    compareBytes(a.facts?.certificate.der ?? a.publicKey.spki, b.facts?.certificate.der ?? b.publicKey.spki),
  ])
}

/** The first of several comparisons that decides. */
function firstDifference(differences: readonly number[]): number {
  return differences.find((difference) => difference !== 0) ?? 0
}

/** By key identifiers: 2 the one asked for, 1 unknown, 0 another. Only a hint: identifiers that differ do not forbid a path. */
function likelihoodOf(child: PathCertificate, issuer: Issuer): number {
  if (child.authorityKeyIdentifier === undefined || issuer.keyIdentifier === undefined) return 1
  return child.authorityKeyIdentifier === issuer.keyIdentifier ? 2 : 0
}

function isCurrent({ facts }: Issuer, atMs: number): boolean {
  return facts === undefined || (atMs >= facts.notBeforeMs && atMs <= facts.notAfterMs)
}

function isInPath(path: readonly PathCertificate[], facts: PathCertificate): boolean {
  return path.some(({ subjectKey, spki }) => subjectKey === facts.subjectKey && bytesEqual(spki, facts.spki))
}

/** What can be said against an issuer without looking at the signature. */
function findIssuerFault(
  path: readonly PathCertificate[],
  issuer: Issuer,
  context: SearchContext,
): Problem | undefined {
  const index = path.length
  const { facts, anchor } = issuer
  if (facts === undefined) {
    const fault = findKeyFault(issuer.publicKey, issuer.name.text, context.demands, index)
    if (fault !== undefined) return fault
  } else {
    const role = anchor === undefined ? 'intermediate' : 'anchor'
    const fault =
      findDepthFault(path, facts, anchor, context) ??
      findCertificateFaults(facts, role, context.demands, index)[0] ??
      findCaFault(path, facts)
    if (fault !== undefined) return fault
  }
  return (
    findConstraintProblem(path, issuer, facts?.nameConstraints, context) ??
    findConstraintProblem(path, issuer, anchor?.nameConstraints, context)
  )
}

function findDepthFault(
  path: readonly PathCertificate[],
  facts: PathCertificate,
  anchor: TrustAnchor | undefined,
  { maxDepth }: SearchContext,
): Problem | undefined {
  if (anchor !== undefined) return undefined
  const isTooDeep =
    countIntermediates(path) + Number(!facts.isSelfIssued) > maxDepth || path.length > maxDepth + MAX_SELF_ISSUED
  return isTooDeep ? createProblem('path-too-deep', { maxDepth }) : undefined
}

/** Intermediates of a path that are not self-issued; the end entity is none. */
function countIntermediates(path: readonly PathCertificate[]): number {
  return path.slice(1).filter(({ isSelfIssued }) => !isSelfIssued).length
}

/** RFC 5280 section 6.1.4 (k) to (n). */
function findCaFault(
  path: readonly PathCertificate[],
  { subject, isCa, allowsCertSign, pathLenConstraint }: PathCertificate,
): Problem | undefined {
  const place = { certificate: path.length }
  if (!isCa) return createProblem('issuer-not-ca', { issuer: subject.text }, place)
  if (!allowsCertSign) return createProblem('issuer-key-usage', { issuer: subject.text }, place)
  if (pathLenConstraint !== undefined && countIntermediates(path) > pathLenConstraint) {
    return createProblem('path-length-exceeded', { issuer: subject.text, pathLenConstraint }, place)
  }
  return undefined
}

/** Constraints bind everything below, save for self-issued certificates that are not the last (RFC 5280 section 6.1.3 (b)). */
function findConstraintProblem(
  path: readonly PathCertificate[],
  issuer: Issuer,
  constraints: NameConstraints | undefined,
  { demands, budget }: SearchContext,
): Problem | undefined {
  if (constraints === undefined) return undefined
  const leadingDot = demands.profile === 'webpki' ? 'subdomains' : 'refuse'
  for (const [index, { certificate, isSelfIssued }] of path.entries()) {
    if (isSelfIssued && index > 0) continue
    const fault = findNameConstraintFault(certificate, constraints, { leadingDot, budget })
    if (fault === undefined) continue
    const detail = {
      subject: certificate.subject.text,
      issuer: issuer.name.text,
      name: fault.name,
      breach: fault.breach,
    }
    return createProblem('name-constraint-violated', detail, { certificate: index })
  }
  return undefined
}

async function findSignatureFault(
  path: readonly PathCertificate[],
  child: PathCertificate,
  issuer: Issuer,
  { cache, verifier, budget }: SearchContext,
): Promise<Problem | undefined> {
  const verdict = await cache.verdict(child.certificate, issuer.publicKey, verifier, () => {
    budget.spend('signatures', 1)
  })
  if (verdict === 'valid') return undefined
  const subject = child.subject.text
  const place = { certificate: path.length - 1 }
  return verdict === 'invalid'
    ? createProblem('signature-invalid', { subject, issuer: issuer.name.text }, place)
    : createProblem('signature-unsupported', { subject, algorithm: child.certificate.signatureAlgorithm.name }, place)
}

/** What can be said against a root once the way to it is sound. */
function findAnchorFault(
  path: readonly PathCertificate[],
  anchor: TrustAnchor,
  { demands, policies, budget }: SearchContext,
): Problem | undefined {
  const [leaf] = path
  if (
    leaf !== undefined &&
    anchor.distrustAfter !== undefined &&
    isAfterDistrust(leaf, anchor.distrustAfter, demands.profile)
  ) {
    return createProblem('root-distrusted', {
      root: anchor.name.text,
      distrustAfter: anchor.distrustAfter.toISOString(),
    })
  }
  const facts = path.map(({ policies: stated }) => stated).reverse()
  const isAcceptable = arePoliciesAcceptable(facts, policies, budget)
  return isAcceptable
    ? undefined
    : createProblem('policy-violated', { subject: leaf?.subject.text ?? '' }, { certificate: 0 })
}

/** Since then no certificate of the web may live longer than 398 days (Baseline Requirements section 6.3.2). */
const LIFETIME_LIMITED_FROM_MS = 1_598_918_400_000
const LONGEST_LIFETIME_MS = 34_387_200_000

/**
 * Whether a certificate is too new for a root that is no longer trusted. Its own date decides; and since nobody watches such a root any
 * more, one that lives longer than was ever allowed counts as dated back.
 */
function isAfterDistrust(
  { notBeforeMs, notAfterMs }: PathCertificate,
  distrustAfter: Date,
  profile: ChainProfile,
): boolean {
  const isDatedBack =
    profile === 'webpki' && notBeforeMs >= LIFETIME_LIMITED_FROM_MS && notAfterMs - notBeforeMs >= LONGEST_LIFETIME_MS
  return notBeforeMs > distrustAfter.getTime() || isDatedBack
}

/** Of two failures the one of a path that reaches a root, then the one further along the path, then the likelier, then the more telling; else the first, since the search has an order of its own. */
function isFurther(failure: Failure, best: Failure): boolean {
  const difference = firstDifference([
    Number(failure.anchor !== undefined) - Number(best.anchor !== undefined),
    failure.path.length - best.path.length,
    failure.likelihood - best.likelihood,
    PROBLEM_FACTS[failure.problem.code].rank - PROBLEM_FACTS[best.problem.code].rank,
  ])
  return difference > 0
}
