import { describe, expect, it } from 'vitest'
import type { SignatureVerifier } from '../../../src/crypto/signature-verifier.ts'
import { createNodeVerifier } from '../../../src/node/create-node-verifier.ts'
import { buildChain } from '../../../src/path/build-chain.ts'
import { createTestAuthority, TEST_EPOCH } from '../../../src/testing/index.ts'
import { judge, verdict, verdictOf } from './judge.ts'

const root = await createTestAuthority({ seed: 'build-chain' })
const ca = await root.intermediate({ subject: 'CA' })
const leaf = await ca.leaf()
const stranger = await createTestAuthority({ seed: 'build-chain', subject: 'Private Root CA' })

describe('buildChain()', () => {
  it('gives the path, leaf first and root last, and the root that it ends in', async () => {
    const report = await judge(leaf)
    expect(report.ok).toBe(true)
    expect(report.problems).toEqual([])
    expect(report.chain.map(({ subject }) => subject.text)).toEqual(['CN=www.example.com', 'CN=CA', 'CN=Test Root CA'])
    expect(report.anchor?.name.text).toBe('CN=Test Root CA')
    expect(report.missing).toBeUndefined()
  })

  it('takes text, bytes and decoded certificates alike', async () => {
    const forms = [
      [leaf.pem, [root.pem], [ca.pem]],
      [leaf.der, [root.der], [ca.der]],
      [leaf.certificate, [root.certificate], [ca.certificate]],
    ] as const
    for (const [certificate, anchors, intermediates] of forms) {
      expect(await verdict(certificate, { anchors, intermediates })).toBe('ok')
    }
    const iterables = { anchors: new Set([root.der]), intermediates: [ca.der].values() }
    expect(await verdict(leaf.der, iterables)).toBe('ok')
  })

  it('works with WebCrypto where no verifier is given', async () => {
    const { ok } = await buildChain(leaf.der, {
      anchors: [root.der],
      intermediates: [ca.der],
      at: new Date(TEST_EPOCH),
    })
    expect(ok).toBe(true)
  })

  it('draws from a pool, of which nothing is told', async () => {
    const noise = new Uint8Array(3)
    const report = await judge(leaf, { intermediates: [], pool: [noise, stranger.der, ca.der] })
    expect(report.ok).toBe(true)
    expect(report.problems).toEqual([])
  })
})

describe('buildChain() says what is missing', () => {
  it('an issuer, by name, key identifier and address', async () => {
    const urls = { caIssuers: ['http://ca.example/ca.cer', 'ldap://ca.example/x'] }
    const report = await judge(await ca.leaf({ urls }), { intermediates: [] })
    expect(report).toMatchObject({
      ok: false,
      missing: {
        keyIdentifier: ca.certificate.extensions.subjectKeyIdentifier,
        urls: ['http://ca.example/ca.cer', 'ldap://ca.example/x'],
      },
      problems: [
        {
          code: 'issuer-not-found',
          kind: 'incomplete-chain',
          certificate: 0,
          detail: {
            issuer: 'CN=CA',
            keyIdentifier: ca.certificate.extensions.subjectKeyIdentifier,
            url: 'http://ca.example/ca.cer',
          },
        },
      ],
    })
    expect(report.missing?.issuer.text).toBe('CN=CA')
    expect(report.anchor).toBeUndefined()
  })

  it('the issuer of an intermediate, after the part that is sound', async () => {
    const report = await judge(leaf, { anchors: [stranger.der] })
    expect(report.chain).toHaveLength(2)
    expect(report.problems).toMatchObject([
      { code: 'issuer-not-found', certificate: 1, detail: { issuer: 'CN=Test Root CA', url: null } },
    ])
  })

  it('a public root above a private one', async () => {
    const below = await stranger.intermediate()
    const report = await judge(await below.leaf(), {
      anchors: [root.der],
      intermediates: [below.der, stranger.der],
    })
    expect(report.missing).toBeUndefined()
    expect(report.problems).toMatchObject([
      {
        code: 'private-ca',
        kind: 'not-public',
        certificate: 2,
        detail: { root: 'CN=Private Root CA', fingerprint: stranger.certificate.fingerprint() },
      },
    ])
    expect(report.chain).toHaveLength(3)
  })

  it('everything above a certificate that signed itself', async () => {
    const own = await stranger.selfSigned()
    const report = await judge(own, { anchors: [root.der] })
    expect(report.problems).toMatchObject([{ code: 'self-signed', certificate: 0 }])
    const twice = await judge(own, { anchors: [root.der], intermediates: [own.der] })
    expect(twice.problems.map(({ code }) => code)).toEqual(['self-signed', 'chain-repeats-leaf'])
  })

  it('but not that a CA is private whose new key its old one certified', async () => {
    const rekeyed = await ca.intermediate({ subject: ca.subject })
    const report = await judge(await rekeyed.leaf(), { anchors: [root.der], intermediates: [rekeyed.der] })
    expect(report.problems).toMatchObject([{ code: 'issuer-not-found', certificate: 1 }])
  })

  it('and what a certificate breaks even where its path ends', async () => {
    const report = await judge(await ca.leaf({ defects: ['expired'] }), { intermediates: [], hostname: 'a.example' })
    expect(report.problems.map(({ code }) => code)).toEqual([
      'certificate-expired',
      'hostname-mismatch',
      'issuer-not-found',
    ])
  })

  it('of many failures the one that came furthest, whatever the order', async () => {
    const expired = await stranger.crossSign(ca, { defects: ['expired'] })
    const narrow = await stranger.crossSign(ca, { nameConstraints: { permitted: ['other.example'] } })
    const deeper = await stranger.crossSign(ca)
    const candidates = [expired.der, narrow.der, deeper.der]
    for (const intermediates of [candidates, [...candidates].reverse()]) {
      const report = await judge(leaf, { anchors: [root.der].slice(1), intermediates })
      expect(report.problems).toMatchObject([{ code: 'issuer-not-found', certificate: 1 }])
      expect(report.chain[1]?.fingerprint()).toBe(deeper.certificate.fingerprint())
    }
    const report = await judge(leaf, { anchors: [stranger.der], intermediates: [expired.der, narrow.der] })
    expect(verdictOf(report)).toBe('certificate-expired')
  })
})

