import { bytesEqual } from '../crypto/bytes-equal.ts'
import { createWebCryptoVerifier } from '../crypto/create-web-crypto-verifier.ts'
import { verifyKeyMatch, type KeyMatch } from '../crypto/verify-key-match.ts'
import { encodePem } from '../armor/encode-pem.ts'
import type { PrivateKey } from '../keys/private-key.ts'
import { checkBaselineLifetime } from '../lifecycle/check-baseline-lifetime.ts'
import { computeStatus } from '../lifecycle/compute-status.ts'
import { nextAlertDates } from '../lifecycle/next-alert-dates.ts'
import { buildChain, type ChainReport } from '../path/build-chain.ts'
import { createPart } from '../problem/create-part.ts'
import { createProblem, sortProblems, type Problem } from '../problem/problem.ts'
import type { RevocationReport } from '../revocation/revocation-report.ts'
import type { Certificate } from '../x509/certificate.ts'
import type { BundleOptions } from './bundle-options.ts'
import type { BundleReport } from './bundle-report.ts'
import { describeCertificate } from './describe-certificate.ts'
import { locateProblem, placeOf, type FormBox, type PlacedCertificate } from './locate-problem.ts'
import type { NameReading } from './read-name.ts'

/** What was read in a box, and what is wrong with it. */
export interface BoxContents {
  readonly certificates: readonly Certificate[]
  readonly privateKeys: readonly PrivateKey[]
  readonly problems: readonly Problem[]
}

/** A form whose boxes were read. */
export interface BundleContents {
  readonly name?: NameReading | undefined
  /** Left out where only a certificate and its chain are to be judged. */
  readonly privateKey?: BoxContents | undefined
  readonly certificate: BoxContents
  readonly chain?: BoxContents | undefined
}

/** The verdict on a form, with what only those within the library may have of it. */
export interface BundleVerdict {
  readonly report: BundleReport
  /** The certificate of the server, and where it stands. */
  readonly leaf: PlacedCertificate | undefined
  /** The others that were given. */
  readonly given: readonly PlacedCertificate[]
  /** The first of the private keys that was shown to be the certificate's. */
  readonly privateKey: PrivateKey | undefined
  /** For each private key that was held against the certificate, in order. */
  readonly keyMatches: readonly KeyMatch[]
  /** What `buildChain` said, its problems tied to the boxes. */
  readonly path: ChainReport | undefined
}

/** A form has one key. A match takes about a millisecond, so that this bounds the wait to well under a second. */
const MAX_KEYS = 500

/** Judges a form whose boxes were read: everything is looked at whatever else is wrong. */
export async function judgeBundle(contents: BundleContents, options: BundleOptions, at: Date): Promise<BundleVerdict> {
  const { leaf, given } = placeCertificates(contents)
  const boxProblems = [contents.name, contents.certificate, contents.privateKey, contents.chain].flatMap(
    (box) => box?.problems ?? [],
  )
  if (leaf === undefined) {
    return { ...withoutCertificate(contents, boxProblems), leaf, given }
  }
  const keys = await judgeKeys(contents.privateKey?.privateKeys ?? [], leaf.certificate, options)
  const path = await findPath(leaf, given, options, at)
  const revocation = await judgeRevocation(path, options, at)
  const problems = sortProblems([
    ...boxProblems,
    ...keys.problems,
    ...path.problems,
    ...reviewCertificateBox(contents.certificate, leaf, path.problems),
    ...reviewCompletion(path, leaf, given),
    ...reviewLifetime(path, leaf, options),
    ...revocationProblems(revocation, path, leaf, given, options),
  ])
  const isProven = path.ok && (contents.privateKey === undefined || keys.privateKey !== undefined)
  const report = createReport(
    { contents, leaf, path, keyMatch: keys.keyMatch, revocation, problems, isProven },
    options,
    at,
  )
  return { report, leaf, given, path, privateKey: report.ok ? keys.privateKey : undefined, keyMatches: keys.matches }
}

