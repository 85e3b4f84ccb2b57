import {
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { askPassphrase } from '../../../src/cli/ask-passphrase.ts'
import { fileExists, saveFiles } from '../../../src/cli/save-files.ts'
import { run } from './fake-io.ts'
import { CRL, ENCRYPTED_KEY, INTERMEDIATE, LEAF, LEAF_KEY, PKCS7, ROOT, ROOT_KEY } from './samples.ts'
import { exportPkcs12 } from '../convert/samples.ts'

const PASSPHRASE = 'correct horse'
const P12 = exportPkcs12({ root: ROOT, intermediate: INTERMEDIATE, leaf: LEAF, key: LEAF_KEY }, PASSPHRASE)
const files = { 'a.p12': P12, 'pass.txt': `${PASSPHRASE}\r\nsecond line`, 'wrong.txt': 'wrong' }

type Saved = Map<string, { readonly text: string; readonly access: string }>

/** Every line of the key that could be printed. */
const TRACES = LEAF_KEY.split('\n').filter((line) => line !== '' && !line.startsWith('-----'))

describe('certkeep convert', () => {
  it('writes key, certificate and chain into a folder, the key for its owner alone', async () => {
    const saved: Saved = new Map()
    const args = ['convert', 'a.p12', '--passphrase-file', 'pass.txt', '--out-dir', 'out']
    const { status, stdout, stderr } = await run(args, { files, saved })
    expect([status, stderr]).toEqual([0, ''])
    expect(Object.fromEntries(saved)).toEqual({
      'out/private-key.pem': { text: LEAF_KEY, access: 'owner' },
      'out/certificate.pem': { text: LEAF, access: 'everybody' },
      'out/chain.pem': { text: INTERMEDIATE + ROOT, access: 'everybody' },
    })
    expect(stdout).toContain('OK  1 private key, 3 certificates')
    expect(stdout).toContain('Certificate  shop.example.com')
    expect(stdout).toContain('out/private-key.pem  written')
  })

  it('writes those files that are named', async () => {
    const saved: Saved = new Map()
    const args = ['convert', 'a.p12', '--passphrase-env', 'SECRET', '--cert', 'c.pem', '--chain', 'ch.pem']
    const { status } = await run(args, { files, saved, env: { SECRET: PASSPHRASE } })
    expect([status, [...saved.keys()]]).toEqual([0, ['c.pem', 'ch.pem']])
  })

  it('only shows what is there if no file is named', async () => {
    const saved: Saved = new Map()
    const { status, stdout } = await run(['convert', 'a.p12', '--passphrase-file', 'pass.txt'], { files, saved })
    expect([status, saved.size]).toEqual([0, 0])
    expect(stdout).toContain('Nothing was written. --out-dir DIR')
  })

  it.each(['text', 'json'])('never shows the key or the passphrase, as %s', async (format) => {
    const args = ['convert', 'a.p12', '--passphrase-file', 'pass.txt', ...(format === 'json' ? ['--json'] : [])]
    const { stdout, stderr } = await run(args, { files })
    for (const trace of [...TRACES, PASSPHRASE]) expect(stdout + stderr).not.toContain(trace)
  })

  it('asks for the passphrase on a terminal, only where one is needed', async () => {
    const typed = await run(['convert', 'a.p12'], { files, passphrase: PASSPHRASE })
    expect([typed.status, typed.stderr]).toEqual([0, 'Passphrase of a.p12: '])
    const plain = await run(['convert', 'a.p7b'], { files: { 'a.p7b': PKCS7 }, passphrase: PASSPHRASE })
    expect([plain.status, plain.stderr]).toEqual([0, ''])
  })

  it.each([
    [['--passphrase-file', 'wrong.txt'], 'The passphrase is wrong'],
    [['--passphrase-file', 'none.txt'], 'There is no such file for the passphrase.'],
    [['--passphrase-env', 'UNSET'], 'The variable of the passphrase is not set.'],
    [[], 'Nobody can be asked here.'],
  ])('writes nothing and says why with %j', async (source, words) => {
    const saved: Saved = new Map()
    const { status, stdout } = await run(['convert', 'a.p12', ...source, '--out-dir', 'out'], { files, saved })
    expect([status, saved.size]).toEqual([1, 0])
    expect(stdout).toContain(words)
  })

  it('leaves files alone that are there, and writes no other either, unless it is told to', async () => {
    const saved: Saved = new Map([['out/chain.pem', { text: 'mine', access: 'everybody' }]])
    const args = ['convert', 'a.p12', '--passphrase-file', 'pass.txt', '--out-dir', 'out']
    const refused = await run(args, { files, saved })
    expect([refused.status, [...saved.keys()], saved.get('out/chain.pem')?.text]).toEqual([
      1,
      ['out/chain.pem'],
      'mine',
    ])
    expect(refused.stdout).toContain('--force replaces it')
    const forced = await run([...args, '--force'], { files, saved })
    expect([forced.status, saved.size, saved.get('out/chain.pem')?.text]).toEqual([0, 3, INTERMEDIATE + ROOT])
  })

  it('misses a file that was named and has nothing to hold, and tells of a disk that fails', async () => {
    const saved: Saved = new Map()
    const absent = await run(['convert', 'a.p7b', '--key', 'k.pem'], { files: { 'a.p7b': PKCS7 }, saved })
    expect([absent.status, saved.size]).toEqual([1, 0])
    expect(absent.stdout).toContain('there is nothing to write into it')
    const failed = await run(['convert', 'a.p7b', '--chain', '/c.pem'], {
      files: { 'a.p7b': PKCS7 + INTERMEDIATE },
      saved,
    })
    expect(failed.status).toBe(1)
    expect(failed.stdout).toContain('not written: no permission')
    const half = ['convert', 'a.p12', '--passphrase-file', 'pass.txt', '--json', '--key', 'k.pem', '--cert', '/c.pem']
    expect(JSON.parse((await run(half, { files, saved })).stdout)).toMatchObject({
      ok: false,
      files: [{ state: 'not-written' }, { state: 'failed', code: 'EACCES' }],
    })
  })

  it.each([
    ['/absent/c.pem', 'not written: the folder does not exist', '저장하지 못했습니다: 디렉터리가 없습니다'],
    ['/full/c.pem', 'not written: the disk is full', '저장하지 못했습니다: 디스크에 남은 공간이 없습니다'],
    ['/odd/c.pem', 'not written: ELOOP', '저장하지 못했습니다: ELOOP'],
  ])('says why %s was not written', async (path, english, korean) => {
    const world = { files: { 'a.p7b': PKCS7 + INTERMEDIATE }, saved: new Map() }
    const args = ['convert', 'a.p7b', '--chain', path]
    expect((await run(args, world)).stdout).toContain(english)
    expect((await run([...args, '--lang', 'ko'], world)).stdout).toContain(korean)
  })

  it('writes one JSON document', async () => {
    const args = ['convert', 'a.p12', '--passphrase-file', 'pass.txt', '--json', '--key', 'k.pem']
    const { stdout } = await run(args, { files, saved: new Map() })
    expect(JSON.parse(stdout)).toMatchObject({
      format: 'certkeep-convert/1',
      at: '2026-05-01T00:00:00.000Z',
      ok: true,
      file: { name: 'a.p12', state: 'read', form: 'der', bytes: P12.length },
      found: 'pkcs12',
      passphrase: null,
      privateKeys: [{ kind: 'privateKey', algorithm: 'EC', curve: 'P-256', container: 'pkcs8' }],
      certificate: { certificate: { primaryDomain: 'shop.example.com' } },
      chain: [{}, {}],
      problems: [],
      files: [{ box: 'privateKey', path: 'k.pem', state: 'written', code: null }],
    })
  })

  it('says in Korean what is wrong', async () => {
    const args = ['convert', 'a.p12', '--passphrase-file', 'wrong.txt', '--lang', 'ko']
    expect((await run(args, { files })).stdout).toContain('암호가 올바르지 않습니다')
  })

  it('decrypts a key, reads standard input, and tells of a file that is not there', async () => {
    const saved: Saved = new Map()
    const piped = await run(['convert', '-', '--chain', 'c.pem'], { stdin: LEAF + INTERMEDIATE + CRL, saved })
    expect([piped.status, saved.get('c.pem')?.text]).toEqual([0, INTERMEDIATE])
    expect(piped.stdout).toContain('Something was left out')
    const missing = await run(['convert', 'none.p12'], { files })
    expect(missing.status).toBe(1)
    expect(missing.stdout).toContain('There is no such file.')
    const wrong = await run(['convert', '-'], { stdin: ENCRYPTED_KEY + ROOT_KEY, passphrase: 'never asked' })
    expect([wrong.status, wrong.stderr]).toEqual([1, ''])
  })

  it.each([
    [['convert'], 'a file is missing'],
    [['convert', 'a', 'b'], '"b" is a second one'],
    [['convert', 'a', '--passphrase-file', 'p', '--passphrase-env', 'P'], 'exclude each other'],
    [['convert', 'a', '--out-dir', 'd', '--key', 'k'], 'exclude each other'],
    [['convert', 'a', '--cert', 'k', '--key', 'k'], '"k" is to be written twice'],
    [['convert', 'a', '--cert', 'd/k', '--key', './d/e/../k'], '"./d/e/../k" is to be written twice'],
    [['convert', 'a', '--key', '-'], '--key names a file to write'],
    [['convert', 'a', '--out-dir', '-'], '--out-dir names a file to write'],
    [['convert', '-', '--passphrase-file', '-'], '"-" can be given only once'],
    [['convert', 'a', '--out-dir', 'd', '--out-dir', 'e'], '--out-dir can be given only once.'],
    [['convert', 'a', '--host', 'h'], '--host is an option of another command'],
    [['convert', 'a', '--passphrase', 'secret'], 'there is no option --passphrase'],
    [['inspect', 'a', '--force'], '--force is an option of another command'],
    [['check', '--cert', 'a', '--out-dir', 'd'], '--out-dir is an option of another command'],
  ])('does not understand %j', async (args, words) => {
    const { status, stderr } = await run(args)
    expect(status).toBe(2)
    expect(stderr).toContain(words)
  })

  it.each(['en', 'ko'])('explains itself in %s', async (lang) => {
    const { stdout, status } = await run(['convert', '--help', '--lang', lang])
    expect(status).toBe(0)
    for (const option of [
      '--out-dir',
      '--cert',
      '--key',
      '--chain',
      '--force',
      '--passphrase-file',
      '--passphrase-env',
    ])
      expect(stdout).toContain(option)
  })
})

describe('saveFiles()', () => {
  const ownerOnly = (path: string, text: string) => [{ path, text, access: 'owner' }] as const

  function inFolder(test: (folder: string) => Promise<void>): Promise<void> {
    const folder = mkdtempSync(join(tmpdir(), 'certkeep-save-'))
    return test(folder).finally(() => rmSync(folder, { recursive: true }))
  }

  it.runIf(process.platform !== 'win32')(
    'writes a key that only its owner may read, also over a file that all could',
    () =>
      inFolder(async (folder) => {
        const path = join(folder, 'key.pem')
        expect(await saveFiles(ownerOnly(path, 'one'), 'keep')).toEqual([{ kind: 'written' }])
        expect(statSync(path).mode & 0o777).toBe(0o600)
        chmodSync(path, 0o644)
        expect(await saveFiles(ownerOnly(path, 'two'), 'keep')).toEqual([{ kind: 'failed', code: 'EEXIST' }])
        expect(readFileSync(path, 'utf8')).toBe('one')
        expect(await saveFiles(ownerOnly(path, 'two'), 'replace')).toEqual([{ kind: 'written' }])
        expect([readFileSync(path, 'utf8'), statSync(path).mode & 0o777]).toEqual(['two', 0o600])
        expect(readdirSync(folder)).toEqual(['key.pem'])
      }),
  )

  it('does not write through a link, and leaves nothing behind', () =>
    inFolder(async (folder) => {
      const [link, target] = [join(folder, 'link'), join(folder, 'target')]
      writeFileSync(target, 'other')
      symlinkSync(target, link)
      expect(await fileExists(link)).toBe(true)
      expect(await saveFiles(ownerOnly(link, 'key'), 'keep')).toEqual([{ kind: 'failed', code: 'EEXIST' }])
      expect(await saveFiles(ownerOnly(link, 'key'), 'replace')).toEqual([{ kind: 'written' }])
      expect(readFileSync(target, 'utf8')).toBe('other')
      expect(await saveFiles(ownerOnly(join(folder, 'no', 'key'), 'key'), 'keep')).toEqual([
        { kind: 'failed', code: 'ENOENT' },
      ])
      expect(readdirSync(folder).sort()).toEqual(['link', 'target'])
      expect(await fileExists(join(folder, 'none'))).toBe(false)
    }))

  it('writes no key where the certificate cannot be written, and no file is lost', () =>
    inFolder(async (folder) => {
      const key = { path: join(folder, 'key.pem'), text: 'new', access: 'owner' } as const
      const certificate = { path: join(folder, 'no', 'cert.pem'), text: 'c', access: 'everybody' } as const
      writeFileSync(key.path, 'old')
      expect(await saveFiles([key, certificate, key], 'replace')).toEqual([
        undefined,
        { kind: 'failed', code: 'ENOENT' },
        undefined,
      ])
      expect([readdirSync(folder), readFileSync(key.path, 'utf8')]).toEqual([['key.pem'], 'old'])
    }))
})

describe('askPassphrase()', () => {
  it.each([
    ['what is typed', ['se', 'cret\r'], 'secret'],
    ['what is left after erasing', ['sex\u007fcrey\bt\n'], 'secret'],
    ['what follows after the line is erased', ['wrong\u0015right\r'], 'right'],
    ['a character that comes in pieces', [Uint8Array.of(0xec, 0x95), Uint8Array.of(0x94, 0x0d)], '암'],
    ['nothing where the person gives up', ['sec\u0003'], undefined],
    ['nothing at the end of the input', ['\u0004'], undefined],
  ])('gives %s, and shows none of it', async (_name, chunks, expected) => {
    const written: string[] = []
    const modes: boolean[] = []
    const terminal = {
      isTTY: true,
      setRawMode: (mode: boolean) => modes.push(mode),
      on: (_event: 'data', listener: (chunk: Uint8Array | string) => void) => {
        for (const chunk of chunks) listener(chunk)
      },
      off: () => undefined,
      resume: () => undefined,
      pause: () => undefined,
    }
    expect(await askPassphrase('Passphrase: ', terminal, (text) => written.push(text))).toBe(expected)
    expect([written.join(''), modes]).toEqual(['Passphrase: \n', [true, false]])
  })

  it('asks nobody where there is no terminal', async () => {
    const silent = { on: () => undefined, off: () => undefined, resume: () => undefined, pause: () => undefined }
    expect(await askPassphrase('Passphrase: ', silent, () => undefined)).toBeUndefined()
  })
})
