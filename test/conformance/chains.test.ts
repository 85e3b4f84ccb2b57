import { describe, expect, it } from 'vitest'
import { buildChain, type ChainOptions, type ChainReport } from '../../src/path/build-chain.ts'
import type { ChainPurpose } from '../../src/path/certificate-faults.ts'
import { createNodeVerifier } from '../../src/node/create-node-verifier.ts'
import { isCertkeepError } from '../../src/problem/certkeep-error.ts'
import { chainOutcome, type PathVerdict } from './support/chain-outcome.ts'
import { CONFORMANCE_FOLDER, readCorpus } from './support/corpus.ts'
import { checkDeviations, type Outcome } from './support/deviations.ts'
import { createFigures } from './support/figures.ts'

/** One case of chains.json.gz; certificates are base64 of DER. */
interface ChainCase {
  readonly id: string
  readonly purpose: string
  /** Of `openssl verify`. */
  readonly options: readonly string[]
  readonly features: readonly string[]
  readonly time: string
  readonly hostname?: string | null
  readonly expected: PathVerdict
  readonly leaf: string
  readonly trusted: readonly string[]
  readonly untrusted: readonly string[]
}

const PURPOSES: Readonly<Record<string, ChainPurpose>> = { 'TLS server': 'serverAuth', 'TLS client': 'clientAuth' }

function bytesOf(base64: string): Uint8Array {
  return new Uint8Array(Buffer.from(base64, 'base64'))
}

/** What the options of `openssl verify` ask of policies and of depth, which it counts as is done here: intermediates. */
function readOptions(options: readonly string[]): Pick<ChainOptions, 'policies' | 'maxDepth'> {
  const valueOf = (name: string): string | undefined =>
    options.find((_, index) => index > 0 && options[index - 1] === name)
  const policy = valueOf('-policy')
  const depth = valueOf('-verify_depth')
  return {
    policies: {
      initialPolicySet: policy === undefined ? undefined : [policy],
      requireExplicitPolicy: options.includes('-explicit_policy'),
    },
    maxDepth: depth === undefined ? undefined : Number(depth),
  }
}

/** A root that cannot be read is refused before there is a path to judge, for it is the caller's own. */
async function reportOf(leaf: Uint8Array, options: ChainOptions): Promise<ChainReport> {
  try {
    return await buildChain(leaf, options)
  } catch (error) {
    if (!isCertkeepError(error)) throw error
    return { ok: false, chain: [], problems: [] }
  }
}

describe.skipIf(CONFORMANCE_FOLDER === undefined)('the chains of OpenSSL', () => {
  it('are judged as by its own tests, or for a listed reason otherwise', async () => {
    const figures = createFigures()
    const outcomes: Outcome[] = []
    const verifier = createNodeVerifier()
    for (const test of readCorpus<{ readonly cases: readonly ChainCase[] }>('chains.json.gz').cases) {
      // The tests of security levels set one below which weak keys pass.
      const isLegacy = test.features.includes('security-level') && test.expected === 'valid'
      const report = await reportOf(bytesOf(test.leaf), {
        anchors: test.trusted.map(bytesOf),
        intermediates: test.untrusted.map(bytesOf),
        at: new Date(test.time),
        purpose: PURPOSES[test.purpose] ?? 'any',
        // OpenSSL knows nothing of the CA/B Forum.
        profile: 'rfc5280',
        // eslint-disable-next-line @typescript-eslint/no-deprecated -- as the suite demands
        dangerouslyAllowWeakAlgorithms: isLegacy,
        hostname: test.hostname ?? undefined,
        ...readOptions(test.options),
        verifier,
      })
      const outcome = chainOutcome(test.id, test.expected, report)
      const group = test.features.length === 0 ? 'plain' : test.features.join(' + ')
      figures.count(group, outcome.actual === outcome.expected ? 'agrees' : 'differs')
      outcomes.push(outcome)
    }
    console.log(figures.text())
    expect(checkDeviations('chains', outcomes)).toEqual([])
  })
})

if (CONFORMANCE_FOLDER === undefined)
  console.log('SKIPPED: CERTKEEP_CONFORMANCE is not set, the chains of OpenSSL were not run')
