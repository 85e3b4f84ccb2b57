import { describe, expect, it } from 'vitest'
import type { ChainPurpose } from '../../../src/path/certificate-faults.ts'
import {
  createTestAuthority,
  TEST_EPOCH,
  type CertificateDefect,
  type CertificateOptions,
} from '../../../src/testing/index.ts'
import { judge, verdict, verdictOf } from './judge.ts'

const root = await createTestAuthority({ seed: 'certificate-faults' })
const other = await createTestAuthority({ seed: 'certificate-faults', subject: 'Other Root CA' })
const epochMs = Date.parse(TEST_EPOCH)

function at(offsetMs: number): Date {
  return new Date(epochMs + offsetMs)
}

describe('buildChain() asks that each certificate is current', () => {
  const notBefore = at(0)
  const notAfter = at(86_400_000)

  it.each([
    [-1000, 'certificate-not-yet-valid'],
    [-1, 'certificate-not-yet-valid'],
    [0, 'ok'],
    [86_400_000, 'ok'],
    // Within the last second, for notAfter is inclusive and certificates know whole seconds.
    [86_400_999, 'ok'],
    [86_401_000, 'certificate-expired'],
  ])('%i ms after notBefore: %s', async (offset, expected) => {
    const leaf = await root.leaf({ notBefore, notAfter })
    expect(await verdict(leaf, { at: at(offset) })).toBe(expected)
    const ca = await root.intermediate({ notBefore, notAfter })
    expect(await verdict(await ca.leaf({ notBefore: at(-9e8), notAfter: at(9e8) }), { at: at(offset) })).toBe(expected)
    const anchor = await createTestAuthority({ seed: 'brief', notBefore, notAfter })
    expect(await verdict(await anchor.leaf({ notBefore: at(-9e8), notAfter: at(9e8) }), { at: at(offset) })).toBe(
      expected,
    )
  })

  it('tells which one, and when it ended or begins', async () => {
    const ca = await root.intermediate({ subject: 'Old CA', notBefore: at(-9e8), notAfter: at(-1000) })
    const report = await judge(await ca.leaf())
    expect(report.problems).toMatchObject([
      {
        code: 'certificate-expired',
        certificate: 1,
        detail: { subject: 'CN=Old CA', notAfter: '2026-06-01T11:59:59.000Z' },
      },
    ])
    const early = await judge(await root.leaf({ notBefore: at(1000) }))
    expect(early.problems).toMatchObject([
      { code: 'certificate-not-yet-valid', certificate: 0, detail: { notBefore: '2026-06-01T12:00:01.000Z' } },
    ])
    expect(early.chain).toHaveLength(2)
  })

  it('never while it ends before it begins', async () => {
    expect(await verdict(await root.leaf({ defects: ['reversed-validity'] }))).not.toBe('ok')
  })
})

describe('buildChain() holds a root to its distrust-after date', () => {
  const { subject: name, publicKey } = root.certificate
  const anchor = { name, publicKey, certificate: root.certificate, distrustAfter: at(0) }

  it.each([
    [-1000, 'ok'],
    [0, 'ok'],
    [1000, 'root-distrusted'],
  ])('a leaf that begins %i ms after it: %s', async (offset, expected) => {
    const leaf = await root.leaf({ notBefore: at(offset) })
    const report = await judge(leaf, { anchors: [anchor], at: at(5000) })
    expect(verdictOf(report)).toBe(expected)
    if (expected !== 'ok') {
      expect(report.problems[0]?.detail).toEqual({ root: 'CN=Test Root CA', distrustAfter: '2026-06-01T12:00:00.000Z' })
    }
  })

  it('lets a leaf pass that is older than the limit of how long any may live', async () => {
    const old = await createTestAuthority({ seed: 'old', notBefore: new Date('2015-01-01'), lifetimeDays: 9000 })
    const { subject, publicKey: key } = old.certificate
    const leaf = await old.leaf({ notBefore: new Date('2020-08-31'), lifetimeDays: 825 })
    const distrusted = { name: subject, publicKey: key, certificate: old.certificate, distrustAfter: at(0) }
    expect(await verdict(leaf, { anchors: [distrusted], at: new Date('2021-01-01') })).toBe('ok')
  })

  it('on the web also a leaf that lives longer than any may, and so was dated back', async () => {
    const limit = 398 * 86_400_000
    const begin = at(-1000)
    const longest = await root.leaf({ notBefore: begin, notAfter: new Date(begin.getTime() + limit - 1000) })
    const longer = await root.leaf({ notBefore: begin, notAfter: new Date(begin.getTime() + limit) })
    expect(await verdict(longest, { anchors: [anchor] })).toBe('ok')
    expect(await verdict(longer, { anchors: [anchor] })).toBe('root-distrusted')
    expect(await verdict(longer, { anchors: [anchor], profile: 'rfc5280' })).toBe('ok')
  })
})

