import { describe, expect, it } from 'vitest'
import {
  createTestAuthority,
  createTestKey,
  type AuthorityOptions,
  type CertificateDefect,
  type TestExtensionName,
} from '../../../src/testing/index.ts'
import { judge, verdict } from './judge.ts'

const root = await createTestAuthority({ seed: 'basic-constraints' })

/** What a certificate says of its right to sign: basicConstraints and keyUsage, each fit, unfit or absent. */
const RIGHTS: readonly (readonly [
  basicConstraints: 'cA' | 'not cA' | 'absent',
  keyUsage: 'keyCertSign' | 'other' | 'absent',
  expected: string,
])[] = [
  ['cA', 'keyCertSign', 'ok'],
  ['cA', 'absent', 'ok'],
  ['cA', 'other', 'issuer-key-usage'],
  ['not cA', 'keyCertSign', 'profile-violated'],
  ['not cA', 'absent', 'issuer-not-ca'],
  ['not cA', 'other', 'issuer-not-ca'],
  ['absent', 'keyCertSign', 'profile-violated'],
  ['absent', 'absent', 'issuer-not-ca'],
  ['absent', 'other', 'issuer-not-ca'],
]

function rightsOptions(basicConstraints: string, keyUsage: string): AuthorityOptions {
  const defects: CertificateDefect[] = []
  const withoutExtensions: TestExtensionName[] = []
  if (basicConstraints === 'not cA') defects.push('ca-false')
  if (basicConstraints === 'absent') withoutExtensions.push('basicConstraints')
  if (keyUsage === 'other') defects.push('missing-key-cert-sign')
  if (keyUsage === 'absent') withoutExtensions.push('keyUsage')
  return { defects, withoutExtensions }
}

describe('buildChain() lets only CAs sign', () => {
  it.each(RIGHTS)('intermediate with basicConstraints %s and keyUsage %s: %s', async (constraints, usage, expected) => {
    const intermediate = await root.intermediate(rightsOptions(constraints, usage))
    const leaf = await intermediate.leaf()
    expect(await verdict(leaf)).toBe(expected)
    expect(await verdict(leaf, { profile: 'rfc5280' })).toBe(expected)
  })

  it.each(RIGHTS)('root with basicConstraints %s and keyUsage %s: %s', async (constraints, usage, expected) => {
    const options = rightsOptions(constraints, usage)
    const anchor = await createTestAuthority({ seed: `root ${constraints} ${usage}`, ...options })
    expect(await verdict(await anchor.leaf())).toBe(expected)
  })

  it('refuses CAs of version 1, which cannot say that they are any', async () => {
    // Without version, and without extensions, which are the eighth field.
    const tbsPatches = [
      { path: [7], bytes: new Uint8Array() },
      { path: [0], bytes: new Uint8Array() },
    ]
    const old = await root.intermediate({ tbsPatches })
    expect(old.certificate.version).toBe(1)
    const leaf = await old.leaf()
    expect(await verdict(leaf, { profile: 'rfc5280' })).toBe('profile-violated')
    expect(await verdict(leaf)).toBe('profile-violated')
    const oldRoot = await createTestAuthority({ seed: 'version 1', tbsPatches })
    expect(oldRoot.certificate.version).toBe(1)
    expect(await verdict(await oldRoot.leaf(), { profile: 'rfc5280' })).not.toBe('ok')
    expect(await verdict(await oldRoot.leaf())).not.toBe('ok')
  })
})

describe('buildChain() counts CAs by pathLenConstraint', () => {
  it.each([
    [0, 0, 'ok'],
    [0, 1, 'path-length-exceeded'],
    [1, 1, 'ok'],
    [1, 2, 'path-length-exceeded'],
    [2, 2, 'ok'],
  ])('pathLenConstraint %i above %i more CAs: %s', async (pathLength, below, expected) => {
    for (const withoutExtensions of [[], ['keyUsage']] as const) {
      let authority = await root.intermediate({ pathLength, withoutExtensions })
      for (let count = 0; count < below; count += 1) authority = await authority.intermediate({ withoutExtensions })
      expect(await verdict(await authority.leaf())).toBe(expected)
    }
  })

  it('also from the root', async () => {
    const anchor = await createTestAuthority({ seed: 'short', pathLength: 0 })
    expect(await verdict(await anchor.leaf())).toBe('ok')
    const report = await judge(await (await anchor.intermediate()).leaf())
    expect(report.problems).toMatchObject([
      { code: 'path-length-exceeded', certificate: 2, detail: { issuer: 'CN=Test Root CA', pathLenConstraint: 0 } },
    ])
  })

  it('without self-issued CAs (RFC 5280 section 6.1.4 (l))', async () => {
    const ca = await root.intermediate({ pathLength: 0 })
    const rekeyed = await ca.intermediate({ subject: ca.subject, pathLength: 0 })
    expect(await verdict(await rekeyed.leaf())).toBe('ok')
    const other = await rekeyed.intermediate()
    expect(await verdict(await other.leaf())).toBe('path-length-exceeded')
  })

  it('and refuses a pathLenConstraint of no effect', async () => {
    const leaf = await root.leaf({ defects: ['path-length-without-ca'] })
    expect(await verdict(leaf)).toMatch(/profile-violated|certificate-malformed/)
  })

  it('as maxDepth does, from which the root is left out', async () => {
    const leaf = await (await (await root.intermediate()).intermediate()).leaf()
    expect(await verdict(leaf, { maxDepth: 2 })).toBe('ok')
    const report = await judge(leaf, { maxDepth: 1 })
    expect(report.problems).toMatchObject([{ code: 'path-too-deep', detail: { maxDepth: 1 } }])
  })

  it('and limits self-issued ones too, so that their number buys no work', async () => {
    const key = await createTestKey({ seed: 'self-issued' })
    let authority = await root.intermediate({ key })
    const { subject } = authority
    const all = [authority]
    for (let count = 0; count < 20; count += 1) {
      authority = await authority.intermediate({ subject })
      all.push(authority)
    }
    const leaf = await authority.leaf()
    const intermediates = all.map(({ der }) => der)
    expect(await verdict(leaf, { intermediates })).toBe('budget-exceeded')
    expect(await verdict(leaf, { intermediates, limits: { signatures: 1000 } })).toBe('path-too-deep')
  })
})
