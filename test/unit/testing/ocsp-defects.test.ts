import { X509Certificate } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import {
  createTestAuthority,
  OCSP_DEFECTS,
  type OcspDefect,
  type OcspOptions,
  type TestAuthority,
  type TestCertificate,
  type TestKeyAlgorithm,
} from '../../../src/testing/index.ts'
import { parseOcspResponse } from '../../../src/x509/parse-ocsp-response.ts'
import { readOcspRequest } from '../../../src/testing/read-ocsp-request.ts'
import { openssl, type OpensslResult } from '../../support/openssl.ts'

/** Who notices a defect, and by what. */
type Notice =
  /** What `openssl ocsp` says about the response, and does not of a sound one. */
  | { readonly says: RegExp }
  /** What `openssl ocsp -resp_text` shows of the response, and does not of a sound one. */
  | { readonly text: RegExp }
  /** `openssl ocsp`, given the request with its nonce, says this, and does not of a sound response. */
  | { readonly nonce: RegExp }
  /** `openssl asn1parse` shows it, and does not of a sound response. */
  | { readonly asn1: RegExp }

const NOTICES: Readonly<Record<OcspDefect, Notice>> = {
  stale: { says: /status expired/ },
  future: { says: /status not yet valid/ },
  'missing-next-update': { text: /This Update: [^\n]*\n(?!\s*Next Update)/ },
  'wrong-serial-number': { says: /ERROR: No Status found/ },
  'wrong-issuer-hashes': { says: /ERROR: No Status found/ },
  'no-responses': { says: /ERROR: No Status found/ },
  'other-entry-first': { text: /Serial Number: 5A5A5A\n[^]*Serial Number: / },
  'non-issued': { text: /Revocation Time: Jan {2}1 00:00:00 1970 GMT\n *Revocation Reason: certificateHold/ },
  'missing-nonce': { nonce: /WARNING: no nonce in response/ },
  'wrong-nonce': { nonce: /Nonce Verify error/ },
  'broken-signature': { says: /Response Verify Failure[^]*signature failure/ },
  'wrong-key': { says: /Response Verify Failure[^]*signature failure/ },
  'sha1-signature': { text: /Signature Algorithm: ecdsa-with-SHA1\n/ },
  'unauthorized-responder': { says: /Response Verify Failure[^]*unable to get local issuer certificate/ },
  'responder-without-eku': { says: /Response Verify Failure[^]*missing ocspsigning usage/ },
  'responder-any-eku': { says: /Response Verify Failure[^]*missing ocspsigning usage/ },
  'responder-expired': { says: /Response Verify Failure[^]*certificate has expired/ },
  'responder-without-nocheck': { text: /Extended Key Usage: *\n *OCSP Signing\n(?![^]*OCSP No Check)/ },
  'missing-certificates': { says: /Response Verify Failure[^]*signer certificate not found/ },
  'unknown-critical-extension': { text: /Response Extensions:\n *2\.999\.2: critical/ },
  'unknown-critical-single-extension': { text: /Response Single Extensions:\n *2\.999\.2: critical/ },
  'unknown-response-type': { says: /not basic response/ },
  'constructed-good': { says: /type not primitive/ },
  'error-with-response': { asn1: /ENUMERATED +:03\n[^\n]*cont \[ 0 \]/ },
  'try-later': { says: /Responder Error: trylater \(3\)/ },
  unauthorized: { says: /Responder Error: unauthorized \(6\)/ },
  // OpenSSL checks the signature over what it encodes itself, so the lengths make it fail.
  'indefinite-length': { says: /Response Verify Failure[^]*signature failure/ },
  truncated: { says: /Error reading OCSP response/ },
  'trailing-bytes': { asn1: /:d=0 +hl=2 l= +0 prim: NULL/ },
}

/** OpenSSL compares thisUpdate and nextUpdate with the clock of the machine, so these responses are of today. */
const NOW = new Date()

let intermediate: TestAuthority
let leaf: TestCertificate
let files: Readonly<Record<string, string>>

beforeAll(async () => {
  const root = await createTestAuthority({ at: NOW })
  intermediate = await root.intermediate()
  leaf = await intermediate.leaf()
  files = { 'root.pem': root.pem, 'ca.pem': intermediate.pem, 'leaf.pem': leaf.pem }
})

const ABOUT = ['-issuer', 'ca.pem', '-cert', 'leaf.pem', '-CAfile', 'root.pem', '-no-CApath', '-no-CAstore']

async function check(options: OcspOptions, ...extra: readonly string[]): Promise<OpensslResult> {
  const { der } = await intermediate.ocsp({ certificates: [leaf], ...options })
  const args = ['ocsp', '-no_nonce', '-respin', 'response.der', ...ABOUT, '-verify_other', 'ca.pem', ...extra]
  return openssl(args, { ...files, 'response.der': der })
}

