/** A test runner, as vitest, `node:test`, Bun, Deno and others are. */
export interface ContractRunner {
  /** Runs a test, or notes it down to be run. */
  readonly test: (name: string, run: () => Promise<void>) => unknown
  /** Puts tests under a heading. @defaultValue the heading stands before the name of each test */
  readonly describe?: ((name: string, define: () => void) => unknown) | undefined
  /** Taken for convenience, and not used: the suites have assertions of their own, which throw. */
  readonly expect?: unknown
}

/** One rule of a contract, and how to see whether something keeps it. */
export interface ContractCase<Subject> {
  /** A sentence of behaviour. */
  readonly name: string
  /** Rejects if the rule is broken. Gets a subject of its own. */
  readonly check: (subject: Subject) => Promise<void>
}

/** What makes a new subject for each test, and what is done with it afterwards. */
export interface ContractFactory<Subject> {
  readonly create: () => Subject | Promise<Subject>
  readonly release?: ((subject: Subject) => unknown) | undefined
}

/** Hands each case to the runner as a test of its own. */
export function runContract<Subject>(
  { test, describe }: ContractRunner,
  heading: string,
  cases: readonly ContractCase<Subject>[],
  { create, release }: ContractFactory<Subject>,
): void {
  const define = (prefix: string): void => {
    for (const { name, check } of cases) {
      void test(`${prefix}${name}`, async () => {
        const subject = await create()
        try {
          await check(subject)
        } finally {
          await release?.(subject)
        }
      })
    }
  }
  if (describe === undefined) define(`${heading} `)
  else describe(heading, () => define(''))
}
