import { createPublicKey, verify } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { SignatureVerifier } from '../../src/crypto/signature-verifier.ts'
import { buildChain } from '../../src/path/build-chain.ts'
import { createNodeVerifier } from '../../src/node/create-node-verifier.ts'
import { chainOutcome, type PathVerdict } from './support/chain-outcome.ts'
import { CONFORMANCE_FOLDER, readCorpus } from './support/corpus.ts'
import { checkDeviations, type Outcome } from './support/deviations.ts'
import { createFigures } from './support/figures.ts'

/** One case of pkits.json.gz; certificates are base64 of DER. */
interface PkitsCase {
  readonly id: string
  readonly section: string
  readonly sectionTitle: string
  readonly expectedWithoutRevocation: PathVerdict
  readonly time: string
  readonly anchor: string
  /** Leaf last, anchor left out. */
  readonly path: readonly string[]
  readonly otherCerts: readonly string[]
  readonly params: {
    /** `null` stands for anyPolicy. */
    readonly initialPolicySet: readonly string[] | null
    readonly initialExplicitPolicy: boolean
    readonly initialPolicyMappingInhibit: boolean
    readonly initialAnyPolicyInhibit: boolean
  }
}

function bytesOf(base64: string): Uint8Array {
  return new Uint8Array(Buffer.from(base64, 'base64'))
}

/** The node verifier, and DSA with SHA-1, which the library leaves alone; not with parameters inherited from the issuer. */
function createLegacyVerifier(): SignatureVerifier {
  const modern = createNodeVerifier()
  return {
    verify: (check) => {
      const { publicKey, algorithm, data, signature } = check
      if (algorithm.family !== 'DSA' || publicKey.bits === 0) return modern.verify(check)
      const key = createPublicKey({ key: Buffer.from(publicKey.spki), format: 'der', type: 'spki' })
      return verify('sha1', data, key, signature) ? 'valid' : 'invalid'
    },
  }
}

describe.skipIf(CONFORMANCE_FOLDER === undefined)('NIST PKITS', () => {
  it('is answered as expected where revocation has no part', async () => {
    const figures = createFigures()
    const outcomes: Outcome[] = []
    const verifier = createLegacyVerifier()
    for (const test of readCorpus<{ readonly cases: readonly PkitsCase[] }>('pkits.json.gz').cases) {
      const { params } = test
      const path = test.path.map(bytesOf)
      const report = await buildChain(path.at(-1) ?? new Uint8Array(), {
        anchors: [bytesOf(test.anchor)],
        intermediates: path.slice(0, -1),
        pool: test.otherCerts.map(bytesOf),
        at: new Date(test.time),
        purpose: 'any',
        // The suite knows nothing of the CA/B Forum, and three of its cases are of DSA with SHA-1.
        profile: 'rfc5280',
        // eslint-disable-next-line @typescript-eslint/no-deprecated -- old data whose danger is known
        dangerouslyAllowWeakAlgorithms: true,
        policies: {
          initialPolicySet: params.initialPolicySet ?? undefined,
          requireExplicitPolicy: params.initialExplicitPolicy,
          inhibitPolicyMapping: params.initialPolicyMappingInhibit,
          inhibitAnyPolicy: params.initialAnyPolicyInhibit,
        },
        verifier,
      })
      const outcome = chainOutcome(test.id, test.expectedWithoutRevocation, report)
      const word = outcome.actual === outcome.expected ? 'agrees' : 'differs'
      figures.count(`${test.section.padEnd(4)} ${test.sectionTitle}`, word)
      outcomes.push(outcome)
    }
    console.log(figures.text())
    expect(checkDeviations('pkits', outcomes)).toEqual([])
  })
})

if (CONFORMANCE_FOLDER === undefined)
  console.log('SKIPPED: CERTKEEP_CONFORMANCE is not set, the cases of NIST PKITS were not run')
