import { X509Certificate } from 'node:crypto'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { buildChain } from '../../../src/path/build-chain.ts'
import {
  createTestAuthority,
  type TestAuthorityOptions,
  type TestCertificate,
  type TestKeyAlgorithm,
} from '../../../src/testing/index.ts'
import { openssl } from '../../support/openssl.ts'
import { verifyWithOpenssl } from '../../support/verify-with-openssl.ts'

const ALGORITHMS: readonly TestKeyAlgorithm[] = [
  'P-256',
  'P-384',
  'P-521',
  'RSA-2048',
  'RSA-3072',
  'RSA-4096',
  'RSA-PSS-2048',
  'Ed25519',
  'Ed448',
]

function textOf(certificate: TestCertificate): string {
  return openssl(['x509', '-in', 'a.pem', '-noout', '-text'], { 'a.pem': certificate.pem }).output
}

/** Everything that an authority can make, in one run. */
async function makeEverything(options: TestAuthorityOptions): Promise<readonly Uint8Array[]> {
  const root = await createTestAuthority(options)
  const [first, second] = await Promise.all([root.intermediate(), root.intermediate()])
  const leaves = await Promise.all([first.leaf(), first.leaf(), second.leaf({ names: ['10.0.0.1'] })])
  const cross = await second.crossSign(first)
  const responder = await first.ocspResponder()
  const selfSigned = await root.selfSigned()
  for (const leaf of leaves) leaf.issuer?.revoke(leaf, { reason: 'superseded' })
  const crl = await first.crl()
  const ocsp = await first.ocsp({ certificates: leaves.slice(0, 2), responder: 'delegated' })
  const all = [root, first, second, ...leaves, cross, responder, selfSigned]
  return [...all.flatMap(({ der, key }) => [der, key.pkcs8Der]), crl.der, ocsp.der]
}

afterEach(() => {
  vi.unstubAllGlobals()
})