/** The end entity, and what was given beside it: first what its own box has more, then the chain. */
function placeCertificates({ certificate, chain }: BundleContents): {
  readonly leaf: PlacedCertificate | undefined
  readonly given: readonly PlacedCertificate[]
} {
  const placed = (box: FormBox, { certificates = [] }: Partial<BoxContents> = {}): readonly PlacedCertificate[] =>
    certificates.map((each, index) => ({ certificate: each, place: { box, index } }))
  const body = placed('certificate', certificate)
  // A chain that stands upside down begins with a CA.
  const leaf = body.find(({ certificate: each }) => each.extensions.basicConstraints?.cA !== true) ?? body[0]
  return { leaf, given: [...body.filter((part) => part !== leaf), ...placed('chain', chain)] }
}

function withoutCertificate(
  { name }: BundleContents,
  problems: readonly Problem[],
): Omit<BundleVerdict, 'leaf' | 'given'> {
  const report: BundleReport = {
    ok: false,
    ...(name === undefined ? {} : { name: name.name }),
    chain: '',
    certificates: [],
    status: 'registration-failed',
    alerts: [],
    problems: sortProblems(problems),
  }
  return { report, privateKey: undefined, keyMatches: [], path: undefined }
}

interface KeyFindings {
  readonly privateKey: PrivateKey | undefined
  readonly keyMatch: KeyMatch | undefined
  readonly matches: readonly KeyMatch[]
  readonly problems: readonly Problem[]
}

/** Every key of the box must be the certificate's: one that is not was pasted by mistake, and must not be lost in silence. */
async function judgeKeys(
  keys: readonly PrivateKey[],
  certificate: Certificate,
  { keyMatch: options, signal }: BundleOptions,
): Promise<KeyFindings> {
  const matches: KeyMatch[] = []
  for (const key of keys.slice(0, MAX_KEYS)) {
    matches.push(await verifyKeyMatch(key, certificate, { ...options, signal }))
  }
  const index = matches.findIndex((match) => match.matches)
  const problems: Problem[] = matches.flatMap((match) =>
    match.problems.map((problem): Problem => ({ ...problem, field: 'privateKey' })),
  )
  if (keys.length > MAX_KEYS) {
    problems.push(createProblem('too-many-keys', { count: keys.length, limit: MAX_KEYS }, { field: 'privateKey' }))
  }
  return { privateKey: keys[index], keyMatch: matches[index] ?? matches[0], matches, problems }
}

async function findPath(
  leaf: PlacedCertificate,
  given: readonly PlacedCertificate[],
  options: BundleOptions,
  at: Date,
): Promise<ChainReport> {
  const { anchors, hostname, purpose, profile, maxDepth, policies, fetchIssuer, verifier, cache, signal } = options
  const intermediates = given.map(({ certificate }) => certificate)
  const demands = { anchors, hostname, purpose, profile, maxDepth, policies }
  const path = await buildChain(leaf.certificate, {
    ...demands,
    intermediates,
    at,
    fetchIssuer,
    verifier,
    cache,
    signal,
  })
  const places = { chain: path.chain, leaf, given }
  return { ...path, problems: path.problems.map((problem) => locateProblem(problem, places)) }
}

/** Servers take the first certificate for their own, and consoles want the chain in a box of its own. */
function reviewCertificateBox(
  { certificates }: BoxContents,
  { certificate, place }: PlacedCertificate,
  known: readonly Problem[],
): readonly Problem[] {
  const [first] = certificates
  if (certificates.length < 2 || first === undefined) return []
  const box = { field: 'certificate' } as const
  const problems: Problem[] = [createProblem('chain-in-certificate-box', { count: certificates.length - 1 }, box)]
  // One wrong order is told of once.
  const isKnown = known.some(({ code, field }) => code === 'chain-order' && field === 'certificate')
  if (place.index > 0 && !isKnown) {
    const detail = { expected: certificate.subject.text, found: first.subject.text }
    problems.push(createProblem('chain-order', detail, { ...box, certificate: 0 }))
  }
  return problems
}

/** What the chain lacked, and was added to it. */
function reviewCompletion(
  { chain, anchor }: ChainReport,
  leaf: PlacedCertificate,
  given: readonly PlacedCertificate[],
): readonly Problem[] {
  const root = anchor?.certificate
  return chain
    .filter((certificate) => placeOf(certificate, { leaf, given }) === undefined)
    .map((certificate) => {
      const isRoot = root !== undefined && bytesEqual(root.der, certificate.der)
      const detail = { subject: certificate.subject.text, source: isRoot ? 'anchors' : 'fetched' } as const
      return createProblem('chain-completed', detail, { field: 'chain' })
    })
}

