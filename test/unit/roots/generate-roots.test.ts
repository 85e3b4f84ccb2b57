import { spawnSync } from 'node:child_process'
import { X509Certificate } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { mergeRoots } from '../../../fixtures/roots/merge-roots.ts'
import { readCertdata } from '../../../fixtures/roots/read-certdata.ts'
import { renderRestrictions, renderRoots } from '../../../fixtures/roots/render-roots.ts'
import { ROOTS_SNAPSHOT } from '../../../src/roots/mozilla-roots.data.ts'
import { mozillaRoots } from '../../../src/roots/mozilla-roots.ts'
import { certdataPath } from './certdata.ts'

const top = new URL('../../../', import.meta.url)

const octal = (text: string): string =>
  [...Buffer.from(text)].map((octet) => `\\${octet.toString(8).padStart(3, '0')}`).join('')

const certificate = (serial: string, distrust: string): string => `CKA_CLASS CK_OBJECT_CLASS CKO_CERTIFICATE
CKA_LABEL UTF8 "A root"
CKA_ISSUER MULTILINE_OCTAL
${octal('issuer')}
END
CKA_SERIAL_NUMBER MULTILINE_OCTAL
${octal(serial)}
END
CKA_VALUE MULTILINE_OCTAL
${octal('first line ')}
${octal('second line')}
END
CKA_NSS_SERVER_DISTRUST_AFTER ${distrust}
`

const trust = (serial: string, level: string): string => `CKA_CLASS CK_OBJECT_CLASS CKO_NSS_TRUST
CKA_ISSUER MULTILINE_OCTAL
${octal('issuer')}
END
CKA_SERIAL_NUMBER MULTILINE_OCTAL
${octal(serial)}
END
CKA_TRUST_SERVER_AUTH CK_TRUST ${level}
`

const DATED = `MULTILINE_OCTAL\n${octal('241130235959Z')}\nEND`

describe('readCertdata()', () => {
  it('joins a certificate with what is said about it, wherever that stands', () => {
    const text = [
      'CVS_ID "ignored"\nBEGINDATA\n# a comment\n',
      trust('2', 'CKT_NSS_MUST_VERIFY_TRUST'),
      certificate('1', DATED),
      certificate('2', 'CK_BBOOL CK_FALSE'),
      trust('1', 'CKT_NSS_TRUSTED_DELEGATOR'),
      certificate('3', 'CK_BBOOL CK_FALSE'),
    ].join('\n')
    const der = Buffer.from('first line second line')
    expect(readCertdata(text)).toEqual([
      { der, isServerRoot: true, distrustAfter: '2024-11-30T23:59:59Z' },
      { der, isServerRoot: false, distrustAfter: undefined },
      { der, isServerRoot: false, distrustAfter: undefined },
    ])
  })

  it.each([
    ['a line that is no attribute', 'BEGINDATA\nCKA_CLASS\n', 'line 2 is no attribute: CKA_CLASS'],
    ['octets that do not end', 'BEGINDATA\nCKA_VALUE MULTILINE_OCTAL\n\\101\n', 'line 2 begins octets that do not end'],
    ['octets that are none', 'BEGINDATA\nCKA_VALUE MULTILINE_OCTAL\n\\801\nEND\n', 'after line 2 there are no octets'],
    [
      'a day that does not exist',
      `BEGINDATA\n${certificate('1', DATED.replace(octal('1130'), octal('0230')))}`,
      'not a time',
    ],
    ['a text without data', certificate('1', DATED), 'no line BEGINDATA'],
  ])('refuses %s', (_, text, message) => {
    expect(() => readCertdata(text)).toThrow(message)
  })
})

describe('mergeRoots()', () => {
  const listed = undatedRoots().reverse()
  const rootCertificates = listed.map(String)
  const withoutLast = rootCertificates.slice(0, -1)
  const last = listed.at(-1)?.raw ?? Buffer.alloc(0)
  const distrustAfter = '2025-01-01T00:00:00Z'

  it('gives a listed root its date', () => {
    const roots = mergeRoots(rootCertificates, [{ der: last, isServerRoot: true, distrustAfter }])
    expect(roots).toHaveLength(rootCertificates.length)
    expect(roots.filter((root) => root.distrustAfter !== undefined).map((root) => root.certificate.raw)).toEqual([last])
  })

  it('keeps a root with a date that has left the list', () => {
    const roots = mergeRoots(withoutLast, [{ der: last, isServerRoot: true, distrustAfter }])
    expect(roots).toHaveLength(rootCertificates.length)
    expect(roots.at(-1)).toMatchObject({ distrustAfter })
  })

  it.each([
    ['without a date', { isServerRoot: true, distrustAfter: undefined }],
    ['that is not for TLS servers', { isServerRoot: false, distrustAfter }],
  ])('leaves out a root %s that has left the list', (_, facts) => {
    expect(mergeRoots(withoutLast, [{ der: last, ...facts }])).toHaveLength(withoutLast.length)
  })

  it('asks for a decision when names are imposed on a root that is gone', () => {
    const others = listed.filter(({ subject }) => !subject.includes('TUBITAK')).map(String)
    expect(() => mergeRoots(others, [])).toThrow('46edc368')
  })
})

describe('the committed roots', () => {
  it('are what the generator makes of them and of certdata', (context) => {
    const path = certdataPath()
    if (path === undefined || !existsSync(path)) {
      console.log('SKIPPED: neither CERTKEEP_CERTDATA nor CERTKEEP_CONFORMANCE leads to certdata-20250419.txt')
      context.skip()
      return
    }
    const roots = mergeRoots(undatedRoots().map(String), readCertdata(readFileSync(path, 'utf8')))
    const committed = (file: string): string => readFileSync(new URL(file, top), 'utf8')
    expect(renderRoots(roots, ROOTS_SNAPSHOT)).toBe(committed('src/roots/mozilla-roots.data.ts'))
    expect(renderRestrictions(roots)).toBe(committed('src/path/public-root-restrictions.data.ts'))
  })

  it('are not checked in silence when their sources are not given', () => {
    const args = ['--import', 'tsx', 'fixtures/roots/generate.ts', '--check']
    const { stdout, status } = spawnSync(process.execPath, args, { cwd: fileURLToPath(top), encoding: 'utf8' })
    expect(stdout).toContain('SKIPPED')
    expect(status).toBe(0)
  })
})

function undatedRoots(): X509Certificate[] {
  return mozillaRoots()
    .filter(({ distrustAfter }) => distrustAfter === undefined)
    .map((root) => new X509Certificate(root.certificate.der))
}