describe('buildChain() reviews the chain that came along', () => {
  const warningsOf = async (intermediates: readonly Uint8Array[]): Promise<readonly string[]> => {
    const report = await judge(leaf, { anchors: [root.der], intermediates })
    expect(report.ok).toBe(true)
    return report.problems.map(({ code, certificate }) => `${code} ${String(certificate)}`)
  }

  it('and has nothing to say of a sound one, with or without the root', async () => {
    expect(await warningsOf([ca.der])).toEqual([])
    expect(await warningsOf([ca.der, root.der])).toEqual([])
  })

  it('names strangers, the leaf once more, and what is out of order', async () => {
    expect(await warningsOf([stranger.der, ca.der])).toEqual(['chain-stranger 0'])
    expect(await warningsOf([leaf.der, ca.der])).toEqual(['chain-repeats-leaf 0'])
    expect(await warningsOf([root.der, ca.der])).toEqual(['chain-order 0'])
    expect(await warningsOf([leaf.der, stranger.der, root.der, ca.der])).toEqual([
      'chain-repeats-leaf 0',
      'chain-order 2',
      'chain-stranger 1',
    ])
  })

  it('and does not call it wrong that a link is left out', async () => {
    const report = await judge(leaf, { intermediates: [root.der], pool: [ca.der] })
    expect(report).toMatchObject({ ok: true, problems: [] })
  })

  it('counts along what was given, also past what cannot be read', async () => {
    const report = await judge(leaf, { intermediates: [new Uint8Array([0x30, 0]), ca.der, stranger.der] })
    expect(report.problems).toMatchObject([
      {
        code: 'certificate-malformed',
        kind: 'format',
        certificate: 0,
        detail: { structure: 'TBSCertificate', error: 'ERR_DER_TRUNCATED' },
      },
      { code: 'chain-stranger', certificate: 2 },
    ])
    expect(report.ok).toBe(false)
    expect(report.anchor).toBeDefined()
  })

  it('and says where a leaf cannot be read', async () => {
    const report = await judge(leaf.der.subarray(0, -1), { anchors: [root.der] })
    expect(report).toMatchObject({
      ok: false,
      chain: [],
      problems: [{ code: 'certificate-malformed', certificate: 0, detail: { structure: 'Certificate' } }],
    })
    expect(await verdict('-----BEGIN CERTIFICATE-----\nAAA', { anchors: [root.der] })).toBe('certificate-malformed')
  })

  it('keeps hostile names as plain data', async () => {
    const subject = 'evil\n\u001b[31m\u202e,CN=good'
    const hostile = await stranger.leaf({ subject, names: ['a.example'] })
    const report = await judge(hostile, { anchors: [root.der], hostname: 'b.example' })
    expect(report.problems).toHaveLength(2)
    expect(JSON.stringify(report.problems)).not.toContain('\u001b')
  })
})

