import { sha256 } from '@noble/hashes/sha2.js'
import { utf8ToBytes } from '@noble/hashes/utils.js'
import { buildChain, type ChainReport } from '../path/build-chain.ts'
import { readDemands } from '../path/chain-options.ts'
import { createPathCache } from '../path/path-cache.ts'
import { createTrustStore, isTrustStore } from '../path/trust-store.ts'
import { judgeBundle, type BundleVerdict } from '../report/judge-bundle.ts'
import { readBundle, type Bundle } from '../report/validate-bundle.ts'
import { checkRevocation } from '../revocation/check-revocation.ts'
import { createRevocationCache } from '../revocation/revocation-cache.ts'
import type { RevocationOptions } from '../revocation/revocation-options.ts'
import type { RevocationReport } from '../revocation/revocation-report.ts'
import type { Certificate } from '../x509/certificate.ts'
import { parseCertificate } from '../x509/parse-certificate.ts'
import type { RegistryOptions } from './registry-options.ts'

/** What is kept of a certificate that is looked at again. */
export interface KeptCertificate {
  readonly id: string
  readonly certificatePem: string
  readonly chainPem: string
}

/** What was found about it. */
export interface Inspection {
  readonly certificate: Certificate
  readonly path: ChainReport
  /** `undefined` where it was not looked at. */
  readonly revocation: RevocationReport | undefined
}

/** What a registry asks the rest of the library. */
export interface RegistryEngine {
  /** Whether revocation is looked at, so that it must be looked at again. */
  readonly asksRevocation: boolean
  readonly judge: (bundle: Bundle, at: Date, signal: AbortSignal | undefined) => Promise<BundleVerdict>
  readonly inspect: (kept: KeptCertificate, at: Date, signal: AbortSignal | undefined) => Promise<Inspection>
}

/**
 * Makes the engine of a registry: roots, caches and the network are shared by all that it asks.
 *
 * @throws TypeError, RangeError for a purpose, profile or size of boxes that is none, or for roots that are none
 */
export function createRegistryEngine(options: RegistryOptions): RegistryEngine {
  const { fetcher, verifier, policy = {} } = options
  const { purpose, profile, maxBytes, requireRevocation = false } = policy
  const anchors = isTrustStore(options.anchors) ? options.anchors : createTrustStore(options.anchors)
  const cache = createPathCache()
  // A slip of the pen shows at once, and not with the first form.
  readDemands({ at: new Date(0), purpose, profile })
  readBundle({ privateKey: '', certificate: '' }, { maxBytes })
  const asksRevocation = fetcher !== undefined || requireRevocation || policy.revocation !== undefined
  const revocation = { ...policy.revocation, fetcher, cache: options.cache ?? createRevocationCache() }
  const demands = { anchors, purpose, profile, verifier, cache }

  return {
    asksRevocation,
    judge: (bundle, at, signal) =>
      judgeBundle(
        readBundle(bundle, { maxBytes }),
        { ...demands, requireRevocation, signal, ...(asksRevocation ? { revocation } : {}) },
        at,
      ),
    inspect: async ({ id, certificatePem, chainPem }, at, signal) => {
      const certificate = parseCertificate(certificatePem)
      const pool = splitPem(chainPem).map((pem) => parseCertificate(pem))
      // Looked for anew each time: roots come and go, and another way may be open where one has expired.
      const path = await buildChain(certificate, { ...demands, pool, at, signal })
      const options: RevocationOptions = { ...revocation, at, verifier, signal, random: () => shareOf(id) }
      return { certificate, path, revocation: asksRevocation ? await askRevocation(path, options) : undefined }
    },
  }
}

/** Nothing is asked about what does not lead to a root: its addresses could be anybody's. */
async function askRevocation(
  { chain, anchor }: ChainReport,
  options: RevocationOptions,
): Promise<RevocationReport | undefined> {
  if (anchor === undefined) return undefined
  return checkRevocation(chain, { ...options, ...(anchor.certificate === undefined ? { anchor } : {}) })
}

/** The blocks of clean PEM, one by one. */
function splitPem(pem: string): readonly string[] {
  return pem.split(/(?=-----BEGIN )/).filter((block) => block !== '')
}

/** From 0 to 1, the same for the same id, so that checks which were due at once spread over time. */
function shareOf(id: string): number {
  const [high = 0, low = 0] = sha256(utf8ToBytes(id))
  return (high * 256 + low) / 65_535
}
