import { describe, expect, it } from 'vitest'
import { createTrustAnchor } from '../../../src/path/create-trust-anchor.ts'
import {
  createTestAuthority,
  type CertificateOptions,
  type TestGeneralName,
  type TestNameConstraints,
} from '../../../src/testing/index.ts'
import { judge, verdict } from './judge.ts'

const root = await createTestAuthority({ seed: 'name-constraints' })

/** What becomes of a leaf with `names` under a CA with `constraints`: `ok`, or the breach, or the codes. */
async function breachOf(
  names: readonly TestGeneralName[],
  constraints: TestNameConstraints,
  options: CertificateOptions & { readonly profile?: 'webpki' | 'rfc5280' } = {},
): Promise<string> {
  const { profile = 'rfc5280', ...rest } = options
  const ca = await root.intermediate({ nameConstraints: constraints })
  const leaf = await ca.leaf({ names, subject: [{ type: 'O', value: 'Org' }], ...rest })
  const { ok, problems } = await judge(leaf, { profile, purpose: 'any' })
  const codes = problems.map((problem) =>
    problem.code === 'name-constraint-violated' ? problem.detail.breach : problem.code,
  )
  return ok ? 'ok' : codes.join(' ')
}

const N = 'not-permitted'
const X = 'excluded'
const MN = 'malformed-name'
const MC = 'malformed-constraint'

