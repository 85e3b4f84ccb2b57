import type { ChainBudget } from '../problem/chain-problems.ts'

/** Thrown through a search to end it; never leaves `buildChain`. */
export class BudgetExceeded extends Error {
  readonly budget: ChainBudget
  readonly limit: number

  constructor(budget: ChainBudget, limit: number) {
    super(`${budget} budget of ${String(limit)} exceeded`)
    this.name = 'BudgetExceeded'
    this.budget = budget
    this.limit = limit
  }
}

/** What a search may spend. */
export interface WorkBudget {
  /** Takes `count` from the budget, or ends the search. */
  readonly spend: (budget: ChainBudget, count: number) => void
}

/**
 * How much each may cost by default. Signatures: as Go and rustls-webpki (100). Candidates: an honest search looks at a
 * few dozen. Names: rustls-webpki allows 250,000 comparisons of a name with a constraint. Policies: what is read of policies and mappings, of
 * which a path through a bridge of governments has a thousand.
 */
const DEFAULT_LIMITS: Readonly<Record<ChainBudget, number>> = {
  signatures: 100,
  candidates: 10_000,
  names: 250_000,
  policies: 100_000,
}

/** A budget with these limits. */
export function createWorkBudget(limits: Readonly<Partial<Record<ChainBudget, number | undefined>>>): WorkBudget {
  const left: Record<ChainBudget, number> = {
    signatures: limits.signatures ?? DEFAULT_LIMITS.signatures,
    candidates: limits.candidates ?? DEFAULT_LIMITS.candidates,
    names: limits.names ?? DEFAULT_LIMITS.names,
    policies: limits.policies ?? DEFAULT_LIMITS.policies,
  }
  const initial = { ...left }
  return {
    spend: (budget, count) => {
      left[budget] -= count
      if (left[budget] < 0) throw new BudgetExceeded(budget, initial[budget])
    },
  }
}
