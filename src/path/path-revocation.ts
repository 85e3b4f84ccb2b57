import type { SignatureVerifier } from '../crypto/signature-verifier.ts'
import { hexOf } from '../der/hex.ts'
import type { Problem, ProblemCode } from '../problem/problem.ts'
import { conclude } from '../revocation/conclude.ts'
import { issuerOf } from '../revocation/evaluate-crl.ts'
import { findExemption } from '../revocation/find-exemption.ts'
import { judgeGiven, type GivenEvidence } from '../revocation/given-evidence.ts'
import type { RevocationBudget } from '../revocation/revocation-budget.ts'
import type { CertificateIssuer, RevocationContext } from '../revocation/revocation-context.ts'
import type { Certificate } from '../x509/certificate.ts'
import type { Crl } from '../x509/crl.ts'
import type { Name } from '../x509/name.ts'
import { normalizedName } from '../x509/names-equal.ts'
import type { PublicKey } from '../x509/public-key.ts'
import type { CertificateDemands } from './certificate-faults.ts'
import { pathCertificateOf, type PathCertificate } from './path-certificate.ts'
import type { TrustAnchor } from './trust-anchor.ts'
import type { WorkBudget } from './work-budget.ts'

/** Says of whole paths whether the evidence at hand speaks against them. */
export interface PathRevocation {
  /**
   * What speaks against a path: that a certificate is revoked, the nearest to the root first; or else that evidence about one cannot be
   * relied on. `undefined` if nothing does, be it only because there is no evidence.
   */
  readonly findFault: (path: readonly PathCertificate[], anchor: TrustAnchor) => Promise<Problem | undefined>
  /**
   * Whether a path that was judged has shown that a certificate of this one is revoked whatever comes above its issuer, so that no way on can
   * help; `issuerKey` is the key that would come next.
   */
  readonly isHopeless: (path: readonly PathCertificate[], issuerKey?: PublicKey) => boolean
}

/** By what evidence is judged. */
export interface PathRevocationContext {
  readonly demands: CertificateDemands
  readonly verifier: SignatureVerifier
  readonly budget: WorkBudget
  /** Other certificates at hand, which may have signed evidence. */
  readonly signers: readonly Certificate[]
}

/** As `checkRevocation` by default: how far clocks may be apart, and how many signers may stand between evidence and the path. */
const TOLERANCE_MS = 300_000
const MAX_SIGNER_DEPTH = 2

/** Evidence that is about a certificate and cannot be relied on. All other reasons why nothing is known come to this: there is no evidence. */
const UNRELIABLE: ReadonlySet<ProblemCode> = /* @__PURE__ */ new Set<ProblemCode>([
  'bad-signature',
  'responder-unauthorized',
  'evidence-algorithm',
  'evidence-malformed',
  'evidence-unsupported',
  'evidence-not-yet-valid',
  'stale',
])

/**
 * Makes the judge of paths by the evidence at hand, as `checkRevocation` judges it (RFC 5280 section 6.3, RFC 6960).
 *
 * A certificate that no evidence is about is not judged. Evidence about it that cannot be relied on, or a responder that does not know it,
 * speaks against the path unless other evidence says that it is good.
 *
 * Whoever signs CRLs must have keyUsage with cRLSign under the profile `webpki` (RFC 10007), and under `rfc5280` if it has keyUsage at all
 * (RFC 5280 section 6.3.3 (f)). Signatures of evidence are paid from the budget of the search, each once.
 */
