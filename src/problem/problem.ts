import { BUNDLE_PROBLEMS, type BundleProblemDetails } from './bundle-problems.ts'
import { CERTIFICATE_PROBLEMS, type CertificateProblemDetails } from './certificate-problems.ts'
import { CONVERT_PROBLEMS, type ConvertProblemDetails } from './convert-problems.ts'
import { CHAIN_PROBLEMS, type ChainProblemDetails } from './chain-problems.ts'
import { KEY_PROBLEMS, type KeyProblemDetails } from './key-problems.ts'
import { REVOCATION_PROBLEMS, type RevocationProblemDetails } from './revocation-problems.ts'
import { PEM_PROBLEMS, type PemProblemDetails } from './pem-problems.ts'
import { REGISTRY_PROBLEMS, type RegistryProblemDetails } from './registry-problems.ts'
import { STATUS_PROBLEMS, type StatusProblemDetails } from './status-problems.ts'

/**
 * What a console groups problems by.
 *
 * - `key-mismatch`: the private key is not the certificate's
 * - `format`: key, certificate or chain is cut off, damaged or the wrong object
 * - `not-current`: revoked, expired or not yet valid
 * - `not-public`: self-signed, private CA, or a root no longer trusted for this date
 * - `encrypted-key`: the key needs decrypting first
 * - `incomplete-chain`: an issuer or the root is missing
 * - `unusable`: weak key or signature, wrong usage, name not covered, unsupported algorithm, RFC 5280 breach
 * - `unverifiable`: revocation could not be established
 * - `name`, `in-use`, `conflict`: conditions of the registry
 */
export type ProblemKind =
  | 'key-mismatch'
  | 'format'
  | 'not-current'
  | 'not-public'
  | 'encrypted-key'
  | 'incomplete-chain'
  | 'unusable'
  | 'unverifiable'
  | 'name'
  | 'in-use'
  | 'conflict'

/** `error` keeps a certificate from serving traffic; `warning` says what was repaired or should be looked at. */
export type ProblemSeverity = 'error' | 'warning'

/** The box of the form that a problem belongs to. */
export type ProblemField = 'name' | 'privateKey' | 'certificate' | 'chain'

/** A place in the text given: `line` and `column` from 1, `offset` in UTF-16 code units from 0. */
export interface TextPosition {
  readonly line: number
  readonly column: number
  readonly offset: number
}

/** The evidence that each code carries. Codes are stable and only ever added to. */
export interface ProblemDetails
  extends
    PemProblemDetails,
    KeyProblemDetails,
    CertificateProblemDetails,
    ChainProblemDetails,
    RevocationProblemDetails,
    BundleProblemDetails,
    StatusProblemDetails,
    RegistryProblemDetails,
    ConvertProblemDetails {}

/** Precise, stable names of everything that can be wrong. */
export type ProblemCode = keyof ProblemDetails

/** Where a problem was found; each part is there only if it is known. */
export interface ProblemPlace {
  readonly field?: ProblemField
  readonly at?: TextPosition
  /** Index in the chain or field concerned. */
  readonly certificate?: number
}

/** A problem of one code, with the evidence of that code. */
export interface ProblemOf<Code extends ProblemCode> extends ProblemPlace {
  readonly code: Code
  readonly kind: ProblemKind
  readonly severity: ProblemSeverity
  readonly detail: Readonly<ProblemDetails[Code]>
}

/**
 * Something wrong with what was given, as plain data that can be stored and put into words later.
 *
 * `detail` is evidence, typed by `code`; it never holds key material.
 */
export type Problem = { readonly [Code in ProblemCode]: ProblemOf<Code> }[ProblemCode]

/** What is fixed for a code: its group, how grave it is, and how much it helps to be told of it first (higher is earlier). */
export interface ProblemFacts {
  readonly kind: ProblemKind
  readonly severity: ProblemSeverity
  readonly rank: number
}

/** The facts of every code. */
export const PROBLEM_FACTS: Readonly<Record<ProblemCode, ProblemFacts>> = /* @__PURE__ */ collectFacts()

/** In a function, so that a bundler sees that nothing happens at import. */
function collectFacts(): Readonly<Record<ProblemCode, ProblemFacts>> {
  return {
    ...PEM_PROBLEMS,
    ...KEY_PROBLEMS,
    ...CERTIFICATE_PROBLEMS,
    ...CHAIN_PROBLEMS,
    ...REVOCATION_PROBLEMS,
    ...BUNDLE_PROBLEMS,
    ...STATUS_PROBLEMS,
    ...REGISTRY_PROBLEMS,
    ...CONVERT_PROBLEMS,
  }
}

/** Makes a problem of `code` with the kind and severity that the code stands for. */
export function createProblem<Code extends ProblemCode>(
  code: Code,
  detail: Readonly<ProblemDetails[Code]>,
  place: ProblemPlace = {},
): ProblemOf<Code> {
  const { kind, severity } = PROBLEM_FACTS[code]
  return { code, kind, severity, ...place, detail }
}

/** Orders problems most helpful first: errors before warnings, then by rank, then by place. The input is not changed. */
export function sortProblems(problems: readonly Problem[]): readonly Problem[] {
  return [...problems].sort(compareProblems)
}

function compareProblems(a: Problem, b: Problem): number {
  if (a.severity !== b.severity) return a.severity === 'error' ? -1 : 1
  const byRank = PROBLEM_FACTS[b.code].rank - PROBLEM_FACTS[a.code].rank
  return byRank === 0 ? (a.at?.offset ?? 0) - (b.at?.offset ?? 0) : byRank
}
