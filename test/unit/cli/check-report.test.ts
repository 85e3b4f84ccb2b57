import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import { displayWidth } from '../../../src/cli/display-width.ts'
import { createHierarchy, runCheck, type BoxFiles, type Hierarchy } from './check-world.ts'
import { run } from './fake-io.ts'

const ESCAPE = '\u001b'

let hierarchy: Hierarchy

beforeAll(async () => {
  hierarchy = await createHierarchy()
})

function soundBundle(): BoxFiles {
  const { root, issuing, server } = hierarchy
  return { cert: server.pem, key: server.key.pkcs8, chain: issuing.pem, roots: root.pem }
}

/** An expired certificate with another's key, quoted in a mail, without its chain. */
async function unsoundBundle(): Promise<BoxFiles> {
  const { issuing, root, server } = hierarchy
  const { pem } = await issuing.leaf({ names: ['old.example.com'], defects: ['expired'] })
  return { cert: pem.replace(/^(?=.)/gm, '> '), key: server.key.pkcs8, roots: root.pem }
}

function golden(name: string): string {
  return readFileSync(new URL(`golden/${name}`, import.meta.url), 'utf8')
}

describe('the report of certkeep check', () => {
  it.each(['en', 'ko'])(
    'draws a sound bundle in %s: verdict, boxes, way to the root, what was not checked',
    async (lang) => {
      const { stdout, status } = await runCheck(soundBundle(), ['--host', 'www.example.com', '--lang', lang])
      expect(stdout).toBe(golden(`check-sound.${lang}.txt`))
      expect(status).toBe(0)
    },
  )

  it.each(['en', 'ko'])('draws an unsound bundle in %s: each problem in its box, with its mend', async (lang) => {
    const { stdout, status } = await runCheck(await unsoundBundle(), ['--lang', lang])
    expect(stdout).toBe(golden(`check-unsound.${lang}.txt`))
    expect(status).toBe(1)
  })

  it('breaks lines at the width of the terminal, and colours what it says there', async () => {
    const { stdout } = await runCheck(await unsoundBundle(), [], { terminal: { columns: 70 } })
    expect(stdout).toContain(`${ESCAPE}[1;31mNOT OK${ESCAPE}[0m`)
    // eslint-disable-next-line no-control-regex -- the marks of colour are what is taken away
    const plain = stdout.replace(/\u001b\[[\d;]*m/g, '')
    const wide = plain.split('\n').filter((line) => displayWidth(line) > 70)
    // A step of the way to the root stays on its line.
    expect(wide.filter((line) => !/certificate #1|is not there/.test(line))).toEqual([])
  })

  it('prints no control or direction-changing character of a name, an address or an argument', async () => {
    const { root } = hierarchy
    const evil = 'evil\u001b[31m\u202egpj.exe'
    const issuing = await root.intermediate({ subject: evil, issuedUrls: { caIssuers: ['http://ca\u0007.example'] } })
    const { pem } = await issuing.leaf({ subject: `${evil}2`, names: [] })
    for (const lang of ['en', 'ko']) {
      const args = ['check', '--cert', 'a\u001b.pem', '--lang', lang, '--host', 'a.example.com', '--key', '\u202e']
      const { stdout } = await run(args, { files: { 'a\u001b.pem': pem } })
      expect(stdout).toContain('evil\\u{1b}[31m\\u{202e}gpj.exe')
      expect(stdout.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u)
    }
  })

  it('says of an old list of public roots that it is old', async () => {
    const { cert = '' } = soundBundle()
    const soon = await runCheck({ cert }, ['--at', '2026-10-01'])
    expect(soon.stdout).not.toContain('days old')
    const late = await runCheck({ cert }, ['--at', '2036-01-01'])
    expect(late.stdout).toMatch(/\nThat list is 3,\d\d\d days old: a newer certkeep has a newer one\.\n/)
  })

  it('lists a few of many roots, and counts the rest', async () => {
    const { root, issuing, server } = hierarchy
    const roots = root.pem + issuing.pem.repeat(12)
    const { stdout } = await runCheck({ cert: server.pem, chain: issuing.pem, roots })
    expect(stdout).toContain('\n  #10 Check Issuing CA')
    expect(stdout).not.toContain('#11')
    expect(stdout).toContain('\n  and 3 more; --json lists all\n')
  })

  it('is one JSON document of a stable shape', async () => {
    const { cert = '', chain = '', roots = '' } = soundBundle()
    const { stdout } = await runCheck({ cert, chain, roots }, ['--json', '--host', 'www.example.com'])
    expect(JSON.parse(stdout)).toMatchObject({
      format: 'certkeep-check/1',
      at: '2026-06-15T00:00:00.000Z',
      ok: true,
      host: 'www.example.com',
      purpose: 'serverAuth',
      profile: 'webpki',
      notAfter: '2026-08-29T11:59:59Z',
      daysLeft: 75,
      problems: [],
      boxes: {
        certificate: {
          name: 'cert.pem',
          state: 'read',
          form: 'text',
          bytes: cert.length,
          certificates: [{ line: 1, validity: { state: 'valid' }, certificate: { primaryDomain: 'www.example.com' } }],
          privateKeys: [],
        },
        privateKey: null,
        chain: { name: 'chain.pem', certificates: [{ certificate: { isCa: true } }] },
        roots: { name: 'roots.pem', certificates: [{ certificate: { isSelfIssued: true } }] },
      },
      path: [
        { place: { box: 'certificate', index: 0 }, isAnchor: false, notAfter: '2026-08-29T11:59:59Z' },
        { place: { box: 'chain', index: 0 }, isAnchor: false, subject: 'CN=Check Issuing CA' },
        { place: null, isAnchor: true, subject: 'CN=Check Root', sha256: hierarchy.root.certificate.fingerprint() },
      ],
      pathEnding: 'anchor',
      missingIssuer: null,
      roots: { source: 'file', count: 1, snapshot: null, ageDays: null, problems: [] },
      revocation: 'not-checked',
    })
  })

  it('has in JSON every problem with its box and its words, the missing issuer, and what became of the key', async () => {
    const { stdout } = await runCheck(await unsoundBundle(), ['--json', '--lang', 'ko'])
    expect(JSON.parse(stdout)).toMatchObject({
      ok: false,
      problems: [
        { code: 'key-mismatch', field: 'privateKey', text: { title: '개인 키와 인증서가 서로 맞지 않습니다' } },
        { code: 'certificate-expired', field: 'certificate', certificate: 0 },
        { code: 'issuer-not-found', field: 'chain', kind: 'incomplete-chain' },
        { code: 'pem-repaired', field: 'certificate', severity: 'warning', at: { line: 1 } },
      ],
      boxes: { privateKey: { privateKeys: [{ algorithm: 'EC', match: 'belongs-to-none' }] }, chain: null },
      pathEnding: 'issuer-missing',
      missingIssuer: {
        name: 'CN=Check Issuing CA',
        keyIdentifier: hierarchy.issuing.certificate.extensions.subjectKeyIdentifier,
        urls: ['http://ca.example.com/issuer.cer'],
      },
    })
  })

  it('shows nothing of a private key, in whichever box it is and however it is damaged', async () => {
    const { root, issuing, server } = hierarchy
    const key = server.key.pkcs8
    const body = key.split('\n').slice(1, -2).join('')
    const pieces = Array.from({ length: body.length - 11 }, (_, index) => body.slice(index, index + 12))
    const damages = [
      key,
      key.replace(/(?<=\n.{9})./, '!'),
      key.replace(/-----END.*\n/, ''),
      key.slice(28),
      key.slice(0, 150),
    ]
    for (const damaged of damages) {
      for (const boxes of [
        { cert: server.pem, key: damaged, chain: issuing.pem, roots: root.pem },
        { cert: damaged + server.pem, key, chain: damaged, roots: damaged },
      ]) {
        for (const format of [[], ['--json']]) {
          const { stdout } = await runCheck(boxes, format)
          expect(pieces.filter((piece) => stdout.includes(piece))).toEqual([])
        }
      }
    }
  })
})

describe('the arguments of certkeep check', () => {
  it.each(['en', 'ko'])('are all explained in %s', async (lang) => {
    const { stdout } = await run(['help', 'check', '--lang', lang])
    const options = [
      'cert',
      'key',
      'chain',
      'roots',
      'system-roots',
      'host',
      'at',
      'purpose',
      'profile',
      'name',
      'revocation',
      'offline',
      'crl',
      'ocsp',
      'output',
      'json',
      'lang',
      'no-color',
    ]
    for (const option of options) expect(stdout).toMatch(new RegExp(`^ .*--${option} `, 'm'))
    expect(Math.max(...stdout.split('\n').map(displayWidth))).toBeLessThanOrEqual(100)
    expect((await run(['check', '--help', '--lang', lang])).stdout).toBe(stdout)
  })

  it.each([
    [[], '--cert is missing'],
    [['a.pem'], 'it is not said what "a.pem" is'],
    [['--cert', 'a', 'b'], 'it is not said what "b" is'],
    [['--cert', 'a', '--cert', 'b'], '--cert can be given only once'],
    [
      ['--cert', 'a', '--chain', 'b', '--chain', 'c'],
      '--chain can be given only once; put the certificates into one file',
    ],
    [['--cert', 'a', '--host', 'a.example', '--host', 'b.example'], '--host can be given only once.'],
    [['--cert'], '--cert needs a value'],
    [['--cert', '-', '--chain', '-'], '"-" can be given only once'],
    [['--cert', 'a', '--roots', 'b', '--system-roots'], '--roots and --system-roots exclude each other'],
    [['--cert', 'a', '--system-roots=yes'], '--system-roots takes no value'],
    [['--cert', 'a', '--host', 'https://example.com/'], '--host takes a host name or an address'],
    [['--cert', 'a', '--host', 'a b'], '--host takes a host name or an address'],
    [['--cert', 'a', '--host', `${'ä'.repeat(300)}.com`], '--host takes a host name or an address'],
    [['--cert', 'a', '--purpose', 'serverauth'], '--purpose knows serverAuth'],
    [['--cert', 'a', '--profile', 'none'], '--profile knows webpki and rfc5280'],
    [['--cert', 'a', '--at', 'soon'], '--at does not understand "soon"'],
    [['--cert', 'a', '--lang', 'fr'], '--lang knows en and ko'],
    [['--cert', 'a', '--output', '-'], '--output names a file to write'],
    [['--cert', 'a', '--key', 'k', '--output', './d/../k'], '--output would replace the private key in "k"'],
    [['--cert', 'a', '--names', 'x'], 'there is no option --names'],
  ])('%j end with status 2 and say what is wrong', async (args, words) => {
    const { status, stdout, stderr } = await run(['check', ...args])
    expect(stderr).toContain(words)
    expect(stderr).toContain('\nTry: certkeep check --help\n')
    expect(stdout).toBe('')
    expect(status).toBe(2)
    const korean = await run(['check', ...args], { env: { LANG: 'ko_KR.UTF-8' } })
    expect(korean.stderr).toContain('\n도움말: certkeep check --help\n')
  })

  it('are no arguments of certkeep inspect', async () => {
    const { status, stderr } = await run(['inspect', '--host', 'example.com', 'a.pem'])
    expect(stderr).toContain('--host is an option of another command')
    expect(status).toBe(2)
  })

  it('may name standard input', async () => {
    const { root, issuing, server } = hierarchy
    const files = { 'r.pem': root.pem, 'i.pem': issuing.pem }
    const args = ['check', '--cert', '-', '--chain', 'i.pem', '--roots', 'r.pem', '--at', '2026-06-15']
    const { status, stdout } = await run(args, { files, stdin: server.pem })
    expect(stdout).toContain('\nCertificate  standard input')
    expect(status).toBe(0)
  })
})
