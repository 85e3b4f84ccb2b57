import { beforeAll, describe, expect, it } from 'vitest'
import {
  createTestAuthority,
  type OcspOptions,
  type TestAuthority,
  type TestCertificate,
} from '../../../src/testing/index.ts'
import { openssl } from '../../support/openssl.ts'

/** OpenSSL compares thisUpdate and nextUpdate with the clock of the machine, so these responses are of today. */
const NOW = new Date()

let root: TestAuthority
let ca: TestAuthority
let leaf: TestCertificate

beforeAll(async () => {
  root = await createTestAuthority({ at: NOW })
})

async function ask(options: OcspOptions, ...extra: readonly string[]): Promise<string> {
  const { der } = await ca.ocsp(options)
  const files = { 'response.der': der, 'root.pem': root.pem, 'ca.pem': ca.pem, 'leaf.pem': leaf.pem }
  const trust = ['-CAfile', 'root.pem', '-no-CApath', '-no-CAstore', '-verify_other', 'ca.pem']
  const args = ['ocsp', '-no_nonce', ...extra, '-respin', 'response.der', '-issuer', 'ca.pem', '-cert', 'leaf.pem']
  return openssl([...args, ...trust], files).output.replace(/\/tmp\S*\//g, '')
}

describe('ocsp()', () => {
  beforeAll(async () => {
    ca = await root.intermediate()
    leaf = await ca.leaf()
  })

  it('says good of what the CA has issued', async () => {
    expect(await ask({ certificates: [leaf] })).toMatch(/^leaf\.pem: good\n[^]*Response verify OK/)
  })

  it('says unknown of what it has not issued', async () => {
    const responses = [{ certificate: leaf, status: 'unknown' } as const]
    expect(await ask({ responses })).toMatch(/^leaf\.pem: unknown\n/)
    expect(await ask({ responses: [{ serialNumber: 77 }] }, '-resp_text')).toMatch(/Cert Status: unknown\n/)
  })

  it('says revoked, when and why, of what was revoked, until it is reinstated', async () => {
    const other = await ca.leaf()
    ca.revoke(other, { at: new Date('2026-05-02T01:02:03Z'), reason: 'keyCompromise' })
    expect(await ask({ certificates: [other] }, '-resp_text')).toMatch(
      /Cert Status: revoked\n *Revocation Time: May {2}2 01:02:03 2026 GMT\n *Revocation Reason: keyCompromise \(0x1\)\n/,
    )
    ca.reinstate(other)
    expect(await ask({ certificates: [other] }, '-resp_text')).toMatch(/Cert Status: good\n/)
  })

  it('takes no revocation of another CA, with the same serial number, for one of its own', async () => {
    const own = await ca.leaf({ serialNumber: 7 })
    const foreign = await root.leaf({ serialNumber: 7 })
    ca.revoke(foreign)
    expect(await ask({ certificates: [own] }, '-resp_text')).toMatch(/Cert Status: good\n/)
    ca.revoke(own)
    ca.reinstate(foreign)
    expect(await ask({ certificates: [own] }, '-resp_text')).toMatch(/Cert Status: revoked\n/)
  })

  it.each(['issuer', 'delegated'] as const)(
    'signed by %s, named by name or by key, openssl verifies it',
    async (responder) => {
      for (const responderId of ['name', 'key'] as const) {
        const output = await ask({ certificates: [leaf], responder, responderId }, '-resp_text')
        expect(output).toMatch(responderId === 'name' ? /Responder Id: CN = / : /Responder Id: [\dA-F]{40}\n/)
        expect(output).toContain('Response verify OK')
      }
    },
  )

  it('sends the certificate of a responder along, and not that of the CA', async () => {
    expect(await ask({ certificates: [leaf] }, '-resp_text')).not.toContain('Certificate:')
    expect(await ask({ certificates: [leaf], responder: 'delegated' }, '-resp_text')).toContain('OCSP No Check')
    expect(await ask({ certificates: [leaf], embed: [ca] }, '-resp_text')).toContain('Subject: CN=Test Intermediate CA')
  })

  it('with a CertID of SHA-256, openssl finds it if it asks so', async () => {
    const response = { certificates: [leaf], hash: 'SHA-256' } as const
    expect(await ask(response, '-sha256')).toMatch(/^leaf\.pem: good\n/)
    expect(await ask(response)).toMatch(/^leaf\.pem: ERROR: No Status found/)
  })

  it('about several certificates and in several ways, openssl finds its own', async () => {
    const [first, second] = [await ca.leaf(), await ca.leaf()]
    ca.revoke(first)
    const output = await ask({
      certificates: [first, leaf, second],
      responses: [{ certificate: leaf, hash: 'SHA-256' }],
    })
    expect(output).toMatch(/^leaf\.pem: good\n/)
    expect(
      (await ask({ certificates: [first, leaf, second] }, '-resp_text')).match(/Cert Status: (?:good|revoked)/g),
    ).toEqual(['Cert Status: revoked', 'Cert Status: good', 'Cert Status: good'])
  })

  it('writes the dates it is given, for all or for one', async () => {
    const output = await ask(
      {
        producedAt: new Date('2026-01-03T00:00:00Z'),
        thisUpdate: new Date('2026-01-01T00:00:00Z'),
        nextUpdate: new Date('2026-01-02T00:00:00Z'),
        responses: [{ serialNumber: 1 }, { serialNumber: 2, nextUpdate: 'absent' }],
      },
      '-resp_text',
    )
    expect(output).toContain('Produced At: Jan  3 00:00:00 2026 GMT')
    expect(output.match(/This Update: Jan {2}1 00:00:00 2026 GMT/g)).toHaveLength(2)
    expect(output.match(/Next Update: Jan {2}2 00:00:00 2026 GMT/g)).toHaveLength(1)
  })

  it.each([
    ['malformedRequest', 'malformedrequest (1)'],
    ['internalError', 'internalerror (2)'],
    ['tryLater', 'trylater (3)'],
    ['sigRequired', 'sigrequired (5)'],
    ['unauthorized', 'unauthorized (6)'],
  ] as const)('says %s and nothing else', async (status, shown) => {
    expect(await ask({ status })).toBe(`Responder Error: ${shown}\n`)
  })

  it('signed with any key and name, openssl judges it', async () => {
    const [first, second] = [await ca.ocspResponder(), await ca.ocspResponder()]
    const honest = await ask({ certificates: [leaf], responder: first })
    expect(honest).toContain('Response verify OK')
    const mixed = { subject: first.subject, der: first.der, key: second.key }
    expect(await ask({ certificates: [leaf], responder: mixed })).toContain('signature failure')
  })

  it('refuses an entry about nothing', async () => {
    await expect(ca.ocsp({ responses: [{ status: 'good' }] })).rejects.toThrow(TypeError)
  })
})
