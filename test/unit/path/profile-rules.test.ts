import { describe, expect, it } from 'vitest'
import type { ChainProfile } from '../../../src/path/profile-rules.ts'
import type { ProfileRule } from '../../../src/problem/chain-problems.ts'
import {
  createTestAuthority,
  type CertificateOptions,
  type TestCertificate,
  type TestExtension,
} from '../../../src/testing/index.ts'
import { judge } from './judge.ts'

const root = await createTestAuthority({ seed: 'profile-rules' })
const soundLeaf = await root.leaf({ urls: { caIssuers: ['http://ca.example/ca.cer'] } })
const soundCa = await root.intermediate({ nameConstraints: { permitted: ['example.com'] }, inhibitAnyPolicy: 0 })

/** An extension of a sound certificate, marked critical or not. */
function marked({ certificate }: TestCertificate, name: string, critical: boolean): TestExtension {
  const extension = certificate.extensions.list.find((candidate) => candidate.name === name)
  if (extension === undefined) throw new Error(`no ${name} in the sound certificate`)
  return { oid: extension.oid, critical, value: extension.value }
}

/** A leaf with these options. */
function leaf(options: CertificateOptions): Promise<TestCertificate> {
  return root.leaf(options)
}

/** A sound leaf below an intermediate with these options. */
async function below(options: CertificateOptions): Promise<TestCertificate> {
  return (await root.intermediate(options)).leaf()
}

/** A sound leaf below a root with these options. */
async function belowRoot(options: CertificateOptions): Promise<TestCertificate> {
  return (await createTestAuthority({ seed: 'other root', ...options })).leaf()
}

/** subjectKeyIdentifier of the root and of another, as keyIdentifier of authorityKeyIdentifier. */
function authorityKeyIdentifier(...content: readonly number[]): TestExtension {
  return { oid: '2.5.29.35', critical: false, value: Uint8Array.of(0x30, content.length, ...content) }
}

const BOTH: readonly ChainProfile[] = ['webpki', 'rfc5280']
const WEB: readonly ChainProfile[] = ['webpki']

/** A path with the fault in one of its certificates, and under which profiles it is told. */
const RULES: readonly (readonly [
  rule: ProfileRule,
  place: 0 | 1,
  profiles: readonly ChainProfile[],
  path: () => Promise<TestCertificate>,
])[] = [
  ['rfc5280-issuer-empty', 0, BOTH, () => leaf({ defects: ['empty-issuer-name'] })],
  ['rfc5280-subject-empty', 1, BOTH, () => below({ subject: [] })],
  ['rfc5280-aki-critical', 0, BOTH, () => leaf({ extensions: [marked(soundLeaf, 'authorityKeyIdentifier', true)] })],
  ['rfc5280-ski-missing', 1, BOTH, () => below({ withoutExtensions: ['subjectKeyIdentifier'] })],
  ['rfc5280-ski-missing', 1, ['rfc5280'], () => belowRoot({ withoutExtensions: ['subjectKeyIdentifier'] })],
  ['rfc5280-ski-critical', 0, BOTH, () => leaf({ extensions: [marked(soundLeaf, 'subjectKeyIdentifier', true)] })],
  [
    'rfc5280-basic-constraints-not-critical',
    1,
    BOTH,
    () => below({ extensions: [marked(soundCa, 'basicConstraints', false)] }),
  ],
  [
    'rfc5280-basic-constraints-not-critical',
    1,
    ['rfc5280'],
    () => belowRoot({ extensions: [marked(soundCa, 'basicConstraints', false)] }),
  ],
  ['rfc5280-key-cert-sign-without-ca', 0, BOTH, () => leaf({ keyUsage: ['digitalSignature', 'keyCertSign'] })],
  ['rfc5280-path-length-without-ca', 1, BOTH, () => below({ pathLength: 0, keyUsage: ['cRLSign'] })],
  // The Baseline Requirements let it be (section 7.1.2.10.8).
  [
    'rfc5280-name-constraints-not-critical',
    1,
    ['rfc5280'],
    () => below({ extensions: [marked(soundCa, 'nameConstraints', false)] }),
  ],
  ['rfc5280-name-constraints-in-end-entity', 0, BOTH, () => leaf({ nameConstraints: { permitted: ['example.com'] } })],
  [
    'rfc5280-inhibit-any-policy-not-critical',
    1,
    BOTH,
    () => below({ extensions: [marked(soundCa, 'inhibitAnyPolicy', false)] }),
  ],
  ['rfc5280-alt-name-not-critical', 0, BOTH, () => leaf({ subject: [], names: [] })],
  ['rfc5280-access-critical', 0, BOTH, () => leaf({ extensions: [marked(soundLeaf, 'authorityInfoAccess', true)] })],
  [
    'rfc5280-access-critical',
    0,
    BOTH,
    () =>
      leaf({
        extensions: [{ ...marked(soundLeaf, 'authorityInfoAccess', true), oid: '1.3.6.1.5.5.7.1.11' }],
      }),
  ],
  ['br-version', 0, WEB, () => leaf({ defects: ['v1'] })],
  ['br-alt-name-critical', 0, WEB, () => leaf({ extensions: [marked(soundLeaf, 'subjectAltName', true)] })],
  ['br-purpose-critical', 0, WEB, () => leaf({ extensions: [marked(soundLeaf, 'extendedKeyUsage', true)] })],
  ['br-purpose-any', 0, WEB, () => leaf({ extendedKeyUsage: ['serverAuth', 'anyExtendedKeyUsage'] })],
  ['br-purpose-in-root', 1, WEB, () => belowRoot({ extendedKeyUsage: ['serverAuth'] })],
  ['br-ca-as-end-entity', 0, WEB, () => root.intermediate({ names: ['www.example.com'] })],
  // Another key identifier than its own, none at all, and an issuer beside its own.
  ['br-root-aki', 1, WEB, () => belowRoot({ extensions: [authorityKeyIdentifier(0x80, 2, 1, 2)] })],
  ['br-root-aki', 1, WEB, () => belowRoot({ extensions: [authorityKeyIdentifier()] })],
]

