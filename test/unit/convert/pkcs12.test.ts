import forge from 'node-forge'
import { beforeAll, describe, expect, it } from 'vitest'
import { convertToPem, type ConvertReport } from '../../../src/convert/index.ts'
import { element, integer, octetString, octets, oid, sequence } from '../../support/der.ts'
import { createBundle, exportPkcs12, opensslFile, type Bundle } from './samples.ts'

const PASSPHRASE = 'correct horse'

let bundle: Bundle

beforeAll(async () => {
  bundle = await createBundle()
})

function codesOf({ problems }: ConvertReport): readonly string[] {
  return problems.map(({ code }) => code)
}

/** The legacy provider is part of openssl, and must be asked for. */
const LEGACY = ['-provider', 'legacy', '-provider', 'default']

describe('convertToPem() of PKCS#12', () => {
  it.each<readonly [string, readonly string[]]>([
    ['as openssl 3 writes it: AES-256, PBKDF2, SHA-256', []],
    ['as openssl 1 wrote it: Triple DES, RC2 with 40 bits, SHA-1', ['-legacy']],
    ['AES-128 for key and certificates', ['-keypbe', 'aes-128-cbc', '-certpbe', 'aes-128-cbc']],
    ['AES-192 for key and certificates', ['-keypbe', 'aes-192-cbc', '-certpbe', 'aes-192-cbc']],
    ['Triple DES in PBES2', ['-keypbe', 'des-ede3-cbc', '-certpbe', 'des-ede3-cbc']],
    ['Triple DES in the old scheme, for both', ['-keypbe', 'PBE-SHA1-3DES', '-certpbe', 'PBE-SHA1-3DES']],
    ['Triple DES with two keys', ['-keypbe', 'PBE-SHA1-2DES', '-certpbe', 'PBE-SHA1-2DES']],
    ['RC2 with 128 bits', [...LEGACY, '-keypbe', 'PBE-SHA1-RC2-128', '-certpbe', 'PBE-SHA1-RC2-128']],
    ['RC2 with 40 bits', [...LEGACY, '-keypbe', 'PBE-SHA1-RC2-40', '-certpbe', 'PBE-SHA1-RC2-40']],
    ['certificates in clear', ['-certpbe', 'NONE']],
    ['key and certificates in clear', ['-keypbe', 'NONE', '-certpbe', 'NONE']],
    ['a MAC with SHA-1', ['-macalg', 'sha1']],
    ['a MAC with SHA-224', ['-macalg', 'sha224']],
    ['a MAC with SHA-384', ['-macalg', 'sha384']],
    ['a MAC with SHA-512', ['-macalg', 'sha512']],
    ['no MAC', ['-nomac']],
    ['one iteration', ['-noiter', '-nomaciter']],
    ['many iterations', ['-iter', '100000']],
    ['names for people', ['-name', 'my key', '-caname', 'CA']],
  ])('takes key, certificate and chain out: %s', async (_name, args) => {
    const report = await convertToPem(exportPkcs12(bundle, PASSPHRASE, args), { passphrase: PASSPHRASE })
    expect(codesOf(report)).toEqual([])
    expect(report.form).toBe('pkcs12')
    expect(report.privateKey).toBe(bundle.key)
    expect(report.certificate).toBe(bundle.leaf)
    expect(report.chain).toBe(bundle.intermediate + bundle.root)
  })

  it.each(['', 'p', 'pässwörd', '비밀번호', '🔑 key', 'x'.repeat(200)])(
    'opens with the passphrase "%s"',
    async (passphrase) => {
      for (const args of [[], ['-legacy'], ['-legacy', '-nomac']]) {
        const report = await convertToPem(exportPkcs12(bundle, passphrase, args), { passphrase })
        expect(codesOf(report)).toEqual([])
        expect(report.privateKey).toBe(bundle.key)
      }
    },
  )

  it('takes a passphrase in bytes for its UTF-8', async () => {
    const passphrase = new TextEncoder().encode('비밀번호')
    const report = await convertToPem(exportPkcs12(bundle, '비밀번호', ['-legacy']), { passphrase })
    expect(report.privateKey).toBe(bundle.key)
  })

  it.each(['3des', 'aes128', 'aes256'] as const)('opens what node-forge writes with %s', async (algorithm) => {
    const key = opensslFile(['genpkey', '-algorithm', 'RSA'], {})
    const certificate = opensslFile(['req', '-x509', '-new', '-key', 'key.pem', '-subj', '/CN=forge', '-days', '30'], {
      'key.pem': key,
    })
    const [keyPem, certificatePem] = [Buffer.from(key).toString(), Buffer.from(certificate).toString()]
    for (const passphrase of [PASSPHRASE, '']) {
      const p12 = forge.pkcs12.toPkcs12Asn1(
        forge.pki.privateKeyFromPem(keyPem),
        [forge.pki.certificateFromPem(certificatePem)],
        passphrase,
        { algorithm },
      )
      const bytes = Uint8Array.from(Buffer.from(forge.asn1.toDer(p12).toHex(), 'hex'))
      const report = await convertToPem(bytes, { passphrase })
      expect(codesOf(report)).toEqual([])
      expect(report.certificate).toBe(certificatePem)
    }
  })

  it('is opened where the passphrase is neither there nor needed', async () => {
    const bytes = exportPkcs12(bundle, '', ['-keypbe', 'NONE', '-certpbe', 'NONE', '-nomac'])
    const report = await convertToPem(bytes)
    expect(report.privateKey).toBe(bundle.key)
  })

  it.each([
    ['a MAC', [], 'mac'],
    ['no MAC', ['-nomac'], 'padding'],
    ['no MAC, the old schemes', ['-nomac', '-legacy'], 'padding'],
  ] as const)('says that the passphrase is wrong, with %s', async (_name, args, evidence) => {
    const bytes = exportPkcs12(bundle, PASSPHRASE, args)
    const report = await convertToPem(bytes, { passphrase: 'Correct horse' })
    expect(report.ok).toBe(false)
    expect(report.privateKey).toBeUndefined()
    expect(new Set(codesOf(report))).toEqual(new Set(['passphrase-wrong']))
    // By chance a wrong key leads to padding that is right; what comes out is no key then.
    const found = report.problems.map(({ detail }) => ('evidence' in detail ? detail.evidence : ''))
    expect(found.every((each) => each === evidence || (evidence === 'padding' && each === 'content'))).toBe(true)
    const without = await convertToPem(bytes)
    expect(new Set(codesOf(without))).toEqual(new Set(['passphrase-missing']))
  })

  it('reads the same file where its lengths are left open and its strings are in pieces', async () => {
    for (const args of [[], ['-legacy']]) {
      const ber = toBer(exportPkcs12(bundle, PASSPHRASE, args))
      const report = await convertToPem(ber, { passphrase: PASSPHRASE })
      expect(codesOf(report)).toEqual([])
      expect(report.chain).toBe(bundle.intermediate + bundle.root)
    }
  })

  it('answers with a problem wherever the file is cut off, and never throws', async () => {
    const bytes = exportPkcs12(bundle, PASSPHRASE, ['-legacy', '-noiter', '-nomaciter'])
    for (let length = 0; length < bytes.length; length += length < 200 ? 1 : 37) {
      const report = await convertToPem(bytes.subarray(0, length), { passphrase: PASSPHRASE })
      expect(report.ok, String(length)).toBe(false)
    }
  })

  it('never throws for one octet changed', async () => {
    const bytes = exportPkcs12(bundle, PASSPHRASE, ['-legacy', '-noiter', '-nomaciter'])
    for (let index = 0; index < bytes.length; index += 11) {
      for (const octet of [0x00, 0x30, 0x80, 0xff]) {
        const changed = bytes.map((value, at) => (at === index ? octet : value))
        const report = await convertToPem(changed, { passphrase: PASSPHRASE, maxIterations: 10_000 })
        expect(report.ok || report.problems.length > 0).toBe(true)
      }
    }
  })

  it('names an encryption that it does not work with', async () => {
    const args = [...LEGACY, '-keypbe', 'PBE-SHA1-RC4-128', '-certpbe', 'camellia-256-cbc']
    const report = await convertToPem(exportPkcs12(bundle, PASSPHRASE, args), { passphrase: PASSPHRASE })
    const algorithms = report.problems.flatMap(({ detail }) => ('algorithm' in detail ? [detail.algorithm] : []))
    expect(algorithms).toEqual(['CAMELLIA-256-CBC', 'PBE-SHA1-RC4-128'])
  })

  it.each([
    ['0', 0n, '0'],
    ['-1', -1n, '-1'],
    ['10 000 001', 10_000_001n, '10000001'],
    ['2^31', 2_147_483_648n, '2147483648'],
    ['2^400', 1n << 400n, '2^'],
  ])('refuses %s iterations of its MAC before any work', async (_name, iterations, found) => {
    const mac = sequence(
      sequence(sequence(oid('1.3.14.3.2.26'), [5, 0]), octetString(new Uint8Array(20))),
      octetString(new Uint8Array(8)),
      integer(iterations),
    )
    const { problems } = await convertToPem(pfx(sequence(), mac), { passphrase: PASSPHRASE })
    expect(problems.map(({ code, detail }) => [code, detail])).toEqual([
      [
        'container-out-of-bounds',
        {
          container: 'pkcs12',
          measure: 'iterations',
          found: expect.stringContaining(found) as unknown,
          min: 1,
          max: 10_000_000,
        },
      ],
    ])
  })

  it('bounds the iterations of all bags together', async () => {
    const bytes = exportPkcs12(bundle, PASSPHRASE, ['-iter', '5000'])
    const report = await convertToPem(bytes, { passphrase: PASSPHRASE, maxIterations: 9999 })
    expect(report.problems).toContainEqual(
      expect.objectContaining({ detail: expect.objectContaining({ measure: 'work', found: '10000' }) as unknown }),
    )
  })

  it('says what it left out, and that several keys are too many', async () => {
    const x509Crl = bag('1.2.840.113549.1.12.10.1.4', sequence())
    const secret = bag('1.2.840.113549.1.12.10.1.5', sequence())
    const keys = [await createBundle(), bundle].map(({ key }) => bag('1.2.840.113549.1.12.10.1.1', derOf(key)))
    const other = bag(
      '1.2.840.113549.1.12.10.1.1',
      derOf(Buffer.from(opensslFile(['genpkey', '-algorithm', 'ed25519'], {})).toString()),
    )
    const nested = bag('1.2.840.113549.1.12.10.1.6', sequence(...keys))
    const report = await convertToPem(pfx(data(sequence(x509Crl, secret, secret, nested, other))))
    expect(report.problems.map(({ code, detail }) => [code, detail])).toEqual([
      ['several-private-keys', { count: 2 }],
      ['object-left-out', { object: 'crl', count: 1 }],
      ['object-left-out', { object: 'secret', count: 2 }],
    ])
    expect(report.privateKeys.map(({ algorithm }) => algorithm)).toEqual(['EC', 'Ed25519'])
  })

  it('bounds the number of its objects, and the depth', async () => {
    const secret = bag('1.2.840.113549.1.12.10.1.5', sequence())
    const many = await convertToPem(pfx(data(sequence(...Array.from({ length: 1100 }, () => secret)))))
    expect(many.problems[0]?.detail).toMatchObject({ measure: 'objects', max: 1000 })
    let nested: Uint8Array = secret
    for (let depth = 0; depth < 10; depth += 1) nested = bag('1.2.840.113549.1.12.10.1.6', sequence(nested))
    const deep = await convertToPem(pfx(data(sequence(nested))))
    expect(deep.problems[0]?.detail).toMatchObject({ measure: 'depth' })
  })

  it.each([
    ['public keys protect its integrity', '1.2.840.113549.1.7.2'],
    ['public keys protect its privacy', '1.2.840.113549.1.7.3'],
  ])('says that it does not open a file where %s', async (_name, type) => {
    const isOuter = type.endsWith('.2')
    const info = sequence(oid(type), element(0xa0, sequence()))
    const report = await convertToPem(isOuter ? sequence(integer(3), info) : pfx(info))
    expect(report.problems.map(({ code, detail }) => [code, detail])).toEqual([
      ['container-unsupported', { container: 'pkcs12', type }],
    ])
  })

  it('says that nothing is in a file where nothing is', async () => {
    expect(codesOf(await convertToPem(pfx(sequence())))).toEqual(['container-empty'])
  })
})

