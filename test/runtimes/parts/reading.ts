import type { Library } from '../library.ts'
import type { TestRun } from '../test-run.ts'
import { codesOf, fixture } from './fixture.ts'

const DAMAGED: readonly (readonly [file: string, ok: boolean, code: string, mended: boolean])[] = [
  ['damaged-cut-off.txt', false, 'pem-end-missing', false],
  ['damaged-line-lost.txt', false, 'pem-lines-missing', false],
  ['damaged-quoted.txt', true, 'pem-repaired', true],
  ['damaged-one-line.txt', true, 'pem-repaired', true],
  ['damaged-dashes.txt', true, 'pem-repaired', true],
]

const ENCRYPTED = ['encrypted-pkcs8.key', 'encrypted-rsa.key', 'encrypted-ec.key']

export function testReading(t: TestRun, { certkeep }: Library): void {
  const { describeCertificate, describeProblem, parseCertificate, parsePem } = certkeep

  t.test('parsePem() reads a chain, from text and from bytes', () => {
    const text = fixture(t, 'fullchain.crt')
    for (const input of [text, new TextEncoder().encode(text), `\uFEFF${text.replaceAll('\n', '\r\n')}`]) {
      const { ok, certificates, problems } = parsePem(input, { expect: 'certificate' })
      t.equal({ ok, problems }, { ok: true, problems: [] })
      t.equal(
        certificates.map(({ subject }) => subject.text),
        ['CN=www.example.com', 'CN=Example Issuing CA 1', 'CN=Example Root CA'],
      )
    }
  })

  t.test('parsePem() reads every private key, and shows none', () => {
    for (const file of ['server.key', 'revoked.key', 'rsa-pkcs1.key', 'rsa-pkcs8.key', 'ec-sec1.key']) {
      const text = fixture(t, file)
      const report = parsePem(text, { expect: 'privateKey' })
      t.equal([report.ok, report.privateKeys.length], [true, 1])
      t.equal(JSON.stringify(report.privateKeys).includes(text.split('\n')[1] ?? ''), false)
    }
  })

  for (const [file, ok, code, isMended] of DAMAGED) {
    t.test(`parsePem() says what is wrong with ${file}`, () => {
      const report = parsePem(fixture(t, file), { expect: 'certificate' })
      t.equal([report.ok, codesOf(report.problems).includes(code)], [ok, true])
      t.equal(report.normalized === fixture(t, 'server.crt'), isMended)
    })
  }

  t.test('parsePem() tells an encrypted key by its container', () => {
    for (const file of ENCRYPTED) {
      t.equal(codesOf(parsePem(fixture(t, file), { expect: 'privateKey' }).problems), ['key-encrypted'])
    }
  })

  t.test('parsePem() takes bytes that are no UTF-8 for what they are', () => {
    t.equal(parsePem(Uint8Array.of(0xff, 0xfe, 0x00, 0x80)).ok, false)
  })

  t.test('parseCertificate() refuses damaged DER with a code', async () => {
    const { der } = parseCertificate(fixture(t, 'server.crt'))
    await t.rejects(() => parseCertificate(der.subarray(0, -1)).publicKey, { code: 'ERR_DER_TRUNCATED' })
  })

  t.test('describeCertificate() tells what Node’s own decoder tells', () => {
    const { server } = t.samples
    const info = describeCertificate(parseCertificate(fixture(t, 'server.crt')))
    t.like(info, {
      primaryDomain: 'www.example.com',
      serialNumber: server.serialNumber,
      fingerprints: { sha256: server.sha256, sha1: server.sha1 },
      publicKey: { algorithm: 'EC', curve: 'P-256' },
    })
    t.equal(
      [new Date(info.notBefore), new Date(info.notAfter)],
      [new Date(server.notBefore), new Date(server.notAfter)],
    )
    t.equal(JSON.parse(JSON.stringify(info)), info)
  })

  t.test('describeProblem() explains in English and Korean, for a problem that went through JSON too', () => {
    const [problem] = parsePem(fixture(t, 'damaged-cut-off.txt'), { expect: 'certificate' }).problems
    if (problem === undefined) throw new Error('no problem')
    const english = describeProblem(problem, 'en')
    const korean = describeProblem(problem, 'ko')
    t.equal(describeProblem(JSON.parse(JSON.stringify(problem)) as typeof problem, 'ko'), korean)
    t.equal([/^[\x20-\x7e“”‘’–…]+$/.test(english.title), /\p{Script=Hangul}/u.test(korean.title)], [true, true])
    t.equal([english.mend === '', korean.mend === ''], [false, false])
  })

  t.test('a private key does not go through structuredClone', async () => {
    const [key] = parsePem(fixture(t, 'server.key')).privateKeys
    await t.rejects(() => structuredClone(key), {
      name: t.has('structuredClone') ? 'DataCloneError' : 'ReferenceError',
    })
  })
}
