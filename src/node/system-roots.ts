import { createHash } from 'node:crypto'
import * as tls from 'node:tls'
import { createTrustAnchor, type CertificateAnchor } from '../path/create-trust-anchor.ts'
import { publicRootRestriction } from '../path/public-root-restriction.ts'
import { isCertkeepError, type CertkeepError } from '../problem/certkeep-error.ts'
import { decoderEvidence } from '../problem/decoder-evidence.ts'
import { createProblem, type Problem } from '../problem/problem.ts'
import { parseCertificate } from '../x509/parse-certificate.ts'
import { assertOneOf } from '../problem/assert-one-of.ts'

/**
 * Whose roots to take, as Node names them.
 *
 * - `system`: the operating system's store
 * - `default`: what TLS connections of this process trust, `NODE_EXTRA_CA_CERTS` and `--use-system-ca` included
 * - `bundled`: the list of Mozilla that came with this Node
 */
export type RootSource = 'system' | 'default' | 'bundled'

/** Options of {@link systemRoots}. */
export interface SystemRootsOptions {
  /** @default 'system' */
  readonly source?: RootSource | undefined
}

/** What {@link systemRoots} found. */
export interface SystemRoots {
  readonly anchors: readonly CertificateAnchor[]
  /** One `certificate-malformed` for each root that is no DER by the rules of RFC 5280; `certificate` is its index in Node's list. */
  readonly problems: readonly Problem[]
  /** Where the roots really come from: `bundled` where this Node cannot read the source that was asked for. */
  readonly source: RootSource
}

/**
 * Reads the roots that this machine trusts, in the shape of `mozillaRoots()` from `certkeep/roots`.
 *
 * Node before 22.15 knows only the list it came with; `source` then says `bundled`. A root that Mozilla restricts gets
 * the restriction by its key, which no system's store and no Node carries: `distrustAfter`, and the names imposed on it.
 * A certificate given twice is one anchor. All roots are decoded at once, a few milliseconds; keep the result.
 *
 * Not checked: purposes for which the system trusts a root, dates, and whether the root is a CA. Distrust by other
 * programmes than Mozilla's is unknown here. An empty store gives no anchors and no problem.
 *
 * @throws TypeError if `source` is none of the three
 * @example
 * ```ts
 * const { anchors, problems } = systemRoots({ source: 'default' })
 * ```
 */
export function systemRoots(options: SystemRootsOptions = {}): SystemRoots {
  const { source, certificates } = readCertificates(options.source ?? 'system')
  const anchors = new Map<string, CertificateAnchor>()
  const problems: Problem[] = []
  for (const [index, pem] of certificates.entries()) {
    try {
      const certificate = parseCertificate(pem)
      const restriction = publicRootRestriction(sha256(certificate.publicKey.spki))
      anchors.set(
        sha256(certificate.der),
        createTrustAnchor(() => certificate, restriction),
      )
    } catch (error) {
      if (!isCertkeepError(error)) throw error
      problems.push(unreadableRoot(error, index))
    }
  }
  return Object.freeze({ anchors: Object.freeze([...anchors.values()]), problems: Object.freeze(problems), source })
}

function readCertificates(asked: RootSource): {
  readonly source: RootSource
  readonly certificates: readonly string[]
} {
  assertOneOf(asked, ROOT_SOURCES, 'source')
  const node: object = tls
  if (asked === 'bundled' || !readsStores(node)) return { source: 'bundled', certificates: tls.rootCertificates }
  return { source: asked, certificates: node.getCACertificates(asked) }
}

const ROOT_SOURCES: readonly RootSource[] = ['system', 'default', 'bundled']

/** Since Node 22.15 and 23.10. */
function readsStores(node: object): node is { readonly getCACertificates: (source: string) => readonly string[] } {
  return 'getCACertificates' in node && typeof node.getCACertificates === 'function'
}

function unreadableRoot(error: CertkeepError, index: number): Problem {
  return createProblem('certificate-malformed', decoderEvidence(error, 'PEM'), { certificate: index })
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
