import { describe, expect, it } from 'vitest'
import type { SignatureVerifier } from '../../../src/crypto/signature-verifier.ts'
import { createNodeVerifier } from '../../../src/node/create-node-verifier.ts'
import { createTestAuthority, createTestKey, patchDer, type TestAuthority } from '../../../src/testing/index.ts'
import { judge, verdict, verdictOf } from './judge.ts'

const root = await createTestAuthority({ seed: 'search' })
const otherRoot = await createTestAuthority({ seed: 'search', subject: 'Other Root CA' })
const stranger = await createTestAuthority({ seed: 'search', subject: 'Untrusted Root CA' })

function ders(...certificates: readonly { readonly der: Uint8Array }[]): readonly Uint8Array[] {
  return certificates.map(({ der }) => der)
}

/** A verifier that counts what it is asked. */
function createCounter(): SignatureVerifier & { readonly calls: () => number } {
  const inner = createNodeVerifier()
  let calls = 0
  return {
    calls: () => calls,
    verify: (check) => {
      calls += 1
      return inner.verify(check)
    },
  }
}

describe('buildChain() ends in every maze', () => {
  // A <-> B, and no root.
  it('of two CAs that certify each other', async () => {
    const a = await stranger.intermediate({ subject: 'A' })
    const b = await stranger.intermediate({ subject: 'B' })
    const aByB = await b.crossSign(a)
    const bByA = await a.crossSign(b)
    const leaf = await a.leaf()
    const report = await judge(leaf, { anchors: ders(root), intermediates: ders(aByB, bByA) })
    expect(report.ok).toBe(false)
    expect(report.chain).toHaveLength(3)
    expect(await verdict(leaf, { anchors: ders(stranger), intermediates: ders(aByB, bByA, b) })).toBe('ok')
  })

  // A -> B -> C -> A, and a way out from C.
  it('of three CAs in a ring, and finds the way out', async () => {
    const a = await stranger.intermediate({ subject: 'A' })
    const b = await stranger.intermediate({ subject: 'B' })
    const c = await root.intermediate({ subject: 'C' })
    const ring = [await b.crossSign(a), await c.crossSign(b), await a.crossSign(c)]
    const leaf = await a.leaf()
    expect(await verdict(leaf, { anchors: ders(root), intermediates: ders(...ring) })).toMatch(/issuer-not-found/)
    expect(await verdict(leaf, { anchors: ders(root), intermediates: ders(...ring, c) })).toBe('ok')
  })

  it('of a CA that certifies itself under its own name', async () => {
    const a = await stranger.intermediate({ subject: 'A' })
    const loop = await a.crossSign(a)
    expect(await verdict(await a.leaf(), { anchors: ders(root), intermediates: ders(loop) })).not.toBe('ok')
  })

  it('of one name with many keys, of which one is right', async () => {
    const right = await root.intermediate({ subject: 'Same' })
    const wrong = await Promise.all(Array.from({ length: 30 }, () => root.intermediate({ subject: 'Same' })))
    const leaf = await right.leaf({ withoutExtensions: ['authorityKeyIdentifier'] })
    const options = { anchors: ders(root), intermediates: ders(...wrong, right) }
    expect(await verdict(leaf, { ...options, profile: 'rfc5280' })).toBe('profile-violated')
    const report = await judge(await right.leaf(), options)
    expect(report.ok).toBe(true)
    expect(report.chain[1]?.fingerprint()).toBe(right.certificate.fingerprint())
  })

  it('of one key with many names', async () => {
    const key = await createTestKey({ seed: 'same key' })
    const names = Array.from({ length: 12 }, (_, index) => `Name ${String(index)}`)
    const all = await Promise.all(names.map((subject) => stranger.intermediate({ subject, key })))
    const links = [...all]
    for (const issuer of all) {
      for (const subject of all) if (issuer !== subject) links.push(await issuer.crossSign(subject))
    }
    const leaf = await (all[0] ?? stranger).leaf()
    const start = performance.now()
    const report = await judge(leaf, { anchors: ders(root), intermediates: ders(...links) })
    expect(report.ok).toBe(false)
    expect(performance.now() - start).toBeLessThan(3000)
    // The same maze with a way out.
    const exit = await root.crossSign(all[11] ?? stranger)
    const found = await judge(leaf, { anchors: ders(root), intermediates: ders(...links, exit) })
    expect(verdictOf(found)).toMatch(/^(?:ok|budget-exceeded)$/)
  })

  const VARIANTS: Readonly<Record<string, (number: number) => Promise<TestAuthority>>> = {
    'one name, one key': async () =>
      stranger.intermediate({ subject: 'Maze', key: await createTestKey({ seed: 'maze' }) }),
    'one name, many keys': () => stranger.intermediate({ subject: 'Maze' }),
    'many names, one key': async (number) =>
      stranger.intermediate({ subject: `Maze ${String(number)}`, key: await createTestKey({ seed: 'maze' }) }),
    'many names, many keys': (number) => stranger.intermediate({ subject: `Maze ${String(number)}` }),
  }
  it.each(Object.keys(VARIANTS))('of a hundred cross-signed CAs: %s', async (variant) => {
    const make = VARIANTS[variant]
    if (make === undefined) throw new Error('no such variant')
    const cas: TestAuthority[] = []
    for (let number = 0; number < 50; number += 1) cas.push(await make(number))
    const links: TestAuthority[] = []
    for (const [index, ca] of cas.entries()) {
      links.push(await (cas[(index + 1) % cas.length] ?? ca).crossSign(ca))
      links.push(await (cas[(index + 7) % cas.length] ?? ca).crossSign(ca))
    }
    const leaf = await (cas[0] ?? stranger).leaf()
    const counter = createCounter()
    const start = performance.now()
    const report = await judge(leaf, { anchors: ders(root), intermediates: ders(...links), verifier: counter })
    expect(performance.now() - start).toBeLessThan(3000)
    expect(counter.calls()).toBeLessThanOrEqual(100)
    expect(report.ok).toBe(false)
  })

  it('of a thousand candidates, within the budget of signatures', async () => {
    const { der } = await stranger.intermediate({ subject: 'Crowd', serialNumber: 65_536 })
    const crowd = Array.from({ length: 1000 }, (_, number) =>
      patchDer(der, { path: [0, 1], bytes: Uint8Array.of(2, 3, 1, number >> 8, number & 0xff) }),
    )
    const authority = await root.intermediate({ subject: 'Crowd' })
    const leaf = await authority.leaf({ withoutExtensions: ['authorityKeyIdentifier'] })
    const counter = createCounter()
    const start = performance.now()
    const report = await judge(leaf, { anchors: ders(root), intermediates: crowd, verifier: counter })
    expect(performance.now() - start).toBeLessThan(3000)
    expect(counter.calls()).toBeLessThanOrEqual(100)
    expect(report.problems[1] ?? report.problems[0]).toMatchObject({
      code: 'budget-exceeded',
      detail: { budget: 'signatures', limit: 100 },
    })
    expect(report.chain).toHaveLength(1)
    // The key identifier finds the right one among them.
    const honest = await authority.leaf()
    expect(await verdict(honest, { anchors: ders(root), intermediates: [...crowd, authority.der] })).toBe('ok')
  })

  it('of limits set by the caller', async () => {
    const leaf = await (await root.intermediate()).leaf()
    const stopped = await judge(leaf, { limits: { signatures: 1 } })
    expect(stopped.problems).toMatchObject([{ code: 'budget-exceeded', detail: { budget: 'signatures', limit: 1 } }])
    // The first signature was good: so far the path is sound.
    expect(stopped.chain.map(({ subject }) => subject.text)).toEqual(
      leaf.chain.slice(0, 2).map(({ certificate }) => certificate.subject.text),
    )
    expect((await judge(leaf, { limits: { candidates: 1 } })).problems).toMatchObject([
      { code: 'budget-exceeded', detail: { budget: 'candidates', limit: 1 } },
    ])
    expect(await verdict(leaf, { limits: { signatures: 2, candidates: 2 } })).toBe('ok')
  })
})

