import { assert, asyncProperty, constantFrom, integer, shuffledSubarray, tuple, uniqueArray } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createNodeVerifier } from '../../src/node/create-node-verifier.ts'
import { buildChain, type ChainReport } from '../../src/path/build-chain.ts'
import { createTestAuthority, TEST_EPOCH } from '../../src/testing/index.ts'

const root = await createTestAuthority({ seed: 'path properties' })
const other = await createTestAuthority({ seed: 'path properties', subject: 'Other Root CA' })
const a = await root.intermediate({ subject: 'A' })
const b = await a.intermediate({ subject: 'B' })
const leaf = await b.leaf()

/** Two ways up, dead ends, loops, and what is expired, narrow, broken or of the wrong name. */
const POOL: readonly Uint8Array[] = [
  a,
  b,
  root,
  await other.crossSign(a),
  await other.crossSign(b, { defects: ['expired'] }),
  await b.crossSign(a),
  await root.crossSign(b, { nameConstraints: { permitted: ['other.example'] } }),
  await root.intermediate({ subject: 'A' }),
  await root.intermediate({ subject: 'B', defects: ['broken-signature'] }),
  await other.intermediate({ subject: 'B', defects: ['ca-false'] }),
  leaf,
].map(({ der }) => der)

const at = new Date(TEST_EPOCH)
const verifier = createNodeVerifier()
const ANCHORS: readonly (readonly Uint8Array[])[] = [[root.der], [other.der], [root.der, other.der], []]

function withoutReview({ ok, chain, anchor, missing, problems }: ChainReport): string {
  const facts = problems.filter(({ code }) => !code.startsWith('chain-'))
  const fingerprints = chain.map((certificate) => certificate.fingerprint())
  return JSON.stringify([ok, fingerprints, anchor?.name.text, missing, facts])
}

describe('buildChain()', () => {
  it('gives the same report whatever the order and number of copies, but for what it says of the order', async () => {
    const orders = shuffledSubarray([...POOL]).chain((subset) =>
      tuple(
        shuffledSubarray(subset, { minLength: subset.length }),
        shuffledSubarray([...subset, ...subset], { minLength: subset.length * 2 }),
        constantFrom(...ANCHORS),
      ),
    )
    const property = asyncProperty(orders, async ([order, doubled, anchors]) => {
      const options = { at, verifier, anchors }
      const first = await buildChain(leaf.der, { ...options, intermediates: order })
      const second = await buildChain(leaf.der, { ...options, intermediates: doubled })
      const third = await buildChain(leaf.der, { ...options, anchors: [...anchors].reverse(), pool: order })
      expect(withoutReview(second)).toBe(withoutReview(first))
      expect(withoutReview(third)).toBe(withoutReview(first))
    })
    await assert(property, { numRuns: 60 })
  })

  it('finds no path once a bit outside the root is flipped', async () => {
    const ders = [leaf.der, b.der, a.der]
    const property = asyncProperty(integer({ min: 0, max: 2 }), integer({ min: 0 }), async (which, bit) => {
      const flipped = ders.map((der, index) => {
        const copy = der.slice()
        const position = bit % (copy.length * 8)
        if (index === which) copy[position >> 3] = (copy[position >> 3] ?? 0) ^ (1 << (position & 7))
        return copy
      })
      const [first = leaf.der, ...intermediates] = flipped
      const report = await buildChain(first, { at, verifier, anchors: [root.der], intermediates })
      expect(report.ok).toBe(false)
      expect(report.problems.length).toBeGreaterThan(0)
    })
    await assert(property, { numRuns: 400 })
  })

  it('finds no path without every certificate of it', async () => {
    const bystanders = POOL.filter((der) => ![a.der, b.der].includes(der))
    const property = asyncProperty(uniqueArray(constantFrom(...bystanders)), async (intermediates) => {
      const report = await buildChain(leaf.der, { at, verifier, anchors: [root.der], intermediates })
      expect(report.ok).toBe(false)
    })
    await assert(property, { numRuns: 60 })
  })
})
