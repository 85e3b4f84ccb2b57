import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as tls from 'node:tls'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Fetcher } from '../../../src/problem/fetcher.ts'
import { createTestAuthority, createTestKey } from '../../../src/testing/index.ts'
import { createHierarchy, findProblems, runCheck, type Hierarchy } from './check-world.ts'
import { run } from './fake-io.ts'

let hierarchy: Hierarchy

beforeAll(async () => {
  hierarchy = await createHierarchy()
})

/** A sound bundle under roots of one's own. */
function soundBundle(): { cert: string; key: string; chain: string; roots: string } {
  const { root, issuing, server } = hierarchy
  return { cert: server.pem, key: server.key.pkcs8, chain: issuing.pem, roots: root.pem }
}

describe('certkeep check on a sound bundle', () => {
  it('says that it may serve traffic, and until when', async () => {
    const { status, stdout } = await runCheck(soundBundle(), ['--host', 'www.example.com'])
    expect(stdout).toMatch(
      /^OK {2}may serve traffic for www\.example\.com, 75 days left, until 2026-08-29 11:59:59 UTC\n/,
    )
    expect(status).toBe(0)
  })

  it('finds nothing wrong with it in any form in which it may come', async () => {
    const { root, issuing, server } = hierarchy
    const { cert, key, chain, roots } = soundBundle()
    const forms = [
      { cert, key, chain, roots },
      { cert, chain, roots },
      { cert: server.fullChainPem, key, roots },
      { cert, key, chain: issuing.pem + root.pem, roots },
      { cert: server.der, key: derOf(key), chain: issuing.der, roots: root.der },
      { cert: cert.replaceAll('\n', '\r\n'), key: server.key.sec1, chain, roots },
    ]
    for (const form of forms) expect(await findProblems(form)).toEqual({ status: 0, problems: [] })
  })

  it('draws the way down to the root that is trusted, and where each certificate was given', async () => {
    const { stdout } = await runCheck(soundBundle())
    expect(stdout).toContain(
      [
        '  www.example.com      certificate #1, 2026-05-31 to 2026-08-29, 75 days left',
        '  └─ Check Issuing CA  chain #1, 2025-12-03 to 2030-12-02, 1,631 days left',
        '     └─ Check Root     trusted root, 2025-06-01 to 2035-05-30, 3,271 days left',
        '',
      ].join('\n'),
    )
  })

  it('counts the days of the certificate that ends first, and names it', async () => {
    const { root } = hierarchy
    const issuing = await root.intermediate({ subject: 'Short CA', notAfter: new Date('2026-06-20T00:00:00Z') })
    const { pem } = await issuing.leaf()
    const { stdout } = await runCheck({ cert: pem, chain: issuing.pem, roots: root.pem })
    expect(stdout).toMatch(
      /^OK {2}may serve traffic, 5 days left, until 2026-06-20 00:00:00 UTC, because of Short CA\n/,
    )
  })

  it('says what it did not look at', async () => {
    const { cert, chain, roots } = soundBundle()
    const { stdout } = await runCheck({ cert, chain, roots })
    expect(stdout).toContain('\nRevocation was not checked (--revocation asks for it).\n')
    expect(stdout).toContain('\nNot given, and so not checked: a private key (--key), a host name (--host).\n')
    const { stdout: complete } = await runCheck(soundBundle(), ['--host', 'www.example.com'])
    expect(complete).toContain('\nRevocation was not checked (--revocation asks for it).\n')
    expect(complete).not.toContain('Not given')
  })

  it('covers an international host name written in its own letters', async () => {
    const { root, issuing } = hierarchy
    const { pem } = await issuing.leaf({ names: [new URL('http://예제.한국').hostname] })
    const boxes = { cert: pem, chain: issuing.pem, roots: root.pem }
    expect(await findProblems(boxes, ['--host', '예제.한국'])).toEqual({ status: 0, problems: [] })
  })

  it('is judged at the present where no time is given', async () => {
    const { root, issuing } = hierarchy
    const dates = { notBefore: new Date('2026-04-30T00:00:00Z'), notAfter: new Date('2026-05-01T00:00:00Z') }
    const { pem } = await issuing.leaf(dates)
    const files = { 'c.pem': pem, 'i.pem': issuing.pem, 'r.pem': root.pem }
    const { stdout } = await run(['check', '--cert', 'c.pem', '--chain', 'i.pem', '--roots', 'r.pem'], { files })
    expect(stdout).toMatch(/^OK {2}may serve traffic, less than a day left/)
  })

  it('accepts one that stands upside down, and tells of it', async () => {
    const { root, issuing, server } = hierarchy
    for (const cert of [root.pem + issuing.pem + server.pem, issuing.pem + server.pem]) {
      expect(await findProblems({ cert, key: server.key.pkcs8, roots: root.pem })).toEqual({
        status: 0,
        problems: ['warning certificate #1 chain-order'],
      })
    }
  })
})

