import { buildChain, type ChainOptions, type ChainReport } from '../../../src/path/build-chain.ts'
import type { ChainPurpose } from '../../../src/path/certificate-faults.ts'
import type { ChainProfile } from '../../../src/path/profile-rules.ts'
import { createNodeVerifier } from '../../../src/node/create-node-verifier.ts'
import type { LimboCase } from './limbo-cases.ts'

/** Cases without a time are valid from 1970 to 2969 or do not depend on it. */
const ANY_TIME = '2026-06-01T00:00:00Z'

const verifier = createNodeVerifier()

/** Validates the path of one case. The names of clients take no part. */
export async function runLimboCase(test: LimboCase, profile: ChainProfile): Promise<ChainReport> {
  const { expected_peer_name: peer, max_chain_depth: maxDepth } = test
  const options: ChainOptions = {
    anchors: test.trusted_certs,
    intermediates: test.untrusted_intermediates,
    at: new Date(test.validation_time ?? ANY_TIME),
    crls: test.crls,
    purpose: purposeOf(test),
    profile,
    verifier,
    ...(maxDepth === null ? {} : { maxDepth }),
    ...(peer === null ? {} : { hostname: peer.value }),
  }
  return buildChain(test.peer_certificate, options)
}

function purposeOf({ validation_kind, extended_key_usage }: LimboCase): ChainPurpose {
  const [wanted] = extended_key_usage
  if (wanted === undefined) return validation_kind === 'SERVER' ? 'serverAuth' : 'any'
  if (wanted === 'serverAuth' || wanted === 'clientAuth') return wanted
  throw new Error(`no purpose is called ${wanted}`)
}
