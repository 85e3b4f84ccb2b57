/**
 * Simulates years of a registry's life under faults, from seeds, and checks its rules at each step: `npm run simulate -- --help`.
 *
 * Ends with status 0 if every run kept the rules, 1 if one broke them, and 2 for a wrong call.
 */
import { parseArgs } from 'node:util'
import { createPool, MAX_YEARS } from './certificate-pool.ts'
import { describeFailure } from './describe-failure.ts'
import { SABOTAGES } from './sabotage.ts'
import { simulate } from './simulate.ts'

const USAGE = `usage: npm run simulate -- [--seed N] [--seeds COUNT] [--years YEARS] [--sabotage NAME] [--lines COUNT]

Simulates years of a registry's life: several processes over one store, each with its faults.
The same seed and years give the same run, to the last step.

  --seed N         the seed, or the first of them (default 1)
  --seeds COUNT    so many seeds, one after the other (default 1)
  --years YEARS    virtual time of each run, up to ${String(MAX_YEARS)} (default 2)
  --lines COUNT    of the trace of a run that broke a rule (default 60)
  --sabotage NAME  breaks a piece on purpose; one of:
${Object.keys(SABOTAGES)
  .map((name) => `                     ${name}`)
  .join('\n')}
  --help           shows this
`

function readNumber(text: string | undefined, fallback: number, most: number): number | undefined {
  const number = text === undefined ? fallback : Number(text)
  return Number.isFinite(number) && number > 0 && number <= most ? number : undefined
}

async function main(): Promise<number> {
  const option = { type: 'string' } as const
  const { values } = parseArgs({
    options: { seed: option, seeds: option, years: option, sabotage: option, lines: option, help: { type: 'boolean' } },
  })
  if (values.help === true) {
    console.log(USAGE)
    return 0
  }
  const seed = readNumber(values.seed, 1, Number.MAX_SAFE_INTEGER)
  const seeds = readNumber(values.seeds, 1, 1e9)
  const years = readNumber(values.years, 2, MAX_YEARS)
  const sabotage = values.sabotage === undefined ? undefined : SABOTAGES[values.sabotage]
  const lines = readNumber(values.lines, 60, 1e9)
  if (seed === undefined || seeds === undefined || years === undefined || lines === undefined)
    throw new RangeError('a number is out of range')
  if (values.sabotage !== undefined && sabotage === undefined) throw new RangeError('there is no such sabotage')
  const pool = await createPool()
  const beganMs = performance.now()
  let steps = 0
  for (let index = 0; index < seeds; index += 1) {
    const result = await simulate({ seed: seed + index, years, pool, sabotage, lines })
    steps += result.steps
    if (result.violation !== undefined) {
      console.error(describeFailure(result, values.sabotage))
      return 1
    }
    if (seeds === 1) console.log(`seed ${String(seed)}: ${JSON.stringify(result.counts)}\ntrace ${result.hash}`)
  }
  const seconds = ((performance.now() - beganMs) / 1000).toFixed(1)
  console.log(
    `${String(seeds)} seeds of ${String(years)} years, ${String(steps)} steps: all rules were kept (${seconds} s)`,
  )
  return 0
}

try {
  process.exitCode = await main()
} catch (error) {
  if (!(error instanceof TypeError || error instanceof RangeError)) throw error
  console.error(`${error.message}\n\n${USAGE}`)
  process.exitCode = 2
}
