import { describe, expect, it } from 'vitest'
import { buildChain } from '../../src/path/build-chain.ts'
import { mozillaRoots } from '../../src/roots/mozilla-roots.ts'
import { chainOutcome, type PathVerdict } from './support/chain-outcome.ts'
import { CONFORMANCE_FOLDER } from './support/corpus.ts'
import { checkDeviations, type Outcome } from './support/deviations.ts'
import { createFigures } from './support/figures.ts'
import { limboNamespace, readLimboCases, type LimboCase } from './support/limbo-cases.ts'
import { runLimboCase } from './support/run-limbo.ts'

/** The time after which x509-limbo's own harness calls a case hanging is 5 s; this leaves room for a busy machine. */
const LONGEST_MS = 2000

function verdictOf({ expected_result }: LimboCase): PathVerdict {
  return expected_result === 'SUCCESS' ? 'valid' : 'invalid'
}

describe.skipIf(CONFORMANCE_FOLDER === undefined)('x509-limbo', () => {
  it('is answered as expected in bounded time, each namespace under its profile', { timeout: 120_000 }, async () => {
    const figures = createFigures()
    const outcomes: Outcome[] = []
    const slow: string[] = []
    for (const test of readLimboCases()) {
      const { prefix, profiles } = limboNamespace(test.id)
      for (const profile of profiles) {
        const start = performance.now()
        const report = await runLimboCase(test, profile)
        const ms = performance.now() - start
        if (ms > LONGEST_MS) slow.push(`${test.id}: ${ms.toFixed(0)} ms`)
        const id = profiles.length > 1 ? `${test.id} ${profile}` : test.id
        const outcome = chainOutcome(id, verdictOf(test), report)
        const kind = test.soft === true ? ' (soft)' : ''
        figures.count(`${prefix} ${profile}${kind}`, outcome.actual === outcome.expected ? 'agrees' : 'differs')
        outcomes.push(outcome)
      }
    }
    console.log(figures.text())
    expect(slow).toEqual([])
    expect(checkDeviations('limbo', outcomes)).toEqual([])
  })

  it('gives real servers a path to the roots of certkeep/roots at their time', async () => {
    const outcomes: Outcome[] = []
    for (const test of readLimboCases().filter(({ id }) => id.startsWith('online::'))) {
      const { peer_certificate, untrusted_intermediates, validation_time, expected_peer_name } = test
      if (validation_time === null || expected_peer_name === null) throw new Error(`${test.id} has no time or no name`)
      const report = await buildChain(peer_certificate, {
        anchors: mozillaRoots(),
        intermediates: untrusted_intermediates,
        at: new Date(validation_time),
        hostname: expected_peer_name.value,
      })
      outcomes.push(chainOutcome(test.id, verdictOf(test), report))
    }
    expect(outcomes.length).toBeGreaterThan(0)
    expect(outcomes.filter(({ expected, actual }) => expected !== actual)).toEqual([])
  })
})

if (CONFORMANCE_FOLDER === undefined)
  console.log('SKIPPED: CERTKEEP_CONFORMANCE is not set, the cases of x509-limbo were not run')
