import { beforeAll, describe, expect, it } from 'vitest'
import { encodePem } from '../../../src/armor/encode-pem.ts'
import { convertToPem, type ConvertReport } from '../../../src/convert/index.ts'
import { createTestAuthority, createTestKey } from '../../../src/testing/index.ts'
import { boolean, element, integer, octetString, octets, oid, sequence } from '../../support/der.ts'
import { buildCertificate, commonName, extension } from '../../support/build-certificate.ts'
import { createBundle, opensslFile, type Bundle } from './samples.ts'

let bundle: Bundle

beforeAll(async () => {
  bundle = await createBundle()
})

function codesOf({ problems }: ConvertReport): readonly string[] {
  return problems.map(({ code }) => code)
}

function toDer(pem: string): Uint8Array {
  return Uint8Array.from(Buffer.from(pem.replace(/-----[^-]+-----|\s/g, ''), 'base64'))
}

function pkcs7(
  form: 'PEM' | 'DER',
  certificates: string = bundle.root + bundle.leaf + bundle.intermediate,
): Uint8Array {
  const args = ['crl2pkcs7', '-nocrl', '-certfile', 'all.pem', '-outform', form]
  return opensslFile(args, { 'all.pem': certificates })
}

describe('convertToPem() of PKCS#7', () => {
  it.each(['PEM', 'DER'] as const)('takes the certificates out of %s, in order', async (form) => {
    const report = await convertToPem(pkcs7(form))
    expect(codesOf(report)).toEqual([])
    expect(report.form).toBe(form === 'PEM' ? 'text' : 'pkcs7')
    expect(report.privateKey).toBeUndefined()
    expect(report.certificate).toBe(bundle.leaf)
    expect(report.chain).toBe(bundle.intermediate + bundle.root)
  })

  it('reads it with lengths left open, as Java and Windows write it', async () => {
    const open = (tag: number, ...content: readonly Uint8Array[]): Uint8Array => octets([tag, 0x80], ...content, [0, 0])
    const certificates = [bundle.leaf, bundle.intermediate].map(toDer)
    const signedData = open(
      0x30,
      integer(1),
      open(0x31),
      open(0x30, oid('1.2.840.113549.1.7.1')),
      open(0xa0, ...certificates),
      open(0x31),
    )
    const report = await convertToPem(open(0x30, oid('1.2.840.113549.1.7.2'), open(0xa0, signedData)))
    expect(codesOf(report)).toEqual([])
    expect(report.certificate).toBe(bundle.leaf)
    expect(report.chain).toBe(bundle.intermediate)
  })

  it('says what else is in a signed message', async () => {
    const files = { 'leaf.pem': bundle.leaf, 'key.pem': bundle.key, 'text.txt': 'hello' }
    const args = [
      'cms',
      '-sign',
      '-nodetach',
      '-signer',
      'leaf.pem',
      '-inkey',
      'key.pem',
      '-in',
      'text.txt',
      '-outform',
      'DER',
    ]
    const report = await convertToPem(opensslFile(args, files))
    expect(report.certificate).toBe(bundle.leaf)
    expect(report.problems.map(({ detail }) => detail)).toEqual([
      { object: 'content', count: 1 },
      { object: 'signature', count: 1 },
    ])
  })

  it('refuses another type, and one without certificates', async () => {
    const enveloped = sequence(oid('1.2.840.113549.1.7.3'), element(0xa0, sequence()))
    expect((await convertToPem(enveloped)).problems.map(({ detail }) => detail)).toEqual([
      { container: 'pkcs7', type: '1.2.840.113549.1.7.3' },
    ])
    const empty = sequence(integer(1), element(0x31), sequence(oid('1.2.840.113549.1.7.1')), element(0x31))
    const none = sequence(oid('1.2.840.113549.1.7.2'), element(0xa0, empty))
    expect(codesOf(await convertToPem(none))).toEqual(['container-empty'])
  })

  it('answers with a problem wherever it is cut off', async () => {
    const bytes = pkcs7('DER')
    for (let length = 0; length < bytes.length; length += length < 200 ? 1 : 41)
      expect((await convertToPem(bytes.subarray(0, length))).ok, String(length)).toBe(false)
  })

  it.each([
    ['SEQUENCEs', 0x30],
    ['strings', 0x24],
    ['tagged values', 0xa0],
  ])('is not brought down by %s that are nested deeply, with lengths left open', async (_name, tag) => {
    const depth = 200_000
    const nested = new Uint8Array(depth * 2).map((_, index) => (index % 2 === 0 ? tag : 0x80))
    for (const input of [nested, octets([0x30, 0x80], oid('1.2.840.113549.1.7.2'), nested)]) {
      const { ok, problems } = await convertToPem(input)
      expect(ok).toBe(false)
      expect(problems).not.toEqual([])
    }
  })
})