describe('createTestAuthority()', () => {
  // checkRevocation() is to come; until then openssl gives the verdicts.
  it('makes a hierarchy of three, and a revocation that a validator sees', async () => {
    const root = await createTestAuthority()
    const intermediate = await root.intermediate()
    const leaf = await intermediate.leaf()

    const before = (await intermediate.crl()).pem + (await root.crl()).pem
    expect(verifyWithOpenssl(leaf, { at: root.now(), crls: before })).toMatchObject({ ok: true })

    intermediate.revoke(leaf, { reason: 'keyCompromise' })
    const after = (await intermediate.crl()).pem + (await root.crl()).pem
    const { ok, output } = verifyWithOpenssl(leaf, { at: root.now(), crls: after })
    expect(output).toContain('error 23 at 0 depth lookup: certificate revoked')
    expect(ok).toBe(false)
  })

  it.each(ALGORITHMS)('%s: openssl accepts path, host name, CRLs and OCSP response', async (algorithm) => {
    const at = new Date()
    const root = await createTestAuthority({ algorithm, at })
    const intermediate = await root.intermediate()
    const leaf = await intermediate.leaf({ names: ['host.example'] })
    const crls = (await intermediate.crl()).pem + (await root.crl()).pem
    const extra = ['-verify_hostname', 'host.example']
    expect(verifyWithOpenssl(leaf, { at, crls, extra })).toMatchObject({ ok: true })
    const { der } = await intermediate.ocsp({ certificates: [leaf], responder: 'delegated' })
    const about = ['-issuer', 'ca.pem', '-cert', 'leaf.pem', '-CAfile', 'root.pem', '-verify_other', 'ca.pem']
    const { output } = openssl(['ocsp', '-no_nonce', '-respin', 'response.der', ...about], {
      'response.der': der,
      'ca.pem': intermediate.pem,
      'leaf.pem': leaf.pem,
      'root.pem': root.pem,
    })
    expect(output).toMatch(/leaf\.pem: good\n[^]*Response verify OK/)
  })

  it.each(ALGORITHMS)('%s: node:crypto reads the same as our decoder', async (algorithm) => {
    const leaf = await (await createTestAuthority({ algorithm })).leaf()
    const theirs = new X509Certificate(leaf.pem)
    expect(leaf.certificate.serialNumber).toBe(theirs.serialNumber.toLowerCase())
    expect(leaf.certificate.notAfter).toEqual(new Date(theirs.validTo))
    expect(theirs.publicKey.export({ format: 'der', type: 'spki' })).toEqual(Buffer.from(leaf.key.subjectPublicKeyInfo))
    expect(theirs.raw).toEqual(Buffer.from(leaf.der))
  })

  it.each(ALGORITHMS)('%s: buildChain() accepts the path under the profile of the web', async (algorithm) => {
    const root = await createTestAuthority({ algorithm })
    const intermediate = await root.intermediate()
    const leaf = await intermediate.leaf({ names: ['host.example'] })
    const options = { anchors: [root.pem], intermediates: [intermediate.pem], at: root.now(), hostname: 'host.example' }
    expect((await buildChain(leaf.pem, options)).problems).toEqual([])
  })

  it.each(ALGORITHMS)('%s: the same seed and calls give the same bytes', async (algorithm) => {
    const [first, again] = [await makeEverything({ algorithm }), await makeEverything({ algorithm })]
    expect(again).toEqual(first)
  })

  it('another seed, or another subject, gives other keys and serial numbers', async () => {
    const roots = await Promise.all([
      createTestAuthority(),
      createTestAuthority({ seed: 2 }),
      createTestAuthority({ subject: 'Other Root CA' }),
    ])
    expect(new Set(roots.map(({ key }) => key.keyIdentifier)).size).toBe(3)
    expect(new Set(roots.map(({ serialNumber }) => serialNumber.join())).size).toBe(3)
  })

  it('never gives an RSA certificate the key of its issuer, however deep the hierarchy', async () => {
    let authority = await createTestAuthority({ algorithm: 'RSA-4096' })
    for (let depth = 0; depth < 5; depth += 1) {
      const below = await authority.intermediate()
      expect(below.key.keyIdentifier).not.toBe(authority.key.keyIdentifier)
      authority = below
    }
  })

  it('makes certificates that differ in serial number and key', async () => {
    const root = await createTestAuthority()
    const leaves = await Promise.all(Array.from({ length: 200 }, () => root.leaf()))
    expect(new Set(leaves.map(({ certificate }) => certificate.serialNumber)).size).toBe(200)
    expect(new Set(leaves.map(({ key }) => key.keyIdentifier)).size).toBe(200)
    for (const { serialNumber } of leaves) expect(serialNumber).toHaveLength(16)
  })

  it('does not notice when its options are changed afterwards', async () => {
    const at = new Date('2030-01-01T00:00:00Z')
    const root = await createTestAuthority({ at })
    at.setUTCFullYear(1999)
    expect(root.now()).toEqual(new Date('2030-01-01T00:00:00Z'))
  })

  it('numbers by the order of the calls, whatever their defects', async () => {
    const root = await createTestAuthority()
    const [first] = await Promise.all([root.leaf({ names: [], defects: ['v1', 'expired'] }), root.leaf()])
    expect(first.certificate.subject.text).toBe('CN=Test Leaf 1')
  })

  it.each<TestKeyAlgorithm>(['RSA-2048', 'RSA-PSS-2048', 'P-256'])(
    'makes the same certificates where a page has no WebCrypto: %s',
    async (algorithm) => {
      const { pem } = await createTestAuthority({ algorithm })
      for (const platform of [{}, undefined]) {
        vi.stubGlobal('crypto', platform)
        expect((await createTestAuthority({ algorithm })).pem).toBe(pem)
      }
    },
  )

  it('says what it cannot make where a page has no WebCrypto', async () => {
    vi.stubGlobal('crypto', {})
    await expect(createTestAuthority({ algorithm: 'Ed25519' })).rejects.toMatchObject({
      code: 'ERR_TESTING_ALGORITHM_UNAVAILABLE',
    })
  })

  it('refuses an instant that is none', async () => {
    await expect(createTestAuthority({ at: new Date(NaN) })).rejects.toThrow(
      new RangeError('"at" must be a valid instant'),
    )
  })
})

describe('chain, chainPem and fullChainPem', () => {
  it('go up to the root', async () => {
    const root = await createTestAuthority()
    const intermediate = await root.intermediate()
    const leaf = await intermediate.leaf()
    expect(leaf.chain).toEqual([leaf, intermediate, root])
    expect(leaf.chainPem).toBe(intermediate.pem + root.pem)
    expect(leaf.fullChainPem).toBe(leaf.pem + intermediate.pem + root.pem)
    expect(root.chain).toEqual([root])
    expect(root.chainPem).toBe('')
  })
})

