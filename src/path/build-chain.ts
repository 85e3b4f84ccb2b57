import { createWebCryptoVerifier } from '../crypto/create-web-crypto-verifier.ts'
import type { SignatureVerifier } from '../crypto/signature-verifier.ts'
import { isCertkeepError } from '../problem/certkeep-error.ts'
import type { Fetcher } from '../problem/fetcher.ts'
import { createPart } from '../problem/create-part.ts'
import { createProblem, sortProblems, type Problem } from '../problem/problem.ts'
import type { Certificate } from '../x509/certificate.ts'
import type { GeneralName } from '../x509/general-name.ts'
import type { Name } from '../x509/name.ts'
import type { Crl } from '../x509/crl.ts'
import type { OcspResponse } from '../x509/ocsp-response.ts'
import { parseCertificate } from '../x509/parse-certificate.ts'
import { findCertificateFaults, type ChainPurpose } from './certificate-faults.ts'
import { createCertificatePool } from './certificate-pool.ts'
import { readBudget, readDemands, readPolicyOptions, readWholeNumber } from './chain-options.ts'
import { createIssuerFetch } from './fetch-issuers.ts'
import { reviewGivenChain } from './given-chain.ts'
import { coversHost, parseReferenceIdentity, type ReferenceIdentity } from './host-name.ts'
import { createSearchCache, type PathCache } from './path-cache.ts'
import { pathCertificateOf } from './path-certificate.ts'
import type { PathEvidence } from './path-evidence.ts'
import type { PathRevocationContext } from './path-revocation.ts'
import type { PolicyOptions } from './policy-graph.ts'
import type { ChainProfile } from './profile-rules.ts'
import { searchPath, type SearchContext, type SearchResult } from './search-path.ts'
import type { TrustAnchor } from './trust-anchor.ts'
import { createTrustStore, isTrustStore, type TrustAnchorInput, type TrustStore } from './trust-store.ts'

/** A certificate as text of one clean PEM block, as DER, or decoded. */
export type CertificateInput = Certificate | string | Uint8Array

/** What {@link buildChain} works with. */
export interface ChainOptions {
  /** The roots that are trusted: certificates, anchors, or a store of them made by `createTrustStore`. */
  readonly anchors: Iterable<TrustAnchorInput> | TrustStore
  /** What was sent along, in any order; strangers among it, and a wrong order, are told of. */
  readonly intermediates?: Iterable<CertificateInput> | undefined
  /** Certificates that may also be drawn from, and of which nothing is told. */
  readonly pool?: Iterable<CertificateInput> | undefined
  /** The instant of the verdict, floored to the second. @defaultValue now */
  readonly at?: Date | undefined
  /** The DNS name in ASCII or the address that must be covered (RFC 9525). @defaultValue any */
  readonly hostname?: string | undefined
  /** @defaultValue 'serverAuth' */
  readonly purpose?: ChainPurpose | undefined
  /** `webpki` also demands what the CA/B Forum requires of contents and keys. @defaultValue 'webpki' */
  readonly profile?: ChainProfile | undefined
  /** Intermediates between end entity and root, self-issued ones not counted. @defaultValue 8 */
  readonly maxDepth?: number | undefined
  readonly policies?: PolicyOptions | undefined
  /**
   * CRLs: decoded, DER, or PEM of one. A path with a certificate that they say is revoked is taken only if there is no other, and is not `ok`;
   * what no CRL or OCSP response is about is not judged.
   */
  readonly crls?: Iterable<Crl | string | Uint8Array> | undefined
  /** OCSP responses, such as a stapled one; they count as `crls` do. */
  readonly ocspResponses?: Iterable<OcspResponse | Uint8Array> | undefined
  /** Fetches missing issuers from the addresses that certificates name. @defaultValue none: the network is not used */
  readonly fetchIssuer?: Fetcher | undefined
  /** @defaultValue one over WebCrypto */
  readonly verifier?: SignatureVerifier | undefined
  /** Shares verified signatures between calls. @defaultValue a new one for each call */
  readonly cache?: PathCache | undefined
  /**
   * Accepts SHA-1, RSA below 2048 bits and DSA; of evidence, SHA-1 and DSA.
   *
   * @deprecated Only for old data whose danger is known.
   */
  readonly dangerouslyAllowWeakAlgorithms?: boolean | undefined
  /** How much work a search may cost. @defaultValue 100 signatures, 10,000 candidates */
  readonly limits?: { readonly signatures?: number | undefined; readonly candidates?: number | undefined } | undefined
  readonly signal?: AbortSignal | undefined
}

/** Who is missing, and where their certificate may be had. */
export interface MissingIssuer {
  readonly issuer: Name
  /** Lower-case hex. */
  readonly keyIdentifier?: string
  /** As the certificate names them; not looked at. */
  readonly urls: readonly string[]
}

/** What {@link buildChain} found. */
export interface ChainReport {
  /** A path was found, and nothing is wrong with it; warnings apart. */
  readonly ok: boolean
  /** Leaf first, root last, where the root came as a certificate; without a path, as far as it was sound. */
  readonly chain: readonly Certificate[]
  readonly anchor?: TrustAnchor
  readonly missing?: MissingIssuer
  /** Of the end entity, and of the path that came furthest. `certificate` counts along `chain`; for warnings about the chain given, along `intermediates`. */
  readonly problems: readonly Problem[]
}