describe('buildChain() tries every path', () => {
  //            +- expired cross-sign - Other Root
  // leaf - CA -+
  //            +- sound certificate - Root
  it('past an expired cross-signed CA, as when AddTrust and DST Root CA X3 ended', async () => {
    const ca = await root.intermediate({ subject: 'CA' })
    const expired = await otherRoot.crossSign(ca, { defects: ['expired'] })
    const report = await judge(await ca.leaf(), {
      anchors: ders(otherRoot, root),
      intermediates: ders(expired, ca),
    })
    expect(verdictOf(report)).toBe('ok')
    expect(report.chain[1]?.fingerprint()).toBe(ca.certificate.fingerprint())
  })

  it('past an expired root of the name and key of a sound one', async () => {
    const key = await createTestKey({ seed: 'renewed root' })
    const expired = await createTestAuthority({ seed: 'renewed', key, defects: ['expired'] })
    const sound = await createTestAuthority({ seed: 'renewed', key })
    const leaf = await sound.leaf()
    expect(await verdict(leaf, { anchors: ders(expired, sound) })).toBe('ok')
    expect(await verdict(leaf, { anchors: ders(expired) })).toBe('certificate-expired')
  })

  it('past a branch whose name constraints forbid the name', async () => {
    const ca = await root.intermediate({ subject: 'CA' })
    const narrow = await otherRoot.crossSign(ca, { nameConstraints: { permitted: ['other.example'] } })
    const options = { anchors: ders(otherRoot, root), intermediates: ders(narrow, ca) }
    expect(await verdict(await ca.leaf(), options)).toBe('ok')
    expect(await verdict(await ca.leaf(), { ...options, intermediates: ders(narrow) })).toBe('name-constraint-violated')
  })

  it('past a branch that leads to nobody', async () => {
    const ca = await root.intermediate({ subject: 'CA' })
    const dead = await stranger.crossSign(ca)
    const options = { anchors: ders(root), intermediates: ders(dead, stranger, ca) }
    expect(await verdict(await ca.leaf(), options)).toBe('ok')
  })

  it('past a root that is distrusted', async () => {
    const ca = await root.intermediate({ subject: 'CA' })
    const cross = await otherRoot.crossSign(ca)
    const { subject, publicKey } = otherRoot.certificate
    const distrusted = { name: subject, publicKey, certificate: otherRoot.certificate, distrustAfter: new Date(0) }
    const options = { anchors: [distrusted, root.der], intermediates: ders(cross, ca) }
    expect(await verdict(await ca.leaf(), options)).toBe('ok')
  })

  it('also where the key identifier points the wrong way, which is only a hint', async () => {
    const ca = await root.intermediate({ defects: ['wrong-authority-key-identifier'] })
    const leaf = await ca.leaf({ defects: ['wrong-authority-key-identifier'] })
    expect(await verdict(leaf)).toBe('ok')
  })

  it('also where the key identifier points at another CA of the name', async () => {
    const right = await root.intermediate({ subject: 'CA' })
    const other = await root.intermediate({ subject: 'CA' })
    const { value } = other.certificate.extensions.list.find(({ name }) => name === 'subjectKeyIdentifier') ?? {}
    if (value === undefined) throw new Error('no subjectKeyIdentifier')
    // SEQUENCE { [0] keyIdentifier }
    const keyIdentifier = Uint8Array.of(0x30, value.length, 0x80, ...value.slice(1))
    const leaf = await right.leaf({ extensions: [{ oid: '2.5.29.35', critical: false, value: keyIdentifier }] })
    expect(leaf.certificate.extensions.authorityKeyIdentifier?.keyIdentifier).toBe(
      other.certificate.extensions.subjectKeyIdentifier,
    )
    expect(await verdict(leaf, { anchors: ders(root), intermediates: ders(other, right) })).toBe('ok')
  })

  it('and stops at an intermediate that is itself trusted', async () => {
    const ca = await stranger.intermediate()
    const report = await judge(await ca.leaf(), { anchors: ders(ca), intermediates: ders(stranger) })
    expect(verdictOf(report)).toBe('ok')
    expect(report.chain).toHaveLength(2)
  })

  //                    +- Root, trusted
  // leaf - CA - "Root" +
  //                    +- Root, certified by Other Root - Other Root, trusted
  it('and at the nearest root, though a newer certificate leads further', async () => {
    const ca = await root.intermediate()
    const cross = await otherRoot.crossSign(root)
    const report = await judge(await ca.leaf(), {
      anchors: ders(otherRoot, root),
      intermediates: ders(ca, cross),
    })
    expect(verdictOf(report)).toBe('ok')
    expect(report.chain.map(({ subject }) => subject.text).slice(1)).toEqual([
      ca.certificate.subject.text,
      'CN=Test Root CA',
    ])
  })

  it('and takes of two roots that serve alike always the same', async () => {
    const key = await createTestKey({ seed: 'twins' })
    const one = await createTestAuthority({ seed: 'twins', key, serialNumber: 1 })
    const two = await createTestAuthority({ seed: 'twins', key, serialNumber: 2 })
    const leaf = await one.leaf()
    const ends = await Promise.all([ders(one, two), ders(two, one)].map((anchors) => judge(leaf, { anchors })))
    const [first, second] = ends.map(({ anchor }) => anchor?.certificate?.fingerprint())
    expect(first).toBe(one.certificate.fingerprint())
    expect(second).toBe(first)
  })

  it('and looks at what is current before what is not, though that be newer', async () => {
    const ca = await root.intermediate({ subject: 'CA' })
    const expired = await otherRoot.crossSign(ca, { defects: ['expired'] })
    expect(expired.certificate.notBefore.getTime()).toBeGreaterThan(ca.certificate.notBefore.getTime())
    const options = { anchors: ders(otherRoot, root), intermediates: ders(expired, ca) }
    expect(await verdict(await ca.leaf(), { ...options, limits: { candidates: 2 } })).toBe('ok')
  })

  it('and takes a trusted certificate for its own path', async () => {
    const leaf = await stranger.leaf()
    const report = await judge(leaf, { anchors: ders(leaf) })
    expect(verdictOf(report)).toBe('ok')
    expect(report.chain).toHaveLength(1)
    expect(report.anchor?.certificate?.fingerprint()).toBe(leaf.certificate.fingerprint())
  })

  it('and holds against a trusted certificate what is said of the root', async () => {
    const leaf = await stranger.selfSigned()
    const { subject: name, publicKey } = leaf.certificate
    const anchor = { name, publicKey, certificate: leaf.certificate }
    expect(await verdict(leaf, { anchors: [anchor] })).toBe('ok')
    expect(await verdict(leaf, { anchors: [{ ...anchor, distrustAfter: new Date(0) }] })).toBe('root-distrusted')
    expect(await verdict(leaf, { anchors: [anchor], policies: { requireExplicitPolicy: true } })).toBe('ok')
    const silent = await stranger.selfSigned({ policies: [] })
    const options = { anchors: ders(silent), policies: { requireExplicitPolicy: true } }
    expect(await verdict(silent, options)).toBe('policy-violated')
  })

  it('with roots that are a name and a key', async () => {
    const ca = await root.intermediate()
    const { subject: name, publicKey } = root.certificate
    const report = await judge(await ca.leaf(), { anchors: [{ name, publicKey }] })
    expect(verdictOf(report)).toBe('ok')
    expect(report.chain).toHaveLength(2)
    const wrong = { name, publicKey: otherRoot.certificate.publicKey }
    expect(await verdict(await ca.leaf(), { anchors: [wrong] })).toBe('signature-invalid')
  })

  it('and judges the key of such a root as that of any other', async () => {
    const weak = await createTestAuthority({ seed: 'weak', algorithm: 'RSA-1024' })
    const { subject: name, publicKey } = weak.certificate
    const leaf = await weak.leaf({ key: await createTestKey({ seed: 'weak leaf' }) })
    for (const profile of ['webpki', 'rfc5280'] as const) {
      expect(await verdict(leaf, { profile })).toBe('key-weak')
      expect(await verdict(leaf, { profile, anchors: [{ name, publicKey }] })).toBe('key-weak')
    }
  })

  it('and does not let a root stand in for itself where it is given twice', async () => {
    const { subject: name, publicKey } = root.certificate
    const anchor = { name, publicKey, certificate: root.certificate, distrustAfter: new Date(0) }
    const ca = await root.intermediate()
    const report = await judge(await ca.leaf(), { anchors: [anchor], intermediates: ders(ca, root) })
    expect(verdictOf(report)).toBe('root-distrusted')
    expect(report.chain).toHaveLength(2)
  })
})