const PURPOSES: readonly (readonly [
  purpose: ChainPurpose,
  leaf: readonly string[],
  intermediate: readonly string[],
  webpki: string,
  rfc5280: string,
])[] = [
  ['serverAuth', ['serverAuth'], [], 'ok', 'ok'],
  ['serverAuth', ['serverAuth', 'clientAuth'], ['serverAuth'], 'ok', 'ok'],
  ['serverAuth', ['clientAuth'], [], 'purpose-not-allowed', 'purpose-not-allowed'],
  ['serverAuth', ['serverAuth'], ['clientAuth'], 'purpose-not-allowed', 'purpose-not-allowed'],
  ['serverAuth', ['serverAuth'], ['anyExtendedKeyUsage'], 'purpose-not-allowed', 'ok'],
  ['serverAuth', [], [], 'profile-violated', 'ok'],
  ['serverAuth', ['anyExtendedKeyUsage'], [], 'purpose-not-allowed profile-violated', 'ok'],
  // Longer and shorter than the identifier of serverAuth by one arc.
  ['serverAuth', ['1.3.6.1.5.5.7.3.1.1'], [], 'purpose-not-allowed', 'purpose-not-allowed'],
  ['serverAuth', ['1.3.6.1.5.5.7.3'], [], 'purpose-not-allowed', 'purpose-not-allowed'],
  ['clientAuth', ['clientAuth'], [], 'ok', 'ok'],
  ['clientAuth', ['serverAuth'], [], 'purpose-not-allowed', 'purpose-not-allowed'],
  ['codeSigning', ['codeSigning'], ['codeSigning'], 'ok', 'ok'],
  ['emailProtection', ['emailProtection'], [], 'ok', 'ok'],
  ['any', ['codeSigning'], ['clientAuth'], 'ok', 'ok'],
]

describe('buildChain() asks for a purpose', () => {
  it.each(PURPOSES)('%s of a leaf for %j below a CA for %j', async (purpose, leaf, intermediate, webpki, rfc5280) => {
    const ca = await root.intermediate({ extendedKeyUsage: intermediate })
    const certificate = await ca.leaf({ extendedKeyUsage: leaf })
    expect(await verdict(certificate, { purpose })).toBe(webpki)
    expect(await verdict(certificate, { purpose, profile: 'rfc5280' })).toBe(rfc5280)
  })

  it.each([
    ['serverAuth', ['digitalSignature'], 'ok'],
    ['serverAuth', ['keyEncipherment'], 'ok'],
    ['serverAuth', ['cRLSign'], 'purpose-not-allowed'],
    ['clientAuth', ['keyEncipherment'], 'purpose-not-allowed'],
    ['codeSigning', ['keyAgreement'], 'purpose-not-allowed'],
  ] as const)('%s of a leaf whose key may %j: %s', async (purpose, keyUsage, expected) => {
    const leaf = await root.leaf({ keyUsage, extendedKeyUsage: [purpose] })
    expect(await verdict(leaf, { purpose })).toBe(expected)
  })

  it('but not of the root, whose extendedKeyUsage the web does not know at all', async () => {
    const anchor = await createTestAuthority({ seed: 'purpose', extendedKeyUsage: ['clientAuth'] })
    const leaf = await anchor.leaf()
    expect(await verdict(leaf, { profile: 'rfc5280' })).toBe('ok')
    expect(await verdict(leaf)).toBe('profile-violated')
  })

  it('and cannot read a list of none', async () => {
    expect(await verdict(await root.leaf({ defects: ['empty-extended-key-usage'] }))).toBe('certificate-malformed')
  })
})