/**
 * Decides whether a certificate leads to one of the trusted roots, may serve the purpose and the host at an instant, and by which path;
 * or says what is missing.
 *
 * The whole of RFC 5280 section 6: signatures, names, dates, basicConstraints and path length, key usage, name constraints of all types,
 * policies (RFC 9618), critical extensions; extendedKeyUsage along the path; RFC 9525 for the host. Every path is tried, so that an expired
 * cross-signed certificate never hides a good one, within a budget that every honest chain stays far below.
 *
 * Revocation takes part in the choice where `crls` or `ocspResponses` are given, by the rules of `checkRevocation`: a path is passed over if a
 * certificate of it is revoked, if an OCSP responder does not know it, or if there is evidence about it and none that can be relied on. Where
 * that leaves no path, `chain` is one that leads to a root all the same. Nothing is fetched for it, and that nothing is known of a certificate
 * is no fault: whether each is known to be good, `checkRevocation` says.
 *
 * Not checked: revocation without such evidence, certificate transparency, and whether CAs kept to limits of validity.
 *
 * Problems: `certificate-malformed`, `certificate-expired`, `certificate-not-yet-valid`, `issuer-not-found`, `self-signed`, `private-ca`,
 * `root-distrusted`, `signature-invalid`, `signature-unsupported`, `signature-algorithm-refused`, `key-weak`, `issuer-not-ca`, `issuer-key-usage`,
 * `path-length-exceeded`, `path-too-deep`, `purpose-not-allowed`, `critical-extension-unknown`, `name-constraint-violated`, `policy-violated`,
 * `hostname-mismatch`, `profile-violated`, `budget-exceeded`; of evidence `certificate-revoked`, `responder-unknown`, `bad-signature`,
 * `responder-unauthorized`, `evidence-algorithm`, `evidence-malformed`, `evidence-unsupported`, `evidence-not-yet-valid`, `stale`; warnings `chain-stranger`, `chain-order`, `chain-repeats-leaf`.
 *
 * @throws TypeError, RangeError for options that are not what they must be
 * @throws CertkeepError if a root given as text or bytes cannot be read; `ERR_PART_NOT_LOADED` if what judges `crls` and `ocspResponses`, of which a
 *   bundler makes a part of its own, could not be loaded
 * @example
 * ```ts
 * const { ok, problems } = await buildChain(certificate, { anchors: mozillaRoots(), intermediates, hostname: 'example.com' })
 * ```
 */
export async function buildChain(certificate: CertificateInput, options: ChainOptions): Promise<ChainReport> {
  options.signal?.throwIfAborted()
  const demands = readDemands(options)
  const host = readHost(options.hostname)
  const trustStore = isTrustStore(options.anchors) ? options.anchors : createTrustStore(options.anchors)
  const given = parseAll(options.intermediates ?? [], 'intermediates')
  const pooled = parseAll(options.pool ?? [], 'pool')
  const certificates = [...given.certificates, ...pooled.certificates].filter((part) => part !== undefined)
  const pool = createCertificatePool(certificates)
  const evidence = takeEvidence(options)
  const budget = readBudget(options.limits)
  const verifier = options.verifier ?? createWebCryptoVerifier()
  const context: Omit<SearchContext, 'revocation'> = {
    demands,
    trustStore,
    pool,
    maxDepth: readWholeNumber(options.maxDepth ?? 8, 'maxDepth'),
    policies: readPolicyOptions(options.policies),
    verifier,
    cache: options.cache ?? createSearchCache(),
    budget,
    signal: options.signal,
    fetchIssuers:
      options.fetchIssuer === undefined ? undefined : createIssuerFetch(options.fetchIssuer, pool.add, options.signal),
  }
  const leaf = tryParse(certificate, 0, 'certificate')
  if ('code' in leaf) return { ok: false, chain: [], problems: [leaf] }
  const facts = pathCertificateOf(leaf)
  const leafProblems = [...findCertificateFaults(facts, 'end-entity', demands, 0), ...findHostFault(leaf, host)]
  const { revocation, problems: evidenceProblems } = await readTakenEvidence(evidence, {
    demands,
    verifier,
    budget,
    signers: certificates,
  })
  const result = await searchPath(facts, { ...context, revocation })
  const chain = result.path.map((part) => part.certificate)
  const problems = sortProblems([
    ...leafProblems,
    ...(result.problem === undefined ? [] : [result.problem]),
    ...given.problems,
    ...evidenceProblems,
    ...reviewGivenChain(given.certificates, chain, result.found),
  ])
  return {
    ok: result.found && problems.every(({ severity }) => severity !== 'error'),
    chain,
    ...(result.found ? { anchor: result.anchor } : findMissing(result)),
    problems,
  }
}

/** Evidence as it was given. */
interface TakenEvidence {
  readonly crls: readonly (Crl | string | Uint8Array)[]
  readonly ocspResponses: readonly (OcspResponse | Uint8Array)[]
}