/** A name, a constraint of its kind, and what follows if it is permitted and if it is excluded. */
const MATRIX: readonly (readonly [
  name: TestGeneralName,
  constraint: TestGeneralName,
  permitted: string,
  excluded: string,
])[] = [
  // DNS: a name for itself and for all below it, by labels and without case.
  ['example.com', 'example.com', 'ok', X],
  ['a.example.com', 'example.com', 'ok', X],
  ['a.b.example.com', 'example.com', 'ok', X],
  ['notexample.com', 'example.com', N, 'ok'],
  ['example.com', 'a.example.com', N, 'ok'],
  ['example.com.evil.example', 'example.com', N, 'ok'],
  ['A.eXample.COM', 'Example.com', 'ok', X],
  ['a.example.com.', 'example.com', 'ok', X],
  ['a.example.com', 'example.com.', 'ok', X],
  ['example.com', { dns: '' }, 'ok', X],
  // A wildcard stands for many names.
  ['*.example.com', 'example.com', 'ok', X],
  ['*.a.example.com', 'example.com', 'ok', X],
  ['*.example.com', 'a.example.com', N, X],
  ['*.EXAMPLE.com', 'a.example.COM', N, X],
  ['*.example.com', 'a.b.example.com', N, 'ok'],
  ['*.com', 'example.com', N, X],
  ['*.example.com', 'notexample.com', N, 'ok'],
  ['*.example.com', { dns: '' }, 'ok', X],
  // Names that cannot be compared (CVE-2026-27138).
  [{ dns: '' }, 'example.com', MN, MN],
  [{ dns: '.' }, 'example.com', MN, MN],
  [{ dns: '*' }, 'example.com', MN, MN],
  [{ dns: '*.' }, 'example.com', MN, MN],
  [{ dns: 'a..example.com' }, 'example.com', MN, MN],
  [{ dns: 'f*.example.com' }, 'example.com', MN, MN],
  [{ dns: 'a.*.example.com' }, 'example.com', MN, MN],
  [{ dns: 'a b.example.com' }, 'example.com', MN, MN],
  [{ dns: 'a\u0000.example.com' }, 'example.com', MN, MN],
  // Constraints that are none.
  ['example.com', { dns: '.example.com' }, MC, MC],
  ['example.com', { dns: '.' }, MC, MC],
  ['example.com', { dns: '*.example.com' }, MC, MC],
  ['example.com', { dns: '10.0.0.1' }, MC, MC],
  // E-mail: a mailbox, a host, or with a dot what is below it.
  ['me@example.com', { email: 'me@example.com' }, 'ok', X],
  ['me@EXAMPLE.com', { email: 'me@example.COM' }, 'ok', X],
  ['Me@example.com', { email: 'me@example.com' }, N, 'ok'],
  ['you@example.com', { email: 'me@example.com' }, N, 'ok'],
  ['me@example.com', { email: 'example.com' }, 'ok', X],
  ['me@a.example.com', { email: 'example.com' }, N, 'ok'],
  ['me@a.example.com', { email: '.example.com' }, 'ok', X],
  ['me@example.com', { email: '.example.com' }, N, 'ok'],
  [{ email: '"me"@example.com' }, { email: 'me@example.com' }, 'ok', X],
  [{ email: '"m\\e"@example.com' }, { email: 'me@example.com' }, 'ok', X],
  [{ email: '"a@example.com"@evil.example' }, { email: 'example.com' }, N, 'ok'],
  [{ email: 'a@b@example.com' }, { email: 'example.com' }, MN, MN],
  [{ email: 'example.com' }, { email: 'example.com' }, MN, MN],
  [{ email: '@example.com' }, { email: 'example.com' }, MN, MN],
  [{ email: 'me@[10.0.0.1]' }, { email: 'example.com' }, MN, MN],
  [{ email: `${'a'.repeat(400)}@example.com` }, { email: 'example.com' }, MN, MN],
  ['me@example.com', { email: 'me@' }, MC, MC],
  ['me@example.com', { email: '' }, MC, MC],
  // URI: the host, for itself or with a dot for what is below it.
  ['https://example.com/path', { uri: 'example.com' }, 'ok', X],
  ['https://EXAMPLE.com:8443', { uri: 'example.COM' }, 'ok', X],
  ['https://a.example.com', { uri: 'example.com' }, N, 'ok'],
  ['https://a.example.com?q', { uri: '.example.com' }, 'ok', X],
  ['https://example.com#x', { uri: '.example.com' }, N, 'ok'],
  ['https://good.example@evil.example/', { uri: 'good.example' }, MN, MN],
  ['https://good.example:x@evil.example/', { uri: 'good.example' }, MN, MN],
  ['https://[fe80::1%25x.example.com]/', { uri: 'example.com' }, MN, MN],
  ['https://[::1]/', { uri: 'example.com' }, MN, MN],
  ['https://10.0.0.1/', { uri: 'example.com' }, MN, MN],
  ['https://0x7f.1/', { uri: 'example.com' }, MN, MN],
  ['https://ex%61mple.com/', { uri: 'example.com' }, MN, MN],
  ['https://evil.example\\.example.com/', { uri: '.example.com' }, MN, MN],
  [{ uri: 'urn:example.com' }, { uri: 'example.com' }, MN, MN],
  [{ uri: '//example.com/' }, { uri: 'example.com' }, MN, MN],
  [{ uri: `https://${'a.'.repeat(500)}example.com/` }, { uri: '.example.com' }, MN, MN],
  [{ uri: 'https:///path' }, { uri: 'example.com' }, MN, MN],
  ['https://example.com/', { uri: '' }, MC, MC],
  // IP: an address and a mask.
  ['10.1.2.3', '10.0.0.0/8', 'ok', X],
  ['11.1.2.3', '10.0.0.0/8', N, 'ok'],
  ['10.1.2.3', '10.1.2.3/32', 'ok', X],
  ['10.1.2.4', '10.1.2.3/32', N, 'ok'],
  ['10.1.2.3', '0.0.0.0/0', 'ok', X],
  ['10.1.2.3', '10.255.255.255/8', 'ok', X],
  ['2001:db8::1', '2001:db8::/32', 'ok', X],
  ['2001:db9::1', '2001:db8::/32', N, 'ok'],
  ['2001:db8::1', '10.0.0.0/8', N, 'ok'],
  ['::ffff:a01:203', '10.0.0.0/8', N, 'ok'],
  [{ ip: Uint8Array.of(10, 1, 2) }, '10.0.0.0/8', MN, MN],
  ['10.1.2.3', { ip: Uint8Array.of(10, 0, 0, 0, 255, 0, 255, 0) }, MC, MC],
  ['10.1.2.3', { ip: Uint8Array.of(10, 0, 0, 0, 128, 128, 0, 0) }, MC, MC],
  ['10.1.2.3', { ip: Uint8Array.of(10, 0, 0, 0) }, MC, MC],
  ['10.1.2.3', { ip: new Uint8Array(0) }, MC, MC],
  ['10.1.2.3', { ip: new Uint8Array(9) }, MC, MC],
  // Forms that are not compared: refused wherever they are constrained.
  [{ registeredId: '1.2.3' }, { registeredId: '1.2.3' }, 'unsupported', 'unsupported'],
  [
    { otherName: { oid: '1.2.3', utf8: 'a' } },
    { otherName: { oid: '1.2.3', utf8: 'b' } },
    'unsupported',
    'unsupported',
  ],
  // An empty x400Address, and an ediPartyName.
  [{ der: Uint8Array.of(0xa3, 0) }, { der: Uint8Array.of(0xa3, 0) }, 'unsupported', 'unsupported'],
  // A mailbox beyond ASCII under a constraint for mailboxes (RFC 9598).
  [
    { otherName: { oid: '1.3.6.1.5.5.7.8.9', utf8: 'me@example.com' } },
    { email: 'example.com' },
    'unsupported',
    'unsupported',
  ],
]

