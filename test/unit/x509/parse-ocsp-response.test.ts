import { describe, expect, it } from 'vitest'
import { createTestAuthority } from '../../../src/testing/create-test-authority.ts'
import { parseOcspResponse } from '../../../src/x509/parse-ocsp-response.ts'
import { buildOcspResponse, type OcspResponseParts } from '../../support/build-ocsp-response.ts'
import {
  element,
  explicit,
  generalizedTime,
  hex,
  implicit,
  integer,
  nothing,
  octets,
  octetString,
  oid,
  sequence,
} from '../../support/der.ts'
import { errorOf } from '../../support/error-of.ts'
import { openssl } from '../../support/openssl.ts'

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

describe('parseOcspResponse()', () => {
  const nonceOf = (value: Uint8Array): string | undefined =>
    parseOcspResponse(
      buildOcspResponse({
        responseExtensions: explicit(1, sequence(sequence(oid('1.3.6.1.5.5.7.48.1.2'), octetString(value)))),
      }),
    ).basic?.nonce

  it.each([
    ['inside its OCTET STRING', octetString([1, 2, 3]), '010203'],
    ['of 128 octets, the longest (RFC 9654)', octetString(new Uint8Array(128).fill(7)), '07'.repeat(128)],
    ['that an old responder did not wrap', hex('aabbcc'), 'aabbcc'],
    ['that only begins like a wrapped one', hex('0402bb'), '0402bb'],
  ])('reads a nonce %s', (_, value, expected) => {
    expect(nonceOf(value)).toBe(expected)
  })

  it('does not see what is done to the bytes afterwards', () => {
    const input = buildOcspResponse()
    const response = parseOcspResponse(input)
    const { tbsResponseData } = response.basic ?? {}
    const before = [...(tbsResponseData ?? [])]
    input.fill(0)
    expect([...(tbsResponseData ?? [])]).toEqual(before)
  })

  it.each<readonly [string, OcspResponseParts, string]>([
    ['a status that there is not', { responseStatus: element(0x0a, [4]) }, 'ERR_DER_VALUE in responseStatus'],
    ['a status above the last', { responseStatus: element(0x0a, [7]) }, 'ERR_DER_VALUE in responseStatus'],
    ['an error with an answer', { responseStatus: element(0x0a, [3]) }, 'ERR_DER_VALUE in OCSPResponse'],
    ['success without an answer', { responseBytes: [] }, 'ERR_DER_VALUE in OCSPResponse'],
    [
      'another type than basic',
      { responseType: oid('1.3.6.1.5.5.7.48.1.2') },
      'ERR_OCSP_RESPONSE_TYPE in responseType',
    ],
    ['version 2', { version: explicit(0, integer(1)) }, 'ERR_DER_VALUE in version'],
    ['a responder of no kind', { responderId: explicit(3, nothing) }, 'ERR_DER_UNEXPECTED_TAG in responderID'],
    [
      'two names of a responder',
      { responderId: explicit(1, sequence(), sequence()) },
      'ERR_DER_TRAILING_BYTES in responderID',
    ],
    ['a certificate status of no kind', { certStatus: implicit(3) }, 'ERR_DER_UNEXPECTED_TAG in certStatus'],
    ['good with content', { certStatus: implicit(0, [0]) }, 'ERR_DER_NULL in certStatus'],
    ['unknown with content', { certStatus: implicit(2, [0]) }, 'ERR_DER_NULL in certStatus'],
    ['revoked without a time', { certStatus: explicit(1) }, 'ERR_DER_TRUNCATED in revocationTime'],
    [
      'a reason that there is not',
      { certStatus: explicit(1, generalizedTime('20260101000000Z'), explicit(0, element(0x0a, [7]))) },
      'ERR_DER_VALUE in revocationReason',
    ],
    [
      'more than time and reason',
      { certStatus: explicit(1, generalizedTime('20260101000000Z'), nothing) },
      'ERR_DER_TRAILING_BYTES in certStatus',
    ],
    ['a field after a single response', { afterSingleResponse: nothing }, 'ERR_DER_TRAILING_BYTES in SingleResponse'],
    ['a field after the data', { afterResponseData: nothing }, 'ERR_DER_TRAILING_BYTES in ResponseData'],
    [
      'a field after the certificates',
      { afterBasicResponse: octets(explicit(0, sequence()), nothing) },
      'ERR_DER_TRAILING_BYTES in BasicOCSPResponse',
    ],
    ['bytes after the basic response', { afterResponseBytes: [0] }, 'ERR_DER_TRAILING_BYTES in BasicOCSPResponse'],
  ])('refuses %s', (_, parts, expected) => {
    const { code, detail } = errorOf(() => parseOcspResponse(buildOcspResponse(parts)))
    expect(`${code} in ${String(detail['structure'])}`).toBe(expected)
  })

  it('refuses bytes after the response', () => {
    expect(errorOf(() => parseOcspResponse(octets(buildOcspResponse(), hex('00')))).code).toBe('ERR_DER_TRAILING_BYTES')
  })

  it.each([null, undefined, 'text', {}, new ArrayBuffer(2)])('refuses %o as misuse', (input) => {
    expect(() => parseOcspResponse(input as never)).toThrow(TypeError)
  })
})