describe('crossSign()', () => {
  //   old root    new root
  //       \       /   |
  //     cross-sign    |
  //            \      |
  //          (same name and key)
  //               leaf
  it('lets what a CA issued chain to either root', async () => {
    const oldRoot = await createTestAuthority({ subject: 'Old Root' })
    const newRoot = await createTestAuthority({ subject: 'New Root' })
    const leaf = await newRoot.leaf()
    const cross = await oldRoot.crossSign(newRoot)
    expect(verifyWithOpenssl(leaf, { at: oldRoot.now() })).toMatchObject({ ok: true })
    expect(cross.key.keyIdentifier).toBe(newRoot.key.keyIdentifier)
    expect(cross.subject).toEqual(newRoot.subject)
    const files = { 'old.pem': oldRoot.pem, 'cross.pem': cross.pem, 'leaf.pem': leaf.pem }
    const attime = String(oldRoot.now().getTime() / 1000)
    const args = [
      'verify',
      '-x509_strict',
      '-attime',
      attime,
      '-CAfile',
      'old.pem',
      '-untrusted',
      'cross.pem',
      'leaf.pem',
    ]
    expect(openssl(args, files)).toMatchObject({ ok: true })
    expect(verifyWithOpenssl(await cross.leaf(), { at: oldRoot.now() })).toMatchObject({ ok: true })
  })

  it('shares revocations and numbers with the CA, which is the same', async () => {
    const [oldRoot, newRoot] = [
      await createTestAuthority({ subject: 'Old' }),
      await createTestAuthority({ subject: 'New' }),
    ]
    const leaf = await newRoot.leaf()
    const cross = await oldRoot.crossSign(newRoot)
    cross.revoke(leaf)
    const crl = await newRoot.crl()
    const { output } = verifyWithOpenssl(leaf, { at: newRoot.now(), crls: crl.pem })
    expect(output).toContain('certificate revoked')
    const [first, second] = [await newRoot.leaf(), await cross.leaf()]
    expect(second.serialNumber).not.toEqual(first.serialNumber)
  })

  it('is of the key of the CA whatever its defects, and refuses those that this key cannot have', async () => {
    const [oldRoot, newRoot] = [
      await createTestAuthority({ subject: 'Old' }),
      await createTestAuthority({ subject: 'New' }),
    ]
    const leaf = await newRoot.leaf()
    const { pem } = await oldRoot.crossSign(newRoot, { defects: ['explicit-curve-parameters'] })
    const key = new X509Certificate(pem).publicKey.export({ format: 'jwk' })
    expect(key).toEqual(new X509Certificate(newRoot.pem).publicKey.export({ format: 'jwk' }))
    expect(new X509Certificate(leaf.pem).verify(new X509Certificate(pem).publicKey)).toBe(true)
    await expect(oldRoot.crossSign(newRoot, { defects: ['weak-rsa-key'] })).rejects.toThrow(
      new TypeError('the key of "other" cannot have the defect'),
    )
  })

  it('refuses what is no authority', async () => {
    const root = await createTestAuthority()
    await expect(root.crossSign({ ...root })).rejects.toThrow(new TypeError('"other" must be a test authority'))
  })
})

describe('selfSigned()', () => {
  it('is signed by itself and is no CA', async () => {
    const selfSigned = await (await createTestAuthority()).selfSigned({ names: ['self.example'] })
    const theirs = new X509Certificate(selfSigned.pem)
    expect(theirs.verify(theirs.publicKey)).toBe(true)
    expect(theirs.issuer).toBe(theirs.subject)
    expect(theirs.ca).toBe(false)
    expect(selfSigned.issuer).toBeUndefined()
    expect(selfSigned.chain).toEqual([selfSigned])
  })
})