describe('buildChain() knows every critical extension of a path, or refuses it', () => {
  const defect: CertificateDefect = 'unknown-critical-extension'

  it('in the leaf, an intermediate and the root', async () => {
    expect(await verdict(await root.leaf({ defects: [defect] }))).toBe('critical-extension-unknown')
    const ca = await root.intermediate({ defects: [defect] })
    const report = await judge(await ca.leaf())
    expect(report.problems).toMatchObject([{ code: 'critical-extension-unknown', certificate: 1 }])
    const anchor = await createTestAuthority({ seed: 'critical', defects: [defect] })
    expect(await verdict(await anchor.leaf())).toBe('critical-extension-unknown')
  })

  it('but not in a certificate that has no part in the path', async () => {
    const stranger = await root.intermediate({ defects: [defect] })
    const ca = await root.intermediate()
    const report = await judge(await ca.leaf(), { intermediates: [stranger.der, ca.der] })
    expect(report.ok).toBe(true)
    const cross = await other.crossSign(ca, { defects: [defect] })
    expect(await verdict(await ca.leaf(), { anchors: [root.der, other.der], intermediates: [cross.der, ca.der] })).toBe(
      'ok',
    )
  })

  it.each([
    ['2.5.29.10', 'basicConstraints of old'],
    ['2.5.29.11', 'nameConstraints of old'],
    ['1.3.6.1.5.5.7.1.24', 'tlsFeature'],
    ['2.5.29.15.1', 'an identifier that goes on after that of keyUsage'],
  ])('%s: %s', async (oid) => {
    const value = oid === '1.3.6.1.5.5.7.1.24' ? Uint8Array.of(0x30, 3, 2, 1, 5) : Uint8Array.of(0x30, 0)
    const critical: CertificateOptions = { extensions: [{ oid, critical: true, value }] }
    expect(await verdict(await root.leaf(critical))).toBe('critical-extension-unknown')
    expect(await verdict(await (await root.intermediate(critical)).leaf())).toBe('critical-extension-unknown')
    const plain: CertificateOptions = { extensions: [{ oid, critical: false, value }] }
    expect(await verdict(await root.leaf(plain))).toBe('ok')
  })

  it('never the old basicConstraints for the new (node-forge 1.4.3)', async () => {
    const ca = await root.intermediate({ defects: ['deprecated-critical-extension', 'missing-key-usage'] })
    expect(await verdict(await ca.leaf())).toBe('critical-extension-unknown')
  })

  it('refuses a precertificate', async () => {
    for (const profile of ['webpki', 'rfc5280'] as const) {
      const report = await judge(await root.leaf({ defects: ['ct-poison'] }), { profile })
      expect(report.problems).toMatchObject([
        { code: 'critical-extension-unknown', detail: { oid: '1.3.6.1.4.1.11129.2.4.3' } },
        { code: 'profile-violated', detail: { rule: 'rfc5280-precertificate' } },
      ])
    }
  })

  it.each(['duplicate-extension', 'trailing-bytes-in-extension', 'v1-with-extensions'] as const)(
    'and reads no certificate with %s',
    async (malformed) => {
      expect(await verdict(await root.leaf({ defects: [malformed] }))).toBe('certificate-malformed')
      const ca = await root.intermediate({ defects: [malformed] })
      expect(await verdict(await ca.leaf())).toBe('certificate-malformed issuer-not-found')
    },
  )
})

/** A leaf of an own kind, and the rule that it breaks under `webpki` and under `rfc5280`; `ok` for none. */
const RULES: readonly (readonly [what: string, options: CertificateOptions, webpki: string, rfc5280: string])[] = [
  ['serial number 0', { defects: ['zero-serial-number'] }, 'rfc5280-serial-number', 'rfc5280-serial-number'],
  ['negative serial number', { defects: ['negative-serial-number'] }, 'rfc5280-serial-number', 'rfc5280-serial-number'],
  ['21 octets', { defects: ['too-long-serial-number'] }, 'rfc5280-serial-number', 'rfc5280-serial-number'],
  [
    '20 octets, of which the first is of the sign',
    { serialNumber: Uint8Array.of(0, 0x80, ...new Uint8Array(18)) },
    'ok',
    'ok',
  ],
  [
    '21 octets, of which the first is of the sign',
    { serialNumber: Uint8Array.of(0, 0x80, ...new Uint8Array(19)) },
    'rfc5280-serial-number',
    'rfc5280-serial-number',
  ],
  [
    'no authorityKeyIdentifier',
    { defects: ['missing-authority-key-identifier'] },
    'rfc5280-aki-missing',
    'rfc5280-aki-missing',
  ],
  [
    'an address as a DNS name',
    { names: [{ dns: '10.0.0.1' }], subject: 'x' },
    'rfc5280-address-as-dns-name',
    'rfc5280-address-as-dns-name',
  ],
  [
    'a policy named twice',
    { policies: ['1.2.3.1', '1.2.3.2', '1.2.3.1'] },
    'rfc5280-policy-repeated',
    'rfc5280-policy-repeated',
  ],
  ['policies that differ', { policies: ['1.2.3.1', '1.2.3.10', '2.5.29.32.0'] }, 'ok', 'ok'],
  ['no alternative name', { defects: ['missing-san'] }, 'br-alt-name-missing', 'ok'],
  ['no purpose', { defects: ['missing-extended-key-usage'] }, 'br-purpose-missing', 'ok'],
  ['another name as common name', { subject: 'mail.example.com' }, 'br-common-name', 'ok'],
  ['the name in other letters as common name', { subject: 'WWW.example.com' }, 'br-common-name', 'ok'],
  [
    'an empty subject with names that are not critical',
    { subject: [] },
    'rfc5280-alt-name-not-critical',
    'rfc5280-alt-name-not-critical',
  ],
]