describe('buildChain() checks every signature', () => {
  it.each(['wrong-issuer-key', 'broken-signature'] as const)('%s of the leaf', async (defect) => {
    const ca = await root.intermediate()
    const report = await judge(await ca.leaf({ defects: [defect] }))
    expect(report.problems).toMatchObject([{ code: 'signature-invalid', certificate: 0 }])
    expect(report.chain).toHaveLength(1)
  })

  it.each(['wrong-issuer-key', 'broken-signature'] as const)('%s of an intermediate', async (defect) => {
    const ca = await root.intermediate({ defects: [defect] })
    const report = await judge(await ca.leaf())
    expect(report.problems).toMatchObject([{ code: 'signature-invalid', certificate: 1 }])
    expect(report.chain).toHaveLength(2)
  })

  it('but not that of the root by itself', async () => {
    const anchor = await createTestAuthority({ seed: 'unchecked', defects: ['broken-signature'] })
    expect(await verdict(await anchor.leaf())).toBe('ok')
  })

  it('with the algorithm of the certificate and not that of its issuer', async () => {
    const pss = await createTestAuthority({
      seed: 'mixed',
      algorithm: 'RSA-2048',
      signatureAlgorithm: 'RSASSA-PSS-SHA256',
    })
    const ca = await pss.intermediate({ algorithm: 'P-384', signatureAlgorithm: 'sha256WithRSAEncryption' })
    const below = await ca.intermediate({ algorithm: 'RSA-2048' })
    const leaf = await below.leaf({ algorithm: 'Ed25519', signatureAlgorithm: 'RSASSA-PSS-SHA256' })
    expect(await verdict(leaf)).toBe('ok')
  })

  it.each(['sha1-signature', 'md5-signature', 'unsigned'] as const)('and refuses %s', async (defect) => {
    const anchor = await createTestAuthority({ seed: 'old', algorithm: 'RSA-2048' })
    const ca = await anchor.intermediate({ defects: [defect] })
    expect(await verdict(await ca.leaf())).toBe('signature-algorithm-refused')
    const leaf = await anchor.leaf({ defects: [defect] })
    for (const profile of ['webpki', 'rfc5280'] as const) {
      expect(await verdict(leaf, { profile })).toContain('signature-algorithm-refused')
    }

    const opened = await verdict(leaf, { dangerouslyAllowWeakAlgorithms: true })
    expect(opened === 'ok').toBe(defect === 'sha1-signature')
  })

  it('and says of an algorithm that nobody knows that it is not supported', async () => {
    const leaf = await root.leaf({ defects: ['unknown-signature-algorithm'] })
    expect(await verdict(leaf)).toContain('signature-unsupported')
    const known = await root.leaf()
    expect(await verdict(known, { verifier: { verify: () => 'unsupported' } })).toBe('signature-unsupported')
  })

  it.each([
    'weak-rsa-key',
    'even-rsa-exponent',
    'explicit-curve-parameters',
    'dsa-key',
    'unknown-key-algorithm',
  ] as const)('and refuses a leaf with %s', async (defect) => {
    const anchor = await createTestAuthority({ seed: 'keys', algorithm: 'RSA-2048' })
    const leaf = await anchor.leaf({
      defects: [defect],
      ...(defect === 'explicit-curve-parameters' ? { algorithm: 'P-256' as const } : {}),
    })
    expect(await verdict(leaf)).toMatch(/key-weak|certificate-malformed/)
  })
})
