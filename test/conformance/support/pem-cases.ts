import { createHash } from 'node:crypto'
import { canonicalLabel } from '../../../src/armor/labels.ts'
import { parsePem, type PemBlock } from '../../../src/pem/parse-pem.ts'
import { readCorpus } from './corpus.ts'
import type { Outcome } from './deviations.ts'

/** A block that has to come out. `headers` is `true` where the corpus only says that there are some. */
interface ExpectedBlock {
  readonly label: string
  readonly der: string
  readonly headers?: true | Readonly<Record<string, string>>
}

/** One text of pem.json.gz. */
export interface PemCase {
  readonly id: string
  readonly text?: string
  /** Of bytes that are not UTF-8. */
  readonly textB64?: string
  readonly expected: 'ok' | 'error'
  readonly blocks?: readonly ExpectedBlock[]
  /** All labels, where `blocks` holds only some of the blocks. */
  readonly labels?: readonly string[]
  /** Only the layout is damaged: whoever reads the text must find these bytes. */
  readonly ifAcceptedDerSha256?: string
  readonly policySpecific?: boolean
}

/** The texts of the corpus. */
export function readPemCases(): readonly PemCase[] {
  return readCorpus<{ readonly cases: readonly PemCase[] }>('pem.json.gz').cases
}

/** Reads a text, and compares the blocks that come out, or that there is an error, with what is expected. */
export function comparePem(test: PemCase): Outcome {
  const input = test.textB64 === undefined ? (test.text ?? '') : new Uint8Array(Buffer.from(test.textB64, 'base64'))
  const { blocks, ok, problems } = parsePem(input)
  const found = blocks.map(describeBlock)
  if (test.expected === 'error') {
    const isMended =
      test.ifAcceptedDerSha256 !== undefined &&
      blocks.map(({ der }) => createHash('sha256').update(der).digest('hex')).join() === test.ifAcceptedDerSha256
    return { id: test.id, expected: 'error', actual: !ok || isMended ? 'error' : found.join(', ') }
  }
  const wanted = (test.blocks ?? []).map((block) => describeBlock(toBlock(block)))
  if (test.labels === undefined) {
    return {
      id: test.id,
      expected: wanted.join(', '),
      actual: found.length > 0 ? found.join(', ') : `nothing, ${problems[0]?.code ?? ''}`,
    }
  }
  const named = found.filter((block) => wanted.includes(block))
  const labels = blocks.map(({ label }) => label)
  return {
    id: test.id,
    expected: [...wanted, ...test.labels.map(canonicalLabel)].join(', '),
    actual: [...named, ...labels].join(', '),
  }
}

/** Headers are compared where the corpus gives them. */
export function compareHeaders({ id, text = '', blocks = [] }: PemCase): readonly Outcome[] {
  const found = parsePem(text).blocks
  return blocks.flatMap(({ headers }, index) => {
    if (headers === undefined || headers === true) return []
    const actual = found[index]?.headers.map(({ name, value }) => `${name}: ${value}`).sort()
    const expected = Object.entries(headers).map(([name, value]) => `${name}: ${value}`)
    return [{ id: `${id} headers`, expected: expected.sort().join('; '), actual: (actual ?? []).join('; ') }]
  })
}

function toBlock({ label, der }: ExpectedBlock): Pick<PemBlock, 'label' | 'der'> {
  return { label: canonicalLabel(label), der: new Uint8Array(Buffer.from(der, 'base64')) }
}

function describeBlock({ label, der }: Pick<PemBlock, 'label' | 'der'>): string {
  return `${label} ${createHash('sha256').update(der).digest('hex').slice(0, 16)}`
}
