import type { CertificateInput, ChainReport } from '../path/build-chain.ts'
import type { Problem } from '../problem/problem.ts'
import type { RevocationReport } from '../revocation/revocation-report.ts'
import type { CertificateStatus } from './certificate-status.ts'
import type { Instant } from './read-instant.ts'

/** What is known of a certificate. */
export interface StatusFacts {
  readonly certificate: CertificateInput
  /**
   * The path to its root, leaf first: the report of `buildChain`, or its `chain`. With a report, errors other than dates
   * make `unverifiable`, since nobody vouches for the certificate.
   *
   * @defaultValue the certificate alone
   */
  readonly chain?: ChainReport | readonly CertificateInput[] | undefined
  /** What `checkRevocation` found about that path, taken as found at `at`. @defaultValue revocation was not asked for */
  readonly revocation?: RevocationReport | undefined
  /** How its registration ended. @defaultValue well */
  readonly registration?: { readonly ok: boolean; readonly problems?: readonly Problem[] | undefined } | undefined
  /** The report of the last time, also after a round trip through JSON. @defaultValue there was none */
  readonly previous?: PreviousStatus | undefined
}

/** How {@link computeStatus} decides. */
export interface StatusOptions {
  /** The instant of the verdict, cut to the second. @defaultValue now */
  readonly at?: Date | undefined
  /**
   * How long a certificate whose revocation is `unavailable` stays `valid` after it was last found good.
   *
   * @defaultValue until the nextUpdate of the evidence that was good, and at least 24 hours
   */
  readonly unverifiableAfterMs?: number | undefined
}

/** That a certificate of the path was revoked. Plain JSON; instants are ISO 8601. */
export interface RevocationMemory {
  readonly subject: string
  /** Where it is not known, when it was first told of. */
  readonly revokedAt: Instant
  /** As RFC 5280 section 5.3.1 names it; `unspecified` where none is given. */
  readonly reason: string
  readonly source: 'crl' | 'ocsp'
  readonly thisUpdate: Instant | null
}

/** What was last known about one certificate of the path. Plain JSON; instants are ISO 8601. */
export interface EvidenceMemory {
  /** SHA-256 fingerprint; `null` where the path was not given. */
  readonly fingerprint: string | null
  /** Place in the path, from 0. */
  readonly index: number
  /** When it was last found good, and until when that evidence holds. */
  readonly good?: { readonly at: Instant; readonly nextUpdate: Instant | null } | undefined
  readonly revoked?: RevocationMemory | undefined
}

/** What the next verdict must know of this one. Plain JSON; instants are ISO 8601. */
export interface StatusMemory {
  /** SHA-256 fingerprint of the certificate. A memory of another certificate is not looked at. */
  readonly fingerprint: string
  readonly evidence: readonly EvidenceMemory[]
}

/** A {@link StatusReport}, or of it what was stored. */
export interface PreviousStatus {
  readonly status: CertificateStatus
  readonly memory?: StatusMemory | undefined
  readonly problems?: readonly Problem[] | undefined
}

/** What {@link computeStatus} decided. Plain JSON but for the two dates, which nothing reads back. */
export interface StatusReport {
  readonly status: CertificateStatus
  /** All reasons, most helpful first. Of severity `error` only where the status is not `valid`. `certificate` counts along the path. */
  readonly problems: readonly Problem[]
  /** Whole days to `expiresAt`, rounded down: 0 on the last day, -1 from the first second after it. */
  readonly daysLeft: number
  /** The earliest notAfter of the path, which is inclusive. */
  readonly expiresAt: Date
  /** The first instant at which the same facts give another answer; absent where they never will. */
  readonly nextChangeAt?: Date
  /** To be stored, and given as part of `previous` the next time. */
  readonly memory: StatusMemory
}
