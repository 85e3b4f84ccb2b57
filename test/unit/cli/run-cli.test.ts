import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { displayWidth } from '../../../src/cli/display-width.ts'
import { encodePem } from '../../../src/armor/encode-pem.ts'
import { buildCertificate, commonName } from '../../support/build-certificate.ts'
import { run } from './fake-io.ts'
import * as samples from './samples.ts'

const { LEAF, INTERMEDIATE, ROOT, LEAF_KEY, ROOT_KEY, SEC1_KEY } = samples
const BUNDLE = LEAF + INTERMEDIATE + ROOT + LEAF_KEY
const ESCAPE = '\u001b'

/** The data of a block, without its boundaries. */
function bodyOf(pem: string): readonly string[] {
  return pem.split('\n').filter((line) => line !== '' && !line.startsWith('-----'))
}

function golden(name: string): string {
  return readFileSync(new URL(`golden/${name}`, import.meta.url), 'utf8')
}

function toDer(pem: string): Uint8Array {
  return Uint8Array.from(Buffer.from(bodyOf(pem).join(''), 'base64'))
}

function openssl(args: readonly string[], input: string): Uint8Array {
  return execFileSync('openssl', args, { input, stdio: ['pipe', 'pipe', 'pipe'] })
}

describe('certkeep inspect', () => {
  it.each(['en', 'ko'])('draws a whole bundle in %s: verdict, fields, chain', async (lang) => {
    const { status, stdout } = await run(['inspect', '--lang', lang, 'bundle.pem'], { files: { 'bundle.pem': BUNDLE } })
    expect(stdout).toBe(golden(`bundle.${lang}.txt`))
    expect(status).toBe(0)
  })

  it('breaks lines at the width of the terminal, and colours what it says there', async () => {
    const { stdout } = await run(['inspect', 'bundle.pem'], {
      files: { 'bundle.pem': BUNDLE },
      terminal: { columns: 60 },
    })
    expect(stdout).toContain(`${ESCAPE}[1;32mOK${ESCAPE}[0m`)
    // eslint-disable-next-line no-control-regex -- the marks of colour are what is taken away
    const lines = stdout.replace(/\u001b\[[\d;]*m/g, '').split('\n')
    const tooWide = lines.filter((line) => line.length > 60)
    // Values that are one word are kept whole, so that they can be copied.
    expect(tooWide.every((line) => /[0-9a-f]{40}$|http:/.test(line))).toBe(true)
  })

  it('uses no colour in a pipe, with NO_COLOR, with --no-color and on a dumb terminal', async () => {
    const files = { 'a.pem': LEAF }
    const terminal = { columns: 80 }
    const runs = [
      await run(['inspect', 'a.pem'], { files }),
      await run(['inspect', 'a.pem'], { files, terminal, env: { NO_COLOR: '1' } }),
      await run(['inspect', '--no-color', 'a.pem'], { files, terminal }),
      await run(['inspect', 'a.pem'], { files, terminal, env: { TERM: 'dumb' } }),
    ]
    for (const { stdout } of runs) expect(stdout).not.toContain(ESCAPE)
    const empty = await run(['inspect', 'a.pem'], { files, terminal, env: { NO_COLOR: '' } })
    expect(empty.stdout).toContain(ESCAPE)
  })

  it.each([
    ['2026-07-20T23:59:59Z', 'less than a day left', 0],
    ['2026-07-20T23:59:59.999Z', 'less than a day left', 0],
    ['2026-07-21', 'expired less than a day ago', 1],
    ['2026-07-21T23:59:59Z', 'expired 1 day ago', 1],
    ['2026-07-19T23:59:59Z', '1 day left', 0],
    ['2025-12-31T23:59:59Z', 'not yet valid', 1],
    ['2026-07-21T08:59:59+09:00', 'less than a day left', 0],
  ])('says at %s that the certificate has %s', async (at, words, status) => {
    const result = await run(['inspect', '--at', at, 'a.pem'], { files: { 'a.pem': LEAF } })
    expect(result.stdout).toContain(`shop.example.com: ${words}\n`)
    expect(result.status).toBe(status)
  })

  it('names every kind of object that a file holds, in order', async () => {
    const file =
      samples.REQUEST + samples.CRL + samples.PKCS7 + samples.PUBLIC_KEY + samples.PARAMETERS + SEC1_KEY + LEAF
    const { stdout, status } = await run(['inspect', 'all.pem'], { files: { 'all.pem': file } })
    const titles = stdout.match(/(?<= {2}#\d )\S.*?(?= {2})/g)
    expect(titles).toEqual([
      'Certificate signing request (CSR)',
      'Certificate revocation list (CRL)',
      'PKCS#7',
      'Public key',
      'Key parameters',
      'Private key',
      'Certificate',
    ])
    expect(status).toBe(0)
  })

  it.each([
    ['PKCS#8', samples.ENCRYPTED_KEY, 'openssl pkcs8 -in key.pem'],
    ['the older form', samples.LEGACY_ENCRYPTED_KEY, 'openssl ec -in key.pem'],
  ])('says of an encrypted key in %s how it is decrypted', async (_, key, command) => {
    const { stdout, status } = await run(['inspect', 'key.pem'], { files: { 'key.pem': key } })
    expect(stdout).toContain('#1 Encrypted private key')
    expect(stdout).toContain(`\n    ${command}`)
    expect(status).toBe(1)
  })

  it('puts a caret under a character that is not base64', async () => {
    const line = bodyOf(LEAF)[3] ?? ''
    const damaged = `${line.slice(0, 19)}!${line.slice(20)}`
    const { stdout, status } = await run(['inspect', 'a.pem'], { files: { 'a.pem': LEAF.replace(line, damaged) } })
    expect(stdout).toContain(`    5 | ${damaged}\n      | ${' '.repeat(19)}^\n`)
    expect(status).toBe(1)
  })

  it.each([
    ['a character that is not base64', (pem: string) => pem.replace(/(?<=\n.*\n.{12})./, '!')],
    ['a lost END line', (pem: string) => pem.replace(/-----END.*\n/, '')],
    ['a lost BEGIN line', (pem: string) => pem.replace(/-----BEGIN.*\n/, '')],
    ['a lost end', (pem: string) => pem.slice(0, 150)],
    ['its lines run together', (pem: string) => pem.replaceAll('\n', ' ').replace('D', '!')],
    [
      'the label of a certificate',
      (pem: string) => pem.replaceAll('PRIVATE KEY', 'CERTIFICATE').replace(/(?<=\n.{9})./, '!'),
    ],
    [
      'lower-case boundaries',
      (pem: string) => LEAF.replace(/-----END.*\n/, '') + pem.toLowerCase().replace(/(?<=\n.{9})./, '!'),
    ],
    ['a certificate cut off before it', (pem: string) => LEAF.slice(0, 300) + pem.slice(28)],
    [
      'a certificate on the same line',
      (pem: string) => (pem.replace(/(?<=\n.{9})./, '!') + LEAF).replaceAll('\n', ' '),
    ],
  ])('shows nothing of a private key that has %s', async (_, damage) => {
    const text = damage(LEAF_KEY)
    const { stdout } = await run(['inspect', 'key.pem'], { files: { 'key.pem': text } })
    const json = await run(['inspect', '--json', 'key.pem'], { files: { 'key.pem': text } })
    const secret = bodyOf(text.includes('begin') ? LEAF_KEY.toLowerCase() : LEAF_KEY).join('')
    for (let index = 0; index + 8 <= secret.length; index += 1) {
      const piece = secret.slice(index, index + 8)
      if (LEAF.includes(piece) || 'PRIVATE KEY'.includes(piece)) continue
      expect(stdout).not.toContain(piece)
      expect(json.stdout).not.toContain(piece)
    }
  })

  it('masks a damaged line of a private key with as many asterisks, and keeps the caret in place', async () => {
    const damaged = LEAF_KEY.replace(/(?<=\n.*\n.{12})./, '!')
    const { stdout } = await run(['inspect', 'key.pem'], { files: { 'key.pem': damaged } })
    const length = bodyOf(damaged)[1]?.length ?? 0
    expect(stdout).toContain(`    3 | ${'*'.repeat(length)}\n      | ${' '.repeat(12)}^`)
  })

  it('tells which certificate a key belongs to, among several files', async () => {
    const files = { 'chain.pem': ROOT + LEAF, 'a.key': LEAF_KEY, 'b.key': ROOT_KEY }
    const { stdout, status } = await run(['inspect', 'chain.pem', 'a.key', 'b.key'], { files })
    expect(stdout).toContain('Private key (a.key #1): belongs to shop.example.com\n')
    expect(stdout).toContain('Private key (b.key #1): belongs to Example Root\n')
    expect(status).toBe(0)
  })

  it('says of a key that belongs to no certificate why', async () => {
    const files = { 'a.pem': LEAF, 'b.key': ROOT_KEY }
    const { stdout, status } = await run(['inspect', 'a.pem', 'b.key'], { files })
    expect(stdout).toMatch(/^NOT OK {2}1 certificate, 1 private key, 1 problem\n/)
    expect(stdout).toContain('belongs to none of the certificates')
    expect(stdout).toContain('The private key does not belong to the certificate')
    expect(status).toBe(1)
  })

  it.each([
    [[LEAF, INTERMEDIATE, ROOT], 'in order, leaf to root'],
    [[ROOT, INTERMEDIATE, LEAF], 'in reverse order'],
    [[ROOT, LEAF, INTERMEDIATE], 'not in order'],
    [[LEAF, ROOT], 'do not issue each other'],
  ])('judges the order of a chain', async (members, words) => {
    const { stdout } = await run(['inspect', 'a.pem'], { files: { 'a.pem': members.join('') } })
    expect(stdout).toContain(words)
  })

  it('names the issuer that is not there and where it is published', async () => {
    const { stdout } = await run(['inspect', 'a.pem', 'b.pem'], {
      files: { 'a.pem': LEAF, 'b.pem': LEAF + samples.HOSTILE },
    })
    expect(stdout).toContain('└─ Example Issuing CA is not there  published at http://ca.example.net/issuing.cer\n')
  })

  it('prints no control or direction-changing character of a hostile certificate or file name', async () => {
    const name = 'a\u001b]0;x\u0007\u202e.pem'
    for (const lang of ['en', 'ko']) {
      const { stdout } = await run(['inspect', '--lang', lang, name, 'b.pem'], {
        files: { [name]: samples.HOSTILE, 'b.pem': samples.HOSTILE + LEAF },
      })
      expect(stdout.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u)
      expect(stdout).toContain('evil\\u{1b}[31m\\u{202e}gpj.exe')
      expect(stdout).toContain('1.2.3.4.5')
    }
  })

  it('prints none of them as JSON either, and tells a program of all', async () => {
    const name = 'a\u009b31m\u202e\u{e0041}.pem'
    const { stdout } = await run(['inspect', '--json', name], { files: { [name]: samples.HOSTILE } })
    expect(stdout.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u)
    expect(JSON.parse(stdout)).toMatchObject({
      files: [{ name, objects: [{ certificate: { subject: { commonName: 'evil\u001b[31m\u202egpj.exe' } } }] }],
    })
  })

  it('prints a name of very many words in time that grows with its length', async () => {
    const der = buildCertificate({ subject: commonName('a '.repeat(300_000)) })
    const { stdout } = await run(['inspect', 'a.der'], { files: { 'a.der': der } })
    expect(stdout).toContain('a '.repeat(300_000).trim())
  })

  it('prints no more for a long chain below a long name than both together hold', async () => {
    const chain = Array.from({ length: 200 }, (_, index) => {
      const subject = commonName(index === 0 ? 'L'.repeat(100_000) : `CA ${String(index)}`)
      return encodePem('CERTIFICATE', buildCertificate({ subject, issuer: commonName(`CA ${String(index + 1)}`) }))
    })
    const { stdout } = await run(['inspect', 'a.pem'], { files: { 'a.pem': chain.join('') } })
    expect(stdout).toContain('└─ CA 199')
    expect(stdout.length).toBeLessThan(1_000_000)
  })

  it.each([
    ['a certificate', toDer(LEAF), '#1 Certificate  shop.example.com'],
    ['a PKCS#8 key', toDer(LEAF_KEY), '#1 Private key  EC P-256 (PKCS#8)'],
    ['a SEC 1 key', toDer(SEC1_KEY), '#1 Private key  EC P-256 (SEC 1)'],
    ['a CSR', toDer(samples.REQUEST), '#1 Certificate signing request (CSR)'],
    ['a CRL', toDer(samples.CRL), '#1 Certificate revocation list (CRL)'],
    ['PKCS#7', toDer(samples.PKCS7), '#1 PKCS#7'],
    ['a public key', toDer(samples.PUBLIC_KEY), '#1 Public key'],
    ['PKCS#12', openssl(['pkcs12', '-export', '-nokeys', '-passout', 'pass:x'], LEAF), '#1 PKCS#12'],
  ])('recognises %s in a binary file', async (_, der, title) => {
    const { stdout, status } = await run(['inspect', 'a.der'], { files: { 'a.der': der } })
    expect(stdout).toContain(`${title}\n`)
    expect(status).toBe(0)
  })

  it('recognises an encrypted key in a binary file, and refuses it', async () => {
    const { stdout, status } = await run(['inspect', 'a.der'], { files: { 'a.der': toDer(samples.ENCRYPTED_KEY) } })
    expect(stdout).toContain('#1 Encrypted private key\n')
    expect(stdout).toContain('openssl pkcs8 -in')
    expect(status).toBe(1)
  })

  it('says of a binary file that is cut off that it is', async () => {
    const { stdout, status } = await run(['inspect', 'a.der'], { files: { 'a.der': toDer(LEAF).slice(0, 400) } })
    expect(stdout).toContain('The data ends too early.')
    expect(status).toBe(1)
  })

  it('reads standard input', async () => {
    const { stdout, status } = await run(['inspect', '-'], { stdin: LEAF })
    expect(stdout).toContain('\nstandard input')
    expect(stdout).toContain('#1 Certificate  shop.example.com')
    expect(status).toBe(0)
  })

  it.each([
    ['not-found', 'There is no such file.'],
    ['directory', 'This is a directory.'],
    ['not-regular', 'neither a file nor standard input'],
    ['no-permission', 'no permission'],
    ['too-large', 'at most 16 MiB are read, of a file of --crl 128 MiB'],
    ['failed', 'cannot be read (EIO)'],
  ] as const)('tells of a file that is %s, and goes on with the next', async (reason, words) => {
    const files = { 'a.pem': { kind: 'unreadable', reason, code: 'EIO' }, 'b.pem': LEAF } as const
    const { stdout, status } = await run(['inspect', 'a.pem', 'b.pem'], { files })
    expect(stdout).toContain(words)
    expect(stdout).toContain('#1 Certificate  shop.example.com')
    expect(status).toBe(1)
  })

  it('writes one JSON document of a stable shape', async () => {
    const { stdout, status } = await run(['inspect', '--json', 'bundle.pem', 'no.pem'], {
      files: { 'bundle.pem': BUNDLE },
    })
    const report: unknown = JSON.parse(stdout)
    expect(report).toMatchObject({
      format: 'certkeep-inspect/1',
      at: '2026-05-01T00:00:00.000Z',
      ok: false,
      files: [
        {
          name: 'bundle.pem',
          state: 'read',
          reason: null,
          form: 'text',
          bytes: BUNDLE.length,
          order: 'leaf-to-root',
          problems: [],
          objects: [
            {
              kind: 'certificate',
              line: 1,
              validity: { state: 'valid', daysLeft: 80, daysPast: 0 },
              certificate: { primaryDomain: 'shop.example.com' },
            },
            { kind: 'certificate', certificate: { isCa: true } },
            { kind: 'certificate', certificate: { isSelfIssued: true } },
            { kind: 'privateKey', algorithm: 'EC', bits: 256, curve: 'P-256', container: 'pkcs8' },
          ],
        },
        { name: 'no.pem', state: 'unreadable', reason: 'not-found', objects: [], problems: [] },
      ],
      chains: [
        {
          certificates: [
            { file: 0, object: 0 },
            { file: 0, object: 1 },
            { file: 0, object: 2 },
          ],
          ending: 'root',
          next: null,
          missingIssuer: null,
        },
      ],
      keys: [{ key: { file: 0, object: 3 }, state: 'belongs', belongsTo: [{ file: 0, object: 0 }], problems: [] }],
    })
    expect(status).toBe(1)
  })

  it('puts problems in words in the JSON document, in the language asked for', async () => {
    const { stdout } = await run(['inspect', '--json', '--lang', 'ko', 'a.pem'], { files: { 'a.pem': '' } })
    expect(JSON.parse(stdout)).toMatchObject({
      files: [{ problems: [{ code: 'pem-empty', severity: 'error', text: { title: '입력된 내용이 없습니다' } }] }],
    })
  })
})

describe('certkeep', () => {
  it.each([
    [{ LANG: 'ko_KR.UTF-8' }, '사용법'],
    [{ LANG: 'ko_KR.UTF-8', LC_ALL: 'C' }, 'Usage'],
    [{ LANG: 'en_US.UTF-8', LC_MESSAGES: 'ko' }, '사용법'],
    [{ LANG: 'kok_IN.UTF-8' }, 'Usage'],
    [{}, 'Usage'],
  ])('speaks the language of %o', async (env, words) => {
    const { stdout, status } = await run(['--help'], { env })
    expect(stdout).toContain(words)
    expect(status).toBe(0)
  })

  it.each(['en', 'ko'])('explains in %s every option that it has', async (lang) => {
    const { stdout } = await run(['inspect', '--help', '--lang', lang])
    for (const option of ['--json', '--at', '--lang', '--no-color', '--help'])
      expect(stdout).toMatch(new RegExp(`^ .*${option} `, 'm'))
    expect(stdout).toMatch(/certkeep inspect fullchain\.pem privkey\.pem/)
    const width = Math.max(...stdout.split('\n').map(displayWidth))
    expect(width).toBeLessThanOrEqual(100)
  })

  it('gives its version', async () => {
    expect(await run(['--version'])).toEqual({ status: 0, stdout: 'certkeep 1.2.3\n', stderr: '' })
  })

  it.each([
    [[], 'a command is missing'],
    [['inspekt'], 'there is no command "inspekt"'],
    [['inspect'], 'a file is missing'],
    [['inspect', '-', '-'], '"-" can be given only once'],
    [['inspect', '--verbose', 'a'], 'there is no option --verbose'],
    [['inspect', '--constructor', 'a'], 'there is no option --constructor'],
    [['inspect', '--json=yes', 'a'], '--json takes no value'],
    [['inspect', 'a', '--at'], '--at needs a value'],
    [['inspect', 'a', '--at', '--json'], '--at needs a value'],
    [['inspect', '--at', 'tomorrow', 'a'], '--at does not understand "tomorrow"'],
    [['inspect', '--at', '2026-02-30', 'a'], '--at does not understand'],
    [['inspect', '--at', '2026-05-01T25:00:00Z', 'a'], '--at does not understand'],
    [['inspect', '--lang', 'fr', 'a'], '--lang knows en and ko'],
    [['in\u001b[31m'], 'in\\u{1b}[31m'],
  ])('answers %j with status 2 and says what is wrong', async (args, words) => {
    const { status, stdout, stderr } = await run(args)
    expect(stderr).toContain(words)
    expect(stderr).toContain('--help')
    expect(stdout).toBe('')
    expect(status).toBe(2)
  })

  it('takes all after -- for files', async () => {
    const { stdout, status } = await run(['inspect', '--', '--json'], { files: { '--json': LEAF } })
    expect(stdout).toContain('#1 Certificate')
    expect(status).toBe(0)
  })
})
