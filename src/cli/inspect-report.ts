import type { PrivateKey } from '../keys/private-key.ts'
import type { PemObject } from '../problem/pem-problems.ts'
import type { Problem } from '../problem/problem.ts'
import type { CertificateInfo } from '../report/certificate-info.ts'
import type { Certificate } from '../x509/certificate.ts'
import type { UnreadableReason } from './cli-io.ts'
import type { CertificateOrder, NamedPath } from './order-chain.ts'
import type { SourceExcerpt } from './source-excerpt.ts'

/** Whether a certificate is within its validity at the time of the report. Both ends are included (RFC 5280 section 4.1.2.5). */
export interface ValidityState {
  readonly state: 'valid' | 'expired' | 'not-yet-valid'
  /** Whole days to `notAfter`, rounded down; negative once it has passed. */
  readonly daysLeft: number
  /** Whole days since `notAfter`, rounded down; 0 before it. */
  readonly daysPast: number
}

/** One object of an input. `line` is where its block begins; `null` in a binary file. */
export type InspectedObject =
  | InspectedCertificate
  | InspectedKey
  | {
      readonly kind: Exclude<PemObject, 'certificate' | 'privateKey'> | 'unreadable'
      readonly line: number | null
      readonly label: string
    }

/** A certificate of an input, decoded, described and put into time. */
export interface InspectedCertificate {
  readonly kind: 'certificate'
  readonly line: number | null
  readonly certificate: Certificate
  readonly info: CertificateInfo
  readonly validity: ValidityState
}

/** A private key of an input. */
export interface InspectedKey {
  readonly kind: 'privateKey'
  readonly line: number | null
  readonly key: PrivateKey
}

/** A problem with the line of text that it is about, if it is about one. */
export interface InspectedProblem {
  readonly problem: Problem
  readonly excerpt: SourceExcerpt | undefined
}

/** A file, or standard input, and whether it could be read. */
export interface InputState {
  /** As given; `-` for standard input. */
  readonly name: string
  readonly state: 'read' | 'unreadable'
  readonly reason: UnreadableReason | undefined
  /** The system's name of the failure; empty where there is none. */
  readonly code: string
  readonly form: 'text' | 'der'
  readonly bytes: number
}

/** What one input holds. */
export interface FileReport extends InputState {
  readonly objects: readonly InspectedObject[]
  readonly problems: readonly InspectedProblem[]
  /** How its certificates stand one after the other. */
  readonly order: CertificateOrder
}

/** An object by its places in the report, both from 0. */
export interface ObjectPlace {
  readonly file: number
  readonly object: number
}

/** A certificate that is the same wherever it stands. */
export interface DistinctCertificate {
  readonly place: ObjectPlace
  readonly certificate: Certificate
  readonly info: CertificateInfo
  readonly validity: ValidityState
}

/** What became of a private key when it was held against the certificates. */
export interface KeyReport {
  readonly place: ObjectPlace
  readonly key: PrivateKey
  /** `not-checked`: there were more pairs than are worth comparing. */
  readonly state: 'belongs' | 'belongs-to-none' | 'no-certificate' | 'not-checked'
  /** Indexes into `certificates`. */
  readonly belongsTo: readonly number[]
  /** Why it belongs to none. */
  readonly problems: readonly Problem[]
}

/** All that `certkeep inspect` found. */
export interface InspectReport {
  readonly at: Date
  readonly files: readonly FileReport[]
  /** Each certificate once, in the order of first appearance. */
  readonly certificates: readonly DistinctCertificate[]
  readonly paths: readonly NamedPath[]
  readonly keys: readonly KeyReport[]
  /** Nothing is wrong: all read, no problem that is an error, all certificates current, no key a stranger. */
  readonly ok: boolean
}

/** Objects and problems of an input. */
export interface InputFindings {
  readonly objects: readonly InspectedObject[]
  readonly problems: readonly Problem[]
}
