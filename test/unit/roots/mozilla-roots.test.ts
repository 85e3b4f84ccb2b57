import { createHash, X509Certificate } from 'node:crypto'
import { rootCertificates } from 'node:tls'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { publicRootRestriction } from '../../../src/path/public-root-restriction.ts'
import { ROOTS_SNAPSHOT } from '../../../src/roots/mozilla-roots.data.ts'
import { mozillaRoots } from '../../../src/roots/mozilla-roots.ts'
import { parseCertificate } from '../../../src/x509/parse-certificate.ts'
import { readDatedRoots } from './certdata.ts'

vi.mock(import('../../../src/x509/parse-certificate.ts'), async (importOriginal) => {
  const original = await importOriginal()
  return { ...original, parseCertificate: vi.fn(original.parseCertificate) }
})

const roots = mozillaRoots()

/** The fingerprints that root programmes publish. */
const ISRG_ROOT_X1 = '96bcec06264976f37460779acf28c5a7cfe8a3c0aae11a8ffcee05c0bddf08c6'
const DIGICERT_GLOBAL_ROOT_G2 = 'cb3ccbb76031e5e0138f8dd39a23f9de47ffc35e43c1144cea27d46a5ab1cb5f'
const ENTRUST_ROOT_G2 = '43df5774b03e7fef5fe40d931a7bedf1bb2e6b42738c4e6d3841103d3aa7f339'
const TUBITAK = '46edc3689046d53a453fb3104ab80dcaec658b2660ea1629dd7e867990648716'

const named = (fingerprint: string): (typeof roots)[number] | undefined =>
  roots.find(({ certificate }) => certificate.fingerprint() === fingerprint)