function textOf(name: TestGeneralName): string {
  return typeof name === 'string' ? name : JSON.stringify(name)
}

describe('buildChain() keeps names to the constraints of a CA', () => {
  it.each(MATRIX.map(([name, constraint, ...rest]) => [textOf(name), textOf(constraint), ...rest, name, constraint]))(
    '%s under %s: %s if permitted, %s if excluded',
    async (_name, _constraint, permitted, excluded, name, constraint) => {
      expect(await breachOf([name], { permitted: [constraint] })).toBe(permitted)
      expect(await breachOf([name], { excluded: [constraint] })).toBe(excluded)
    },
  )

  it('and leaves kinds alone that are not constrained', async () => {
    for (const name of ['example.com', 'me@example.com', 'https://example.com', '10.0.0.1'] as const) {
      const others = [{ dns: 'other.example' }, { email: 'other.example' }, { uri: 'other.example' }, '192.0.2.0/24']
      const own = ['example.com', 'me@example.com', 'https://example.com', '10.0.0.1'].indexOf(name)
      expect(await breachOf([name], { permitted: others.filter((_, index) => index !== own) })).toBe('ok')
    }
    const otherName = { otherName: { oid: '1.2.3', utf8: 'a' } }
    expect(await breachOf([otherName], { permitted: ['example.com'] })).toBe('ok')
  })

  it('reads a leading dot as "what is below" on the web alone', async () => {
    const below = { permitted: [{ dns: '.example.com' }] }
    expect(await breachOf(['a.example.com'], below, { profile: 'webpki' })).toBe('ok')
    expect(await breachOf(['*.example.com'], below, { profile: 'webpki' })).toBe('ok')
    expect(await breachOf(['example.com'], below, { profile: 'webpki' })).toBe(N)
    expect(await breachOf(['*.com'], below, { profile: 'webpki' })).toBe(N)
    const not = { excluded: [{ dns: '.example.com' }] }
    expect(await breachOf(['example.com'], not, { profile: 'webpki' })).toBe('ok')
    expect(await breachOf(['*.example.com'], not, { profile: 'webpki' })).toBe(X)
    expect(await breachOf(['a.example.com'], below, { profile: 'rfc5280' })).toBe(MC)
  })

  it('asks that every name is permitted, and that none is excluded', async () => {
    const constraints = { permitted: ['example.com'], excluded: ['bad.example.com'] }
    expect(await breachOf(['a.example.com', 'b.example.com'], constraints)).toBe('ok')
    expect(await breachOf(['a.example.com', 'b.example.org'], constraints)).toBe(N)
    expect(await breachOf(['a.example.com', 'bad.example.com'], constraints)).toBe(X)
  })

  it('takes any of several subtrees, also of one local part (CVE-2026-27137)', async () => {
    const mailboxes = ['me@a.example', 'me@b.example', 'me@c.example'] as const
    for (const name of mailboxes) {
      expect(await breachOf([name], { permitted: mailboxes })).toBe('ok')
      expect(await breachOf([name], { excluded: mailboxes })).toBe(X)
    }
    expect(await breachOf(['me@d.example'], { permitted: mailboxes })).toBe(N)
  })

  it('applies mailboxes to the e-mail address in the subject only where there is none beside it', async () => {
    const subject = [{ type: 'emailAddress', value: 'me@bad.example' }]
    const constraints = { permitted: [{ email: 'good.example' }] }
    expect(await breachOf(['www.example.com'], constraints, { subject })).toBe(N)
    expect(await breachOf(['www.example.com', 'me@good.example'], constraints, { subject })).toBe('ok')
  })

  it('does not take the common name for a host', async () => {
    const subject = 'www.bad.example'
    expect(await breachOf(['www.example.com'], { permitted: ['example.com'] }, { subject })).toBe('ok')
  })

  it('takes a directory name by its first RDNs, with strings compared by RFC 5280 section 7.1', async () => {
    const c = { type: 'C', value: 'KR' }
    const o = { type: 'O', value: 'Example  Org' }
    const cn = { type: 'CN', value: 'x' }
    const base = { directory: [c, o] }
    const under = (subject: CertificateOptions['subject']): Promise<string> =>
      breachOf(['www.example.com'], { permitted: [base] }, { subject })
    const besides = (subject: CertificateOptions['subject']): Promise<string> =>
      breachOf(['www.example.com'], { excluded: [base] }, { subject })
    for (const subject of [
      [c, o],
      [c, o, cn],
      [c, { type: 'O', value: ' example org ', string: 'printable' as const }, cn],
    ]) {
      expect(await under(subject)).toBe('ok')
      expect(await besides(subject)).toBe(X)
    }
    for (const subject of [[o, c], [c], [c, cn, o], [[c, o]], [c, { type: 'O', value: 'Example Organisation' }]]) {
      expect(await under(subject)).toBe(N)
      expect(await besides(subject)).toBe('ok')
    }
    const multi = { directory: [[c, o], cn] }
    expect(await breachOf(['a.example'], { permitted: [multi] }, { subject: [[o, c], cn] })).toBe('ok')
    expect(await breachOf(['a.example', { directory: [o] }], { permitted: [base] }, { subject: [c, o] })).toBe(N)
    expect(await breachOf(['a.example'], { permitted: [{ directory: [] }] })).toBe('ok')
    expect(await breachOf(['a.example'], { excluded: [{ directory: [] }] })).toBe(X)
  })

  it('refuses a CA whose extension constrains nothing', async () => {
    const ca = await root.intermediate({ defects: ['empty-name-constraints'] })
    expect(await verdict(await ca.leaf(), { profile: 'rfc5280' })).toMatch(
      /name-constraint-violated|certificate-malformed/,
    )
  })

  it('refuses subtrees with a minimum or a maximum', async () => {
    // permittedSubtrees { SEQUENCE { dNSName "com", minimum 1 } }, and the same with maximum 1.
    for (const tag of [0x80, 0x81]) {
      const subtree = [0x82, 3, 0x63, 0x6f, 0x6d, tag, 1, 1]
      const value = Uint8Array.of(0x30, 12, 0xa0, 10, 0x30, 8, ...subtree)
      const ca = await root.intermediate({ extensions: [{ oid: '2.5.29.30', critical: true, value }] })
      const { problems } = await judge(await ca.leaf(), { profile: 'rfc5280' })
      expect(problems).toMatchObject([{ code: 'name-constraint-violated', detail: { breach: MC, name: 'com' } }])
    }
  })
})