describe('buildChain() refuses wrong calls before any work', () => {
  const wrong: readonly (readonly [string, Readonly<Record<string, unknown>>, new () => Error])[] = [
    ['at', { at: new Date(Number.NaN) }, RangeError],
    ['at', { at: 0 }, TypeError],
    ['purpose', { purpose: 'serverauth' }, TypeError],
    ['profile', { profile: 'WebPKI' }, TypeError],
    ['maxDepth', { maxDepth: -1 }, RangeError],
    ['maxDepth', { maxDepth: Number.NaN }, RangeError],
    ['limits.signatures', { limits: { signatures: Number.NaN } }, RangeError],
    ['limits.candidates', { limits: { candidates: 1.5 } }, RangeError],
    ['hostname', { hostname: 5 }, TypeError],
    ['policies.initialPolicySet', { policies: { initialPolicySet: '1.2.3' } }, TypeError],
    ['policies.requireExplicitPolicy', { policies: { requireExplicitPolicy: 'true' } }, TypeError],
    ['policies.inhibitPolicyMapping', { policies: { inhibitPolicyMapping: 1 } }, TypeError],
    ['policies.inhibitAnyPolicy', { policies: { inhibitAnyPolicy: null } }, TypeError],
    ['anchors', { anchors: 'PEM' }, TypeError],
    ['anchors', { anchors: new Uint8Array(3) }, TypeError],
    ['anchors', { anchors: [5] }, TypeError],
    ['anchors', { anchors: [null] }, TypeError],
    ['intermediates', { intermediates: 'PEM' }, TypeError],
    ['intermediates', { intermediates: new Uint8Array(3) }, TypeError],
    ['intermediates', { intermediates: [{}] }, TypeError],
    ['pool', { pool: 'PEM' }, TypeError],
  ]
  it.each(wrong)('"%s" as in %j', async (option, options, error) => {
    for (const certificate of [leaf.der, new Uint8Array(1)]) {
      let failure: unknown
      try {
        await buildChain(certificate, { anchors: [root.der], ...options })
      } catch (thrown) {
        failure = thrown
      }
      expect(failure).toBeInstanceOf(error)
      expect(String(failure)).toContain(`"${option}"`)
    }
  })

  it('a root that is no time to be distrusted after, since that would trust everything', async () => {
    const { subject: name, publicKey } = root.certificate
    const anchor = { name, publicKey, distrustAfter: new Date(Number.NaN) }
    await expect(judge(leaf, { anchors: [anchor] })).rejects.toThrow(RangeError)
    await expect(judge(leaf, { anchors: [Object.freeze(anchor)] })).rejects.toThrow(RangeError)
  })

  it('a root that cannot be read', async () => {
    await expect(judge(leaf, { anchors: [new Uint8Array([0x30, 0])] })).rejects.toMatchObject({
      code: 'ERR_DER_TRUNCATED',
    })
  })
})

describe('buildChain() can be ended', () => {
  it('before it begins', async () => {
    const signal = AbortSignal.abort(new Error('no more'))
    await expect(judge(leaf, { signal })).rejects.toThrow('no more')
    await expect(judge(leaf, { signal, anchors: [], intermediates: [] })).rejects.toThrow('no more')
  })

  it('while it works', async () => {
    const controller = new AbortController()
    const inner = createNodeVerifier()
    let calls = 0
    const verifier: SignatureVerifier = {
      verify: (check) => {
        calls += 1
        controller.abort(new Error('enough'))
        return inner.verify(check)
      },
    }
    await expect(judge(leaf, { verifier, signal: controller.signal })).rejects.toThrow('enough')
    expect(calls).toBe(1)
  })

  it('and passes on what a verifier throws', async () => {
    const verifier: SignatureVerifier = { verify: () => Promise.reject(new Error('no crypto')) }
    await expect(judge(leaf, { verifier })).rejects.toThrow('no crypto')
  })
})

describe('buildChain() always gives the same answer', () => {
  it('for the same input, one after the other and at once', async () => {
    const intermediates = [root.der, stranger.der, ca.der]
    const texts = async (): Promise<string> => JSON.stringify(await judge(leaf, { intermediates }))
    const first = await texts()
    expect(await texts()).toBe(first)
    const many = await Promise.all(Array.from({ length: 20 }, texts))
    expect(new Set(many)).toEqual(new Set([first]))
  })

  it('whatever its caller changes after the call', async () => {
    const release: (() => void)[] = []
    const gate = new Promise<void>((resolve) => release.push(resolve))
    const inner = createNodeVerifier()
    const verifier: SignatureVerifier = {
      verify: async (check) => {
        await gate
        return inner.verify(check)
      },
    }
    const bytes = [leaf.der.slice(), ca.der.slice(), root.der.slice()]
    const [certificate = new Uint8Array(), middle = new Uint8Array(), top = new Uint8Array()] = bytes
    const anchors = [top]
    const intermediates = [middle]
    const at = new Date(TEST_EPOCH)
    const initialPolicySet = ['2.23.140.1.2.1']
    const policies = { initialPolicySet, requireExplicitPolicy: true }
    const pending = buildChain(certificate, { anchors, intermediates, at, policies, verifier })
    for (const one of bytes) one.fill(0)
    anchors.length = 0
    intermediates.push(new Uint8Array(5))
    at.setTime(0)
    initialPolicySet[0] = '1.2.3'
    for (const go of release) go()
    const report = await pending
    expect(verdictOf(report)).toBe('ok')
    expect(report.chain.map(({ der }) => Buffer.from(der).equals(Buffer.alloc(der.length)))).toEqual([
      false,
      false,
      false,
    ])
  })
})