export function createPathRevocation(given: GivenEvidence, context: PathRevocationContext): PathRevocation {
  const base = createContext(given, context)
  const revoked = new Map<PathCertificate, Set<string>>()

  async function judge(certificate: Certificate, trusted: readonly CertificateIssuer[]): Promise<Problem | undefined> {
    const [issuer] = trusted
    if (issuer === undefined) return undefined
    const above = trusted.map(({ certificate: signer, name }) => keyOf(signer, name))
    const [own, others] = partition(given.crls, (crl) => isOfKnownKey(crl, above))
    const revocationContext = { ...base, trusted }
    const verdicts = await judgeGiven(certificate, issuer, { ...given, crls: own }, revocationContext)
    const otherEvidence = { crls: others, ocspResponses: [], staples: undefined, problems: [] }
    const otherVerdicts = await judgeGiven(certificate, issuer, otherEvidence, revocationContext)
    const found = conclude(certificate, [...verdicts, ...otherVerdicts])
    if (found !== undefined) return found.problems[0]
    if (findExemption(certificate, base.atMs) !== undefined) return undefined
    const problems = verdicts.flatMap(({ verdict }) => (verdict.kind === 'unusable' ? [verdict.problem] : []))
    return problems.find(({ code }) => UNRELIABLE.has(code))
  }

  /** Remembers who is revoked whatever stands above the issuer. */
  async function remember(child: PathCertificate, issuer: CertificateIssuer | undefined): Promise<void> {
    if (issuer === undefined || (await judge(child.certificate, [issuer]))?.code !== 'certificate-revoked') return
    const keys = revoked.get(child) ?? new Set<string>()
    revoked.set(child, keys.add(hexOf(issuer.publicKey.spki)))
  }

  return {
    findFault: async (path, anchor) => {
      context.budget.spend('candidates', path.length)
      const above: CertificateIssuer[] = [{ ...anchor, certificate: anchor.certificate }]
      let fault: Problem | undefined
      for (const [index, child] of [...path.entries()].reverse()) {
        const problem = await judge(child.certificate, above)
        if (problem?.code === 'certificate-revoked') {
          await remember(child, above[0])
          return { ...problem, certificate: index }
        }
        if (problem !== undefined) fault ??= { ...problem, certificate: index }
        above.unshift(issuerOf(child.certificate))
      }
      return fault
    },
    isHopeless: (path, issuerKey) =>
      revoked.size > 0 &&
      path.some((child, index) => {
        const spki = path[index + 1]?.spki ?? issuerKey?.spki
        return spki !== undefined && revoked.get(child)?.has(hexOf(spki)) === true
      }),
  }
}

function createContext(
  { crls }: GivenEvidence,
  { demands, verifier, budget, signers }: PathRevocationContext,
): RevocationContext {
  return {
    atMs: demands.atMs,
    toleranceMs: TOLERANCE_MS,
    verifier,
    weakAlgorithms: demands.weakAlgorithms,
    crlSignKeyUsage: demands.profile === 'webpki' ? 'required' : 'if-present',
    trusted: [],
    signers,
    crls,
    signerDepth: MAX_SIGNER_DEPTH,
    maxAgeMs: undefined,
    isResponderGood: undefined,
    budget: evidenceBudget(budget),
    checked: new WeakMap(),
  }
}

/** The budget of the search, which ends the search when it is spent; nothing else is counted, since nothing is fetched. */
function evidenceBudget({ spend }: WorkBudget): RevocationBudget {
  return {
    spend: (budget, amount) => {
      if (budget === 'signatures') spend(budget, amount)
      return true
    },
    drain: () => undefined,
    left: () => Number.POSITIVE_INFINITY,
    limit: () => Number.POSITIVE_INFINITY,
    isExhausted: () => false,
  }
}

/** Whose key, and by which identifier. */
interface KnownKey {
  readonly nameKey: string
  /** `undefined` where it is not known. */
  readonly identifier: string | undefined
}

function keyOf(certificate: Certificate | undefined, name: Name): KnownKey {
  if (certificate === undefined) return { nameKey: normalizedName(name.attributes), identifier: undefined }
  const { subjectKey, keyIdentifier } = pathCertificateOf(certificate)
  return { nameKey: subjectKey, identifier: keyIdentifier }
}

/** Those for which it holds, and the others, in their order. */
function partition<Item>(items: readonly Item[], isFirst: (item: Item) => boolean): readonly [Item[], Item[]] {
  return [items.filter(isFirst), items.filter((item) => !isFirst(item))]
}

/**
 * Whether a CRL is likely to have been signed by one of the path: where one has its issuer's name, as after a change of keys, the key
 * identifier says whose it is, and that the CRL of another key cannot be verified is no fault.
 *
 * But the identifier is a hint, since two certificates of one CA may name the same key differently: a CRL that can be verified is believed
 * whatever it says. Certificates beside the path have no say, since whoever sent them may want a CRL to be passed over.
 */
function isOfKnownKey({ issuer, extensions }: Crl, above: readonly KnownKey[]): boolean {
  const wanted = extensions.authorityKeyIdentifier?.keyIdentifier
  if (wanted === undefined) return true
  const nameKey = normalizedName(issuer.attributes)
  const known = above.filter((key) => key.nameKey === nameKey)
  return known.length === 0 || known.some(({ identifier = wanted }) => identifier === wanted)
}
