import type { ProblemFacts } from './problem.ts'

/** Where a certificate came from that completes a chain. */
export type ChainSource = 'anchors' | 'fetched'

/** Problems of a form as a whole: its name, and which box holds what. */
export interface BundleProblemDetails {
  /** The name is blank. */
  'name-empty': Readonly<Record<string, never>>
  /** `length` counts characters, not bytes. */
  'name-too-long': { readonly length: number; readonly maxLength: number }
  /** A control or invisible character, given by its Unicode code point, that would make two names look the same. */
  'name-character': { readonly codePoint: number }
  /** Another certificate of the same account has the name. */
  'name-taken': { readonly name: string }
  /** The box of the certificate holds `count` more certificates, which were taken for its chain. */
  'chain-in-certificate-box': { readonly count: number }
  /** A certificate that the chain lacks was added to it. */
  'chain-completed': { readonly subject: string; readonly source: ChainSource }
  /** More private keys than are held against the certificate; the rest was not looked at. */
  'too-many-keys': { readonly count: number; readonly limit: number }
}

/** Group, severity and rank of each code. */
export const BUNDLE_PROBLEMS: Readonly<Record<keyof BundleProblemDetails, ProblemFacts>> = {
  'name-taken': { kind: 'name', severity: 'error', rank: 420 },
  'name-empty': { kind: 'name', severity: 'error', rank: 418 },
  'name-too-long': { kind: 'name', severity: 'error', rank: 416 },
  'name-character': { kind: 'name', severity: 'error', rank: 414 },
  'too-many-keys': { kind: 'format', severity: 'error', rank: 202 },
  'chain-in-certificate-box': { kind: 'format', severity: 'warning', rank: 97 },
  'chain-completed': { kind: 'incomplete-chain', severity: 'warning', rank: 92 },
}
