/** Runs of each property where the environment does not say how many. */
const RUNS = 300

/**
 * How fast-check looks for counterexamples: always the same ones, so that a failure can be repeated.
 *
 * CERTKEEP_FUZZ_RUNS raises the number of runs and CERTKEEP_FUZZ_SEED looks elsewhere.
 */
export const FUZZ: { readonly seed: number; readonly numRuns: number } = {
  seed: Number(process.env['CERTKEEP_FUZZ_SEED'] ?? 20_261_123),
  numRuns: Number(process.env['CERTKEEP_FUZZ_RUNS'] ?? RUNS),
}
