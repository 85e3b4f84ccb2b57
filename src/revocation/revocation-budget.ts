import { createProblem, type Problem } from '../problem/problem.ts'
import type { RevocationBudgetName } from '../problem/revocation-problems.ts'

/** How much one check may spend. */
export interface RevocationLimits {
  /** Requests to the network; beside it, at most four addresses of one kind and eight requests for one certificate. @defaultValue 20 */
  readonly urls?: number | undefined
  /** Octets fetched. @defaultValue 128 MiB */
  readonly bytes?: number | undefined
  /** Signatures checked, each once. @defaultValue 200 */
  readonly signatures?: number | undefined
}

/** What is left of the limits of one check. */
export interface RevocationBudget {
  /** Takes `amount`, if so much is left. Otherwise nothing is taken, and the budget counts as exhausted. */
  readonly spend: (budget: CountedBudget, amount: number) => boolean
  /** Takes `amount`, or whatever is left. */
  readonly drain: (budget: CountedBudget, amount: number) => void
  readonly left: (budget: CountedBudget) => number
  readonly limit: (budget: CountedBudget) => number
  /** Whether more was wanted than there was. */
  readonly isExhausted: (budget: CountedBudget) => boolean
}

/** The budgets that are counted; time is measured by a signal. */
export type CountedBudget = Exclude<RevocationBudgetName, 'milliseconds'>

/**
 * Requests: enough for a chain of three that each name two places. Octets: four of the largest CRLs. Signatures: twice what Go and
 * rustls-webpki allow a path, since each certificate has evidence of its own; an honest check needs about twenty.
 */
const DEFAULT_LIMITS: Readonly<Record<CountedBudget, number>> = { urls: 20, bytes: 134_217_728, signatures: 200 }

/**
 * Makes the budget of one check.
 *
 * @throws RangeError for a limit that is not a whole number from 0 on
 */
export function createRevocationBudget(limits: RevocationLimits = {}): RevocationBudget {
  const allowed: Readonly<Record<CountedBudget, number>> = {
    urls: limits.urls ?? DEFAULT_LIMITS.urls,
    bytes: limits.bytes ?? DEFAULT_LIMITS.bytes,
    signatures: limits.signatures ?? DEFAULT_LIMITS.signatures,
  }
  for (const [name, limit] of Object.entries(allowed)) {
    if (!Number.isSafeInteger(limit) || limit < 0)
      throw new RangeError(`"limits.${name}" must be a non-negative integer`)
  }
  const left: Record<CountedBudget, number> = { ...allowed }
  const exhausted = new Set<CountedBudget>()
  return {
    spend: (budget, amount) => {
      if (left[budget] < amount) {
        exhausted.add(budget)
        return false
      }
      left[budget] -= amount
      return true
    },
    drain: (budget, amount) => {
      left[budget] = Math.max(0, left[budget] - amount)
    },
    left: (budget) => left[budget],
    limit: (budget) => allowed[budget],
    isExhausted: (budget) => exhausted.has(budget),
  }
}

/** Thrown through the loading of evidence to end it; never leaves `checkRevocation`. */
export class RevocationBudgetExceeded extends Error {
  readonly budget: RevocationBudgetName
  readonly limit: number

  constructor(budget: RevocationBudgetName, limit: number) {
    super(`${budget} budget of ${String(limit)} exceeded`)
    this.name = 'RevocationBudgetExceeded'
    this.budget = budget
    this.limit = limit
  }
}

/** That a budget is spent, with the address that could not be asked any more. */
export function budgetProblem({ budget, limit }: RevocationBudgetExceeded, url: string | null): Problem {
  return createProblem('revocation-budget', { budget, limit, url })
}
