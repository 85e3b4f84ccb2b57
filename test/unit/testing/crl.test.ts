import { describe, expect, it } from 'vitest'
import {
  createTestAuthority,
  type CrlOptions,
  type TestCrlEntry,
  type TestAuthority,
  type TestCertificate,
} from '../../../src/testing/index.ts'
import { openssl } from '../../support/openssl.ts'
import { verifyWithOpenssl } from '../../support/verify-with-openssl.ts'

async function textOf(authority: TestAuthority, options?: CrlOptions): Promise<string> {
  const { pem } = await authority.crl(options)
  const { output } = openssl(['crl', '-in', 'crl.pem', '-noout', '-text'], { 'crl.pem': pem })
  return output
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
}

/** What openssl says of a certificate, given these CRLs beside the complete one of the root. */
async function verdict(leaf: TestCertificate, crls: readonly { readonly pem: string }[]): Promise<string> {
  const [root] = leaf.chain.slice(-1)
  const rootCrl = leaf.issuer?.issuer === undefined ? [] : [await leaf.issuer.issuer.crl()]
  const at = leaf.issuer?.now() ?? new Date(0)
  expect(root).toBeDefined()
  const { ok, output } = verifyWithOpenssl(leaf, {
    at,
    crls: [...crls, ...rootCrl].map(({ pem }) => pem).join(''),
    extra: ['-extended_crl', '-use_deltas'],
  })
  return ok ? 'OK' : (/error \d+ at \d+ depth lookup: ([^\n]*)/.exec(output)?.[1] ?? output)
}

async function makeCa(): Promise<{ ca: TestAuthority; leaf: TestCertificate }> {
  const ca = await (await createTestAuthority()).intermediate()
  const leaf = await ca.leaf({ urls: { crl: ['http://crl.example/1.crl'], freshestCrl: ['http://crl.example/1.crl'] } })
  return { ca, leaf }
}

const SCOPE = { fullName: ['http://crl.example/1.crl'] }

