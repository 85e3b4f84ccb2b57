import { describe, expect, it } from 'vitest'
import { createTestAuthority } from '../../../src/testing/create-test-authority.ts'
import { parseOcspResponse } from '../../../src/x509/parse-ocsp-response.ts'
import { openssl } from '../../support/openssl.ts'
import { errorOf } from '../../support/error-of.ts'

const ca = await createTestAuthority({ seed: 'parse ocsp' })
const leaf = await ca.leaf()

describe('parseOcspResponse()', () => {
  it('reads what openssl reads', async () => {
    const { der } = await ca.ocsp({
      responses: [
        { certificate: leaf, status: 'revoked', reason: 'superseded', revokedAt: new Date('2026-01-02T03:04:05Z') },
      ],
      responder: 'delegated',
      nonce: Uint8Array.of(1, 2, 3),
    })
    const { basic, status } = parseOcspResponse(der)
    const { output } = openssl(['ocsp', '-respin', 'response.der', '-noverify', '-resp_text'], { 'response.der': der })
    const [single] = basic?.responses ?? []
    expect(status).toBe('successful')
    expect(output).toContain(`Serial Number: ${String(single?.certId.serialNumber).toUpperCase()}`)
    expect(output).toContain(`Issuer Key Hash: ${String(single?.certId.issuerKeyHash).toUpperCase()}`)
    expect(output).toContain('Revocation Reason: superseded')
    expect(output).toContain('Revocation Time: Jan  2 03:04:05 2026 GMT')
    expect(single).toMatchObject({
      status: 'revoked',
      reason: 'superseded',
      revokedAt: new Date('2026-01-02T03:04:05Z'),
    })
    expect(output).toMatch(/OCSP Nonce:\s+0403010203/)
    expect(basic?.nonce).toBe('010203')
    expect(basic?.certificates.length).toBe(1)
  })

  it('counts what it cannot read of the certificates sent along, and looks at sixteen', async () => {
    const embed = [{ der: Uint8Array.of(0x30, 0) }, ...Array.from({ length: 20 }, () => leaf)]
    const { der } = await ca.ocsp({ certificates: [leaf], embed })
    const { basic } = parseOcspResponse(der)
    expect(basic?.certificates.length).toBe(15)
    expect(basic?.certificateErrors.length).toBe(2)
    expect(basic?.certificateErrors[1]).toBe('ERR_OCSP_CERTIFICATES')
  })

  it('refuses a response cut off at any octet with a typed error', async () => {
    const { der } = await ca.ocsp({ certificates: [leaf] })
    for (let length = 0; length < der.length; length += 1) {
      expect(errorOf(() => parseOcspResponse(der.subarray(0, length))).code).toMatch(/^ERR_(DER|X509)_/)
    }
  })
})
