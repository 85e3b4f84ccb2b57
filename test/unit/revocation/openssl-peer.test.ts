import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createNodeVerifier } from '../../../src/node/create-node-verifier.ts'
import type { Fetcher } from '../../../src/problem/fetcher.ts'
import { checkRevocation } from '../../../src/revocation/check-revocation.ts'
import { createOcspRequest } from '../../../src/revocation/create-ocsp-request.ts'
import { createTestAuthority } from '../../../src/testing/create-test-authority.ts'
import { parseCrl } from '../../../src/x509/parse-crl.ts'
import { openssl } from '../../support/openssl.ts'

const verifier = createNodeVerifier()

/** openssl dates what it makes by the clock of the machine. */
const NOW = new Date()

const root = await createTestAuthority({ at: NOW, seed: 'openssl peer' })
const [good, revoked, foreign] = [await root.leaf(), await root.leaf(), await root.leaf()]

function serialOf({ serialNumber }: (typeof good)['certificate']): string {
  return serialNumber.toUpperCase()
}

/** The text database of `openssl ca`: state, expiry, revocation, serial number, file, subject. */
const DATABASE = [
  `V\t361231000000Z\t\t${serialOf(good.certificate)}\tunknown\t/CN=good\n`,
  `R\t361231000000Z\t260101000000Z,keyCompromise\t${serialOf(revoked.certificate)}\tunknown\t/CN=revoked\n`,
].join('')

describe('createOcspRequest()', () => {
  it.each(['SHA-1', 'SHA-256'] as const)('writes a request with %s that openssl reads', (hash) => {
    const request = createOcspRequest(good.certificate, root.certificate, { hash, nonce: new Uint8Array(32).fill(1) })
    const { ok, output } = openssl(['ocsp', '-reqin', 'request.der', '-req_text'], { 'request.der': request })
    expect(ok, output).toBe(true)
    expect(output).toContain(`Serial Number: ${serialOf(good.certificate)}`)
    expect(output).toContain(`Hash Algorithm: ${hash.replace('-', '').toLowerCase()}`)
    expect(output).toMatch(/OCSP Nonce:\s+0420(?:01){32}/)
    const made = openssl(
      [
        'ocsp',
        `-${hash.replace('-', '').toLowerCase()}`,
        '-issuer',
        'ca.pem',
        '-cert',
        'leaf.pem',
        '-no_nonce',
        '-reqout',
        'out.der',
      ],
      { 'ca.pem': root.pem, 'leaf.pem': good.pem },
      ['out.der'],
    )
    expect(createOcspRequest(good.certificate, root.certificate, { hash })).toEqual(made.written[0])
  })
})

describe('checkRevocation()', () => {
  it('answers by a CRL that openssl made as openssl does', async () => {
    const config =
      '[ca]\ndefault_ca=d\n[d]\ndatabase=index.txt\ndefault_md=sha256\ndefault_crl_days=7\ncrlnumber=number\ncrl_extensions=e\n[e]\nauthorityKeyIdentifier=keyid\n'
    const folder = mkdtempSync(join(tmpdir(), 'certkeep-ca-'))
    try {
      writeFileSync(join(folder, 'index.txt'), DATABASE)
      writeFileSync(join(folder, 'number'), '1000\n')
      const paths = config
        .replace('=index.txt', `=${join(folder, 'index.txt')}`)
        .replace('=number', `=${join(folder, 'number')}`)
      const files = { 'ca.cnf': paths, 'ca.pem': root.pem, 'ca.key': root.key.pkcs8 }
      const args = ['ca', '-gencrl', '-config', 'ca.cnf', '-cert', 'ca.pem', '-keyfile', 'ca.key', '-out', 'crl.pem']
      const { ok, output, written } = openssl(args, files, ['crl.pem'])
      expect(ok, output).toBe(true)
      const crl = parseCrl(new TextDecoder().decode(written[0]))
      expect([...crl.entries()].map(({ serialNumber, reason }) => [serialNumber, reason])).toEqual([
        [revoked.certificate.serialNumber, 'keyCompromise'],
      ])
      for (const [leaf, expected] of [
        [good, 'good'],
        [revoked, 'revoked'],
      ] as const) {
        const report = await checkRevocation([leaf.certificate, root.certificate], { crls: [crl], verifier })
        expect(report.status).toBe(expected)
        const verified = openssl(['verify', '-crl_check', '-CAfile', 'ca.pem', '-CRLfile', 'crl.pem', 'leaf.pem'], {
          'ca.pem': root.pem,
          'crl.pem': written[0] ?? '',
          'leaf.pem': leaf.pem,
        })
        expect(verified.ok, verified.output).toBe(expected === 'good')
      }
    } finally {
      rmSync(folder, { recursive: true })
    }
  })

  it('asks a responder of openssl by GET, or by POST where the address would be long', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'certkeep-ocsp-'))
    const path = (name: string): string => join(folder, name)
    writeFileSync(path('index.txt'), DATABASE)
    writeFileSync(path('ca.pem'), root.pem)
    writeFileSync(path('ca.key'), root.key.pkcs8)
    const files = [
      '-index',
      path('index.txt'),
      '-CA',
      path('ca.pem'),
      '-rsigner',
      path('ca.pem'),
      '-rkey',
      path('ca.key'),
    ]
    const responder = spawn('openssl', ['ocsp', '-port', '0', ...files, '-nmin', '60'])
    try {
      const port = await new Promise<string>((resolve, reject) => {
        let said = ''
        const listen = (chunk: Buffer): void => {
          said += chunk.toString()
          const found = /ACCEPT \S*:(\d+)/.exec(said)
          if (found?.[1] !== undefined) resolve(found[1])
        }
        responder.stdout.on('data', listen)
        responder.stderr.on('data', listen)
        responder.on('exit', () => {
          reject(new Error(`openssl ocsp ended: ${said}`))
        })
      })
      const methods: string[] = []
      const fetcher: Fetcher = async ({ url, method, body, contentType }) => {
        methods.push(method)
        const response = await fetch(url, {
          method,
          ...(body === undefined ? {} : { body: Uint8Array.from(body) }),
          ...(contentType === undefined ? {} : { headers: { 'content-type': contentType } }),
        })
        return { status: response.status, body: new Uint8Array(await response.arrayBuffer()) }
      }
      for (const [leaf, path_, expected] of [
        [good, '', 'good'],
        [revoked, 'a'.repeat(200), 'revoked'],
        [foreign, '', 'unknown'],
      ] as const) {
        const urls = { ocsp: [`http://127.0.0.1:${port}/${path_}`] }
        const asking = await root.leaf({ serialNumber: leaf.serialNumber, urls })
        const report = await checkRevocation([asking.certificate, root.certificate], { fetcher, verifier })
        expect([report.status, report.certificates[0]?.source]).toEqual([expected, 'ocsp'])
      }
      expect(methods).toEqual(['GET', 'POST', 'GET'])
    } finally {
      responder.kill()
      rmSync(folder, { recursive: true })
    }
  })
})