describe('buildChain() applies constraints along the path', () => {
  it('of every CA, so that what one permits no other widens (CVE-2026-42011)', async () => {
    const orders = [
      [{ permitted: ['example.com'] }, { excluded: ['other.example'] }],
      [{ excluded: ['other.example'] }, { permitted: ['example.com'] }],
      [{ permitted: ['example.com'] }, { permitted: ['com', 'org'] }],
    ]
    for (const [above, below] of orders) {
      const ca = await (await root.intermediate({ nameConstraints: above })).intermediate({ nameConstraints: below })
      expect(await verdict(await ca.leaf({ names: ['www.example.com'] }))).toBe('ok')
      expect(await verdict(await ca.leaf({ names: ['www.example.org'] }))).toBe('name-constraint-violated')
    }
  })

  it('of the root, and of CAs that others stand below', async () => {
    const constrained = await createTestAuthority({
      seed: 'constrained',
      nameConstraints: { permitted: ['example.com'] },
    })
    const ca = await (await constrained.intermediate()).intermediate()
    expect(await verdict(await ca.leaf())).toBe('ok')
    const report = await judge(await ca.leaf({ names: ['www.example.org'] }))
    expect(report.problems).toMatchObject([
      {
        code: 'name-constraint-violated',
        certificate: 0,
        detail: { issuer: 'CN=Test Root CA', name: 'www.example.org', breach: 'not-permitted' },
      },
    ])
  })

  it('to intermediates too, save self-issued ones; a leaf is never exempt', async () => {
    const permitted = [{ directory: [{ type: 'O', value: 'Good' }] }]
    const ca = await root.intermediate({ subject: 'Outside', nameConstraints: { permitted } })
    const outside = await ca.intermediate({ subject: [{ type: 'O', value: 'Bad' }] })
    const subject = [{ type: 'O', value: 'Good' }]
    const refused = await judge(await outside.leaf({ subject }))
    expect(refused.problems).toMatchObject([{ code: 'name-constraint-violated', certificate: 1 }])
    const selfIssued = await ca.intermediate({ subject: ca.subject })
    expect(await verdict(await selfIssued.leaf({ subject }))).toBe('ok')
    expect(await verdict(await ca.leaf({ subject: ca.subject, names: [] }), { profile: 'rfc5280' })).toBe(
      'name-constraint-violated',
    )
  })

  it('of the trust store, beyond what the root says of itself', async () => {
    const anchor = createTrustAnchor(() => root.certificate, { permittedDnsNames: ['tr'] })
    const ca = await root.intermediate()
    const options = { anchors: [anchor] }
    expect(await verdict(await ca.leaf({ names: ['www.example.tr'] }), options)).toBe('ok')
    expect(await verdict(await ca.leaf({ names: ['www.example.com'] }), options)).toBe('name-constraint-violated')
    const { name, publicKey, nameConstraints } = anchor
    const bare = { anchors: [{ name, publicKey, nameConstraints }] }
    expect(await verdict(await ca.leaf({ names: ['www.example.tr'] }), bare)).toBe('ok')
    expect(await verdict(await ca.leaf({ names: ['www.example.com'] }), bare)).toBe('name-constraint-violated')
  })

  it('within a budget: 2,048 constraints and 2,048 names', async () => {
    const names = Array.from({ length: 2048 }, (_, index) => `n${String(index)}.example.org`)
    const subtrees = Array.from({ length: 2048 }, (_, index) => `c${String(index)}.example.com`)
    for (const constraints of [{ permitted: ['example.org', ...subtrees] }, { excluded: subtrees }]) {
      const ca = await root.intermediate({ nameConstraints: constraints })
      const leaf = await ca.leaf({ names })
      const start = performance.now()
      const { problems } = await judge(leaf, { profile: 'rfc5280' })
      expect(performance.now() - start).toBeLessThan(2000)
      expect(problems).toMatchObject([{ code: 'budget-exceeded', detail: { budget: 'names', limit: 250_000 } }])
    }
  })

  it('in a time that follows the size of what is given, also for long names', async () => {
    const attributes = Array.from({ length: 2000 }, (_, index) => ({ type: 'OU', value: `Unit ${String(index)}` }))
    const directories = Array.from({ length: 2000 }, (_, index) => ({
      directory: [...attributes.slice(0, 20), { type: 'OU', value: String(index) }],
    }))
    const ca = await root.intermediate({ nameConstraints: { excluded: directories } })
    const leaf = await ca.leaf({ subject: attributes })
    const start = performance.now()
    expect(await verdict(leaf)).toBe('ok')
    expect(performance.now() - start).toBeLessThan(2000)
    const long = await root.intermediate({
      nameConstraints: { excluded: directories.map(() => ({ dns: 'a.example' })) },
    })
    const malformed = await long.leaf({ names: [{ dns: 'a'.repeat(100_000) }] })
    const again = performance.now()
    expect(await verdict(malformed)).toBe('name-constraint-violated')
    expect(performance.now() - again).toBeLessThan(2000)
  })
})