describe('certificate options', () => {
  it('subject: attributes of any type and string type, several in one relative name', async () => {
    const root = await createTestAuthority()
    const leaf = await root.leaf({
      subject: [
        { type: 'C', value: 'KR' },
        { type: 'O', value: '한국', string: 'utf8' },
        { type: 'OU', value: 'Größe', string: 'bmp' },
        [
          { type: 'CN', value: 'a', string: 'printable' },
          { type: '2.5.4.42', value: 'b', string: 'teletex' },
        ],
        { type: 'emailAddress', value: 'x@y.example' },
      ],
    })
    const { output } = openssl(
      ['x509', '-in', 'a.pem', '-noout', '-subject', '-nameopt', 'sep_multiline,utf8,show_type,sname'],
      {
        'a.pem': leaf.pem,
      },
    )
    const lines = output.split('\n').map((line) => line.trim())
    expect(lines).toContain('C=PRINTABLESTRING:KR')
    expect(lines).toContain('O=UTF8STRING:한국')
    expect(lines).toContain('OU=BMPSTRING:Größe')
    expect(lines).toContain('CN=PRINTABLESTRING:a + GN=T61STRING:b')
    expect(lines).toContain('emailAddress=IA5STRING:x@y.example')
  })

  it('subject: refuses an attribute type that is not known', async () => {
    const root = await createTestAuthority()
    await expect(root.leaf({ subject: [{ type: 'XX', value: 'a' }] })).rejects.toThrow(TypeError)
  })

  it('names: every kind, by looks or by name', async () => {
    const root = await createTestAuthority()
    const leaf = await root.leaf({
      names: [
        'host.example',
        '*.host.example',
        '192.0.2.1',
        '2001:db8::1',
        '::ffff:7',
        '::ffff:192.0.2.1',
        'user@host.example',
        'spiffe://host.example/service',
        { dns: '10.0.0.1' },
        { directory: 'Directory' },
        { otherName: { oid: '1.3.6.1.4.1.311.20.2.3', utf8: 'upn' } },
        { registeredId: '1.2.3.4' },
        { ip: Uint8Array.of(1, 2, 3) },
      ],
    })
    const [, names = ''] = /Subject Alternative Name: *\n *([^\n]*)/.exec(textOf(leaf)) ?? []
    expect(names.split(', ')).toEqual([
      'DNS:host.example',
      'DNS:*.host.example',
      'IP Address:192.0.2.1',
      'IP Address:2001:DB8:0:0:0:0:0:1',
      'IP Address:0:0:0:0:0:0:FFFF:7',
      'IP Address:0:0:0:0:0:FFFF:C000:201',
      'email:user@host.example',
      'URI:spiffe://host.example/service',
      'DNS:10.0.0.1',
      'DirName:/CN=Directory',
      'othername: UPN::upn',
      'Registered ID:1.2.3.4',
      'IP Address:<invalid length=3>',
    ])
  })

  it('dates: beyond 2050, before 1950 and by lifetime', async () => {
    const root = await createTestAuthority()
    const leaf = await root.leaf({
      notBefore: new Date('1949-12-31T23:59:59Z'),
      notAfter: new Date('2050-01-01T00:00:00Z'),
    })
    expect(textOf(leaf)).toMatch(/Not Before: Dec 31 23:59:59 1949 GMT\s+Not After : Jan {2}1 00:00:00 2050 GMT/)
    const { output } = openssl(['asn1parse', '-in', 'a.pem'], { 'a.pem': leaf.pem })
    expect(output.match(/GENERALIZEDTIME/g)).toHaveLength(2)
    const short = await root.leaf({ notBefore: new Date('2026-03-15T00:00:00Z'), lifetimeDays: 200 })
    expect(textOf(short)).toContain('Not After : Sep 30 23:59:59 2026 GMT')
  })

  it('extensions of every kind, as openssl reads them', async () => {
    const root = await createTestAuthority()
    const intermediate = await root.intermediate({
      pathLength: 3,
      nameConstraints: {
        permitted: ['ok.example', '10.0.0.0/8', '2001:db8::/33'],
        excluded: ['bad.example', '@'.concat('m.example')],
      },
      policies: ['1.2.3.4'],
      policyMappings: [['1.2.3.4', '1.2.3.5']],
      policyConstraints: { requireExplicitPolicy: 0, inhibitPolicyMapping: 2 },
      inhibitAnyPolicy: 1,
      urls: {
        ocsp: ['http://ocsp.example/'],
        caIssuers: ['http://ca.example/ca.cer'],
        crl: [
          'http://crl.example/1.crl',
          {
            relativeName: [{ type: 'CN', value: 'shard' }],
            reasons: ['keyCompromise', 'aACompromise'],
            crlIssuer: [{ directory: 'CRL Issuer' }],
          },
        ],
        freshestCrl: ['http://crl.example/delta.crl'],
      },
    })
    const text = textOf(intermediate)
      .split('\n')
      .map((line) => line.trimEnd())
      .join('\n')
    expect(text).toContain('CA:TRUE, pathlen:3')
    expect(text).toMatch(
      /Permitted:\n *DNS:ok\.example\n *IP:10\.0\.0\.0\/255\.0\.0\.0\n *IP:2001:DB8:0:0:0:0:0:0\/FFFF:FFFF:8000:0:0:0:0:0\n/,
    )
    expect(text).toMatch(/Excluded:\n *DNS:bad\.example\n *email:@m\.example\n/)
    expect(text).toContain('1.2.3.4:1.2.3.5')
    expect(text).toContain('Require Explicit Policy:0, Inhibit Policy Mapping:2')
    expect(text).toMatch(/X509v3 Inhibit Any Policy: critical\n *1\n/)
    expect(text).toContain('OCSP - URI:http://ocsp.example/')
    expect(text).toContain('CA Issuers - URI:http://ca.example/ca.cer')
    expect(text).toMatch(/Full Name:\n *URI:http:\/\/crl\.example\/1\.crl\n/)
    expect(text).toMatch(
      /Relative Name:\n *CN = shard\n *Reasons:\n *Key Compromise, AA Compromise\n *CRL Issuer:\n *DirName:CN = CRL Issuer\n/,
    )
    expect(text).toMatch(/Freshest CRL:\n *Full Name:\n *URI:http:\/\/crl\.example\/delta\.crl\n/)
  })

  it('issuedUrls of a CA are in what it issues, unless it is given its own', async () => {
    const root = await createTestAuthority({ issuedUrls: { ocsp: ['http://a.example/'] } })
    expect(textOf(root)).not.toContain('a.example')
    expect(textOf(await root.leaf())).toContain('OCSP - URI:http://a.example/')
    expect(textOf(await root.leaf({ urls: { ocsp: ['http://b.example/'] } }))).not.toContain('a.example')
    expect(textOf(await root.leaf({ urls: {} }))).not.toContain('Authority Information Access')
  })

  it('extensions: adds, replaces in place, leaves out', async () => {
    const root = await createTestAuthority()
    const leaf = await root.leaf({
      extensions: [
        { oid: '2.5.29.15', critical: false, value: Uint8Array.of(3, 2, 3, 0x08) },
        { oid: '2.999.7', critical: true, value: Uint8Array.of(5, 0) },
      ],
      withoutExtensions: ['extKeyUsage', 'certificatePolicies'],
    })
    const text = textOf(leaf)
    expect(text).toMatch(/X509v3 Key Usage: *\n *Key Agreement\n/)
    expect(text).toMatch(/2\.999\.7: critical/)
    expect(text).not.toMatch(/Extended Key Usage|Certificate Policies/)
  })

  it('key: two certificates of one key', async () => {
    const root = await createTestAuthority()
    const first = await root.leaf()
    const second = await root.leaf({ key: first.key, subject: 'Second' })
    expect(second.key).toBe(first.key)
    expect(second.certificate.publicKey.spki).toEqual(first.certificate.publicKey.spki)
  })

  it('signatureAlgorithm: another of the issuer, and none that it does not have', async () => {
    const root = await createTestAuthority()
    const leaf = await root.leaf({ signatureAlgorithm: 'ecdsa-with-SHA512' })
    expect(textOf(leaf)).toContain('Signature Algorithm: ecdsa-with-SHA512')
    expect(verifyWithOpenssl(leaf, { at: root.now() })).toMatchObject({ ok: true })
    await expect(root.leaf({ signatureAlgorithm: 'sha256WithRSAEncryption' })).rejects.toThrow(TypeError)
  })

  it('algorithm: hierarchies of mixed keys', async () => {
    const root = await createTestAuthority({ algorithm: 'RSA-2048' })
    const intermediate = await root.intermediate({ algorithm: 'P-384' })
    const leaf = await intermediate.leaf({ algorithm: 'Ed25519' })
    expect(verifyWithOpenssl(leaf, { at: root.now() })).toMatchObject({ ok: true })
    expect((await intermediate.leaf()).key.algorithm).toBe('RSA-2048')
  })
})
