import type { ProblemFacts } from './problem.ts'

/** Problems that only show over time. */
export interface StatusProblemDetails {
  /** Evidence says that a certificate is good which was revoked for good before: somebody is mistaken, or worse. */
  'revocation-contradicted': { readonly subject: string; readonly revokedAt: string; readonly reason: string }
  /**
   * A public certificate is valid for longer than CAs may issue (Baseline Requirements section 6.3.2). `days` counts a part of a day as one.
   * `certain` is false where it may have been issued before `since`, under the limit of before.
   */
  'lifetime-exceeds-baseline': {
    readonly subject: string
    readonly days: number
    readonly limitDays: number
    readonly since: string
    readonly certain: boolean
  }
}

/** Group, severity and rank of each code. */
export const STATUS_PROBLEMS: Readonly<Record<keyof StatusProblemDetails, ProblemFacts>> = {
  'revocation-contradicted': { kind: 'not-current', severity: 'error', rank: 324 },
  'lifetime-exceeds-baseline': { kind: 'unusable', severity: 'warning', rank: 88 },
}