/**
 * Takes the evidence before anything is waited for; like `parseCrl` without copying lists, which are large.
 *
 * @throws TypeError for what is not several
 */
function takeEvidence({ crls = [], ocspResponses = [] }: ChainOptions): TakenEvidence {
  assertSeveral(crls, 'crls')
  assertSeveral(ocspResponses, 'ocspResponses')
  const copies = [...ocspResponses].map((response) =>
    response instanceof Uint8Array ? new Uint8Array(response) : response,
  )
  return { crls: [...crls], ocspResponses: copies }
}

const NO_EVIDENCE: PathEvidence = { revocation: undefined, problems: [] }

const loadEvidence = /* @__PURE__ */ createPart(() => import('./path-evidence.ts'))

/** What reads and judges evidence is a part of its own: most calls bring none. */
async function readTakenEvidence(evidence: TakenEvidence, context: PathRevocationContext): Promise<PathEvidence> {
  if (evidence.crls.length === 0 && evidence.ocspResponses.length === 0) return NO_EVIDENCE
  const { readPathEvidence } = await loadEvidence()
  return readPathEvidence(evidence, context)
}

/** The host as it was given, and as it is compared. */
interface WantedHost {
  readonly hostname: string
  readonly identity: ReferenceIdentity
}

function readHost(hostname: string | undefined): WantedHost | undefined {
  if (hostname === undefined) return undefined
  if (typeof hostname !== 'string') throw new TypeError('"hostname" must be a string')
  return { hostname, identity: parseReferenceIdentity(hostname) }
}

/** Certificates as they were given, and a problem for each that cannot be read, with `undefined` in its place. */
interface Given {
  readonly certificates: readonly (Certificate | undefined)[]
  readonly problems: readonly Problem[]
}

function parseAll(inputs: Iterable<CertificateInput>, option: string): Given {
  assertSeveral(inputs, option)
  const certificates: (Certificate | undefined)[] = []
  const problems: Problem[] = []
  for (const input of inputs) {
    const parsed = tryParse(input, certificates.length, option)
    if ('code' in parsed) problems.push(parsed)
    certificates.push('code' in parsed ? undefined : parsed)
  }
  return { certificates, problems }
}

/** Text and bytes can be iterated too, by letters and by numbers. */
function assertSeveral(inputs: unknown, option: string): void {
  if (typeof inputs === 'string' || inputs instanceof Uint8Array)
    throw new TypeError(`"${option}" must be several, such as a list of one`)
}

function tryParse(input: CertificateInput, index: number, option: string): Certificate | Problem {
  if (typeof input !== 'string' && !(input instanceof Uint8Array)) {
    assertCertificate(input, option)
    return input
  }
  try {
    return parseCertificate(input)
  } catch (error) {
    if (!isCertkeepError(error)) throw error
    const { structure, offset } = error.detail
    const detail = {
      error: error.code,
      structure: typeof structure === 'string' ? structure : 'Certificate',
      offset: Number(offset ?? 0),
    }
    return createProblem('certificate-malformed', detail, { certificate: index })
  }
}

function assertCertificate(input: unknown, option: string): void {
  if (typeof input !== 'object' || input === null || !('tbsCertificate' in input)) {
    throw new TypeError(`"${option}" must be certificates: decoded, as text or as bytes`)
  }
}

/** How many of the names that a certificate does cover are told. */
const MAX_NAMES_TOLD = 5

/** No host name is longer (RFC 1034 section 3.1); the certificate of a stranger may claim one that is. */
const MAX_NAME_LENGTH = 253

function findHostFault(leaf: Certificate, host: WantedHost | undefined): readonly Problem[] {
  if (host === undefined || coversHost(leaf.subjectAltNames, host.identity)) return []
  const hosts = leaf.subjectAltNames.filter(isHost)
  const names = hosts.slice(0, MAX_NAMES_TOLD).map(({ value }) => shortened(value))
  if (hosts.length > MAX_NAMES_TOLD) names.push('…')
  const detail = { hostname: host.hostname, names: names.join(', ') }
  return [createProblem('hostname-mismatch', detail, { certificate: 0 })]
}

function shortened(name: string): string {
  return name.length > MAX_NAME_LENGTH ? `${name.slice(0, MAX_NAME_LENGTH)}…` : name
}

function isHost({ kind }: GeneralName): boolean {
  return kind === 'dns' || kind === 'ip'
}

function findMissing(result: SearchResult): { readonly missing?: MissingIssuer } {
  if (result.found || result.problem.code !== 'issuer-not-found') return {}
  const last = result.path.at(-1)
  if (last === undefined) return {}
  const { issuer, extensions } = last.certificate
  const urls = (extensions.authorityInfoAccess ?? []).flatMap(({ method, location }) =>
    method === 'caIssuers' && location.kind === 'uri' ? [location.value] : [],
  )
  const keyIdentifier = last.authorityKeyIdentifier
  return { missing: keyIdentifier === undefined ? { issuer, urls } : { issuer, keyIdentifier, urls } }
}