describe('certkeep check on a bundle with a fault', () => {
  it('finds the key of another certificate', async () => {
    const { key } = await hierarchy.issuing.leaf()
    expect(await findProblems({ ...soundBundle(), key: key.pkcs8 })).toEqual({
      status: 1,
      problems: ['privateKey key-mismatch'],
    })
  })

  it('finds the stranger among several keys, and says which it is', async () => {
    const { key } = await hierarchy.issuing.leaf()
    const keys = hierarchy.server.key.pkcs8 + key.pkcs8
    const { status, stdout } = await runCheck({ ...soundBundle(), key: keys })
    expect(stdout).toMatch(/#1 EC P-256 \(PKCS#8\) {2}belongs to the certificate\n/)
    expect(stdout).toMatch(/#2 EC P-256 \(PKCS#8\) {2}does not belong to the certificate\n/)
    expect(status).toBe(1)
  })

  it('names the intermediate that is missing and where it is published', async () => {
    const { cert, key, roots } = soundBundle()
    expect(await findProblems({ cert, key, roots })).toEqual({ status: 1, problems: ['chain issuer-not-found'] })
    const { stdout } = await runCheck({ cert, key, roots })
    expect(stdout).toMatch(/^NOT OK {2}The chain is incomplete\n/)
    expect(stdout).toContain('\nChain  not given\n')
    expect(stdout).toContain('  └─ Check Issuing CA is not there  published at http://ca.example.com/issuer.cer\n')
  })

  it('finds a private CA, by the public roots, and points to its root', async () => {
    const { cert, key, chain, roots } = soundBundle()
    expect(await findProblems({ cert, key, chain: chain + roots })).toEqual({
      status: 1,
      problems: ['chain #2 private-ca'],
    })
    const { stdout } = await runCheck({ cert, key, chain: chain + roots })
    expect(stdout).toContain('     └─ Check Root     chain #2, root, not trusted, ')
    expect(stdout).toMatch(/\nTrusted: the 1\d\d public roots in Mozilla's list of 20\d\d-\d\d-\d\d\.\n/)
  })

  it('finds a self-signed certificate', async () => {
    const { pem } = await hierarchy.root.selfSigned()
    expect(await findProblems({ cert: pem })).toMatchObject({
      status: 1,
      problems: expect.arrayContaining(['certificate #1 self-signed']) as unknown,
    })
  })

  it.each([
    ['2026-08-29T11:59:59Z', 0, []],
    ['2026-08-29T12:00:00Z', 1, ['certificate #1 certificate-expired']],
    ['2026-05-31T12:00:00Z', 0, []],
    ['2026-05-31T11:59:59Z', 1, ['certificate #1 certificate-not-yet-valid']],
  ])('judges the dates at %s', async (at, status, problems) => {
    expect(await findProblems(soundBundle(), ['--at', at])).toEqual({ status, problems })
  })

  it('finds an intermediate that has expired, and points to it', async () => {
    const { root } = hierarchy
    const issuing = await root.intermediate({ subject: 'Old CA', notAfter: new Date('2026-06-10T00:00:00Z') })
    const leaf = await issuing.leaf()
    const chain = hierarchy.issuing.pem + issuing.pem
    const { status, problems } = await findProblems({ cert: leaf.pem, chain, roots: root.pem })
    expect(problems).toContain('chain #2 certificate-expired')
    expect(status).toBe(1)
  })

  it('finds an issuer that is no CA, and points to it', async () => {
    const { root } = hierarchy
    const issuing = await root.intermediate({
      subject: 'Not a CA',
      keyUsage: ['digitalSignature'],
      withoutExtensions: ['basicConstraints'],
    })
    const leaf = await issuing.leaf()
    const { status, problems } = await findProblems({ cert: leaf.pem, chain: issuing.pem, roots: root.pem })
    expect(problems).toContain('chain #1 issuer-not-ca')
    expect(status).toBe(1)
  })

  it("finds a signature that is not the issuer's, and draws the way as far as it goes", async () => {
    const { root, issuing } = hierarchy
    const { pem } = await issuing.leaf({ defects: ['broken-signature'] })
    const boxes = { cert: pem, chain: issuing.pem, roots: root.pem }
    expect(await findProblems(boxes)).toEqual({ status: 1, problems: ['certificate #1 signature-invalid'] })
    const { stdout } = await runCheck(boxes)
    expect(stdout).toContain('\n  └─ the way to a root ends here\n')
  })

  it('finds a host that is not covered', async () => {
    expect(await findProblems(soundBundle(), ['--host', 'shop.example.com'])).toEqual({
      status: 1,
      problems: ['certificate #1 hostname-mismatch'],
    })
  })

  it('finds a purpose that is not allowed', async () => {
    const { status, problems } = await findProblems(soundBundle(), ['--purpose', 'codeSigning'])
    expect(problems).toContain('certificate #1 purpose-not-allowed')
    expect(status).toBe(1)
  })

  it('asks less under the profile of RFC 5280 alone', async () => {
    const { root, issuing } = hierarchy
    const { pem } = await issuing.leaf({ extendedKeyUsage: [] })
    const boxes = { cert: pem, chain: issuing.pem, roots: root.pem }
    expect(await findProblems(boxes)).toEqual({ status: 1, problems: ['certificate #1 profile-violated'] })
    expect(await findProblems(boxes, ['--profile', 'rfc5280'])).toEqual({ status: 0, problems: [] })
  })

  it('tells of a chain that is out of order, has strangers or repeats the certificate, and goes on', async () => {
    const { root, issuing, server } = hierarchy
    const other = await createTestAuthority({ seed: 'other', subject: 'Other Root' })
    const second = await issuing.intermediate({ subject: 'Second CA' })
    const leaf = await second.leaf()
    const cases = [
      [{ cert: leaf.pem, chain: issuing.pem + second.pem }, 'warning chain #1 chain-order'],
      [{ cert: server.pem, chain: issuing.pem + other.pem }, 'warning chain #2 chain-stranger'],
      [{ cert: server.pem, chain: server.pem + issuing.pem }, 'warning chain #1 chain-repeats-leaf'],
      [{ cert: server.pem + other.pem, chain: issuing.pem }, 'warning certificate #2 chain-stranger'],
    ] as const
    for (const [boxes, problem] of cases) {
      expect(await findProblems({ ...boxes, roots: root.pem })).toEqual({ status: 0, problems: [problem] })
    }
  })

  it('says how an encrypted key is decrypted', async () => {
    const key = await hierarchy.server.key.encrypted('secret')
    const { status, stdout } = await runCheck({ ...soundBundle(), key })
    expect(stdout).toMatch(/^NOT OK {2}The private key is encrypted\n/)
    expect(stdout).toContain('\n    openssl pkcs8 -in key.pem')
    expect(status).toBe(1)
    expect(await findProblems({ ...soundBundle(), key: derOf(key) })).toEqual({
      status: 1,
      problems: ['privateKey key-encrypted'],
    })
  })

  it('shows where a certificate was cut off, and goes on with the other boxes', async () => {
    const { cert } = soundBundle()
    const { status, stdout } = await runCheck({ ...soundBundle(), cert: cert.slice(0, 400) })
    expect(stdout).toMatch(/\nCertificate {2}cert\.pem[^]* \^\n/)
    expect(stdout).toContain('#1 EC P-256 (PKCS#8)  not compared\n')
    expect(stdout).toContain('#1 Check Issuing CA')
    expect(status).toBe(1)
  })

  it('sees that two boxes were swapped, as text and as DER', async () => {
    const { cert, key, chain, roots } = soundBundle()
    const expected = {
      status: 1,
      problems: ['certificate pem-unexpected-object', 'privateKey pem-unexpected-object'],
    }
    expect(await findProblems({ cert: key, key: cert, chain, roots })).toEqual(expected)
    expect(await findProblems({ cert: derOf(key), key: derOf(cert), chain, roots })).toEqual(expected)
  })

  it('says of binary data that is no certificate and no key what it cannot read', async () => {
    const damaged = Uint8Array.from(hierarchy.server.der).fill(0, 4, 20)
    const { cert, roots } = soundBundle()
    expect(await findProblems({ cert: damaged, key: damaged, roots })).toEqual({
      status: 1,
      problems: ['certificate certificate-malformed', 'privateKey key-malformed'],
    })
    const pkcs12 = execFileSync('openssl', ['pkcs12', '-export', '-nokeys', '-passout', 'pass:x'], {
      input: cert,
      stdio: ['pipe', 'pipe', 'pipe'],
    })
    expect(await findProblems({ cert: pkcs12, roots })).toEqual({
      status: 1,
      problems: ['certificate pem-unexpected-object'],
    })
  })

  it('refuses a box over 1 MiB unread, as text and as DER', async () => {
    const { key, chain, roots } = soundBundle()
    const der = new Uint8Array(1_048_577)
    der.set([0x30, 0x83, 0x0f, 0xff, 0xfc])
    for (const cert of [' '.repeat(1_048_577), der]) {
      expect(await findProblems({ cert, key, chain, roots })).toEqual({
        status: 1,
        problems: ['certificate pem-too-large'],
      })
    }
  })

  it('reports five faults in one go, each in its box', async () => {
    const { issuing } = hierarchy
    const expired = await issuing.leaf({ names: ['old.example.com'], defects: ['expired'] })
    const { key } = await createOtherKey()
    const chain = `${issuing.pem}${issuing.pem.slice(0, 300)}`
    const { status, problems } = await findProblems({ cert: expired.pem, key, chain }, ['--host', 'www.example.com'])
    expect([...problems].sort()).toEqual([
      'certificate #1 certificate-expired',
      'certificate #1 hostname-mismatch',
      'chain issuer-not-found',
      'chain pem-end-missing',
      'privateKey key-mismatch',
    ])
    expect(status).toBe(1)
  })

  it('cannot say OK without a root, a key that was named, or a file that can be read', async () => {
    const { cert, key, chain, roots } = soundBundle()
    const cases = [
      [{ cert, key, chain, roots: 'no roots' }, [], 'no box pem-no-block'],
      [{ cert, key: '', chain, roots }, [], 'privateKey pem-empty'],
      [{ cert, key, chain: '', roots }, [], 'chain pem-empty'],
    ] as const
    for (const [boxes, options, problem] of cases) {
      const { status, problems } = await findProblems(boxes, options)
      expect(problems).toContain(problem)
      expect(status).toBe(1)
    }
    const { status, stdout } = await runCheck({ cert, chain, roots }, ['--key', 'absent.pem'])
    expect(stdout).toMatch(/^NOT OK {2}absent\.pem: There is no such file\.\n/)
    expect(status).toBe(1)
  })
})

describe('certkeep check on revocation', () => {
  const CRL_URL = 'http://crl.example.com/issuing.crl'

  /** A server whose certificate names where its CRL is, and whose issuer needs none. */
  async function revocableBundle(): Promise<{
    readonly boxes: { readonly cert: string; readonly chain: string; readonly roots: string }
    readonly revoke: () => void
    readonly crl: () => Promise<Uint8Array>
  }> {
    const root = await createTestAuthority({ seed: 'revocable', subject: 'Revocable Root' })
    const server = await root.leaf({ names: ['www.example.com'], urls: { crl: [CRL_URL] } })
    return {
      boxes: { cert: server.pem, chain: root.pem, roots: root.pem },
      revoke: () => {
        root.revoke(server, { reason: 'keyCompromise' })
      },
      crl: async () => (await root.crl()).der,
    }
  }

  const TIME = ['--at', '2026-06-01T12:00:00Z']

  it('fetches what the certificate points to, only if it is told to', async () => {
    const { boxes, crl } = await revocableBundle()
    const asked: string[] = []
    const body = await crl()
    const fetcher: Fetcher = ({ url }) => {
      asked.push(url)
      return Promise.resolve({ status: 200, body })
    }
    const { stdout, status } = await runCheck(boxes, [...TIME, '--revocation'], { fetcher })
    expect(asked).toEqual([CRL_URL])
    expect(stdout).toMatch(new RegExp(`\\n  www\\.example\\.com {2}not revoked, by CRL, ${CRL_URL}, as known until `))
    expect(stdout).not.toContain('Revocation was not checked')
    expect(status).toBe(0)

    for (const options of [[], ['--offline'], ['--revocation', '--offline']]) {
      await runCheck(boxes, [...TIME, ...options], { fetcher })
    }
    expect(asked).toEqual([CRL_URL])
  })

  it('goes by a CRL in a file, as DER and as PEM', async () => {
    const { boxes, revoke, crl } = await revocableBundle()
    revoke()
    const der = await crl()
    const pem = `-----BEGIN X509 CRL-----\n${Buffer.from(der).toString('base64')}\n-----END X509 CRL-----\n`
    for (const file of [der, new TextEncoder().encode(pem)]) {
      const files = { 'cert.pem': boxes.cert, 'chain.pem': boxes.chain, 'roots.pem': boxes.roots, 'a.crl': file }
      const args = ['check', '--cert', 'cert.pem', '--chain', 'chain.pem', '--roots', 'roots.pem', '--crl', 'a.crl']
      const { stdout, status } = await run([...args, ...TIME], { files })
      expect(stdout).toMatch(/^NOT OK {2}The certificate has been revoked\n/)
      expect(stdout).toMatch(/\n {2}www\.example\.com {2}revoked, since /)
      expect(stdout).toContain('\nStatus  revoked\n')
      expect(status).toBe(1)
    }
  })

  it('says that it could not be established, and that this is no reason to refuse the certificate', async () => {
    const { boxes } = await revocableBundle()
    const fetcher: Fetcher = () => Promise.reject(new Error('no route'))
    const { stdout, status } = await runCheck(boxes, [...TIME, '--revocation'], { fetcher })
    expect(stdout).toMatch(/^OK {2}/)
    expect(stdout).toContain('\n  www.example.com  could not be established\n')
    expect(stdout).toContain('\nStatus  cannot be verified\n')
    expect(stdout).toContain('  Warning: ')
    expect(status).toBe(0)
  })

  it('cannot say OK when a file of evidence is not there', async () => {
    const { boxes } = await revocableBundle()
    const { stdout, status } = await runCheck(boxes, [...TIME, '--ocsp', 'absent.der'])
    expect(stdout).toMatch(/^NOT OK {2}absent\.der: There is no such file\.\n/)
    expect(status).toBe(1)
  })

  it('shows on a terminal whom it is waiting for, and nothing of it in a pipe', async () => {
    const { boxes, crl } = await revocableBundle()
    const body = await crl()
    const fetcher: Fetcher = () => Promise.resolve({ status: 200, body })
    const { stderr } = await runCheck(boxes, [...TIME, '--revocation'], { fetcher, terminal: { columns: 80 } })
    expect(stderr).toBe('\r\u001b[KAsking crl.example.com ...\r\u001b[K')
    expect((await runCheck(boxes, [...TIME, '--revocation'], { fetcher })).stderr).toBe('')
  })

  it('tells a program the same', async () => {
    const { boxes, crl } = await revocableBundle()
    const body = await crl()
    const fetcher: Fetcher = () => Promise.resolve({ status: 200, body })
    const { stdout } = await runCheck(boxes, [...TIME, '--revocation', '--json'], { fetcher })
    expect(JSON.parse(stdout)).toMatchObject({
      status: 'valid',
      revocation: { status: 'good', certificates: [{ status: 'good', source: 'crl', url: CRL_URL, problems: [] }] },
    })
  })
})

describe('certkeep check --output', () => {
  it('writes the chain in order, certificate first and root last, however it was given', async () => {
    const { root, issuing, server } = hierarchy
    const written = new Map<string, string>()
    const { stdout, status } = await runCheck(
      { cert: server.pem, chain: issuing.pem, roots: root.pem },
      ['--output', 'out.pem'],
      { written },
    )
    expect([...written]).toEqual([['out.pem', server.fullChainPem]])
    expect(stdout).toContain('\nThe ordered chain was written to out.pem.\n')
    expect(status).toBe(0)
  })

  it('writes nothing without a way to a root, and fails where it cannot write', async () => {
    const { cert, key, chain, roots } = soundBundle()
    const written = new Map<string, string>()
    const incomplete = await runCheck({ cert, key, roots }, ['--output', 'out.pem'], { written })
    expect(incomplete.stdout).toContain('nothing was written to out.pem')
    expect(written.size).toBe(0)
    const refused = await runCheck({ cert, key, chain, roots }, ['--output', '/out.pem'])
    expect(refused.stdout).toMatch(/^OK {2}/)
    expect(refused.stdout).toContain('could not be written to /out.pem: no permission')
    expect(refused.status).toBe(1)
  })
})

describe('certkeep check --name', () => {
  it('looks at the name as the form would', async () => {
    expect(await findProblems(soundBundle(), ['--name', 'www 2026'])).toEqual({ status: 0, problems: [] })
    expect(await findProblems(soundBundle(), ['--name', 'a\u200bb'])).toEqual({
      status: 1,
      problems: ['name name-character'],
    })
    const { stdout } = await runCheck(soundBundle(), ['--name', ' '])
    expect(stdout).toMatch(/^NOT OK {2}The name is missing\n\nName\n/)
  })
})

describe('certkeep check', () => {
  it('trusts the roots of the machine where it is told to, and says whose they are', async () => {
    const { cert, key, chain, roots } = soundBundle()
    const options = ['--system-roots', '--json']
    const { status, stdout } = await runCheck({ cert, key, chain: chain + roots }, options)
    const source = 'getCACertificates' in tls ? 'system' : 'bundled'
    expect(JSON.parse(stdout)).toMatchObject({ ok: false, roots: { source, snapshot: null } })
    expect(status).toBe(1)
  })

  it('agrees with openssl verify', async () => {
    const { root, issuing, server } = hierarchy
    const folder = mkdtempSync(join(tmpdir(), 'certkeep-check-'))
    const write = (name: string, text: string): string => {
      writeFileSync(join(folder, name), text)
      return join(folder, name)
    }
    const paths = { cert: write('c', server.pem), chain: write('i', issuing.pem), roots: write('r', root.pem) }
    try {
      for (const [day, host] of [
        ['2026-06-15', 'www.example.com'],
        ['2026-09-15', 'www.example.com'],
        ['2026-06-15', 'shop.example.com'],
      ] as const) {
        const { status } = await runCheck({ cert: server.pem, chain: issuing.pem, roots: root.pem }, [
          '--at',
          day,
          '--host',
          host,
        ])
        const seconds = String(Date.parse(day) / 1000)
        expect(status === 0).toBe(opensslAccepts(paths, ['-attime', seconds, '-verify_hostname', host]))
      }
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})

async function createOtherKey(): Promise<{ readonly key: string }> {
  const { pkcs8 } = await createTestKey({ seed: 'another' })
  return { key: pkcs8 }
}

function opensslAccepts(
  { cert, chain, roots }: Readonly<Record<'cert' | 'chain' | 'roots', string>>,
  options: readonly string[],
): boolean {
  try {
    execFileSync('openssl', ['verify', '-CAfile', roots, '-untrusted', chain, ...options, cert], { stdio: 'pipe' })
    return true
  } catch {
    return false
  }
}

function derOf(pem: string): Uint8Array {
  const lines = pem.split('\n').filter((line) => line !== '' && !line.startsWith('-----'))
  return Uint8Array.from(Buffer.from(lines.join(''), 'base64'))
}
