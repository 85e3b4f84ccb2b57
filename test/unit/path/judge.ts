import { createNodeVerifier } from '../../../src/node/create-node-verifier.ts'
import {
  buildChain,
  type CertificateInput,
  type ChainOptions,
  type ChainReport,
} from '../../../src/path/build-chain.ts'
import { TEST_EPOCH, type TestCertificate } from '../../../src/testing/index.ts'

const verifier = createNodeVerifier()

/** Builds the chain of a test certificate at the epoch of the testing kit; by default under its own root, with all CAs between. */
export async function judge(
  leaf: TestCertificate | CertificateInput,
  options: Partial<ChainOptions> = {},
): Promise<ChainReport> {
  const input = typeof leaf === 'object' && 'chain' in leaf ? leaf.der : leaf
  const chain = typeof leaf === 'object' && 'chain' in leaf ? leaf.chain : []
  return buildChain(input, {
    anchors: chain.slice(-1).map(({ der }) => der),
    intermediates: chain.slice(1, -1).map(({ der }) => der),
    at: new Date(TEST_EPOCH),
    verifier,
    ...options,
  })
}

/** `ok`, or the codes of the errors. */
export function verdictOf({ ok, problems }: ChainReport): string {
  const codes = problems.filter(({ severity }) => severity === 'error').map(({ code }) => code)
  return ok && codes.length === 0 ? 'ok' : codes.join(' ')
}

/** {@link judge} and {@link verdictOf} in one. */
export async function verdict(
  leaf: TestCertificate | CertificateInput,
  options: Partial<ChainOptions> = {},
): Promise<string> {
  return verdictOf(await judge(leaf, options))
}