describe('crl()', () => {
  it('lists what was revoked, when, why and since when the key was known', async () => {
    const { ca, leaf } = await makeCa()
    const [at, invalidityDate] = [new Date('2026-05-02T01:02:03Z'), new Date('2026-05-01T00:00:00Z')]
    ca.revoke(leaf, { at, reason: 'keyCompromise', invalidityDate })
    const text = await textOf(ca)
    expect(text).toContain(`Serial Number: ${leaf.certificate.serialNumber.toUpperCase()}`)
    expect(text).toContain('Revocation Date: May  2 01:02:03 2026 GMT')
    expect(text).toMatch(/Reason Code:\n *Key Compromise\n *Invalidity Date:\n *May {2}1 00:00:00 2026 GMT\n/)
  })

  it.each([
    ['unspecified', 'Unspecified'],
    ['keyCompromise', 'Key Compromise'],
    ['cACompromise', 'CA Compromise'],
    ['affiliationChanged', 'Affiliation Changed'],
    ['superseded', 'Superseded'],
    ['cessationOfOperation', 'Cessation Of Operation'],
    ['certificateHold', 'Certificate Hold'],
    ['removeFromCRL', 'Remove From CRL'],
    ['privilegeWithdrawn', 'Privilege Withdrawn'],
    ['aACompromise', 'AA Compromise'],
  ] as const)('writes the reason %s', async (reason, shown) => {
    const { ca, leaf } = await makeCa()
    ca.revoke(leaf, { reason })
    expect(await textOf(ca)).toMatch(new RegExp(`Reason Code:\\n *${shown}\\n`))
  })

  it('no longer lists what was reinstated', async () => {
    const { ca, leaf } = await makeCa()
    ca.revoke(leaf, { reason: 'certificateHold' })
    expect(await verdict(leaf, [await ca.crl()])).toBe('certificate revoked')
    ca.reinstate(leaf)
    expect(await verdict(leaf, [await ca.crl()])).toBe('OK')
  })

  it('a second revocation replaces the first', async () => {
    const { ca, leaf } = await makeCa()
    ca.revoke(leaf, { reason: 'certificateHold' })
    ca.revoke(leaf, { reason: 'superseded' })
    const text = await textOf(ca)
    expect(text.match(/Serial Number/g)).toHaveLength(1)
    expect(text).toContain('Superseded')
  })

  it('counts, unless it is told a number', async () => {
    const { ca } = await makeCa()
    expect(await textOf(ca)).toMatch(/CRL Number:\n *1\n/)
    expect(await textOf(ca)).toMatch(/CRL Number:\n *2\n/)
    expect(await textOf(ca, { crlNumber: 2n ** 100n })).toContain('1267650600228229401496703205376')
  })

  it('of the right distribution point is evidence, of another is not', async () => {
    const { ca, leaf } = await makeCa()
    expect(await verdict(leaf, [await ca.crl({ scope: SCOPE })])).toBe('OK')
    expect(await verdict(leaf, [await ca.crl({ scope: { fullName: ['http://crl.example/2.crl'] } })])).toBe(
      'different CRL scope',
    )
    ca.revoke(leaf)
    expect(await verdict(leaf, [await ca.crl({ scope: SCOPE })])).toBe('certificate revoked')
  })

  it('of CA certificates lists CAs, of user certificates the others', async () => {
    const root = await createTestAuthority()
    const [ca, leaf] = [await root.intermediate(), await root.leaf()]
    root.revoke(ca)
    root.revoke(leaf)
    const serials = async (options: CrlOptions): Promise<readonly string[]> =>
      ((await textOf(root, options)).match(/(?<=Serial Number: )\w+/g) ?? []).map((serial) => serial.toLowerCase())
    expect(await serials({ scope: { onlyContainsCACerts: true } })).toEqual([ca.certificate.serialNumber])
    expect(await serials({ scope: { onlyContainsUserCerts: true } })).toEqual([leaf.certificate.serialNumber])
    expect(await serials({ scope: { onlyContainsAttributeCerts: true } })).toEqual([])
    expect(await serials({})).toEqual([ca.certificate.serialNumber, leaf.certificate.serialNumber])
  })

  it('of some reasons lists what was revoked for them', async () => {
    const { ca, leaf } = await makeCa()
    ca.revoke(leaf, { reason: 'keyCompromise' })
    const matching = await textOf(ca, { scope: { ...SCOPE, onlySomeReasons: ['keyCompromise', 'superseded'] } })
    expect(matching).toMatch(/Only Some Reasons:\n *Key Compromise, Superseded\n/)
    expect(matching).toContain('Serial Number')
    expect(await textOf(ca, { scope: { onlySomeReasons: ['superseded'] } })).toContain('No Revoked Certificates')
  })

  it('as a delta to a base, revokes and releases', async () => {
    const { ca, leaf } = await makeCa()
    const base = await ca.crl({ crlNumber: 5, scope: SCOPE })
    const revoking = await ca.crl({
      crlNumber: 6,
      baseCrlNumber: 5,
      scope: SCOPE,
      entries: [{ certificate: leaf, reason: 'certificateHold' }],
    })
    expect(await verdict(leaf, [base, revoking])).toBe('certificate revoked')
    ca.revoke(leaf, { reason: 'certificateHold' })
    const held = await ca.crl({ crlNumber: 7, scope: SCOPE })
    expect(await verdict(leaf, [held])).toBe('certificate revoked')
    const releasing = await ca.crl({
      crlNumber: 8,
      baseCrlNumber: 7,
      scope: SCOPE,
      entries: [{ certificate: leaf, reason: 'removeFromCRL' }],
    })
    expect(await verdict(leaf, [held, releasing])).toBe('OK')
  })

  // A CRL issuer that answers for a CA: the leaf's distribution point names it, and its CRL names the CA per entry.
  it('as an indirect CRL, names the issuer of each certificate where it changes', async () => {
    const root = await createTestAuthority()
    const crlIssuer = await root.intermediate({ subject: 'CRL Issuer' })
    const [first, second] = [await root.intermediate(), await root.intermediate()]
    const leaves = [await first.leaf(), await first.leaf(), await second.leaf(), await crlIssuer.leaf()]
    for (const leaf of leaves) crlIssuer.revoke(leaf)
    const text = await textOf(crlIssuer, { scope: { indirectCRL: true } })
    expect(text).toContain('Indirect CRL')
    const entries = text.split('Serial Number: ').slice(1)
    const named = entries.map((entry) => /Certificate Issuer: critical\n *([^\n]*)/.exec(entry)?.[1])
    expect(named).toEqual([
      'DirName:/CN=Test Intermediate CA 2',
      undefined,
      'DirName:/CN=Test Intermediate CA 3',
      'DirName:/CN=CRL Issuer',
    ])
    expect(await textOf(crlIssuer)).not.toContain(leaves[0]?.certificate.serialNumber.toUpperCase())
    const withRoot = [...leaves, root].map((certificate) => ({ certificate }))
    expect(await textOf(crlIssuer, { scope: { indirectCRL: true }, entries: withRoot })).toMatch(
      /Certificate Issuer: critical\n *DirName:\/CN=Test Root CA\n/,
    )
  })

  it('indirect, openssl finds the entry of the leaf by its issuer', async () => {
    const root = await createTestAuthority()
    const crlIssuer = await root.intermediate({ subject: 'CRL Issuer' })
    const ca = await root.intermediate()
    const point = { ...SCOPE, crlIssuer: [{ directory: crlIssuer.subject }] }
    const leaf = await ca.leaf({ urls: { crl: [point] } })
    const scope = { ...SCOPE, indirectCRL: true }
    const check = async (): Promise<string> => {
      const crl = await crlIssuer.crl({ scope })
      const crls = crl.pem + (await root.crl()).pem
      const untrusted = ca.pem + crlIssuer.pem
      const files = { 'root.pem': root.pem, 'ca.pem': untrusted, 'crls.pem': crls, 'leaf.pem': leaf.pem }
      const attime = String(root.now().getTime() / 1000)
      const args = ['verify', '-attime', attime, '-crl_check_all', '-extended_crl', '-CRLfile', 'crls.pem']
      return openssl([...args, '-CAfile', 'root.pem', '-untrusted', 'ca.pem', 'leaf.pem'], files).output
    }
    expect(await check()).toMatch(/: OK\n/)
    crlIssuer.revoke(leaf)
    expect(await check()).toContain('certificate revoked')
  })

  it('takes entries and extensions as they are given', async () => {
    const { ca } = await makeCa()
    const text = await textOf(ca, {
      entries: [
        { serialNumber: 255 },
        { serialNumber: Uint8Array.of(0x80), at: new Date('2051-01-01T00:00:00Z'), certificateIssuer: 'Somebody' },
      ],
      freshestCrl: ['http://crl.example/delta.crl'],
      extensions: [{ oid: '2.999.5', critical: false, value: Uint8Array.of(5, 0) }],
      withoutExtensions: ['authorityKeyIdentifier'],
      nextUpdate: 'absent',
      issuer: 'Somebody Else',
    })
    expect(text).toContain('Issuer: CN = Somebody Else')
    expect(text).toContain('Serial Number: FF\n')
    expect(text).toMatch(/Serial Number: -80\n *Revocation Date: Jan {2}1 00:00:00 2051 GMT\n/)
    expect(text).toMatch(/Certificate Issuer: critical\n *DirName:\/CN=Somebody\n/)
    expect(text).toMatch(/Freshest CRL:\n *Full Name:\n *URI:http:\/\/crl\.example\/delta\.crl\n/)
    expect(text).toContain('2.999.5')
    expect(text).not.toContain('Authority Key Identifier')
  })

  it('refuses an entry about nothing', async () => {
    const { ca } = await makeCa()
    await expect(ca.crl({ entries: [{ reason: 'superseded' }] })).rejects.toThrow(TypeError)
  })

  it('holds twenty thousand entries from a generator, each of which openssl reads, in order', async () => {
    const { ca } = await makeCa()
    function* entries(): Generator<TestCrlEntry> {
      for (let serialNumber = 1; serialNumber <= 20_000; serialNumber += 1) yield { serialNumber, reason: 'superseded' }
    }
    const { pem } = await ca.crl({ entries: entries() })
    const { output } = openssl(['crl', '-in', 'crl.pem', '-noout', '-text'], { 'crl.pem': pem })
    const serials = (output.match(/(?<=Serial Number: )\w+/g) ?? []).map((serial) => Number.parseInt(serial, 16))
    expect(serials).toEqual(Array.from({ length: 20_000 }, (_, index) => index + 1))
    expect(output.match(/Superseded/g)).toHaveLength(20_000)
  })
})
