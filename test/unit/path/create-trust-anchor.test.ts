import { rootCertificates } from 'node:tls'
import { describe, expect, it, vi } from 'vitest'
import { createTrustAnchor } from '../../../src/path/create-trust-anchor.ts'
import { parseCertificate } from '../../../src/x509/parse-certificate.ts'

const [pem = ''] = rootCertificates

describe('createTrustAnchor()', () => {
  it('decodes when a field is read, and once', () => {
    const decode = vi.fn(() => parseCertificate(pem))
    const anchor = createTrustAnchor(decode, { distrustAfter: '2024-11-30T23:59:59Z', permittedDnsNames: ['tr'] })
    expect(anchor.distrustAfter).toEqual(new Date(Date.UTC(2024, 10, 30, 23, 59, 59)))
    expect(anchor.nameConstraints?.permittedSubtrees).toHaveLength(1)
    expect(decode).toHaveBeenCalledTimes(0)
    expect(anchor.name).toBe(anchor.certificate.subject)
    expect(anchor.publicKey).toBe(anchor.certificate.publicKey)
    expect(decode).toHaveBeenCalledTimes(1)
  })

  it('passes on what decoding throws, and tries again at the next reading', () => {
    const decode = vi.fn(() => parseCertificate(pem)).mockImplementationOnce(() => parseCertificate('damaged'))
    const anchor = createTrustAnchor(decode)
    expect(() => anchor.publicKey).toThrow(expect.objectContaining({ code: 'ERR_PEM_NOT_CLEAN' }))
    expect(anchor.publicKey.spki.length).toBeGreaterThan(0)
  })

  it('restricts nothing by itself', () => {
    const anchor = createTrustAnchor(() => parseCertificate(pem))
    expect(anchor.distrustAfter).toBeUndefined()
    expect(anchor.nameConstraints).toBeUndefined()
  })

  it('keeps every field when it is spread', () => {
    const anchor = createTrustAnchor(() => parseCertificate(pem))
    const copy = { ...anchor }
    expect(copy.certificate).toBe(anchor.certificate)
    expect(copy.name).toBe(anchor.name)
  })

  it('refuses a date that is none', () => {
    const create = (): unknown => createTrustAnchor(() => parseCertificate(pem), { distrustAfter: 'never' })
    expect(create).toThrow(new RangeError('"distrustAfter" must be an ISO 8601 time'))
  })
})
