import { beforeAll, describe, expect, it } from 'vitest'
import { createPool, type CertificatePool } from './certificate-pool.ts'
import { describeFailure } from './describe-failure.ts'
import { SABOTAGES } from './sabotage.ts'
import { simulate } from './simulate.ts'

/** Runs, where the environment does not say how many. */
const SEEDS = Number(process.env['CERTKEEP_SIMULATION_SEEDS'] ?? 2000)

/** So many at most may a broken piece go unnoticed. */
const SABOTAGED_SEEDS = 60

/** Virtual time of a run: mostly months, in which the short-lived come to their end, and at times years. */
const yearsOf = (seed: number): number => (seed % 50 === 0 ? 3 : 0.3)

/** Of runs that are to go wrong. */
const YEARS = 1

const FIRST_SEED = 1
const PART = 250

let pool: CertificatePool

beforeAll(async () => {
  pool = await createPool()
})

describe('a registry over years of crashes, outages and wrong clocks', () => {
  const parts = Array.from({ length: Math.ceil(SEEDS / PART) }, (_, index) => FIRST_SEED + index * PART)
  it.each(parts)('keeps its rules in the runs from seed %i on', async (first) => {
    const end = Math.min(first + PART, FIRST_SEED + SEEDS)
    for (let seed = first; seed < end; seed += 1) {
      const result = await simulate({ seed, years: yearsOf(seed), pool })
      if (result.violation !== undefined) expect.fail(describeFailure(result))
    }
  })

  it('does the same again, to the last step, for the same seed', async () => {
    for (const seed of [3, 1_000_003]) {
      const first = await simulate({ seed, years: 2, pool })
      const again = await simulate({ seed, years: 2, pool })
      expect(again).toEqual(first)
      expect(first.counts.messages).toBeGreaterThan(0)
      expect((await simulate({ seed: seed + 1, years: 2, pool })).hash).not.toBe(first.hash)
    }
  })

  it('has something happen in it: crashes, messages, and most of what is written delivered', async () => {
    const total = { crashes: 0, quiet: 0, messages: 0, delivered: 0 }
    for (let seed = 1; seed <= 30; seed += 1) {
      const { counts } = await simulate({ seed, years: YEARS, pool })
      total.crashes += counts.crashes
      total.quiet += counts.quiet
      total.messages += counts.messages
      total.delivered += counts.delivered
    }
    expect(total.crashes).toBeGreaterThan(30)
    expect(total.quiet).toBeGreaterThan(30)
    expect(total.delivered).toBeGreaterThan(total.messages / 4)
  })
})

describe('the simulation', () => {
  it.each(Object.entries(SABOTAGES))('finds %s', async (name, sabotage) => {
    for (let seed = FIRST_SEED; seed < FIRST_SEED + SABOTAGED_SEEDS; seed += 1) {
      const { violation } = await simulate({ seed, years: YEARS, pool, sabotage })
      if (violation === undefined) continue
      expect(sabotage.breaks).toContain(violation.invariant)
      return
    }
    expect.fail(`${name} was not noticed`)
  })

  it('says how to see a failure again, and that run fails in the same way', async () => {
    const name = 'a sealer that does not seal'
    const options = { seed: 1, years: YEARS, pool, sabotage: SABOTAGES[name] }
    const result = await simulate(options)
    const text = describeFailure(result, name)
    expect(text).toContain('seed 1 broke no-key-outside-its-seal at step')
    expect(text).toContain(`npm run simulate -- --seed 1 --years ${String(YEARS)} --sabotage '${name}'`)
    expect(await simulate(options)).toEqual(result)
  })
})