describe('buildChain() asks for contents by profile', () => {
  it.each(RULES)('%s', async (_what, options, webpki, rfc5280) => {
    const leaf = await root.leaf(options)
    for (const [profile, expected] of [
      ['webpki', webpki],
      ['rfc5280', rfc5280],
    ] as const) {
      const { problems } = await judge(leaf, { profile })
      const rules = problems.map((problem) =>
        problem.code === 'profile-violated' ? problem.detail.rule : problem.code,
      )
      expect(rules).toEqual(expected === 'ok' ? [] : [expected])
    }
  })

  it('without work that grows by the product of common names and alternative names', async () => {
    const subject = Array.from({ length: 1500 }, (_, index) => ({ type: 'CN', value: `c${String(index)}.example` }))
    const names = Array.from({ length: 6000 }, (_, index) => `n${String(index)}.other.example`)
    const leaf = await root.leaf({ subject, names })
    const start = performance.now()
    expect(await verdict(leaf)).toBe('ok')
    expect(performance.now() - start).toBeLessThan(1500)
  })
})

describe('buildChain() asks for a key that is one', () => {
  it.each(['webpki', 'rfc5280'] as const)(
    'also of the leaf, with which nothing is verified, under %s',
    async (profile) => {
      const leaf = await root.leaf({ defects: ['off-curve-point'] })
      const { problems } = await judge(leaf, { profile, dangerouslyAllowWeakAlgorithms: true })
      expect(problems).toMatchObject([{ code: 'key-weak', certificate: 0, detail: { weakness: 'point-invalid' } }])
    },
  )
})

describe('buildChain() remembers of a decoded certificate no more than it may', () => {
  it('not that it was good for another purpose, profile or age', async () => {
    const { certificate } = await root.leaf({ defects: ['missing-extended-key-usage'] })
    const options = { anchors: [root.der], intermediates: [] }
    expect(await verdict(certificate, { ...options, profile: 'rfc5280' })).toBe('ok')
    expect(await verdict(certificate, options)).toBe('profile-violated')
    const other = await root.leaf({ extendedKeyUsage: ['codeSigning'] })
    expect(await verdict(other.certificate, { ...options, purpose: 'codeSigning' })).toBe('ok')
    expect(await verdict(other.certificate, options)).toBe('purpose-not-allowed')
    const brief = await root.leaf({ notAfter: at(1000) })
    expect(await verdict(brief.certificate, options)).toBe('ok')
    expect(await verdict(brief.certificate, { ...options, at: at(2000) })).toBe('certificate-expired')
  })

  it('not that weak algorithms were allowed', async () => {
    const old = await createTestAuthority({ seed: 'old', algorithm: 'RSA-2048' })
    const { certificate } = await old.leaf({ defects: ['sha1-signature'] })
    const options = { anchors: [old.der], intermediates: [] }
    expect(await verdict(certificate, { ...options, dangerouslyAllowWeakAlgorithms: true })).toBe('ok')
    expect(await verdict(certificate, options)).toBe('signature-algorithm-refused')
  })

  it('not that it was good as a root, whose own signature does not count', async () => {
    const old = await createTestAuthority({ seed: 'old', algorithm: 'RSA-2048' })
    const ca = await old.intermediate({ defects: ['sha1-signature'] })
    const leaf = await ca.leaf()
    expect(await verdict(leaf.der, { anchors: [ca.certificate], intermediates: [] })).toBe('ok')
    const options = { anchors: [old.der], intermediates: [ca.certificate] }
    expect(await verdict(leaf.der, options)).toBe('signature-algorithm-refused')
  })
})
