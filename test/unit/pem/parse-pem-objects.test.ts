import { Buffer } from 'node:buffer'
import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { parsePem, type PemExpectation, type PemReport } from '../../../src/pem/parse-pem.ts'
import type { PemObject } from '../../../src/problem/pem-problems.ts'
import { derOf, linesOf } from './pastes.ts'
import {
  CERTIFICATE_REQUEST,
  CRL,
  EC_CERTIFICATE,
  EC_KEY_WITH_PARAMETERS,
  ED25519_KEY,
  ENCRYPTED_KEY,
  LEGACY_ENCRYPTED_KEY,
  PKCS12_BASE64,
  PKCS7,
  PUBLIC_KEY,
  RSA_CERTIFICATE,
  RSA_KEY,
  RSA_KEY_PKCS8,
} from './samples.ts'

const EC_KEY = EC_KEY_WITH_PARAMETERS.slice(EC_KEY_WITH_PARAMETERS.indexOf('-----BEGIN EC PRIVATE'))
const EC_PARAMETERS = EC_KEY_WITH_PARAMETERS.slice(0, -EC_KEY.length)
const relabel = (pem: string, label: string): string =>
  pem.replace(/BEGIN [^-]+/, `BEGIN ${label}`).replace(/END [^-]+/, `END ${label}`)
const bodyOf = (pem: string): string => linesOf(pem).slice(1, -1).join('\n')
const block = (label: string, data: Uint8Array | string): string =>
  `-----BEGIN ${label}-----\n${Buffer.from(data).toString('base64')}\n-----END ${label}-----\n`
const sshString = (text: string): string => `\0\0\0${String.fromCharCode(text.length)}${text}`

