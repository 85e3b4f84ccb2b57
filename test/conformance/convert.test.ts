import { createHash, createPublicKey } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { convertToPem } from '../../src/convert/index.ts'
import { CONFORMANCE_FOLDER } from './support/corpus.ts'
import { checkDeviations, type Outcome } from './support/deviations.ts'
import { createFigures } from './support/figures.ts'
import { readKeyCorpus, type KeyCase } from './support/key-cases.ts'

/** Decrypts a key, and takes its public key for the hash that the corpus has of it. */
async function decryptCase({ text, der, password, spkiSha256, ...test }: KeyCase): Promise<Outcome> {
  const input = text ?? Uint8Array.from(Buffer.from(der ?? '', 'base64'))
  const { privateKey, problems } = await convertToPem(input, { passphrase: password ?? 'x' })
  const [problem] = problems.filter(({ severity }) => severity === 'error')
  const expected = test.expected === 'valid' ? (spkiSha256 ?? 'decrypted') : test.expected
  const refusal = problem?.code === 'encryption-unsupported' ? 'unsupported' : (problem?.code ?? 'nothing')
  const actual = privateKey === undefined ? refusal : hashOf(privateKey)
  return { id: test.id, expected, actual: spkiSha256 === undefined && privateKey !== undefined ? 'decrypted' : actual }
}

function hashOf(privateKey: string): string {
  const spki = createPublicKey(privateKey).export({ type: 'spki', format: 'der' })
  return createHash('sha256').update(spki).digest('hex')
}

describe.skipIf(CONFORMANCE_FOLDER === undefined)('the encrypted keys of the conformance data', () => {
  it('are decrypted to the key that the corpus says, or refused for a listed reason', async () => {
    const figures = createFigures()
    const outcomes: Outcome[] = []
    for (const test of readKeyCorpus().keys.filter(({ encrypted }) => encrypted)) {
      const outcome = await decryptCase(test)
      figures.count(`decrypt ${test.format}`, outcome.expected === outcome.actual ? 'as expected' : 'otherwise')
      outcomes.push(outcome)
    }
    console.log(figures.text())
    expect(checkDeviations('convert', outcomes)).toEqual([])
  })
})

if (CONFORMANCE_FOLDER === undefined)
  console.log('SKIPPED: CERTKEEP_CONFORMANCE is not set, the encrypted keys of the conformance data were not decrypted')