function pfx(contents: Uint8Array, ...mac: readonly Uint8Array[]): Uint8Array {
  const safe = contents.length > 2 ? sequence(contents) : contents
  return sequence(integer(3), data(safe), ...mac)
}

function data(content: Uint8Array): Uint8Array {
  return sequence(oid('1.2.840.113549.1.7.1'), element(0xa0, octetString(content)))
}

function bag(type: string, value: Uint8Array): Uint8Array {
  return sequence(oid(type), element(0xa0, value))
}

function derOf(pem: string): Uint8Array {
  return Uint8Array.from(Buffer.from(pem.replace(/-----[^-]+-----|\s/g, ''), 'base64'))
}

/** Writes DER again with lengths left open and strings in pieces; what is in a string stays as it is. */
function toBer(der: Uint8Array): Uint8Array {
  const parts: Uint8Array[] = []
  for (let offset = 0; offset < der.length;) {
    const [tag = 0, first = 0] = der.subarray(offset, offset + 2)
    const count = first < 0x80 ? 0 : first & 0x7f
    const length =
      count === 0 ? first : der.subarray(offset + 2, offset + 2 + count).reduce((sum, octet) => sum * 256 + octet, 0)
    const start = offset + 2 + count
    const content = der.subarray(start, start + length)
    if ((tag & 0x20) !== 0) parts.push(octets([tag, 0x80], toBer(content), [0, 0]))
    else if (tag === 0x04 || tag === 0x80) {
      const half = content.length >> 1
      parts.push(
        octets([tag | 0x20, 0x80], octetString(content.subarray(0, half)), octetString(content.subarray(half)), [0, 0]),
      )
    } else parts.push(der.subarray(offset, start + length))
    offset = start + length
  }
  return octets(...parts)
}
