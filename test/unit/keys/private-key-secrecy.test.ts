import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { parsePrivateKey } from '../../../src/keys/parse-private-key.ts'
import { privateKeyProblem } from '../../../src/keys/private-key-problem.ts'
import { isCertkeepError } from '../../../src/problem/certkeep-error.ts'
import { octetString, octets } from '../../support/der.ts'
import { ecPrivateKey, ED25519_ALGORITHM, privateKeyInfo } from '../../support/key-samples.ts'

const CANARY = 'canary-in-the-key-0123456789abcd'
const SECRET = Buffer.from(CANARY)

/** Every way in which the secret could be written. */
const TRACES = [
  CANARY,
  SECRET.toString('hex'),
  SECRET.toString('base64'),
  [...SECRET].join(','),
  [...SECRET].join(', '),
]

const der = privateKeyInfo(ED25519_ALGORITHM, octetString(SECRET))

function expectNoTrace(text: string): void {
  for (const trace of TRACES) expect(text.toLowerCase()).not.toContain(trace.toLowerCase())
}

describe('a PrivateKey', () => {
  const key = parsePrivateKey(der)

  it.each([
    ['JSON', () => JSON.stringify({ key }), '{"key":"[private key]"}'],
    ['a string', () => String(key), '[private key]'],
    ['a template', () => `<${String(key)}>`.slice(1, -1), '[private key]'],
    ['concatenation', () => [key].join(''), '[private key]'],
    ['a console', () => inspect(key, { depth: 9, showHidden: true }), '[private key]'],
    ['a console, nested', () => inspect({ key }), '{ key: [private key] }'],
  ])('shows as a placeholder in %s', (_where, show, expected) => {
    expect(show()).toBe(expected)
  })

  it('cannot be cloned or posted', () => {
    expect(() => structuredClone(key)).toThrow(expect.objectContaining({ name: 'DataCloneError' }))
    expect(() => structuredClone({ nested: [key] })).toThrow(expect.objectContaining({ name: 'DataCloneError' }))
  })

  it('takes no bytes along when it is spread', () => {
    const { exportDer, exportPkcs8, ...rest } = { ...key }
    expect([typeof exportDer, typeof exportPkcs8]).toEqual(['function', 'function'])
    expectNoTrace(inspect({ ...rest }, { depth: 9, showHidden: true }))
  })

  it('is frozen', () => {
    expect(Object.isFrozen(key)).toBe(true)
  })

  it('has the secret for those who ask for it', () => {
    expect(Buffer.from(key.exportDer()).includes(SECRET)).toBe(true)
  })
})

describe('an error about a private key', () => {
  it.each([
    ['cut off', der.subarray(0, der.length - 1)],
    ['with bytes left over', octets(der, SECRET)],
    ['of the wrong length', privateKeyInfo(ED25519_ALGORITHM, octetString(SECRET, SECRET))],
    ['not wrapped', SECRET],
    ['without its curve', ecPrivateKey(SECRET)],
    ['in the place of its algorithm', privateKeyInfo(octets([0x30, 34, 6, 32], SECRET), octetString(SECRET))],
  ])('holds nothing of a key that is %s', (_what, bytes) => {
    const error = caught(() => parsePrivateKey(Uint8Array.from(bytes)))
    expectNoTrace(inspect(error, { depth: 9, showHidden: true }))
    expectNoTrace(JSON.stringify(error))
    expectNoTrace(JSON.stringify(privateKeyProblem(error, { field: 'privateKey' })))
  })
})

function caught(action: () => unknown): Parameters<typeof privateKeyProblem>[0] {
  try {
    action()
  } catch (error) {
    if (isCertkeepError(error)) return error
    throw error
  }
  throw new Error('nothing was thrown')
}
