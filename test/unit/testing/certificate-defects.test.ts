import { describe, expect, it } from 'vitest'
import {
  CERTIFICATE_DEFECTS,
  createTestAuthority,
  createTestKey,
  type CertificateDefect,
  type TestCertificate,
} from '../../../src/testing/index.ts'
import { errorOf } from '../../support/error-of.ts'
import { openssl } from '../../support/openssl.ts'
import { verifyWithOpenssl } from '../../support/verify-with-openssl.ts'

/** Who notices a defect, and by what. */
type Notice =
  /** `openssl verify` refuses the path with this error. */
  | { readonly verify: RegExp }
  /** Our decoder refuses the certificate. */
  | { readonly decoder: string; readonly structure: string }
  /** `openssl x509 -text` shows it. */
  | { readonly text: RegExp }
  /** `openssl x509 -text` does not show what it shows of a sound certificate. */
  | { readonly lacks: RegExp }
  /** `openssl asn1parse` shows it. */
  | { readonly asn1: RegExp }

const NOTICES: Readonly<Record<CertificateDefect, Notice>> = {
  expired: { verify: /error 10 at 0 depth lookup: certificate has expired/ },
  'not-yet-valid': { verify: /error 9 at 0 depth lookup: certificate is not yet valid/ },
  'reversed-validity': { text: /Not Before: Jun {2}2 00:00:00 2026 GMT\s+Not After : Jun {2}1 00:00:00 2026 GMT/ },
  'wrong-issuer-key': { verify: /error 7 at 0 depth lookup: certificate signature failure/ },
  'wrong-issuer-name': { verify: /error 20 at 0 depth lookup: unable to get local issuer certificate/ },
  'empty-issuer-name': { text: /Issuer: *\n/ },
  'broken-signature': { verify: /error 7 at 0 depth lookup: certificate signature failure/ },
  unsigned: { text: /Signature Algorithm: 1\.3\.6\.1\.5\.5\.7\.6\.36/ },
  'sha1-signature': { verify: /error 68 at 0 depth lookup: CA signature digest algorithm too weak/ },
  'md5-signature': { verify: /error 68 at 0 depth lookup: CA signature digest algorithm too weak/ },
  'inner-outer-algorithm-mismatch': {
    verify: /error 78 at 0 depth lookup: cert info signature and signature algorithm/,
  },
  'unexpected-algorithm-parameters': { decoder: 'ERR_X509_ALGORITHM_PARAMETERS', structure: 'signature' },
  'unknown-signature-algorithm': { text: /Signature Algorithm: 2\.999\.1/ },
  'weak-rsa-key': { verify: /error 66 at 0 depth lookup: EE certificate key too weak/ },
  'huge-rsa-key': { text: /Public-Key: \(32768 bit\)/ },
  'tiny-rsa-exponent': { text: /Exponent: 3 \(0x3\)/ },
  'even-rsa-exponent': { text: /Exponent: 65536 \(0x10000\)/ },
  'explicit-curve-parameters': { verify: /error 94 at 0 depth lookup: Certificate public key has explicit ECC/ },
  'compressed-point': { text: /pub:\s+0[23]:/ },
  'off-curve-point': { text: /Unable to load Public Key/ },
  'dsa-key': { text: /Public Key Algorithm: dsaEncryption/ },
  'unknown-key-algorithm': { text: /Public Key Algorithm: 2\.999\.1/ },
  'zero-serial-number': { text: /Serial Number: 0 \(0x0\)/ },
  'negative-serial-number': { text: /Serial Number: -128 \(-0x80\)/ },
  'too-long-serial-number': { text: /Serial Number:\s+(?:5a:){20}5a/ },
  v1: { text: /Version: 1 \(0x0\)/ },
  'v1-with-extensions': { decoder: 'ERR_X509_VERSION', structure: 'version' },
  'missing-basic-constraints': { verify: /error 79 at 1 depth lookup: invalid CA certificate/ },
  'ca-false': { verify: /error 79 at 1 depth lookup: invalid CA certificate/ },
  'path-length-without-ca': { verify: /error 80 at 0 depth lookup: Path length invalid for non-CA cert/ },
  'path-length-broken': { verify: /error 25 at 2 depth lookup: path length constraint exceeded/ },
  'missing-key-usage': { lacks: /X509v3 Key Usage/ },
  'missing-key-cert-sign': { verify: /error 32 at 1 depth lookup: key usage does not include certificate signing/ },
  'missing-crl-sign': { lacks: /CRL Sign/ },
  'missing-san': { lacks: /X509v3 Subject Alternative Name/ },
  'empty-san': { verify: /error 87 at 0 depth lookup: Empty Subject Alternative Name extension/ },
  'missing-extended-key-usage': { lacks: /X509v3 Extended Key Usage/ },
  'wrong-extended-key-usage': { verify: /error 26 at 0 depth lookup: unsuitable certificate purpose/ },
  'any-extended-key-usage': { text: /Extended Key Usage: *\n *Any Extended Key Usage\n/ },
  'empty-extended-key-usage': { decoder: 'ERR_DER_VALUE', structure: 'extendedKeyUsage' },
  'missing-subject-key-identifier': { verify: /error 86 at 1 depth lookup: Missing Subject Key Identifier/ },
  'missing-authority-key-identifier': { verify: /error 85 at 0 depth lookup: Missing Authority Key Identifier/ },
  'wrong-authority-key-identifier': { text: /Authority Key Identifier: *\n *(?:5A:){19}5A/ },
  'unknown-critical-extension': { verify: /error 34 at 0 depth lookup: unhandled critical extension/ },
  'deprecated-critical-extension': { verify: /error 34 at 0 depth lookup: unhandled critical extension/ },
  'duplicate-extension': { decoder: 'ERR_X509_DUPLICATE_EXTENSION', structure: 'Extensions' },
  'trailing-bytes-in-extension': { decoder: 'ERR_DER_TRAILING_BYTES', structure: 'keyUsage' },
  'name-constraints-violated': { verify: /error 47 at 0 depth lookup: permitted subtree violation/ },
  'name-excluded': { verify: /error 48 at 0 depth lookup: excluded subtree violation/ },
  'empty-name-constraints': { text: /X509v3 Name Constraints: critical\n(?! *(?:Permitted|Excluded))/ },
  'ct-poison': { verify: /error 34 at 0 depth lookup: unhandled critical extension/ },
  'must-staple': { text: /TLS Feature: *\n *status_request\n/ },
  // OpenSSL learnt the name of noRevAvail in 3.4.
  'no-rev-avail': { text: /(?:2\.5\.29\.56|X509v3 No Revocation Available): *\n/ },
  'contradicting-no-rev-avail': {
    text: /(?:2\.5\.29\.56|X509v3 No Revocation Available): *\n[^]*OCSP - URI:http:\/\/ocsp\.example\//,
  },
  'short-lived': { text: /Not Before: May 31 12:00:00 2026 GMT\s+Not After : Jun {2}6 11:59:59 2026 GMT/ },
  'indefinite-length': { decoder: 'ERR_DER_LENGTH_INDEFINITE', structure: 'TBSCertificate' },
  'non-minimal-length': { decoder: 'ERR_DER_LENGTH_NOT_MINIMAL', structure: 'TBSCertificate' },
  'non-canonical-boolean': { decoder: 'ERR_DER_BOOLEAN', structure: 'Extensions' },
  'default-boolean': { decoder: 'ERR_DER_DEFAULT_ENCODED', structure: 'Extensions' },
  'default-version': { decoder: 'ERR_X509_VERSION', structure: 'version' },
  'non-minimal-serial-number': { decoder: 'ERR_DER_INTEGER', structure: 'serialNumber' },
  'generalized-time-before-2050': { asn1: /GENERALIZEDTIME +:20260602120000Z/ },
  'month-13': { verify: /error 14 at 0 depth lookup: format error in certificate's notAfter field/ },
  'february-31': { verify: /error 14 at 0 depth lookup: format error in certificate's notAfter field/ },
  'time-without-seconds': { verify: /error 14 at 0 depth lookup: format error in certificate's notAfter field/ },
  'time-with-offset': { verify: /error 14 at 0 depth lookup: format error in certificate's notAfter field/ },
  'time-with-fraction': { verify: /error 14 at 0 depth lookup: format error in certificate's notAfter field/ },
  'unused-bits-in-signature': { decoder: 'ERR_DER_BIT_STRING', structure: 'signatureValue' },
  truncated: { decoder: 'ERR_DER_TRUNCATED', structure: 'Certificate' },
  'trailing-bytes': { decoder: 'ERR_DER_TRAILING_BYTES', structure: 'Certificate' },
}

/** Root, intermediate and leaf, of which the last, or for a CA's defect the middle one, has the defect. */
async function makeHierarchy(
  defect?: CertificateDefect,
): Promise<{ defective: TestCertificate; leaf: TestCertificate }> {
  const root = await createTestAuthority({ algorithm: defect === 'md5-signature' ? 'RSA-2048' : 'P-256' })
  const defects = defect === undefined ? [] : [defect]
  const isOnCa = defect !== undefined && CERTIFICATE_DEFECTS[defect].on === 'ca'
  const intermediate = await root.intermediate(isOnCa ? { defects } : {})
  const leaf = await intermediate.leaf(isOnCa ? {} : { defects })
  return { defective: isOnCa ? intermediate : leaf, leaf }
}

/** The sound certificate of the same kind. */
async function makeSound(defective: TestCertificate): Promise<TestCertificate> {
  const { leaf } = await makeHierarchy()
  return 'leaf' in defective && leaf.issuer !== undefined ? leaf.issuer : leaf
}

const AT = new Date('2026-06-01T12:00:00Z')

function structureOf(certificate: TestCertificate): string {
  return openssl(['asn1parse', '-in', 'a.pem'], { 'a.pem': certificate.pem }).output
}

function textOf(certificate: TestCertificate): string {
  return openssl(['x509', '-in', 'a.pem', '-noout', '-text'], { 'a.pem': certificate.pem }).output
}

describe('leaf() and intermediate() with a defect', () => {
  it('without any, openssl accepts the path and our decoder each certificate', async () => {
    const { leaf } = await makeHierarchy()
    expect(verifyWithOpenssl(leaf, { at: AT, extra: ['-verify_hostname', 'www.example.com'] })).toMatchObject({
      ok: true,
    })
    for (const { certificate } of leaf.chain) expect(certificate.version).toBe(3)
  })

  it.each(Object.entries(NOTICES))('%s is noticed', async (name, notice) => {
    const defect = Object.keys(CERTIFICATE_DEFECTS).find((known): known is CertificateDefect => known === name)
    const { defective, leaf } = await makeHierarchy(defect)
    if ('verify' in notice) {
      const { ok, output } = verifyWithOpenssl(leaf, { at: AT })
      expect(output).toMatch(notice.verify)
      expect(ok).toBe(false)
    } else if ('decoder' in notice) {
      const { code, detail } = errorOf(() => defective.certificate)
      expect({ code, structure: detail['structure'] }).toEqual({ code: notice.decoder, structure: notice.structure })
    } else {
      const sound = await makeSound(defective)
      const show = 'asn1' in notice ? structureOf : textOf
      const [present, absent] = 'lacks' in notice ? [sound, defective] : [defective, sound]
      const pattern = 'asn1' in notice ? notice.asn1 : 'text' in notice ? notice.text : notice.lacks
      expect(show(present)).toMatch(pattern)
      expect(show(absent)).not.toMatch(pattern)
    }
  })

  it.each(['missing-basic-constraints', 'missing-crl-sign'] as const)('a leaf cannot have %s', async (defect) => {
    const root = await createTestAuthority()
    await expect(root.leaf({ defects: [defect] })).rejects.toThrow(new TypeError(`"${defect}" is for CA certificates`))
  })

  it('a CA cannot have missing-san', async () => {
    const root = await createTestAuthority()
    const promise = root.intermediate({ defects: ['missing-san'] })
    await expect(promise).rejects.toThrow(new TypeError('"missing-san" is for end-entity certificates'))
  })

  it('md5-signature is refused where the issuer has no RSA key', async () => {
    const root = await createTestAuthority()
    await expect(root.leaf({ defects: ['md5-signature'] })).rejects.toThrow(TypeError)
  })

  it.each(['name-excluded', 'name-constraints-violated'] as const)(
    '%s is refused where there is no DNS name to be constrained',
    async (defect) => {
      const root = await createTestAuthority()
      const error = new TypeError(`"${defect}" needs a certificate with a DNS name`)
      await expect(root.leaf({ names: ['10.0.0.1'], defects: [defect] })).rejects.toThrow(error)
    },
  )

  it.each(['v1', 'too-long-serial-number'] as const)(
    'non-minimal-serial-number adds a zero to the number that there is, also together with %s',
    async (other) => {
      const root = await createTestAuthority()
      const { serialNumber } = await root.leaf({ serialNumber: 0x5a5b, defects: ['non-minimal-serial-number'] })
      expect([...serialNumber]).toEqual([0, 0x5a, 0x5b])
      const leaf = await root.leaf({ defects: [other, 'non-minimal-serial-number'] })
      const { detail } = errorOf(() => leaf.certificate)
      expect(detail['structure']).toBe('serialNumber')
      expect(Buffer.from(leaf.der).includes(Buffer.from([2, leaf.serialNumber.length, ...leaf.serialNumber]))).toBe(
        true,
      )
    },
  )

  it('non-minimal-length is no other length, however long the certificate', async () => {
    const root = await createTestAuthority()
    const names = Array.from({ length: 4000 }, (_, index) => `${index}.long.example.com`)
    const { der } = await root.leaf({ names, defects: ['non-minimal-length'] })
    expect(der.length).toBeGreaterThan(65_536)
    const { ok, output } = openssl(['x509', '-inform', 'DER', '-in', 'a.der', '-noout', '-subject'], { 'a.der': der })
    expect(output).toContain('0.long.example.com')
    expect(ok).toBe(true)
    const { output: structure } = openssl(['asn1parse', '-inform', 'DER', '-in', 'a.der'], { 'a.der': der })
    expect(structure).toMatch(/:d=1 +hl=6 /)
  })

  it('time-with-fraction is a day that there is, in the year after a leap day too', async () => {
    const root = await createTestAuthority({ at: new Date('2028-02-28T12:00:00Z') })
    const { der } = await root.leaf({ defects: ['time-with-fraction'] })
    const { output } = openssl(['asn1parse', '-inform', 'DER', '-in', 'a.der'], { 'a.der': der })
    const [, year, month, day] = /GENERALIZEDTIME +:(\d{4})(\d\d)(\d\d)\d{6}\.5Z/.exec(output) ?? []
    expect(Number(year)).toBeGreaterThanOrEqual(2050)
    expect(new Date(`${year}-${month}-${day}T00:00:00Z`).getUTCDate()).toBe(Number(day))
  })

  it.each(['compressed-point', 'explicit-curve-parameters', 'off-curve-point'] as const)(
    '%s is of the key that is given, if it can have it',
    async (defect) => {
      const root = await createTestAuthority()
      const key = await createTestKey({ algorithm: 'P-384' })
      expect((await root.leaf({ key, defects: [defect] })).key).toBe(key)
      const rsa = await createTestKey({ algorithm: 'RSA-2048' })
      expect((await root.leaf({ key: rsa, defects: [defect] })).key.algorithm).toBe('P-256')
    },
  )

  it('tiny-rsa-exponent takes a key of its own, even-rsa-exponent the one that is given', async () => {
    const root = await createTestAuthority()
    const key = await createTestKey({ algorithm: 'RSA-3072' })
    expect(textOf(await root.leaf({ key, defects: ['tiny-rsa-exponent'] }))).toContain('Exponent: 3 (0x3)')
    expect((await root.leaf({ key, defects: ['even-rsa-exponent'] })).key).toBe(key)
  })

  it('several defects come together', async () => {
    const root = await createTestAuthority()
    const leaf = await root.leaf({ defects: ['expired', 'unknown-critical-extension', 'zero-serial-number'] })
    const text = textOf(leaf)
    expect(text).toMatch(/Serial Number: 0/)
    expect(text).toMatch(/2\.999\.2: critical/)
    expect(verifyWithOpenssl(leaf, { at: AT }).output).toMatch(/unhandled critical extension/)
  })

  it('path-length-broken is for leaf() alone', async () => {
    const root = await createTestAuthority()
    for (const make of [root.selfSigned, root.ocspResponder]) {
      await expect(make({ defects: ['path-length-broken'] })).rejects.toThrow(TypeError)
    }
  })

  it('a name that is not known is refused, whatever it is given to', async () => {
    const root = await createTestAuthority()
    const defects = ['__proto__'] as never[]
    const error = new TypeError('"__proto__" is no defect that is known here')
    await expect(root.leaf({ defects })).rejects.toThrow(error)
    await expect(root.crl({ defects })).rejects.toThrow(error)
    await expect(root.ocsp({ defects })).rejects.toThrow(error)
    expect(() => defects.map((defect) => root.key.defective(defect))).toThrow(error)
  })
})