describe('mozillaRoots()', () => {
  describe('before a root is looked at', () => {
    beforeEach(() => {
      vi.resetModules()
      vi.mocked(parseCertificate).mockClear()
    })

    it('decodes nothing, neither for the list nor for the dates', async () => {
      const fresh = await import('../../../src/roots/mozilla-roots.ts')
      const { parseCertificate: parse } = await import('../../../src/x509/parse-certificate.ts')
      const list = fresh.mozillaRoots()
      expect(list.filter(({ distrustAfter }) => distrustAfter !== undefined)).toHaveLength(
        ROOTS_SNAPSHOT.distrustedCount,
      )
      expect(list.filter(({ nameConstraints }) => nameConstraints !== undefined)).toHaveLength(1)
      expect(parse).toHaveBeenCalledTimes(0)
    })

    it('decodes a root once, when its first field is read', async () => {
      const fresh = await import('../../../src/roots/mozilla-roots.ts')
      const { parseCertificate: parse } = await import('../../../src/x509/parse-certificate.ts')
      const [first] = fresh.mozillaRoots()
      expect(first?.name.text).not.toBe('')
      expect(first?.certificate).toBe(fresh.mozillaRoots()[0]?.certificate)
      expect(first?.publicKey).toBe(first?.certificate.publicKey)
      expect(parse).toHaveBeenCalledTimes(1)
    })
  })

  it('has as many roots as it says, each once', () => {
    // 121 in Node 26.10.0, and 9 with a date in certdata of April 2025.
    expect(ROOTS_SNAPSHOT).toMatchObject({ count: 130, distrustedCount: 9 })
    expect(new Set(roots.map(({ certificate }) => certificate.fingerprint())).size).toBe(130)
  })

  it('agrees with node:crypto about every root', () => {
    for (const { certificate, name, publicKey, keyIdentifier } of roots) {
      const other = new X509Certificate(certificate.der)
      expect(certificate.fingerprint()).toBe(other.fingerprint256.replaceAll(':', '').toLowerCase())
      expect(other.ca).toBe(true)
      expect(other.verify(other.publicKey)).toBe(true)
      expect(name).toBe(certificate.subject)
      expect(Buffer.from(publicKey.spki)).toEqual(other.publicKey.export({ type: 'spki', format: 'der' }))
      expect(keyIdentifier).toBe(certificate.extensions.subjectKeyIdentifier)
    }
  })

  it('gives the roots that this Node has too as the same bytes', () => {
    const ours = new Set(roots.map(({ certificate }) => Buffer.from(certificate.der).toString('base64')))
    const keys = new Set(roots.map(({ publicKey }) => Buffer.from(publicKey.spki).toString('base64')))
    const shared = rootCertificates
      .map((pem) => new X509Certificate(pem))
      .filter((root) => keys.has(root.publicKey.export({ type: 'spki', format: 'der' }).toString('base64')))
    expect(shared.length).toBeGreaterThan(100)
    for (const { raw } of shared) expect(ours).toContain(raw.toString('base64'))
  })

  it.each([
    ['ISRG Root X1', ISRG_ROOT_X1],
    ['DigiCert Global Root G2', DIGICERT_GLOBAL_ROOT_G2],
  ])('trusts %s without a date or names', (commonName, fingerprint) => {
    const root = named(fingerprint)
    expect(root?.name.text).toContain(`CN=${commonName}`)
    expect(root?.distrustAfter).toBeUndefined()
    expect(root?.nameConstraints).toBeUndefined()
  })

  it('keeps Entrust Root Certification Authority - G2 for certificates from before December 2024', () => {
    expect(named(ENTRUST_ROOT_G2)?.distrustAfter).toEqual(new Date('2024-11-30T23:59:59Z'))
  })

  it('allows names under tr only below the root of TUBITAK', () => {
    expect(named(TUBITAK)?.nameConstraints).toEqual({
      permittedSubtrees: [{ base: { kind: 'dns', value: 'tr' }, minimum: 0, maximum: undefined }],
      excludedSubtrees: undefined,
    })
  })

  it('has every date of certdata, and no other', (context) => {
    const dated = readDatedRoots()
    if (dated === undefined) {
      console.log('SKIPPED: neither CERTKEEP_CERTDATA nor CERTKEEP_CONFORMANCE leads to certdata-20250419.txt')
      context.skip()
      return
    }
    const ours = roots.flatMap(({ certificate, distrustAfter }) =>
      distrustAfter === undefined ? [] : [[certificate.fingerprint(), distrustAfter.toISOString()]],
    )
    expect(new Map(dated).size).toBe(9)
    expect(new Map(ours.map(([key = '', value = '']) => [key, value]))).toEqual(new Map(dated))
  })

  it('says of a root what is known of its key, for roots that come from elsewhere', () => {
    for (const { publicKey, distrustAfter, nameConstraints } of roots) {
      const restriction = publicRootRestriction(createHash('sha256').update(publicKey.spki).digest('hex'))
      const date = restriction?.distrustAfter === undefined ? undefined : new Date(restriction.distrustAfter)
      expect(date).toEqual(distrustAfter)
      expect(restriction?.permittedDnsNames).toEqual(nameConstraints?.permittedSubtrees?.map(({ base }) => base.value))
    }
  })

  it('cannot be changed by whoever got it', () => {
    const [first] = roots
    const dated = named(ENTRUST_ROOT_G2)
    const tubitak = named(TUBITAK)
    expect(Reflect.deleteProperty(roots, 0)).toBe(false)
    expect(() => Array.prototype.push.call(roots, first)).toThrow(TypeError)
    expect(Reflect.set(Object(first), 'distrustAfter', undefined)).toBe(false)
    expect(Reflect.set(Object(tubitak), 'nameConstraints', undefined)).toBe(false)
    expect(Reflect.set(Object(tubitak?.nameConstraints), 'permittedSubtrees', undefined)).toBe(false)
    expect(Reflect.set(Object(tubitak?.nameConstraints?.permittedSubtrees?.[0]?.base), 'value', 'com')).toBe(false)
    dated?.distrustAfter?.setFullYear(2099)
    expect(mozillaRoots()).toHaveLength(130)
    expect(named(ENTRUST_ROOT_G2)?.distrustAfter).toEqual(new Date('2024-11-30T23:59:59Z'))
  })
})