/** Only CAs that public roots vouch for must keep to the limits of the CA/B Forum. */
function reviewLifetime(
  { anchor }: ChainReport,
  { certificate, place }: PlacedCertificate,
  { profile = 'webpki' }: BundleOptions,
): readonly Problem[] {
  if (anchor === undefined || profile !== 'webpki') return []
  const where = { field: place.box, certificate: place.index }
  return checkBaselineLifetime(certificate).problems.map((problem) => ({ ...problem, ...where }))
}

const loadRevocation = /* @__PURE__ */ createPart(() => import('../revocation/check-chain-revocation.ts'))

/** Nothing is asked about a certificate that does not lead to a root: its addresses could be anybody's. */
async function judgeRevocation(
  { chain, anchor }: ChainReport,
  { revocation, verifier = createWebCryptoVerifier(), signal }: BundleOptions,
  at: Date,
): Promise<RevocationReport | undefined> {
  if (revocation === undefined || anchor === undefined) return undefined
  const { checkChainRevocation } = await loadRevocation()
  return checkChainRevocation(chain, {
    ...revocation,
    ...(anchor.certificate === undefined ? { anchor } : {}),
    at,
    verifier,
    signal,
  })
}

/** That revocation cannot be established is an error only for those who require it. */
function revocationProblems(
  revocation: RevocationReport | undefined,
  { chain }: ChainReport,
  leaf: PlacedCertificate,
  given: readonly PlacedCertificate[],
  { requireRevocation = false }: BundleOptions,
): readonly Problem[] {
  const found: Problem[] = []
  for (const [index, { status, problems }] of (revocation?.certificates ?? []).entries()) {
    if (status === 'good' || status === 'not-applicable') continue
    const certificate = chain[index]
    const place = certificate === undefined ? undefined : placeOf(certificate, { leaf, given })?.place
    const where = place === undefined ? ({ field: 'chain' } as const) : { field: place.box, certificate: place.index }
    for (const problem of problems.filter((each) => !isAboutAnother(each, problems))) {
      const isPassable = problem.kind === 'unverifiable' && !requireRevocation
      found.push({ ...problem, ...where, severity: isPassable ? 'warning' : problem.severity })
    }
  }
  return found
}

/** Evidence that was given for a certificate of the chain is no use for the others, which is no news where there is any other reason. */
function isAboutAnother({ code, detail }: Problem, problems: readonly Problem[]): boolean {
  const isGiven = 'url' in detail && detail.url === null
  return code === 'out-of-scope' && isGiven && problems.some((other) => other.code !== code)
}

interface Findings {
  readonly contents: BundleContents
  readonly leaf: PlacedCertificate
  readonly path: ChainReport
  readonly keyMatch: KeyMatch | undefined
  readonly revocation: RevocationReport | undefined
  readonly problems: readonly Problem[]
  readonly isProven: boolean
}

function createReport(findings: Findings, { alerts }: BundleOptions, at: Date): BundleReport {
  const { contents, leaf, path, keyMatch, revocation, problems, isProven } = findings
  const { certificate } = leaf
  const { anchor, missing, chain } = path
  const errors = problems.filter(({ severity }) => severity === 'error')
  // What was not shown to be sound is not fit, also if no problem says so.
  const ok = isProven && errors.length === 0
  const current = computeStatus({ certificate, chain, revocation }, { at })
  const isOutdated =
    current.status !== 'valid' && errors.every(({ kind }) => kind === 'not-current' || kind === 'unverifiable')
  const { status, daysLeft } = ok || isOutdated ? current : { ...current, status: 'registration-failed' as const }
  const life = { notBefore: certificate.notBefore, notAfter: current.expiresAt, status }
  return {
    ok,
    ...(contents.name === undefined ? {} : { name: contents.name.name }),
    certificate: describeCertificate(certificate),
    chain: chain.map(({ der }) => encodePem('CERTIFICATE', der)).join(''),
    certificates: chain,
    ...(anchor === undefined ? {} : { anchor }),
    ...(missing === undefined ? {} : { missing }),
    ...(keyMatch === undefined ? {} : { keyMatch }),
    ...(revocation === undefined ? {} : { revocation }),
    status,
    daysLeft,
    alerts: ok ? nextAlertDates(life, { ...alerts, from: at }) : [],
    problems,
  }
}
