import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { EncryptedKeyContainer } from '../../../src/problem/key-problems.ts'
import {
  createProblem,
  PROBLEM_FACTS,
  type Problem,
  type ProblemCode,
  type ProblemOf,
} from '../../../src/problem/problem.ts'
import { describeProblem } from '../../../src/report/describe-problem.ts'
import { MESSAGES_EN } from '../../../src/report/messages-en.ts'
import { MESSAGES_KO } from '../../../src/report/messages-ko.ts'

const LANGUAGES = ['en', 'ko'] as const

/** One problem of every code; a code that is added does not compile until it is here. */
const SAMPLES: { readonly [Code in ProblemCode]: ProblemOf<Code> } = {
  'pem-empty': createProblem('pem-empty', {}),
  'pem-too-large': createProblem('pem-too-large', { bytes: 2_097_152, maxBytes: 1_048_576 }),
  'pem-no-block': createProblem('pem-no-block', {}),
  'pem-end-missing': createProblem('pem-end-missing', { label: 'CERTIFICATE' }),
  'pem-begin-missing': createProblem('pem-begin-missing', { label: 'CERTIFICATE' }),
  'pem-label-mismatch': createProblem('pem-label-mismatch', { begin: 'CERTIFICATE', end: 'PRIVATE KEY' }),
  'pem-boundary-damaged': createProblem('pem-boundary-damaged', { label: 'CERTIFICATE' }),
  'pem-block-empty': createProblem('pem-block-empty', { label: 'CERTIFICATE' }),
  'pem-not-base64': createProblem('pem-not-base64', { label: 'CERTIFICATE', codePoint: 0x21 }),
  'pem-elided': createProblem('pem-elided', { label: 'CERTIFICATE', codePoint: 0x2e }),
  'pem-line-length': createProblem('pem-line-length', { label: 'CERTIFICATE', expected: 64, found: 63 }),
  'pem-line-repeated': createProblem('pem-line-repeated', { label: 'CERTIFICATE', bytes: 48 }),
  'pem-too-many-problems': createProblem('pem-too-many-problems', { limit: 100 }),
  'pem-padding': createProblem('pem-padding', { label: 'CERTIFICATE' }),
  'pem-data-truncated': createProblem('pem-data-truncated', { label: 'CERTIFICATE', missingBytes: 1234 }),
  'pem-lines-missing': createProblem('pem-lines-missing', { label: 'CERTIFICATE', missingBytes: 48 }),
  'pem-trailing-bytes': createProblem('pem-trailing-bytes', { label: 'CERTIFICATE', bytes: 3 }),
  'pem-repaired': createProblem('pem-repaired', { repair: 'dashes', count: 2 }),
  'pem-unexpected-object': createProblem('pem-unexpected-object', { expected: 'certificate', found: 'privateKey' }),
  'pem-duplicate-certificate': createProblem('pem-duplicate-certificate', { first: 0 }),
  'key-encrypted': createProblem('key-encrypted', { container: 'pkcs8', cipher: 'AES-256-CBC' }),
  'key-malformed': createProblem('key-malformed', {
    error: 'ERR_DER_TRUNCATED',
    structure: 'RSAPrivateKey',
    offset: 7,
  }),
  'key-unsupported': createProblem('key-unsupported', { algorithm: 'EC', curve: 'P-192', reason: 'curve' }),
  'key-mismatch': createProblem('key-mismatch', {
    keyAlgorithm: 'RSA 2048',
    certificateAlgorithm: 'RSA 2048',
    difference: 'public-key',
  }),
  'key-inconsistent': createProblem('key-inconsistent', { algorithm: 'RSA', check: 'modulus-is-product-of-primes' }),
  'certificate-expired': createProblem('certificate-expired', { subject: 'CN=A', notAfter: '2026-07-20T23:59:59Z' }),
  'certificate-not-yet-valid': createProblem('certificate-not-yet-valid', {
    subject: 'CN=A',
    notBefore: '2026-01-01T00:00:00Z',
  }),
  'issuer-not-found': createProblem('issuer-not-found', {
    issuer: 'CN=A',
    keyIdentifier: null,
    url: 'http://ca.example/a.cer',
  }),
  'self-signed': createProblem('self-signed', { subject: 'CN=A' }),
  'private-ca': createProblem('private-ca', { root: 'CN=A', fingerprint: 'ab' }),
  'root-distrusted': createProblem('root-distrusted', { root: 'CN=A', distrustAfter: '2026-01-01T00:00:00Z' }),
  'signature-invalid': createProblem('signature-invalid', { subject: 'CN=A', issuer: 'CN=B' }),
  'signature-unsupported': createProblem('signature-unsupported', { subject: 'CN=A', algorithm: '1.2.3' }),
  'signature-algorithm-refused': createProblem('signature-algorithm-refused', { subject: 'CN=A', algorithm: 'MD5' }),
  'key-weak': createProblem('key-weak', { subject: 'CN=A', algorithm: 'RSA', bits: 1024, weakness: 'rsa-too-small' }),
  'issuer-not-ca': createProblem('issuer-not-ca', { issuer: 'CN=A' }),
  'issuer-key-usage': createProblem('issuer-key-usage', { issuer: 'CN=A' }),
  'path-length-exceeded': createProblem('path-length-exceeded', { issuer: 'CN=A', pathLenConstraint: 1 }),
  'path-too-deep': createProblem('path-too-deep', { maxDepth: 8 }),
  'purpose-not-allowed': createProblem('purpose-not-allowed', { subject: 'CN=A', purpose: 'serverAuth' }),
  'critical-extension-unknown': createProblem('critical-extension-unknown', { subject: 'CN=A', oid: '1.2.3' }),
  'name-constraint-violated': createProblem('name-constraint-violated', {
    subject: 'CN=A',
    issuer: 'CN=B',
    name: 'a.example',
    breach: 'excluded',
  }),
  'policy-violated': createProblem('policy-violated', { subject: 'CN=A' }),
  'hostname-mismatch': createProblem('hostname-mismatch', { hostname: 'b.example', names: 'a.example' }),
  'profile-violated': createProblem('profile-violated', { subject: 'CN=A', rule: 'br-version' }),
  'budget-exceeded': createProblem('budget-exceeded', { budget: 'signatures', limit: 100 }),
  'certificate-revoked': createProblem('certificate-revoked', {
    subject: 'CN=A',
    revokedAt: '2026-06-01T00:00:00Z',
    reason: 'keyCompromise',
    source: 'crl',
  }),
  'issuer-revoked': createProblem('issuer-revoked', { issuer: 'CN=B' }),
  'responder-unknown': createProblem('responder-unknown', { subject: 'CN=A' }),
  'no-revocation-source': createProblem('no-revocation-source', { subject: 'CN=A' }),
  'not-attempted': createProblem('not-attempted', { url: 'http://crl.example/a.crl' }),
  'revocation-budget': createProblem('revocation-budget', {
    budget: 'urls',
    limit: 20,
    url: 'http://crl.example/a.crl',
  }),
  'crl-rollback': createProblem('crl-rollback', {
    crlNumber: '41',
    highestCrlNumber: '42',
    url: 'http://crl.example/a.crl',
  }),
  'staple-missing': createProblem('staple-missing', { subject: 'CN=A' }),
  'fetch-failed': createProblem('fetch-failed', { url: 'http://crl.example/a.crl', reason: 'http-404' }),
  'url-blocked': createProblem('url-blocked', { url: 'http://10.0.0.1/a.crl' }),
  'evidence-malformed': createProblem('evidence-malformed', { source: 'crl', error: 'ERR_DER_TIME', url: null }),
  stale: createProblem('stale', { source: 'ocsp', nextUpdate: '2026-06-01T00:00:00Z', url: 'http://ocsp.example/' }),
  'evidence-not-yet-valid': createProblem('evidence-not-yet-valid', {
    source: 'crl',
    thisUpdate: '2026-06-01T00:00:00Z',
    url: null,
  }),
  'bad-signature': createProblem('bad-signature', { source: 'ocsp', url: null }),
  'evidence-algorithm': createProblem('evidence-algorithm', {
    source: 'crl',
    algorithm: 'sha1WithRSAEncryption',
    url: null,
  }),
  'responder-unauthorized': createProblem('responder-unauthorized', { source: 'ocsp', url: null }),
  'out-of-scope': createProblem('out-of-scope', { url: 'http://crl.example/a.crl' }),
  'not-covered': createProblem('not-covered', { url: null }),
  'partial-reasons': createProblem('partial-reasons', { subject: 'CN=A' }),
  'responder-error': createProblem('responder-error', { status: 'tryLater', url: null }),
  'evidence-unsupported': createProblem('evidence-unsupported', { source: 'crl', oid: '1.2.3', url: null }),
  'revocation-not-applicable': createProblem('revocation-not-applicable', { reason: 'short-lived' }),
  'chain-stranger': createProblem('chain-stranger', { subject: 'CN=A' }),
  'chain-order': createProblem('chain-order', { expected: 'CN=A', found: 'CN=B' }),
  'chain-repeats-leaf': createProblem('chain-repeats-leaf', { subject: 'CN=A' }),
  'revocation-contradicted': createProblem('revocation-contradicted', {
    subject: 'CN=A',
    revokedAt: '2026-06-01T00:00:00Z',
    reason: 'keyCompromise',
  }),
  'lifetime-exceeds-baseline': createProblem('lifetime-exceeds-baseline', {
    subject: 'CN=A',
    days: 201,
    limitDays: 200,
    since: '2026-03-15T00:00:00Z',
    certain: true,
  }),
  'certificate-malformed': createProblem('certificate-malformed', {
    error: 'ERR_DER_TIME',
    structure: 'notAfter',
    offset: 81,
  }),
  'name-empty': createProblem('name-empty', {}),
  'name-too-long': createProblem('name-too-long', { length: 1000, maxLength: 128 }),
  'name-character': createProblem('name-character', { codePoint: 0x202e }),
  'name-taken': createProblem('name-taken', { name: 'www' }),
  'chain-in-certificate-box': createProblem('chain-in-certificate-box', { count: 2 }),
  'chain-completed': createProblem('chain-completed', { subject: 'CN=Root', source: 'anchors' }),
  'too-many-keys': createProblem('too-many-keys', { count: 11, limit: 10 }),
  'key-shared': createProblem('key-shared', { name: 'www', count: 1 }),
  'key-compromised': createProblem('key-compromised', {
    fingerprint: 'ab'.repeat(32),
    revokedAt: '2026-05-01T00:00:00Z',
  }),
  'attachment-not-covered': createProblem('attachment-not-covered', {
    hostname: 'www.example.com',
    service: 'load-balancer',
    resourceType: 'listener',
    resourceId: 'lb-1',
  }),
  'passphrase-missing': createProblem('passphrase-missing', { container: 'pkcs12', cipher: 'AES-256-CBC, PBKDF2' }),
  'passphrase-wrong': createProblem('passphrase-wrong', {
    container: 'encrypted-pkcs8',
    cipher: 'AES-256-CBC, PBKDF2',
    evidence: 'padding',
  }),
  'encryption-unsupported': createProblem('encryption-unsupported', { container: 'pkcs12', algorithm: 'RC4-128' }),
  'container-out-of-bounds': createProblem('container-out-of-bounds', {
    container: 'pkcs12',
    measure: 'iterations',
    found: '0',
    min: 1,
    max: 10_000_000,
  }),
  'container-malformed': createProblem('container-malformed', {
    container: 'pkcs7',
    error: 'ERR_DER_TRUNCATED',
    structure: 'SignedData',
    offset: 7,
  }),
  'container-unsupported': createProblem('container-unsupported', {
    container: 'pkcs12',
    type: '1.2.840.113549.1.7.3',
  }),
  'container-empty': createProblem('container-empty', { container: 'pkcs7' }),
  'object-left-out': createProblem('object-left-out', { object: 'crl', count: 2 }),
  'several-private-keys': createProblem('several-private-keys', { count: 2 }),
  'certificate-left-out': createProblem('certificate-left-out', { subject: 'CN=A', count: 2 }),
}