describe('parsePem() tells an object that is not wanted', () => {
  const objects: readonly (readonly [string, string | Uint8Array, PemObject])[] = [
    ['a CSR', CERTIFICATE_REQUEST, 'certificateRequest'],
    ['a CSR of Microsoft', relabel(CERTIFICATE_REQUEST, 'NEW CERTIFICATE REQUEST'), 'certificateRequest'],
    ['a CSR without boundaries', bodyOf(CERTIFICATE_REQUEST), 'certificateRequest'],
    ['a public key', PUBLIC_KEY, 'publicKey'],
    ['PKCS#7', PKCS7, 'pkcs7'],
    ['PKCS#12 in base64', PKCS12_BASE64, 'pkcs12'],
    ['PKCS#12 in binary', new Uint8Array(Buffer.from(PKCS12_BASE64, 'base64')), 'pkcs12'],
    ['a CRL', CRL, 'crl'],
    ['EC parameters alone', EC_PARAMETERS, 'parameters'],
    ['DH parameters', block('DH PARAMETERS', Uint8Array.of(0x30, 6, 2, 1, 7, 2, 1, 2)), 'parameters'],
    ['a certificate in DER', derOf(EC_CERTIFICATE), 'der'],
    ['a key in DER', derOf(EC_KEY), 'der'],
    ['a certificate in DER, cut off', derOf(EC_CERTIFICATE).subarray(0, 100), 'der'],
    ['DER in hexadecimal digits', Buffer.from(derOf(EC_CERTIFICATE)).toString('hex'), 'der'],
    ['DER read as Latin text', Buffer.from(derOf(EC_CERTIFICATE)).toString('latin1'), 'der'],
    ['DER read as UTF-8 text', Buffer.from(derOf(EC_CERTIFICATE)).toString('utf8'), 'der'],
    [
      'an OpenSSH key',
      block('OPENSSH PRIVATE KEY', `openssh-key-v1\0${sshString('none')}${sshString('none')}`),
      'opensshPrivateKey',
    ],
    ['an SSH public key', 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHmH user@host\n', 'sshPublicKey'],
    ['a PuTTY key', 'PuTTY-User-Key-File-3: ssh-rsa\nEncryption: none\n', 'puttyPrivateKey'],
    ['a JSON Web Key', '{"kty":"EC","crv":"P-256"}', 'jwk'],
    ['a Java keystore', Uint8Array.of(0xfe, 0xed, 0xfe, 0xed, 0, 0, 0, 2), 'javaKeystore'],
    ['a PGP key', block('PGP PUBLIC KEY BLOCK', 'x'), 'pgp'],
    ['a label that nobody knows', block('SOMETHING', 'x'), 'unknown'],
  ]
  it.each(objects)('%s', (_, input, found) => {
    const report = parsePem(input)
    expect(report.problems[0]).toMatchObject({
      code: 'pem-unexpected-object',
      kind: 'format',
      severity: 'error',
      detail: { expected: 'any', found },
    })
    expect([report.certificates, report.privateKeys, report.normalized]).toEqual([[], [], ''])
  })

  const boxes: readonly (readonly [string, string, PemExpectation, PemObject])[] = [
    ['a key in the box for the certificate', RSA_KEY, 'certificate', 'privateKey'],
    ['a key in the box for the chain', RSA_KEY, 'chain', 'privateKey'],
    ['a certificate in the box for the key', RSA_CERTIFICATE, 'privateKey', 'certificate'],
    ['a CSR in the box for the certificate', CERTIFICATE_REQUEST, 'certificate', 'certificateRequest'],
  ]
  it.each(boxes)('%s', (_, input, expected, found) => {
    const { certificates, privateKeys, problems } = parsePem(input, { expect: expected, field: 'chain' })
    expect(problems).toEqual([
      expect.objectContaining({
        code: 'pem-unexpected-object',
        field: 'chain',
        at: { line: 1, column: 1, offset: 0 },
        detail: { expected, found },
      }),
    ])
    expect([certificates, privateKeys]).toEqual([[], []])
  })

  it.each([
    ['certificate', relabel(RSA_KEY, 'CERTIFICATE'), 'privateKey'],
    ['privateKey', relabel(RSA_CERTIFICATE, 'PRIVATE KEY'), 'certificate'],
    ['privateKey', relabel(PUBLIC_KEY, 'PRIVATE KEY'), 'publicKey'],
    ['certificate', relabel(PKCS7, 'CERTIFICATE'), 'pkcs7'],
  ])('something else than its label says: not a %s', (expected, input, found) => {
    expect(parsePem(input).problems).toMatchObject([{ code: 'pem-unexpected-object', detail: { expected, found } }])
  })
})

describe('parsePem() takes', () => {
  it.each([
    ['RSA_KEY', RSA_KEY, 'pkcs1'],
    ['RSA_KEY_PKCS8', RSA_KEY_PKCS8, 'pkcs8'],
    ['EC_KEY', EC_KEY, 'sec1'],
    ['ED25519_KEY', ED25519_KEY, 'pkcs8'],
  ])('the private key %s in its container', (_, input, container) => {
    const report = parsePem(input, { expect: 'privateKey' })
    expect(report.problems).toEqual([])
    expect(report.privateKeys.map((key) => [key.container, key.exportDer()])).toEqual([[container, derOf(input)]])
    expect(report.normalized).toBe(input)
  })

  it('a key under the label of another container, with a warning', () => {
    const { ok, privateKeys, problems } = parsePem(relabel(RSA_KEY_PKCS8, 'RSA PRIVATE KEY'))
    expect(problems).toMatchObject([{ code: 'pem-repaired', detail: { repair: 'label', count: 1 } }])
    expect([ok, privateKeys.length]).toEqual([true, 1])
  })

  it.each(['certificate', 'chain', 'any'] as const)('several certificates where %s is expected', (expected) => {
    const { certificates, problems } = parsePem(RSA_CERTIFICATE + EC_CERTIFICATE, { expect: expected })
    expect(problems).toEqual([])
    expect(certificates.map(({ der }) => der)).toEqual([derOf(RSA_CERTIFICATE), derOf(EC_CERTIFICATE)])
  })

  it('headers as they stand, continuation lines joined', () => {
    const [, dekInfo] = linesOf(LEGACY_ENCRYPTED_KEY).slice(1)
    const text = LEGACY_ENCRYPTED_KEY.replace('DEK-Info: AES-256-CBC,', 'DEK-Info: AES-256-CBC,\n ')
    const [found] = parsePem(LEGACY_ENCRYPTED_KEY).blocks
    expect(found?.headers).toEqual([
      { name: 'Proc-Type', value: '4,ENCRYPTED' },
      { name: 'DEK-Info', value: dekInfo?.slice(10) },
    ])
    expect(parsePem(text).blocks[0]?.headers[1]?.value).toBe(dekInfo?.slice(10).replace(',', ', '))
    expect(found?.der).toEqual(
      new Uint8Array(Buffer.from(linesOf(LEGACY_ENCRYPTED_KEY).slice(4, -1).join(''), 'base64')),
    )
  })

  it('places of blocks from the first dash to behind the last', () => {
    const [, second] = parsePem(`${EC_CERTIFICATE}text\r\n${RSA_CERTIFICATE}`).blocks
    const start = linesOf(EC_CERTIFICATE).length + 2
    const offset = EC_CERTIFICATE.length + 6
    expect(second?.start).toEqual({ line: start, column: 1, offset })
    const length = linesOf(RSA_CERTIFICATE).length
    expect(second?.end).toEqual({ line: start + length - 1, column: 26, offset: offset + RSA_CERTIFICATE.length - 1 })
  })
})

describe('parsePem() recognises an encrypted key without decrypting it', () => {
  const quoted = LEGACY_ENCRYPTED_KEY.replace(/^/gm, '> ')
  it.each([
    ['PKCS#8', ENCRYPTED_KEY, 'pkcs8', 'AES-256-CBC, PBKDF2'],
    ['PKCS#8 under another label', relabel(ENCRYPTED_KEY, 'PRIVATE KEY'), 'pkcs8', 'AES-256-CBC, PBKDF2'],
    ['PKCS#8 without boundaries', bodyOf(ENCRYPTED_KEY), 'pkcs8', 'AES-256-CBC, PBKDF2'],
    ['legacy EC', LEGACY_ENCRYPTED_KEY, 'legacy-ec', 'AES-256-CBC'],
    ['legacy RSA', relabel(LEGACY_ENCRYPTED_KEY, 'RSA PRIVATE KEY'), 'legacy-rsa', 'AES-256-CBC'],
    ['legacy DSA', relabel(LEGACY_ENCRYPTED_KEY, 'DSA PRIVATE KEY'), 'legacy-dsa', 'AES-256-CBC'],
    ['legacy EC on one line', LEGACY_ENCRYPTED_KEY.replaceAll('\n', ' '), 'legacy-ec', 'AES-256-CBC'],
    ['legacy EC in a string of JSON', JSON.stringify({ key: LEGACY_ENCRYPTED_KEY }), 'legacy-ec', 'AES-256-CBC'],
    ['legacy EC in a list of JSON', JSON.stringify(linesOf(LEGACY_ENCRYPTED_KEY)), 'legacy-ec', 'AES-256-CBC'],
    ['legacy EC, quoted', quoted, 'legacy-ec', 'AES-256-CBC'],
    ['legacy EC in a log', LEGACY_ENCRYPTED_KEY.replace(/^/gm, 'web_1  | '), 'legacy-ec', 'AES-256-CBC'],
    ['legacy EC, each line with a name', LEGACY_ENCRYPTED_KEY.replace(/^/gm, 'web: '), 'legacy-ec', 'AES-256-CBC'],
    ['OpenSSH', block('OPENSSH PRIVATE KEY', `openssh-key-v1\0${sshString('aes256-ctr')}`), 'openssh', 'aes256-ctr'],
  ])('%s', (_, input, container, cipher) => {
    const { privateKeys, problems } = parsePem(input, { expect: 'privateKey' })
    expect(problems[0]).toMatchObject({ code: 'key-encrypted', kind: 'encrypted-key', detail: { container, cipher } })
    expect(problems.slice(1).every(({ code }) => code === 'pem-repaired')).toBe(true)
    expect(privateKeys).toEqual([])
  })
})

describe('parsePem() repeats of a key that seems to be encrypted nothing but the name of a cipher', () => {
  const openssh = (cipher: string): string => block('OPENSSH PRIVATE KEY', `openssh-key-v1\0${sshString(cipher)}`)

  it.each(['M'.repeat(41), 'a b', '\u001b[31m', ''])('not "%s" from a header', (cipher) => {
    expect(parsePem(LEGACY_ENCRYPTED_KEY.replace('AES-256-CBC', cipher)).problems[0]).toMatchObject({
      code: 'key-encrypted',
      detail: { container: 'legacy-ec', cipher: '' },
    })
  })

  it.each(['M'.repeat(41), 'a b', '\u001b[31m', ''])('not "%s" from a file of OpenSSH', (cipher) => {
    expect(parsePem(openssh(cipher)).problems[0]).toMatchObject({
      code: 'pem-unexpected-object',
      detail: { found: 'opensshPrivateKey' },
    })
  })

  it('and takes it for encrypted only by a header of the version that there is (RFC 1421 section 4.6.1.1)', () => {
    const { problems } = parsePem(LEGACY_ENCRYPTED_KEY.replace('4,ENCRYPTED', '5,ENCRYPTED'))
    expect(problems.map(({ code }) => code)).not.toContain('key-encrypted')
  })
})

describe('the report of parsePem()', () => {
  const views = (report: PemReport): readonly string[] => [
    JSON.stringify(report),
    JSON.stringify({ ...report, blocks: report.blocks.map((each) => ({ ...each })) }),
    JSON.stringify(Object.entries(report)),
    inspect(report, { depth: 9, maxArrayLength: null, maxStringLength: null, showHidden: false }),
    String(report.privateKeys),
  ]
  const canaries = [derOf(RSA_KEY).subarray(300, 330), derOf(ED25519_KEY).subarray(16)]
  const shows = (view: string): boolean =>
    canaries.some((bytes) => {
      const hex = Buffer.from(bytes).toString('hex')
      const compact = view.replace(/[\s:,]|"\d+"/g, '')
      return compact.includes([...bytes].join('')) || compact.includes(hex)
    }) ||
    linesOf(RSA_KEY)
      .slice(2, -1)
      .some((line) => view.includes(line))

  it.each([
    ['good keys', RSA_KEY + ED25519_KEY],
    ['keys under the label of a certificate', relabel(RSA_KEY, 'CERTIFICATE') + relabel(ED25519_KEY, 'CERTIFICATE')],
    ['keys under a label that nobody knows', relabel(RSA_KEY, 'SECRET') + relabel(ED25519_KEY, 'SECRET')],
    ['keys without boundaries', `${bodyOf(RSA_KEY)}\n\n${bodyOf(ED25519_KEY)}`],
    ['keys with a damaged line', RSA_KEY.replace(/\n(.{20})/, '\n$1*') + ED25519_KEY.slice(0, -30)],
    ['keys with something after them', block('PRIVATE KEY', Buffer.concat([derOf(RSA_KEY), Buffer.from('x')]))],
    [
      'keys whose lines look like a header that goes on',
      RSA_KEY.replace(/\n(?=.{64}\n)/g, '\n ').replace('\n', '\nkey:\n'),
    ],
    ['keys in the wrong box', RSA_KEY + ED25519_KEY],
  ])('shows nothing of %s in JSON, in copies or in a console', (name, input) => {
    const report = parsePem(input, { expect: name === 'keys in the wrong box' ? 'certificate' : 'any' })
    expect(views(report).map(shows)).toEqual(views(report).map(() => false))
  })

  it('would be caught by this test if it showed a key', () => {
    const [canary = new Uint8Array()] = canaries
    expect([inspect(canary), JSON.stringify(canary), JSON.stringify([...canary]), RSA_KEY].map(shows)).toEqual([
      true,
      true,
      true,
      true,
    ])
  })

  it('gives the data of a key to who asks for it', () => {
    const report = parsePem(RSA_KEY)
    expect(report.blocks[0]?.der).toEqual(derOf(RSA_KEY))
    expect(Object.keys(report)).not.toContain('normalized')
    expect(parsePem(RSA_CERTIFICATE).blocks.map((each) => Object.keys(each))).toEqual([
      ['label', 'der', 'headers', 'start', 'end'],
    ])
  })

  it('shows what both label and data say is public, and no other data', () => {
    const shown = (text: string): readonly boolean[] =>
      parsePem(text).blocks.map((each) => Object.keys(each).includes('der'))
    // Three numbers: parameters of DSA, or a key in a form that nobody knows.
    const numbers = Uint8Array.of(0x30, 9, 2, 1, 7, 2, 1, 5, 2, 1, 3)
    expect(shown(block('DSA PARAMETERS', numbers))).toEqual([true])
    expect(shown(block('SECRET', numbers))).toEqual([false])
    expect(shown(relabel(RSA_CERTIFICATE, 'PRIVATE KEY'))).toEqual([false])
    expect(shown(relabel(RSA_KEY, 'CERTIFICATE'))).toEqual([false])
  })

  it('has clean text of what was accepted, and of nothing else', () => {
    const text = `${EC_CERTIFICATE.replace(/^/gm, '> ')}\n${CERTIFICATE_REQUEST}${EC_KEY_WITH_PARAMETERS}${RSA_CERTIFICATE.slice(0, 300)}`
    expect(parsePem(text).normalized).toBe(EC_CERTIFICATE + EC_KEY)
  })
})
