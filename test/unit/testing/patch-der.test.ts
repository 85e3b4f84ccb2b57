import { describe, expect, it } from 'vitest'
import { createTestAuthority, patchDer } from '../../../src/testing/index.ts'
import { errorOf } from '../../support/error-of.ts'
import { openssl } from '../../support/openssl.ts'

// SEQUENCE { INTEGER 1, SEQUENCE { NULL, INTEGER 2 } }, by X.690.
const SAMPLE = Uint8Array.from([0x30, 0x0a, 0x02, 0x01, 0x01, 0x30, 0x05, 0x05, 0x00, 0x02, 0x01, 0x02])

describe('patchDer()', () => {
  it('replaces an element and makes the lengths around it fit', () => {
    const patched = patchDer(SAMPLE, { path: [1, 0], bytes: Uint8Array.of(0x04, 0x02, 0xaa, 0xbb) })
    expect(patched).toEqual(
      Uint8Array.from([0x30, 0x0c, 0x02, 0x01, 0x01, 0x30, 0x07, 0x04, 0x02, 0xaa, 0xbb, 0x02, 0x01, 0x02]),
    )
  })

  it('overwrites octets in place, whatever they mean', () => {
    const patched = patchDer(SAMPLE, { offset: 1, bytes: Uint8Array.of(0x80) })
    expect([...patched]).toEqual([0x30, 0x80, ...SAMPLE.slice(2)])
  })

  it('applies patches in order and leaves its input alone', () => {
    const before = Uint8Array.from(SAMPLE)
    const patched = patchDer(
      SAMPLE,
      { path: [1], bytes: Uint8Array.of(0x05, 0x00) },
      { offset: 0, bytes: Uint8Array.of(0x31) },
    )
    expect([...patched]).toEqual([0x31, 0x05, 0x02, 0x01, 0x01, 0x05, 0x00])
    expect(SAMPLE).toEqual(before)
  })

  it('refuses a place where nothing is', () => {
    expect(() => patchDer(SAMPLE, { path: [2], bytes: SAMPLE })).toThrow(RangeError)
    expect(() => patchDer(SAMPLE, { offset: 12, bytes: Uint8Array.of(0) })).toThrow(RangeError)
    expect(() => patchDer(SAMPLE, { offset: -1, bytes: Uint8Array.of(0) })).toThrow(RangeError)
  })

  it('says where a path leads through bytes that cannot be read', () => {
    const broken = patchDer(SAMPLE, { offset: 1, bytes: Uint8Array.of(0x20) })
    expect(errorOf(() => patchDer(broken, { path: [0], bytes: SAMPLE })).code).toBe('ERR_DER_TRUNCATED')
  })

  it('as tbsPatches, is signed: openssl reads the changed serial number and verifies the signature', async () => {
    const root = await createTestAuthority()
    const leaf = await root.leaf({ tbsPatches: [{ path: [1], bytes: Uint8Array.of(2, 1, 0x2a) }] })
    const files = { 'leaf.pem': leaf.pem, 'root.pem': root.pem }
    expect(openssl(['x509', '-in', 'leaf.pem', '-noout', '-serial'], files).output).toBe('serial=2A\n')
    const args = ['verify', '-CAfile', 'root.pem', '-attime', '1780315200', 'leaf.pem']
    expect(openssl(args, files)).toMatchObject({ ok: true })
  })

  it('as patches, is not: openssl reads the changed serial number and finds the signature broken', async () => {
    const root = await createTestAuthority()
    const leaf = await root.leaf({ patches: [{ path: [0, 1], bytes: Uint8Array.of(2, 1, 0x2a) }] })
    const files = { 'leaf.pem': leaf.pem, 'root.pem': root.pem }
    expect(openssl(['x509', '-in', 'leaf.pem', '-noout', '-serial'], files).output).toBe('serial=2A\n')
    const args = ['verify', '-CAfile', 'root.pem', '-attime', '1780315200', 'leaf.pem']
    expect(openssl(args, files).output).toContain('certificate signature failure')
  })
})