function textOf(problem: Problem, language: 'en' | 'ko'): string {
  return Object.values(describeProblem(problem, language)).join('\n')
}

describe('describeProblem()', () => {
  it.each(LANGUAGES)('has something to say in %s about every code', (language) => {
    for (const code of Object.keys(PROBLEM_FACTS) as ProblemCode[]) {
      const { title, explanation, mend } = describeProblem(SAMPLES[code], language)
      expect(title, code).toMatch(/^\S.*[^.\s]$/u)
      expect(explanation, code).toMatch(/^\S.*\.$/u)
      expect(mend, code).toMatch(/^\S.*\S$/su)
      expect([title, explanation, mend].join(' '), code).not.toMatch(/undefined|null|NaN|\[object|\$\{/)
    }
  })

  it.each(Object.values(SAMPLES))('says $code in Korean in Korean letters', (problem) => {
    for (const part of Object.values(describeProblem(problem, 'ko'))) expect(part).toMatch(/\p{Script=Hangul}/u)
  })

  it('gives the same values in both languages', () => {
    const samples: readonly Problem[] = Object.values(SAMPLES)
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
    expect(describeProblem(SAMPLES['pem-too-large'], 'en').explanation).toContain(
      '2,097,152 bytes; at most 1,048,576 (1 MiB)',
    )
    expect(describeProblem(SAMPLES['pem-too-large'], 'ko').explanation).toContain('2,097,152바이트')
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
      createProblem('key-unsupported', { ...SAMPLES['key-unsupported'].detail, algorithm: hostile, curve: hostile }),
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
    expect(() => describeProblem(SAMPLES['pem-empty'], 'fr' as 'en')).toThrow(RangeError)
    expect(() => describeProblem(SAMPLES['pem-empty'], 'constructor' as 'en')).toThrow(RangeError)
  })
})

function codesIn(folder: string): readonly string[] {
  const root = new URL(`../../../${folder}/`, import.meta.url)
  return readdirSync(root)
    .flatMap((name) => readFileSync(new URL(name, root), 'utf8').match(/'ERR_[A-Z0-9_]*[A-Z0-9]'/g) ?? [])
    .map((code) => code.slice(1, -1))
}
