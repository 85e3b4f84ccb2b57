import type { PrivateKeyContainer } from '../keys/private-key.ts'
import type { ProblemSeverity } from '../problem/problem.ts'
import type { CheckWords } from './check-words.ts'
import type { UnreadableReason } from './cli-io.ts'
import type { InspectedObject } from './inspect-report.ts'
import type { CertificateOrder } from './order-chain.ts'

/** Names of the fields of a certificate, as the console's detail tab has them. */
export type FieldName =
  | 'primaryDomain'
  | 'names'
  | 'validity'
  | 'subject'
  | 'issuer'
  | 'serialNumber'
  | 'fingerprint'
  | 'signature'
  | 'publicKey'
  | 'validation'
  | 'keyUsage'
  | 'extendedKeyUsage'
  | 'authority'
  | 'crl'
  | 'ocsp'
  | 'caIssuers'
  | 'notes'

/** What the command says around the facts, in one language. Counts are whole numbers, `line` counts from 1. */
export interface Words {
  readonly ok: string
  readonly notOk: string
  readonly kinds: Readonly<Record<InspectedObject['kind'], string>>
  /** `2 certificates`. */
  readonly countOf: (kind: InspectedObject['kind'], count: number) => string
  readonly nothingFound: string
  readonly errorCount: (count: number) => string
  readonly warningCount: (count: number) => string
  readonly severities: Readonly<Record<ProblemSeverity, string>>
  readonly fields: Readonly<Record<FieldName, string>>
  readonly containers: Readonly<Record<PrivateKeyContainer, string>>
  readonly unreadable: Readonly<Record<UnreadableReason, (code: string) => string>>
  readonly standardInput: string
  readonly line: (line: number) => string
  readonly more: (count: number) => string
  readonly masked: string
  readonly daysLeft: (days: number) => string
  readonly expired: (daysAgo: number) => string
  readonly notYetValid: string
  readonly until: (from: string, to: string) => string
  readonly soonest: (name: string, when: string) => string
  readonly isCa: (pathLength: number | null) => string
  readonly isNotCa: string
  readonly mustStaple: string
  readonly noRevAvail: string
  readonly timestamps: (count: number) => string
  readonly selfIssued: string
  readonly refusedAlgorithm: string
  readonly unknownCritical: (oids: string) => string
  readonly bits: (bits: number) => string
  readonly chainTitle: string
  readonly orders: Readonly<Record<Exclude<CertificateOrder, 'single'>, string>>
  readonly isRoot: string
  readonly issuerMissing: (name: string) => string
  readonly issuerUrl: string
  readonly joins: string
  readonly loops: string
  readonly alone: (count: number) => string
  readonly namesOnly: string
  readonly keysTitle: string
  readonly keyBelongs: (names: string) => string
  readonly keyStranger: string
  readonly keyAlone: string
  readonly keyNotChecked: string
  readonly noName: string
  readonly check: CheckWords
}
