import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { EncryptedKeyContainer } from '../../../src/problem/key-problems.ts'
import { createProblem, PROBLEM_FACTS, type Problem, type ProblemCode } from '../../../src/problem/problem.ts'
import { describeProblem } from '../../../src/report/describe-problem.ts'
import { loadProblemTexts } from '../../../src/report/load-problem-texts.ts'
import { MESSAGES_EN } from '../../../src/report/messages-en.ts'
import { MESSAGES_KO } from '../../../src/report/messages-ko.ts'
import { PROBLEM_SAMPLES } from '../../support/problem-samples.ts'

const LANGUAGES = ['en', 'ko'] as const

function textOf(problem: Problem, language: 'en' | 'ko'): string {
  return Object.values(describeProblem(problem, language)).join('\n')
}

describe('describeProblem()', () => {
  it.each(LANGUAGES)('has something to say in %s about every code', (language) => {
    for (const code of Object.keys(PROBLEM_FACTS) as ProblemCode[]) {
      const { title, explanation, mend } = describeProblem(PROBLEM_SAMPLES[code], language)
      expect(title, code).toMatch(/^\S.*[^.\s]$/u)
      expect(explanation, code).toMatch(/^\S.*\.$/u)
      expect(mend, code).toMatch(/^\S.*\S$/su)
      expect([title, explanation, mend].join(' '), code).not.toMatch(/undefined|null|NaN|\[object|\$\{/)
    }
  })

  it.each(Object.values(PROBLEM_SAMPLES))('says $code in Korean in Korean letters', (problem) => {
    for (const part of Object.values(describeProblem(problem, 'ko'))) expect(part).toMatch(/\p{Script=Hangul}/u)
  })

  it('gives the same values in both languages', () => {
    const samples: readonly Problem[] = Object.values(PROBLEM_SAMPLES)
    for (const problem of samples) {
      const evidence = Object.values(problem.detail).filter(
        (value) => typeof value === 'string' && /^[A-Z0-9 -]+$/.test(value),
      )
      for (const value of evidence) {
        expect(textOf(problem, 'en'), problem.code).toContain(value)
        expect(textOf(problem, 'ko'), problem.code).toContain(value)
      }
    }
  })

  it.each(LANGUAGES)('writes instants in %s as people read them', (language) => {
    for (const problem of Object.values<Problem>(PROBLEM_SAMPLES))
      expect(textOf(problem, language)).not.toMatch(/\d{4}-\d\d-\d\dT/)
  })

  it('begins the explanation with the place: box, certificate, line', () => {
    const problem = createProblem(
      'pem-padding',
      { label: 'CERTIFICATE' },
      { field: 'chain', certificate: 1, at: { line: 1042, column: 3, offset: 70_000 } },
    )
    expect(describeProblem(problem, 'en').explanation).toMatch(/^Certificate chain, certificate 2, line 1,042: In the/)
    expect(describeProblem(problem, 'ko').explanation).toMatch(/^인증서 체인, 2번째 인증서, 1,042행: "CERTIFICATE"/)
  })

  it('counts one thing in the singular and many with separators', () => {
    const truncated = (missingBytes: number): string =>
      describeProblem(createProblem('pem-data-truncated', { label: 'CERTIFICATE', missingBytes }), 'en').explanation
    expect(truncated(1)).toContain('1 byte before')
    expect(truncated(1_234_567)).toContain('1,234,567 bytes before')
  })

  it('tells how large a text is and how large it may be', () => {
    expect(describeProblem(PROBLEM_SAMPLES['pem-too-large'], 'en').explanation).toContain(
      '2,097,152 bytes; at most 1,048,576 (1 MiB)',
    )
    expect(describeProblem(PROBLEM_SAMPLES['pem-too-large'], 'ko').explanation).toContain('2,097,152바이트')
  })

  it.each<readonly [EncryptedKeyContainer, string]>([
    ['pkcs8', 'openssl pkcs8 -in'],
    ['legacy-rsa', 'openssl rsa -in'],
    ['legacy-ec', 'openssl ec -in'],
    ['legacy-dsa', 'openssl dsa -in'],
    ['openssh', 'cp key.pem decrypted.key && ssh-keygen -p -m PEM -N "" -f decrypted.key'],
    ['unknown', 'openssl pkey -in'],
  ])('gives the command that decrypts a key in %s', (container, command) => {
    const problem = createProblem('key-encrypted', { container, cipher: 'AES-256-CBC' })
    expect(describeProblem(problem, 'en').mend).toContain(`\n${command}`)
    expect(describeProblem(problem, 'ko').mend).toContain(`\n${command}`)
  })

  it.each(LANGUAGES)('shows no control, invisible or direction-changing character of the input in %s', (language) => {
    const hostile = 'A\u001b[31m\u0007\u202e\u200b\u2066\ufeff\u009b\n\ud800Z'
    const problems: readonly Problem[] = [
      createProblem('pem-end-missing', { label: hostile }),
      createProblem('pem-label-mismatch', { begin: hostile, end: hostile }),
      createProblem('key-encrypted', { container: 'legacy-rsa', cipher: hostile }),
      createProblem('self-signed', { subject: hostile }),
      createProblem('certificate-expired', { subject: 'CN=A', notAfter: hostile }),
      createProblem('issuer-not-found', { issuer: 'CN=A', keyIdentifier: null, url: hostile }),
      createProblem('hostname-mismatch', { hostname: 'b.example', names: hostile }),
      createProblem('key-unsupported', {
        ...PROBLEM_SAMPLES['key-unsupported'].detail,
        algorithm: hostile,
        curve: hostile,
      }),
      createProblem('certificate-malformed', { error: hostile, structure: hostile, offset: 0 }),
      createProblem('pem-not-base64', { label: hostile, codePoint: 0x202e }),
    ]
    for (const problem of problems) {
      for (const text of Object.values<string>({ ...describeProblem(problem, language) })) {
        // A command of ours stands on its own line.
        expect(text.replaceAll('\n', ''), problem.code).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u)
      }
      expect(textOf(problem, language), problem.code).toContain('\\u{202e}')
    }
  })

  it('cuts a text of the input that is too long to be read', () => {
    const { title } = describeProblem(createProblem('pem-end-missing', { label: 'X'.repeat(1_000_000) }), 'en')
    expect(title.length).toBeLessThan(150)
    expect(title).toContain('X…')
  })

  it('names an error of the decoders that it has no words for', () => {
    const problem = createProblem('key-malformed', { error: 'ERR_NEW_FACT', structure: 'X', offset: 0 })
    expect(describeProblem(problem, 'ko').explanation).toContain('ERR_NEW_FACT')
    const inherited = createProblem('key-malformed', { error: 'constructor', structure: 'X', offset: 0 })
    expect(describeProblem(inherited, 'en').explanation).toContain('constructor.')
  })

  it('has words in both languages for every error that the decoders throw', () => {
    const thrown = ['der', 'x509', 'keys'].flatMap((room) => codesIn(`src/${room}`))
    const unspoken = new Set(['ERR_KEY_ENCRYPTED', 'ERR_KEY_UNSUPPORTED'])
    const needed = [...new Set(thrown)].filter((code) => !unspoken.has(code)).sort()
    expect(needed).toContain('ERR_DER_TRUNCATED')
    expect(needed.filter((code) => !Object.hasOwn(MESSAGES_EN.decoderErrors, code))).toEqual([])
    expect(needed.filter((code) => !Object.hasOwn(MESSAGES_KO.decoderErrors, code))).toEqual([])
  })

  it('refuses a language that it does not speak', () => {
    expect(() => describeProblem(PROBLEM_SAMPLES['pem-empty'], 'fr' as 'en')).toThrow(RangeError)
    expect(() => describeProblem(PROBLEM_SAMPLES['pem-empty'], 'constructor' as 'en')).toThrow(RangeError)
  })
})

function codesIn(folder: string): readonly string[] {
  const root = new URL(`../../../${folder}/`, import.meta.url)
  return readdirSync(root)
    .flatMap((name) => readFileSync(new URL(name, root), 'utf8').match(/'ERR_[A-Z0-9_]*[A-Z0-9]'/g) ?? [])
    .map((code) => code.slice(1, -1))
}

describe('loadProblemTexts()', () => {
  it.each(LANGUAGES)('says in %s what describeProblem() says, of every code and with the place', async (language) => {
    const describeLoaded = await loadProblemTexts(language)
    const problems: readonly Problem[] = Object.values<Problem>(PROBLEM_SAMPLES).map((problem) => ({
      ...problem,
      field: 'chain',
      certificate: 1,
      at: { line: 3, column: 1, offset: 130 },
    }))
    expect(problems.map(describeLoaded)).toEqual(problems.map((problem) => describeProblem(problem, language)))
  })

  it('refuses a language that it does not speak', async () => {
    // @ts-expect-error -- JavaScript callers can pass anything
    await expect(loadProblemTexts('fr')).rejects.toThrow(new RangeError('"language" must be "en" or "ko"'))
    // @ts-expect-error -- the same
    await expect(loadProblemTexts('toString')).rejects.toThrow(RangeError)
  })
})
