import { beforeAll, describe, expect, it } from 'vitest'
import { parsePem } from '../../../src/pem/parse-pem.ts'
import { describeProblem } from '../../../src/report/describe-problem.ts'
import {
  validateBundle,
  type Bundle,
  type BundleOptions,
  type BundleReport,
} from '../../../src/report/validate-bundle.ts'
import { createTestAuthority, type TestAuthority, type TestCertificate } from '../../../src/testing/index.ts'

const AT = new Date('2026-06-15T00:00:00Z')
const CRL_URL = 'http://crl.example.com/1.crl'

let root: TestAuthority
let issuing: TestAuthority
let server: TestCertificate

beforeAll(async () => {
  root = await createTestAuthority({ seed: 'bundle', subject: 'Bundle Root' })
  issuing = await root.intermediate({ subject: 'Bundle Issuing CA' })
  server = await issuing.leaf({ names: ['www.example.com'], urls: { crl: [CRL_URL] } })
})

const good = (): Bundle => ({ privateKey: server.key.pkcs8, certificate: server.pem, chain: server.chainPem })

function validate(changes: Partial<Bundle> = {}, options: Partial<BundleOptions> = {}): Promise<BundleReport> {
  return validateBundle({ ...good(), ...changes }, { anchors: [root.pem], at: AT, ...options })
}

/** One line each: severity where it is a warning, box, number of the certificate in it from 1, code. */
function lines({ problems }: Pick<BundleReport, 'problems'>): readonly string[] {
  return problems.map(({ severity, field, certificate, code }) =>
    [
      ...(severity === 'warning' ? ['warning'] : []),
      field ?? 'no box',
      ...(certificate === undefined ? [] : [`#${certificate + 1}`]),
      code,
    ].join(' '),
  )
}

