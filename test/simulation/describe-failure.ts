import type { SimulationResult } from './simulate.ts'

/** What is to be known of a run that broke a rule, and how it is run again. */
export function describeFailure({ seed, years, hash, violation }: SimulationResult, sabotage?: string): string {
  if (violation === undefined) return `seed ${String(seed)} kept all rules`
  const again = sabotage === undefined ? '' : ` --sabotage '${sabotage}'`
  return [
    `seed ${String(seed)} broke ${violation.invariant} at step ${String(violation.step)}: ${violation.message}`,
    ...violation.trace.map((line) => `  ${line}`),
    `trace ${hash}`,
    `to see it again: npm run simulate -- --seed ${String(seed)} --years ${String(years)}${again}`,
  ].join('\n')
}