/** The rules that a certificate of a path breaks under a profile. */
async function rulesBroken(certificate: TestCertificate, profile: ChainProfile, place: number): Promise<string[]> {
  const { problems } = await judge(certificate, { profile })
  return problems.flatMap((problem) =>
    problem.code === 'profile-violated' && problem.certificate === place ? [problem.detail.rule] : [],
  )
}

describe('buildChain() asks of contents', () => {
  it('nothing that sound certificates lack', async () => {
    for (const profile of BOTH) {
      expect((await judge(soundLeaf, { profile })).problems).toEqual([])
      expect((await judge(await soundCa.leaf(), { profile })).problems).toEqual([])
    }
  })

  it.each(RULES)('%s of certificate %i under %j', async (rule, place, profiles, path) => {
    const certificate = await path()
    for (const profile of BOTH) {
      const broken = await rulesBroken(certificate, profile, place)
      if (profiles.includes(profile)) expect(broken).toContain(rule)
      else expect(broken).not.toContain(rule)
    }
  })

  it('of a root what authorityKeyIdentifier says beyond its own, and lets pass what is its own', async () => {
    const { subjectKeyIdentifier } = (await createTestAuthority({ seed: 'other root' })).certificate.extensions
    const own = Uint8Array.from(Buffer.from(subjectKeyIdentifier ?? '', 'hex'))
    const serialNumber = 0x1234
    const rootWith = async (...content: readonly number[]): Promise<string[]> => {
      const keyIdentifier = [0x80, own.length, ...own]
      const extensions = [authorityKeyIdentifier(...keyIdentifier, ...content)]
      return rulesBroken(await belowRoot({ serialNumber, extensions }), 'webpki', 1)
    }
    const { subject } = await createTestAuthority({ seed: 'other root' })
    const issuer = [0xa1, subject.length + 2, 0xa4, subject.length, ...subject]
    const serial = [0x82, 2, 0x12, 0x34]
    expect(await rootWith()).toEqual([])
    expect(await rootWith(...issuer, ...serial)).toEqual([])
    expect(await rootWith(...issuer)).toEqual(['br-root-aki'])
    expect(await rootWith(...serial)).toEqual(['br-root-aki'])
    expect(await rootWith(...issuer, 0x82, 2, 0x12, 0x35)).toEqual(['br-root-aki'])
    const host = [0xa1, 5, 0x82, 3, 0x61, 0x2e, 0x62]
    expect(await rootWith(...host, ...serial)).toEqual(['br-root-aki'])
  })
})