/** openssl asks with a nonce of its own, and compares it with that of the response. */
async function checkNonce(defects: readonly OcspDefect[]): Promise<OpensslResult> {
  const { written } = openssl(['ocsp', '-issuer', 'ca.pem', '-cert', 'leaf.pem', '-reqout', 'req.der'], files, [
    'req.der',
  ])
  const request = written[0] ?? new Uint8Array()
  const question = readOcspRequest(request, intermediate)
  if (typeof question === 'string') throw new Error(question)
  const { der } = await intermediate.ocsp({ responses: question.entries, nonce: question.nonce, defects })
  const args = [
    'ocsp',
    '-reqin',
    'req.der',
    '-respin',
    'response.der',
    '-CAfile',
    'root.pem',
    '-verify_other',
    'ca.pem',
  ]
  return openssl(args, { ...files, 'req.der': request, 'response.der': der })
}

async function showStructure(options: OcspOptions): Promise<OpensslResult> {
  const { der } = await intermediate.ocsp({ certificates: [leaf], ...options })
  return openssl(['asn1parse', '-inform', 'DER', '-in', 'response.der'], { 'response.der': der })
}

function ask(notice: Notice, defects: readonly OcspDefect[]): Promise<OpensslResult> {
  if ('nonce' in notice) return checkNonce(defects)
  if ('asn1' in notice) return showStructure({ defects })
  return 'text' in notice ? check({ defects }, '-resp_text') : check({ defects })
}

describe('ocsp() with a defect', () => {
  it('without any, openssl verifies the response and finds the status', async () => {
    const { ok, output } = await check({})
    expect(output).toMatch(/leaf\.pem: good\n[^]*Response verify OK/)
    expect(ok).toBe(true)
    expect((await checkNonce([])).output).toMatch(/Response verify OK/)
  })

  it.each(Object.entries(NOTICES))('%s is noticed', async (name, notice) => {
    const defects = Object.keys(OCSP_DEFECTS).filter((known): known is OcspDefect => known === name)
    const [pattern] = Object.values(notice)
    expect((await ask(notice, defects)).output).toMatch(pattern ?? name)
    expect((await ask(notice, [])).output).not.toMatch(pattern ?? name)
  })

  it.each<TestKeyAlgorithm>(['RSA-1024', 'RSA-2048', 'RSA-3072', 'RSA-PSS-2048', 'Ed25519'])(
    'no stranger has a key of the CA, though its keys are of %s',
    async (algorithm) => {
      const root = await createTestAuthority({ algorithm, at: NOW })
      const subject = await root.leaf()
      const about = { certificates: [subject] }
      const keyHashOf = async (defects: readonly OcspDefect[]): Promise<string | undefined> => {
        const response = openssl(['ocsp', '-respin', 'r.der', '-noverify', '-resp_text'], {
          'r.der': (await root.ocsp({ ...about, defects })).der,
        })
        return /Issuer Key Hash: ([\dA-F]{40})/.exec(response.output)?.[1]
      }
      expect(await keyHashOf([])).toMatch(/./)
      expect(await keyHashOf(['wrong-issuer-hashes'])).not.toBe(await keyHashOf([]))
      const verify = async (options: OcspOptions): Promise<string> => {
        const { der } = await root.ocsp({ ...about, ...options })
        const args = ['ocsp', '-respin', 'r.der', '-no_nonce', '-VAfile', 'ca.pem', '-trust_other']
        return openssl([...args, '-issuer', 'ca.pem', '-cert', 'leaf.pem', '-CAfile', 'ca.pem'], {
          'r.der': der,
          'ca.pem': root.pem,
          'leaf.pem': subject.pem,
        }).output
      }
      for (const responder of ['issuer', 'delegated'] as const) {
        expect(await verify({ responder })).toContain('Response verify OK')
        expect(await verify({ responder, defects: ['wrong-key'] })).toContain('signature failure')
      }
      const { der } = await root.ocsp({ ...about, defects: ['unauthorized-responder'] })
      const [responder] = parseOcspResponse(der).basic?.certificates ?? []
      const certificate = new X509Certificate(responder?.der ?? '')
      const caKey = new X509Certificate(root.der).publicKey
      expect(certificate.verify(caKey)).toBe(false)
      expect(certificate.publicKey.equals(caKey)).toBe(false)
    },
  )

  it('wrong-key calls itself as the responder does that was asked for, and sends the certificate of that one', async () => {
    const responder = { responder: 'delegated', responderId: 'key' } as const
    const sound = await check(responder, '-resp_text')
    const { output } = await check({ ...responder, defects: ['wrong-key'] }, '-resp_text')
    const [, id = ''] = /Responder Id: ([\dA-F]{40})\n/.exec(sound.output) ?? []
    expect(id).toMatch(/./)
    expect(output).toContain(`Responder Id: ${id}\n`)
    expect(output).toContain('OCSP No Check')
    expect(output).toMatch(/Response Verify Failure[^]*signature failure/)
  })

  it('a status without a response has the defects of encoding too', async () => {
    const { der } = await intermediate.ocsp({ defects: ['try-later', 'trailing-bytes'] })
    expect([...der]).toEqual([0x30, 3, 0x0a, 1, 3, 5, 0])
  })
})
