import { describe, expect, it } from 'vitest'
import { compareKey, compareKeyMatch } from './support/compare-key.ts'
import { CONFORMANCE_FOLDER } from './support/corpus.ts'
import { checkDeviations, type Outcome } from './support/deviations.ts'
import { createFigures, type Figures } from './support/figures.ts'
import { readKeyCorpus } from './support/key-cases.ts'

/** Containers that are for `parsePem` to name: no private key in one of the three forms is in them. */
const OTHER_FORMATS: ReadonlySet<string> = new Set([
  'openssh',
  'ssh-cert',
  'ssh-public',
  'spki',
  'pkcs1-public',
  'dsa public key',
])

function wordOf({ expected, actual }: Outcome): string {
  return expected === actual ? 'as expected' : 'otherwise, for a listed reason'
}

describe.skipIf(CONFORMANCE_FOLDER === undefined)('the keys of the conformance data', () => {
  it('are read, refused and proven as the corpus says, or for a listed reason otherwise', async () => {
    const { keys, keymatch } = readKeyCorpus()
    const figures: Figures = createFigures()
    const outcomes: Outcome[] = []
    for (const test of keys) {
      const suite = `key ${test.format}`
      if (OTHER_FORMATS.has(test.format)) {
        figures.count(suite, 'for parsePem')
        continue
      }
      const outcome = compareKey(test)
      if (test.readersDiffer === true && outcome.expected !== outcome.actual) {
        figures.count(suite, 'readers differ')
        console.log(`readers differ on ${test.id}: the corpus says ${outcome.expected}, certkeep ${outcome.actual}`)
        continue
      }
      figures.count(suite, wordOf(outcome))
      outcomes.push(outcome)
    }
    const byId = new Map(keys.map((key) => [key.id, key]))
    for (const test of keymatch) {
      const key = byId.get(test.keyId)
      if (key === undefined) throw new Error(`no key ${test.keyId}`)
      const outcome = await compareKeyMatch(test, key)
      figures.count(`pair ${key.format}`, wordOf(outcome))
      outcomes.push(outcome)
    }
    console.log(figures.text())
    expect(checkDeviations('keys', outcomes)).toEqual([])
  })
})

if (CONFORMANCE_FOLDER === undefined)
  console.log('SKIPPED: CERTKEEP_CONFORMANCE is not set, the keys of the conformance data were not read')