describe('validateBundle()', () => {
  it('accepts a good bundle, and tells what a console shows of it', async () => {
    const report = await validate({ name: '  www 2026 ' })
    expect(lines(report)).toEqual([])
    expect(report).toMatchObject({
      ok: true,
      name: 'www 2026',
      certificate: { primaryDomain: 'www.example.com', serialNumber: server.certificate.serialNumber },
      chain: server.fullChainPem,
      keyMatch: { matches: true },
      status: 'valid',
    })
    expect(report).not.toHaveProperty('revocation')
    expect(report.alerts.map(({ daysBefore }) => daysBefore)).toEqual([30, 25, 20, 15, 10, 5, 0])
  })

  describe('takes what can be understood, and says what it did', () => {
    it.each<[string, () => Partial<Bundle>, readonly string[]]>([
      [
        'the whole chain in the box of the certificate',
        () => ({ certificate: server.fullChainPem, chain: undefined }),
        ['warning certificate chain-in-certificate-box'],
      ],
      [
        'a blank box for the chain beside it',
        () => ({ certificate: server.fullChainPem, chain: ' \r\n' }),
        ['warning certificate chain-in-certificate-box'],
      ],
      ['the chain in the wrong order', () => ({ chain: root.pem + issuing.pem }), ['warning chain #1 chain-order']],
      [
        'the certificate once more in the chain',
        () => ({ chain: server.fullChainPem }),
        ['warning chain #1 chain-repeats-leaf'],
      ],
      ['a chain without its root', () => ({ chain: issuing.pem }), ['warning chain chain-completed']],
      [
        'a chain that begins with the root, in the box of the certificate',
        () => ({ certificate: root.pem + issuing.pem + server.pem, chain: '' }),
        ['warning certificate chain-in-certificate-box', 'warning certificate #1 chain-order'],
      ],
    ])('%s', async (_, changes, expected) => {
      const report = await validate(changes())
      expect(lines(report)).toEqual(expected)
      expect(report.ok).toBe(true)
      expect(report.chain).toBe(server.fullChainPem)
    })

    it('a certificate that has no part in the chain', async () => {
      const stranger = await root.intermediate({ subject: 'Another CA' })
      const report = await validate({ chain: issuing.pem + stranger.pem + root.pem })
      expect(lines(report)).toEqual(['warning chain #2 chain-stranger'])
      expect(report.chain).toBe(server.fullChainPem)
    })
  })

  describe('tells of the registration errors of a console, each by its kind and in the box where it is mended', () => {
    const cases: readonly [
      name: string,
      changes: () => Promise<Partial<Bundle>> | Partial<Bundle>,
      found: { readonly kind: string; readonly line: string; readonly en: RegExp; readonly ko: RegExp },
    ][] = [
      [
        'a. the key of another certificate',
        async () => ({ privateKey: (await issuing.leaf()).key.pkcs8 }),
        { kind: 'key-mismatch', line: 'privateKey key-mismatch', en: /does not belong/, ko: /개인 키/ },
      ],
      [
        'b. a certificate that is cut off',
        () => ({ certificate: server.pem.slice(0, 500) }),
        { kind: 'format', line: 'certificate pem-end-missing', en: /END/, ko: /END/ },
      ],
      [
        'b. a key that is cut off',
        () => ({ privateKey: server.key.pkcs8.slice(0, 100) }),
        { kind: 'format', line: 'privateKey pem-end-missing', en: /END/, ko: /END/ },
      ],
      [
        'b. a private key in the box of the chain',
        () => ({ chain: server.key.pkcs8 }),
        { kind: 'format', line: 'chain pem-unexpected-object', en: /private key/, ko: /개인 키/ },
      ],
      [
        'c. an expired certificate',
        async () => bundleOf(await issuing.leaf({ defects: ['expired'] })),
        { kind: 'not-current', line: 'certificate #1 certificate-expired', en: /expired/, ko: /만료/ },
      ],
      [
        'd. a certificate that signed itself',
        async () => {
          const own = await root.selfSigned()
          return { privateKey: own.key.pkcs8, certificate: own.pem, chain: '' }
        },
        { kind: 'not-public', line: 'certificate #1 self-signed', en: /signed/, ko: /자체 서명/ },
      ],
      [
        'd. a certificate of a CA that nobody knows',
        async () => bundleOf(await (await createTestAuthority({ seed: 'private', subject: 'Private CA' })).leaf()),
        { kind: 'not-public', line: 'chain #1 private-ca', en: /public/, ko: /공인|사설/ },
      ],
      [
        'e. an encrypted key',
        async () => ({ privateKey: await server.key.encrypted('secret') }),
        {
          kind: 'encrypted-key',
          line: 'privateKey key-encrypted',
          en: /openssl pkey|openssl pkcs8/,
          ko: /openssl pkey|openssl pkcs8/,
        },
      ],
      [
        'the chain is left out',
        () => ({ chain: undefined }),
        { kind: 'incomplete-chain', line: 'chain issuer-not-found', en: /Bundle Issuing CA/, ko: /Bundle Issuing CA/ },
      ],
    ]

    it.each(cases)('%s', async (_, changes, { kind, line, en, ko }) => {
      const report = await validate(await changes())
      expect(report.ok).toBe(false)
      expect(lines(report)).toContain(line)
      const problem = report.problems.find((_each, index) => lines(report)[index] === line)
      expect(problem).toMatchObject({ kind, severity: 'error' })
      if (problem === undefined) return
      expect(Object.values(describeProblem(problem, 'en')).join('\n')).toMatch(en)
      const korean = Object.values(describeProblem(problem, 'ko')).join('\n')
      expect(korean).toMatch(ko)
      expect(korean).toMatch(/[가-힣]/)
    })

    it('c. a revoked certificate', async () => {
      const authority = await createTestAuthority({ seed: 'revoking', subject: 'Revoking Root' })
      const leaf = await authority.leaf({ names: ['www.example.com'], urls: { crl: [CRL_URL] } })
      authority.revoke(leaf, { reason: 'keyCompromise' })
      const crl = await authority.crl()
      const report = await validateBundle(bundleOf(leaf), {
        anchors: [authority.pem],
        at: authority.now(),
        revocation: { crls: [crl.der] },
      })
      expect(lines(report)).toEqual(['certificate #1 certificate-revoked'])
      expect(report).toMatchObject({ ok: false, status: 'revoked', revocation: { status: 'revoked' }, alerts: [] })
      expect(report.problems[0]).toMatchObject({ kind: 'not-current', detail: { reason: 'keyCompromise' } })
    })
  })

  it('finds five faults in one go, each in its box', async () => {
    const stranger = await createTestAuthority({ seed: 'private', subject: 'Private CA' })
    const expired = await issuing.leaf({ names: ['old.example.com'], defects: ['expired'] })
    const report = await validate(
      {
        name: '\u202eevil',
        privateKey: server.key.pkcs8,
        certificate: expired.pem,
        chain: `${issuing.pem}${stranger.pem.slice(0, 400)}`,
      },
      { hostname: 'www.example.com' },
    )
    expect(new Set(lines(report))).toEqual(
      new Set([
        'name name-character',
        'privateKey key-mismatch',
        'certificate #1 certificate-expired',
        'certificate #1 hostname-mismatch',
        'chain pem-end-missing',
        'warning chain chain-completed',
      ]),
    )
    expect(report).toMatchObject({ ok: false, status: 'registration-failed', alerts: [] })
    expect(report.certificate?.primaryDomain).toBe('old.example.com')
  })

  it('says "expired" where that is all that is wrong', async () => {
    const expired = await issuing.leaf({ defects: ['expired'] })
    const report = await validate(bundleOf(expired))
    expect(report.status).toBe('expired')
    expect(report.daysLeft).toBe(Math.floor((expired.certificate.notAfter.getTime() - AT.getTime()) / 86_400_000))
  })

  it('goes by the certificate of the chain that ends first', async () => {
    const notAfter = new Date('2026-07-20T00:00:00Z')
    const shortLived = await root.intermediate({ subject: 'Short-lived CA', notAfter })
    const leaf = await shortLived.leaf({ lifetimeDays: 200 })
    const report = await validate(bundleOf(leaf))
    expect(report.daysLeft).toBe(35)
    expect(report.alerts.at(-1)?.at).toEqual(notAfter)
  })

  it('warns of a certificate that is valid for longer than public CAs may issue, unless the standard alone is asked for', async () => {
    const long = await issuing.leaf({ lifetimeDays: 398 })
    const report = await validate(bundleOf(long))
    expect(lines(report)).toEqual(['warning certificate #1 lifetime-exceeds-baseline'])
    expect(report).toMatchObject({ ok: true, problems: [{ detail: { days: 398, limitDays: 200, certain: true } }] })
    expect(lines(await validate(bundleOf(long), { profile: 'rfc5280' }))).toEqual([])
  })

  describe('looks at revocation when it is asked to', () => {
    it('tells by evidence that a certificate is good', async () => {
      const report = await validate(
        {},
        { at: root.now(), revocation: { crls: [(await issuing.crl()).der, (await root.crl()).der] } },
      )
      expect(report).toMatchObject({ ok: true, status: 'valid', revocation: { status: 'good' } })
    })

    it('warns where there is no evidence, and shows that it cannot be verified', async () => {
      const report = await validate({}, { revocation: { scope: 'leaf' } })
      expect(lines(report)).toEqual(['warning certificate #1 not-attempted'])
      expect(report).toMatchObject({ ok: true, status: 'unverifiable', revocation: { status: 'unavailable' } })
    })

    it('refuses it where revocation is required', async () => {
      const report = await validate({}, { revocation: { scope: 'leaf' }, requireRevocation: true })
      expect(lines(report)).toEqual(['certificate #1 not-attempted'])
      expect(report).toMatchObject({ ok: false, status: 'unverifiable' })
    })

    it('asks nobody about a certificate that leads to no root', async () => {
      const asked: string[] = []
      const report = await validate(
        {},
        {
          anchors: [],
          revocation: {
            fetcher: ({ url }) => {
              asked.push(url)
              return Promise.reject(new Error('not reached'))
            },
          },
        },
      )
      expect(report.ok).toBe(false)
      expect(asked).toEqual([])
    })
  })

  describe('reads the boxes kindly', () => {
    it('takes text files as bytes', async () => {
      const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
      const report = await validate({
        privateKey: bytes(server.key.pkcs8),
        certificate: bytes(server.pem),
        chain: bytes(server.chainPem),
      })
      expect(report.ok).toBe(true)
    })

    it('repairs what it safely can, with a warning in the box concerned', async () => {
      const report = await validate({ certificate: server.pem.replaceAll('\n', '\\n') })
      expect(report.ok).toBe(true)
      expect(lines(report)).toEqual(['warning certificate pem-repaired'])
    })

    it('says of each empty box that it is empty', async () => {
      const report = await validateBundle(
        { privateKey: '', certificate: ' ', name: ' ' },
        { anchors: [root.pem], at: AT },
      )
      expect(new Set(lines(report))).toEqual(
        new Set(['name name-empty', 'privateKey pem-empty', 'certificate pem-empty']),
      )
      expect(report).toMatchObject({
        ok: false,
        status: 'registration-failed',
        chain: '',
        certificates: [],
        alerts: [],
      })
    })

    it('does not let a box grow beyond its size', async () => {
      const report = await validate({ certificate: `${server.pem}${' '.repeat(2000)}` }, { maxBytes: 2000 })
      expect(lines(report)).toContain('certificate pem-too-large')
    })

    it('is not content with one right key among others', async () => {
      const other = await issuing.leaf()
      const report = await validate({ privateKey: server.key.pkcs8 + other.key.pkcs8 })
      expect(lines(report)).toEqual(['privateKey key-mismatch'])
      expect(report).toMatchObject({ ok: false, keyMatch: { matches: true } })
    })
  })

  describe('names', () => {
    it.each<[string, string | undefined, readonly string[]]>([
      ['128 characters beyond the basic plane', '𝒜'.repeat(128), []],
      ['129 characters', 'a'.repeat(129), ['name name-too-long']],
      ['an enormous name', 'a'.repeat(1_000_000), ['name name-too-long']],
      ['a control character', 'a\u0007b', ['name name-character']],
      ['a zero-width space', 'www\u200b1', ['name name-character']],
    ])('%s', async (_, name, expected) => {
      expect(lines(await validate({ name }))).toEqual(expected)
    })

    it('are compared in one form, however they were typed', async () => {
      expect((await validate({ name: 'cafe\u0301' })).name).toBe('caf\u00e9')
      expect((await validate({ name: '\u1100\u1161' })).name).toBe('가')
    })
  })

  it('gives no private key away: not in JSON, not in a copy', async () => {
    const report = await validate()
    const secret = server.key.pkcs8.split('\n').slice(1, 3).join('')
    expect(JSON.stringify(report)).not.toContain(secret.slice(0, 40))
    expect(parsePem(report.chain).privateKeys).toEqual([])
    const [first = ''] = server.key.pkcs8.split('\n').slice(2)
    expect(JSON.stringify(report)).not.toContain(first)
  })

  it('leaves its arguments as they are, and gives the same answer twice', async () => {
    const bundle = Object.freeze(good())
    const options = Object.freeze({ anchors: Object.freeze([root.pem]), at: AT })
    expect(lines(await validateBundle(bundle, options))).toEqual(lines(await validateBundle(bundle, options)))
  })

  it('refuses what is no bundle, and obeys its signal', async () => {
    await expect(validateBundle(undefined as unknown as Bundle, { anchors: [] })).rejects.toThrow(TypeError)
    await expect(validate({ privateKey: 1 as unknown as string })).rejects.toThrow('"privateKey"')
    await expect(validate({}, { at: new Date(Number.NaN) })).rejects.toThrow(RangeError)
    await expect(validate({ certificate: '' }, { profile: 'none' as 'webpki' })).rejects.toThrow('"profile"')
    const reason = new Error('enough')
    await expect(validate({}, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
  })
})

function bundleOf(leaf: TestCertificate): Bundle {
  return { privateKey: leaf.key.pkcs8, certificate: leaf.pem, chain: leaf.chainPem }
}
