import { webcrypto } from 'node:crypto'
import { X509Certificate as PeculiarCertificate, X509ChainBuilder } from '@peculiar/x509'
import forge from 'node-forge'
import * as pkijs from 'pkijs'
import { createWebCryptoVerifier } from '../../src/crypto/create-web-crypto-verifier.ts'
import type { SignatureVerdict, SignatureVerifier } from '../../src/crypto/signature-verifier.ts'
import { createNodeVerifier } from '../../src/node/create-node-verifier.ts'
import { buildChain } from '../../src/path/build-chain.ts'
import { createPathCache } from '../../src/path/path-cache.ts'
import { createTrustStore } from '../../src/path/trust-store.ts'
import {
  createTestAuthority,
  TEST_EPOCH,
  type TestAuthority,
  type TestCertificate,
  type TestKeyAlgorithm,
} from '../../src/testing/index.ts'
import type { Certificate } from '../../src/x509/certificate.ts'
import { parseCertificate } from '../../src/x509/parse-certificate.ts'
import { measure, type BenchTask } from './measure.ts'
import type { BenchMark, BenchSection } from './section.ts'

const ROOTS = 150
const INTERMEDIATES = 20
const LEAVES = 1000
/** A search may cost this much more than the signatures that it cannot do without. */
const MARK = 1.2

const at = new Date(TEST_EPOCH)

/** A path of three certificates, and those that it must be found among. */
interface Hierarchy {
  readonly root: TestAuthority
  readonly issuer: TestAuthority
  readonly leaf: TestCertificate
  readonly roots: readonly Certificate[]
  readonly intermediates: readonly Certificate[]
}

/**
 * What a chain of three costs that is built and verified out of 150 roots and 20 intermediates: the bare checks of its two
 * signatures by the same verifier, which count as 1, and everything around them; beside other libraries, which check less. And what a
 * thousand leaves cost under one intermediate.
 */
export async function benchChains(): Promise<readonly BenchSection[]> {
  const sections: BenchSection[] = []
  for (const algorithm of ['RSA-2048', 'P-256'] as const) {
    const hierarchy = await createHierarchy(algorithm)
    const how = { rounds: 25, warmUpMs: 500 }
    // One after the other, since what some libraries leave to the garbage collector would be paid for by the next.
    const own = await measure(ownTasks(hierarchy), how)
    const medians = new Map([...own, ...(await measure(otherTasks(hierarchy, algorithm), how))])
    sections.push({
      title: `A chain of three, ${algorithm}`,
      method: `Built and verified out of ${ROOTS} roots and ${INTERMEDIATES} intermediates, keys warm. The bare checks of its two signatures by the same verifier count as 1. The other libraries are asked for no more than they have, and check less.`,
      rows: [['', 'us', 'of its signatures'], ...rowsOf(medians)],
      marks: ['node', 'WebCrypto'].map((platform): BenchMark => {
        const value = ratioOf(medians, platform, `${platform}, chain`)
        return { name: `${algorithm} chain by ${platform}, of its signatures`, value, bound: 'at most', mark: MARK }
      }),
    })
  }
  return [...sections, await benchManyLeaves()]
}

async function createHierarchy(algorithm: TestKeyAlgorithm): Promise<Hierarchy> {
  const root = await createTestAuthority({ seed: 'bench', algorithm })
  const issuer = await root.intermediate()
  const leaf = await issuer.leaf()
  const authorities = [issuer]
  // Of another kind, since the RSA keys of the testing kit are few, and pkijs never ends where two certificates share one.
  while (authorities.length < INTERMEDIATES) authorities.push(await root.intermediate({ algorithm: 'P-256' }))
  const roots = [root.certificate]
  for (let index = roots.length; index < ROOTS; index += 1) {
    roots.push((await createTestAuthority({ seed: 'bench', subject: `Root ${String(index)}` })).certificate)
  }
  const intermediates = authorities.map(({ certificate }) => certificate)
  return { root, issuer, leaf, roots, intermediates }
}

function ownTasks({ root, issuer, leaf, roots, intermediates }: Hierarchy): Readonly<Record<string, BenchTask>> {
  const anchors = createTrustStore(roots)
  const tasksWith = (platform: string, verifier: SignatureVerifier): Readonly<Record<string, BenchTask>> => ({
    [`${platform}, bare signatures`]: async () => {
      assertValid(await check(verifier, leaf.certificate, issuer.certificate))
      assertValid(await check(verifier, issuer.certificate, root.certificate))
    },
    [`${platform}, chain`]: async () => {
      assertOk(await buildChain(leaf.certificate, { anchors, pool: intermediates, at, verifier }))
    },
    [`${platform}, chain of a leaf in DER`]: async () => {
      assertOk(await buildChain(leaf.der, { anchors, pool: intermediates, at, verifier }))
    },
  })
  return { ...tasksWith('node', createNodeVerifier()), ...tasksWith('WebCrypto', createWebCryptoVerifier()) }
}