describe('convertToPem() of other inputs', () => {
  it('reads one certificate in DER', async () => {
    const report = await convertToPem(toDer(bundle.leaf))
    expect([report.form, report.certificate, report.chain]).toEqual(['certificate', bundle.leaf, undefined])
  })

  it.each(['pkcs8', 'sec1'] as const)('reads one key in DER: %s', async (container) => {
    const key = await createTestKey({ algorithm: 'P-256' })
    const report = await convertToPem(toDer(key[container]))
    expect([report.form, report.privateKey]).toEqual(['privateKey', key[container]])
  })

  it('does not change what it is given, and does not look at it later', async () => {
    const input = toDer(bundle.leaf)
    const before = input.slice()
    const pending = convertToPem(input)
    expect(input).toEqual(before)
    input.fill(0)
    expect((await pending).certificate).toBe(bundle.leaf)
  })

  it('says what a Java keystore is, and how it is exported', async () => {
    const report = await convertToPem(Uint8Array.of(0xfe, 0xed, 0xfe, 0xed, 0, 0, 0, 2))
    expect(report.problems).toMatchObject([{ code: 'pem-unexpected-object', detail: { found: 'javaKeystore' } }])
  })

  it('keeps what parsePem says of a text', async () => {
    const cut = await convertToPem(bundle.leaf + bundle.intermediate.slice(0, 400))
    expect(codesOf(cut)).toEqual(['pem-end-missing'])
    expect(codesOf(await convertToPem(''))).toEqual(['pem-empty'])
    expect(codesOf(await convertToPem('hello'))).toEqual(['pem-no-block'])
    expect(codesOf(await convertToPem(bundle.leaf, { maxBytes: 10 }))).toEqual(['pem-too-large'])
    expect(codesOf(await convertToPem(toDer(bundle.leaf), { maxBytes: 10 }))).toEqual(['pem-too-large'])
  })

  it('leaves out what has no box, if there is something that has one', async () => {
    const { publicPem } = await createTestKey()
    const both = await convertToPem(bundle.leaf + publicPem)
    expect(both.ok).toBe(true)
    expect(both.problems.map(({ detail }) => detail)).toEqual([{ object: 'publicKey', count: 1 }])
    expect(codesOf(await convertToPem(publicPem))).toEqual(['pem-unexpected-object'])
  })

  it('takes certificates of CAs alone for a chain', async () => {
    const report = await convertToPem(bundle.root + bundle.intermediate)
    expect(report.ok).toBe(true)
    expect([report.certificate, report.chain]).toEqual([undefined, bundle.intermediate + bundle.root])
  })

  it('leaves strangers out of the chain, with a warning', async () => {
    const stranger = await createTestAuthority({ seed: 'stranger' })
    const report = await convertToPem(bundle.leaf + stranger.pem + bundle.intermediate + bundle.key)
    expect(report.ok).toBe(true)
    expect(report.chain).toBe(bundle.intermediate)
    expect(report.problems.map(({ code, detail }) => [code, detail])).toEqual([
      ['certificate-left-out', { subject: stranger.certificate.subject.text, count: 1 }],
    ])
  })

  it('keeps both of two cross-signed issuers', async () => {
    const [old, young] = [await createTestAuthority({ seed: 'old', subject: 'Old Root' }), await createTestAuthority()]
    const issuing = await young.intermediate()
    const crossed = await old.crossSign(issuing)
    const leaf = await issuing.leaf()
    const all = [old, crossed, young, issuing].map(({ pem }) => pem)
    const { chain = '', ok } = await convertToPem(leaf.pem + all.join(''))
    expect(ok).toBe(true)
    expect(chain.split(/(?<=-----END CERTIFICATE-----\n)/).sort()).toEqual([...all].sort())
    expect(chain.startsWith(issuing.pem) || chain.startsWith(crossed.pem)).toBe(true)
  })

  it('takes one that has signed itself and no other for the certificate', async () => {
    const root = await createTestAuthority()
    const lone = await root.selfSigned()
    const report = await convertToPem(root.pem + lone.pem)
    expect([report.certificate, report.chain, codesOf(report)]).toEqual([lone.pem, undefined, ['certificate-left-out']])
  })

  it('puts a root before other issuers of its name, and leaves out one of another key', async () => {
    const root = await createTestAuthority({ seed: 'root', subject: 'Name' })
    const older = await createTestAuthority({ seed: 'older', subject: 'Older' })
    const [ca, crossed] = [await root.intermediate(), await older.crossSign(root)]
    const leaf = await ca.leaf()
    const { chain, problems } = await convertToPem([leaf, ca, crossed, older, root].map(({ pem }) => pem).join(''))
    expect([chain, problems]).toEqual([ca.pem + root.pem + crossed.pem + older.pem, []])
    const stranger = await createTestAuthority({ seed: 'stranger', subject: 'Name' })
    const other = await convertToPem([leaf, ca, stranger].map(({ pem }) => pem).join(''))
    expect([other.chain, codesOf(other)]).toEqual([ca.pem, ['certificate-left-out']])
  })

  it.each<readonly [string, number, (index: number, half: number) => readonly [subject: string, issuer: string]]>([
    // Each of the second half, which are CAs, was issued by one of the first.
    ['has issued another', 3600, (index, half) => [`Ä${String(index)}`, `Ä${String(index - half)}`]],
    // Each of the first half may have issued any other of it, the last one apart.
    ['may lead up', 4000, (index, half) => [index < half ? 'A' : 'B', index < half - 1 ? 'A' : 'B']],
  ])('does not hold thousands of certificates each against each to see which %s', async (_, count, namesOf) => {
    const isCa = extension('2.5.29.19', sequence(boolean(0xff)))
    const certificates = Array.from({ length: count }, (_each, index) => {
      const [subject, issuer] = namesOf(index, count / 2)
      return buildCertificate({
        serialNumber: integer(index + 1),
        subject: commonName(subject),
        issuer: commonName(index === count - 1 ? 'none' : issuer),
        ...(index < count / 2 ? {} : { extensions: [isCa] }),
      })
    })
    const pem = certificates.map((der) => encodePem('CERTIFICATE', der)).join('')
    // Each against each takes more time than the runner gives.
    expect((await convertToPem(pem, { maxBytes: 4_000_000 })).ok).toBe(true)
  })

  it('says that a key belongs to none of the certificates', async () => {
    const { pkcs8 } = await createTestKey({ algorithm: 'P-256', seed: 'another' })
    const report = await convertToPem(bundle.leaf + bundle.intermediate + pkcs8)
    expect(codesOf(report)).toEqual(['key-mismatch'])
    expect(report.certificate).toBe(bundle.leaf)
  })

  it('names a certificate once that is there twice', async () => {
    const report = await convertToPem(bundle.leaf + bundle.leaf)
    expect(codesOf(report)).toEqual(['pem-duplicate-certificate'])
    expect(report.certificates).toHaveLength(1)
  })

  it('does not take random octets for anything', async () => {
    for (let seed = 1; seed < 300; seed += 1) {
      const bytes = Uint8Array.from({ length: seed }, (_, index) => (index * seed * 7919) & 0xff)
      const starts = [[], [0x30, 0x80], [0x30, 0x82, 1, 0], [0x30, 0x80, 2, 1, 3], [0x30, 0x80, 6, 9], [0x24, 0x80]]
      for (const start of starts) expect((await convertToPem(octets(start, bytes))).ok).toBe(false)
    }
    expect((await convertToPem(octetString(new Uint8Array(9)))).ok).toBe(false)
  })
})
