import { describe, expect, it } from 'vitest'
import { createTrustAnchor } from '../../../src/path/create-trust-anchor.ts'
import { createTrustStore } from '../../../src/path/trust-store.ts'
import { createTestAuthority } from '../../../src/testing/index.ts'
import { verdict } from './judge.ts'

const root = await createTestAuthority({ seed: 'trust-store' })
const other = await createTestAuthority({ seed: 'trust-store', subject: 'Other Root CA' })
const leaf = await root.leaf()

describe('createTrustStore()', () => {
  it('makes a store that many calls share', async () => {
    const anchors = createTrustStore([other.der, root.der])
    for (let call = 0; call < 3; call += 1) expect(await verdict(leaf, { anchors })).toBe('ok')
    expect(anchors.anchors).toHaveLength(2)
  })

  it('is not reached by changes to the list', async () => {
    const list = [root.der]
    const anchors = createTrustStore(list)
    list.length = 0
    expect(await verdict(leaf, { anchors })).toBe('ok')
    const empty = createTrustStore(list)
    list.push(root.der)
    expect(await verdict(leaf, { anchors: empty })).toBe('issuer-not-found')
  })

  it('is not reached by changes to bytes and anchors', async () => {
    const bytes = root.der.slice()
    const { subject: name, publicKey } = root.certificate
    const distrustAfter = new Date(0)
    const subtree = { base: { kind: 'dns', value: 'other.example' } as const, minimum: 0, maximum: undefined }
    const permittedSubtrees = [subtree]
    const nameConstraints = { permittedSubtrees, excludedSubtrees: undefined }
    const fromBytes = createTrustStore([bytes])
    const distrusted = createTrustStore([{ name, publicKey, distrustAfter }])
    const constrained = createTrustStore([{ name, publicKey, nameConstraints }])
    bytes.fill(0)
    distrustAfter.setTime(Date.UTC(2100, 0))
    permittedSubtrees.length = 0
    expect(await verdict(leaf, { anchors: fromBytes })).toBe('ok')
    expect(await verdict(leaf, { anchors: distrusted })).toBe('root-distrusted')
    expect(await verdict(leaf, { anchors: constrained })).toBe('name-constraint-violated')
  })

  it('cannot be changed itself', () => {
    const store = createTrustStore([root.der])
    expect(Object.isFrozen(store)).toBe(true)
    expect(Object.isFrozen(store.anchors)).toBe(true)
    expect(store.anchors.every((anchor) => Object.isFrozen(anchor))).toBe(true)
    const { subject: name, publicKey } = root.certificate
    expect(createTrustStore([{ name, publicKey }]).anchors.every((anchor) => Object.isFrozen(anchor))).toBe(true)
    expect(Object.isFrozen(store.findByName(''))).toBe(true)
  })

  it('keeps the anchors of certkeep/roots as they are', () => {
    const anchor = createTrustAnchor(() => root.certificate, { distrustAfter: '2024-11-30T23:59:59Z' })
    expect(createTrustStore([anchor]).anchors[0]).toBe(anchor)
  })
})