function check(
  verifier: SignatureVerifier,
  child: Certificate,
  issuer: Certificate,
): SignatureVerdict | Promise<SignatureVerdict> {
  const { signatureAlgorithm: algorithm, tbsCertificate: data, signature } = child
  return verifier.verify({ publicKey: issuer.publicKey, algorithm, data, signature })
}

function assertValid(verdict: SignatureVerdict): void {
  if (verdict !== 'valid') throw new Error(`the signature is ${verdict}`)
}

function assertOk({ ok }: { readonly ok: boolean }): void {
  if (!ok) throw new Error('no path')
}

/** Certificates are decoded before; none of the three is asked for more than it has. */
function otherTasks(hierarchy: Hierarchy, algorithm: TestKeyAlgorithm): Readonly<Record<string, BenchTask>> {
  return {
    pkijs: pkijsTask(hierarchy),
    '@peculiar/x509, signatures alone': peculiarTask(hierarchy),
    ...(algorithm === 'RSA-2048' ? { 'node-forge, chain given in order': forgeTask(hierarchy) } : {}),
  }
}

function pkijsTask({ leaf, roots, intermediates }: Hierarchy): BenchTask {
  pkijs.setEngine('node', new pkijs.CryptoEngine({ name: 'node', crypto: webcrypto as unknown as Crypto }))
  const decode = (der: Uint8Array): pkijs.Certificate => pkijs.Certificate.fromBER(Uint8Array.from(der))
  const trustedCerts = roots.map(({ der }) => decode(der))
  const certs = [...intermediates.map(({ der }) => decode(der)), decode(leaf.der)]
  return async () => {
    const engine = new pkijs.CertificateChainValidationEngine({ trustedCerts, certs, checkDate: at })
    const { result, resultMessage } = await engine.verify()
    if (!result) throw new Error(resultMessage)
  }
}

function peculiarTask({ leaf, roots, intermediates }: Hierarchy): BenchTask {
  const certificates = [...intermediates, ...roots].map(({ der }) => new PeculiarCertificate(Uint8Array.from(der)))
  const subject = new PeculiarCertificate(Uint8Array.from(leaf.der))
  return async () => {
    const chain = await new X509ChainBuilder({ certificates }).build(subject, webcrypto as unknown as Crypto)
    if (chain.length !== 3) throw new Error(`${String(chain.length)} certificates instead of 3`)
  }
}

/** It is given the chain in order, since it builds none. */
function forgeTask({ root, issuer, leaf }: Hierarchy): BenchTask {
  const chain = [leaf, issuer].map(({ pem }) => forge.pki.certificateFromPem(pem))
  const store = forge.pki.createCaStore([root.pem])
  return () => {
    if (!forge.pki.verifyCertificateChain(store, [...chain], { validityCheckDate: at })) throw new Error('no path')
  }
}

function ratioOf(medians: ReadonlyMap<string, number>, platform: string, name: string): number {
  return (medians.get(name) ?? Number.NaN) / (medians.get(`${platform}, bare signatures`) ?? Number.NaN)
}

function rowsOf(medians: ReadonlyMap<string, number>): readonly (readonly string[])[] {
  return [...medians].map(([name, us]) => {
    const platform = name.startsWith('node,') ? 'node' : 'WebCrypto'
    return [name, us.toFixed(0), ratioOf(medians, platform, name).toFixed(2)]
  })
}

/** A thousand leaves that share an intermediate, with a cache and without: counted and timed. */
async function benchManyLeaves(): Promise<BenchSection> {
  const root = await createTestAuthority({ seed: 'bench leaves' })
  const issuer = await root.intermediate()
  const ders: Uint8Array[] = []
  for (let index = 0; index < LEAVES; index += 1) ders.push((await issuer.leaf()).der)
  const anchors = createTrustStore([root.certificate])
  const node = createNodeVerifier()
  const run = async (isCached: boolean): Promise<{ readonly us: number; readonly checks: number }> => {
    let checks = 0
    const verifier: SignatureVerifier = {
      verify: (request) => {
        checks += 1
        return node.verify(request)
      },
    }
    const cache = createPathCache()
    const leaves = ders.map((der) => parseCertificate(der))
    const start = performance.now()
    for (const leaf of leaves) {
      const shared = isCached ? { cache } : {}
      assertOk(await buildChain(leaf, { anchors, intermediates: [issuer.certificate], at, verifier, ...shared }))
    }
    return { us: ((performance.now() - start) * 1000) / LEAVES, checks }
  }
  await run(true)
  const without = await run(false)
  const cached = await run(true)
  const row = (name: string, { us, checks }: typeof cached): readonly string[] => [name, us.toFixed(0), String(checks)]
  return {
    title: 'Many leaves under one intermediate',
    method: `${LEAVES} leaves with P-256 keys, each built and verified by \`node:crypto\`.`,
    rows: [['', 'us for each', 'signatures in all'], row('without a cache', without), row('with a cache', cached)],
    marks: [
      { name: 'checks of the intermediate, with a cache', value: cached.checks - LEAVES, bound: 'at most', mark: 1 },
    ],
  }
}
