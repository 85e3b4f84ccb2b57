import type { CertificateStatus } from '../lifecycle/certificate-status.ts'
import type { AlertDate } from '../lifecycle/next-alert-dates.ts'
import type { ChainReport } from '../path/build-chain.ts'
import type { Problem } from '../problem/problem.ts'
import type { CertificateInfo } from '../report/certificate-info.ts'
import type { BoxPlace, FormBox } from '../report/locate-problem.ts'
import type { RevocationReport } from '../revocation/revocation-report.ts'
import type { CheckQuestion, RootsChoice } from './command.ts'
import type {
  InputState,
  InspectedCertificate,
  InspectedKey,
  InspectedProblem,
  KeyReport,
  ValidityState,
} from './inspect-report.ts'

/** What a file was given as. */
export type BoxName = FormBox | 'roots'

/** What was found in a file, by what it was given as. */
export interface BoxReport extends InputState {
  readonly box: BoxName
  readonly certificates: readonly InspectedCertificate[]
  readonly keys: readonly InspectedKey[]
  readonly problems: readonly InspectedProblem[]
}

/** Where the roots come from. `bundled`: Node's own, since this Node cannot read those of the system. */
export interface RootsReport {
  readonly source: RootsChoice['kind'] | 'bundled'
  readonly count: number
  /** The day that the list was published, for those of Mozilla. */
  readonly snapshot: string | undefined
  /** Whole days since then. */
  readonly ageDays: number | undefined
  /** Roots of the system that cannot be read, and are not trusted. */
  readonly problems: readonly Problem[]
}

/** A certificate on the way to the root. */
export interface PathStep {
  readonly info: CertificateInfo
  readonly validity: ValidityState
  /** Where it was given; `undefined` for a root that is trusted and was not. */
  readonly place: BoxPlace | undefined
  readonly isAnchor: boolean
}

/** Whether a certificate leads to a root that is trusted, and by which way. */
export interface PathReport {
  readonly ok: boolean
  /** Leaf first; without a way to a root, as far as it is sound. */
  readonly steps: readonly PathStep[]
  /**
   * - `anchor`: the last step is a root that is trusted
   * - `untrusted-root`: it is a root that is not
   * - `issuer-missing`: nobody has its issuer
   * - `broken`: it has an issuer, but one that may not have issued it, or that is not sound
   */
  readonly ending: 'anchor' | 'untrusted-root' | 'issuer-missing' | 'broken'
  readonly missing: ChainReport['missing']
  /** The step that is valid for the shortest time: the whole is good for no longer. */
  readonly shortest: PathStep | undefined
}

/** A file with a CRL or an OCSP response. */
export interface EvidenceReport extends InputState {
  readonly kind: 'crl' | 'ocsp'
}

/** What became of the file that the chain was to be written to. */
export type OutputReport =
  { readonly state: 'written' } | { readonly state: 'no-chain' } | { readonly state: 'failed'; readonly code: string }

/** All that `certkeep check` found. */
export interface CheckReport {
  readonly at: Date
  readonly question: CheckQuestion
  /** May do what was asked about: nothing that is wrong is an error. */
  readonly ok: boolean
  /** Those that were given, in the order of the form. */
  readonly boxes: readonly BoxReport[]
  /** What became of each private key beside the certificate, in the order of the box. */
  readonly keys: readonly KeyReport[]
  /** `undefined` where there is no certificate, or no root, to begin with. */
  readonly path: PathReport | undefined
  readonly roots: RootsReport
  readonly evidence: readonly EvidenceReport[]
  /** `undefined` where it was not asked for, or there is no way to a root. */
  readonly revocation: RevocationReport | undefined
  /** What a console would show. */
  readonly status: CertificateStatus
  /** Those to come, if it is fit. */
  readonly alerts: readonly AlertDate[]
  /** `undefined` where no file was asked for. */
  readonly output: OutputReport | undefined
  /** Of all boxes, most helpful first; `certificate` counts along the box that is the `field`. */
  readonly problems: readonly Problem[]
}
