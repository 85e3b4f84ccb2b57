import { X509Certificate } from 'node:crypto'
import * as tls from 'node:tls'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { encodePem } from '../../../src/armor/encode-pem.ts'
import { systemRoots } from '../../../src/node/system-roots.ts'
import { mozillaRoots } from '../../../src/roots/mozilla-roots.ts'
import { buildCertificate } from '../../support/build-certificate.ts'
import { integer } from '../../support/der.ts'

const { stores } = vi.hoisted(() => ({
  stores: { read: undefined as ((source: string) => readonly string[]) | undefined },
}))

vi.mock(import('node:tls'), async (importOriginal) => {
  const { rootCertificates } = await importOriginal()
  return {
    rootCertificates,
    get getCACertificates() {
      return stores.read
    },
  }
})

const [first = '', second = ''] = tls.rootCertificates

afterEach(() => {
  stores.read = undefined
})

describe('systemRoots()', () => {
  it.each(['system', 'default'] as const)('takes the list that came with a Node that cannot read %s', (source) => {
    const roots = systemRoots({ source })
    expect(roots.source).toBe('bundled')
    expect(roots.problems).toEqual([])
    const fingerprints = tls.rootCertificates.map((pem) => new X509Certificate(pem).fingerprint256)
    expect(roots.anchors.map(({ certificate }) => certificate.fingerprint())).toEqual(
      fingerprints.map((text) => text.replaceAll(':', '').toLowerCase()),
    )
  })

  it.each([
    [undefined, 'system'],
    ['system', 'system'],
    ['default', 'default'],
  ] as const)('asks Node for the store wanted: %s', (source, asked) => {
    stores.read = vi.fn(() => [first])
    const roots = systemRoots({ source })
    expect(stores.read).toHaveBeenCalledExactlyOnceWith(asked)
    expect(roots.source).toBe(asked)
    expect(roots.anchors).toHaveLength(1)
  })

  it('takes the list that came with Node where that is wanted, whatever Node can read', () => {
    stores.read = vi.fn(() => [])
    expect(systemRoots({ source: 'bundled' }).anchors).toHaveLength(tls.rootCertificates.length)
    expect(stores.read).not.toHaveBeenCalled()
  })

  it('reports each root that cannot be read by its place, and keeps the others', () => {
    const der = new X509Certificate(second).raw
    const version4 = Buffer.from(der)
    // TBSCertificate.version is the INTEGER in the first field, [0].
    version4[version4.indexOf('a003020102', 0, 'hex') + 4] = 3
    stores.read = () => [first, toPem(version4), toPem(der.subarray(0, -1)), 'no certificate', second]
    const { anchors, problems } = systemRoots()
    expect(anchors.map(({ certificate }) => Buffer.from(certificate.der))).toEqual([
      new X509Certificate(first).raw,
      der,
    ])
    const evidence = problems.map(({ code, certificate, detail }) => [
      code,
      certificate,
      'error' in detail && detail.error,
    ])
    expect(evidence).toEqual([
      ['certificate-malformed', 1, 'ERR_X509_VERSION'],
      ['certificate-malformed', 2, 'ERR_DER_TRUNCATED'],
      ['certificate-malformed', 3, 'ERR_PEM_NOT_CLEAN'],
    ])
  })

  it('makes one anchor of a certificate that is there twice', () => {
    stores.read = () => [first, second, first]
    expect(systemRoots().anchors).toHaveLength(2)
  })

  it('makes two anchors of two certificates of one key', () => {
    const roots = [1, 2].map((serial) => buildCertificate({ serialNumber: integer(serial) }))
    stores.read = () => roots.map((der) => encodePem('CERTIFICATE', der))
    expect(systemRoots().anchors.map(({ certificate }) => certificate.der)).toEqual(roots)
  })

  it('gives no anchor and no problem for an empty store', () => {
    stores.read = () => []
    expect(systemRoots()).toEqual({ anchors: [], problems: [], source: 'system' })
  })

  it('has the restrictions of Mozilla, which no store carries', () => {
    const restricted = mozillaRoots().slice(-10)
    stores.read = () => restricted.map(({ certificate }) => toPem(certificate.der))
    const { anchors } = systemRoots()
    expect(anchors.map(({ distrustAfter }) => distrustAfter)).toEqual(
      restricted.map(({ distrustAfter }) => distrustAfter),
    )
    expect(anchors.map(({ nameConstraints }) => nameConstraints)).toEqual(
      restricted.map(({ nameConstraints }) => nameConstraints),
    )
    expect(anchors.filter(({ distrustAfter }) => distrustAfter !== undefined)).toHaveLength(9)
    expect(anchors.filter(({ nameConstraints }) => nameConstraints !== undefined)).toHaveLength(1)
  })

  it('has anchors of the same shape as mozillaRoots()', () => {
    const [mozilla] = mozillaRoots()
    stores.read = () => [toPem(mozilla?.certificate.der ?? new Uint8Array())]
    const [system] = systemRoots().anchors
    expect(Object.keys({ ...system })).toEqual(Object.keys({ ...mozilla }))
    expect(Object.isFrozen(system)).toBe(true)
    expect(system?.name.text).toBe(mozilla?.name.text)
    expect(system?.keyIdentifier).toBe(mozilla?.keyIdentifier)
    expect(system?.publicKey.spki).toEqual(mozilla?.publicKey.spki)
  })

  it('refuses a source that Node does not know', () => {
    const options: object = { source: 'browser' }
    expect(() => systemRoots(options)).toThrow(new TypeError('"source" must be one of system, default, bundled'))
  })
})

function toPem(der: Uint8Array): string {
  return `-----BEGIN CERTIFICATE-----\n${Buffer.from(der).toString('base64')}\n-----END CERTIFICATE-----\n`
}
