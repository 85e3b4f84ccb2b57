import { createHmac, createDecipheriv, createHash } from 'node:crypto'
import { inspect } from 'node:util'
import { describe, expect, it, test } from 'vitest'
import { aesGcmSealer, type SealingKey } from '../../../src/registry/aes-gcm-sealer.ts'
import { describeSealer } from '../../../src/testing/describe-sealer.ts'

const keyOf = (id: string): SealingKey & { readonly key: Uint8Array } => ({
  id,
  key: new Uint8Array(createHash('sha256').update(`a key for tests: ${id}`).digest()),
})

const older = keyOf('2025')
const newer = keyOf('2026')
const context = { recordId: 'record-1', namespace: 'customer-1', publicKeySha256: 'ab'.repeat(32) }
const secret = new TextEncoder().encode('canary-in-the-key-0123456789abcdef')

describeSealer({ describe, test }, () => ({
  sealer: aesGcmSealer([older]),
  twin: aesGcmSealer([older]),
  stranger: aesGcmSealer([keyOf('unrelated')]),
  rotated: aesGcmSealer([newer, older]),
  newest: aesGcmSealer([newer]),
}))

describe('aesGcmSealer()', () => {
  it('writes a form that other cryptography opens by its description', async () => {
    const sealed = Buffer.from(await aesGcmSealer([older]).seal(secret, context))
    expect(sealed.subarray(0, 9).toString('latin1')).toBe('CKS\x01\x042025')
    const [wrapNonce, wrapped, commitment, nonce, ciphertext] = [
      sealed.subarray(9, 21),
      sealed.subarray(21, 69),
      sealed.subarray(69, 101),
      sealed.subarray(101, 113),
      sealed.subarray(113),
    ]
    const bound = ['certkeep sealed key', 1, context.recordId, context.namespace, context.publicKeySha256]
    const dataKey = openGcm(older.key, wrapNonce, wrapped, JSON.stringify([...bound, '2025']))
    const derive = (label: string): Buffer => createHmac('sha256', dataKey).update(label).digest()
    expect(derive('certkeep sealed key: commit')).toEqual(commitment)
    const opened = openGcm(derive('certkeep sealed key: encrypt'), nonce, ciphertext, JSON.stringify(bound))
    expect(opened).toEqual(Buffer.from(secret))
  })

  it('draws a fresh data key and fresh nonces for every seal', async () => {
    const drawn: string[] = []
    const random = (octets: number): Uint8Array => {
      const bytes = crypto.getRandomValues(new Uint8Array(octets))
      drawn.push(Buffer.from(bytes).toString('hex'))
      return bytes
    }
    const sealer = aesGcmSealer([older], { random })
    for (let round = 0; round < 10; round += 1) await sealer.seal(secret, context)
    expect(drawn.map((hex) => hex.length / 2).sort((a, b) => a - b)).toEqual([
      ...Array.from({ length: 20 }, () => 12),
      ...Array.from({ length: 10 }, () => 32),
    ])
    expect(new Set(drawn).size).toBe(30)
  })

  it('rewraps without touching the ciphertext', async () => {
    const sealed = await aesGcmSealer([older]).seal(secret, context)
    const rewrapped = await aesGcmSealer([newer, older]).rewrap(sealed, context)
    expect(rewrapped.subarray(69)).toEqual(sealed.subarray(69))
    expect(rewrapped.subarray(9, 69)).not.toEqual(sealed.subarray(9, 69))
  })

  it('never tries a key that the sealed bytes do not name', async () => {
    const sealed = await aesGcmSealer([older]).seal(secret, context)
    // The same key under another name.
    const renamed = aesGcmSealer([{ id: 'renamed', key: older.key }])
    await expect(renamed.open(sealed, context)).rejects.toMatchObject({
      code: 'ERR_SEALER_UNKNOWN_KEY',
      detail: { keyId: '2025' },
    })
    // The name changed in the bytes, and the key there under that name.
    const forged = sealed.slice()
    forged.set(new TextEncoder().encode('2099'), 5)
    const both = aesGcmSealer([older, { id: '2099', key: older.key }])
    await expect(both.open(forged, context)).rejects.toMatchObject({ code: 'ERR_SEALER_REFUSED' })
  })

  it('refuses a ciphertext that belongs to another data key of the same record', async () => {
    const sealer = aesGcmSealer([older])
    const [one, other] = [await sealer.seal(secret, context), await sealer.seal(secret, context)]
    for (const [from, to] of [
      [101, one.length],
      [69, 101],
      [9, 69],
    ]) {
      const mixed = one.slice()
      mixed.set(other.subarray(from, to), from)
      await expect(sealer.open(mixed, context)).rejects.toMatchObject({ code: 'ERR_SEALER_REFUSED' })
    }
  })

  it('names a version that it does not know', async () => {
    const sealed = await aesGcmSealer([older]).seal(secret, context)
    sealed[3] = 2
    await expect(aesGcmSealer([older]).open(sealed, context)).rejects.toMatchObject({
      code: 'ERR_SEALER_VERSION',
      detail: { version: 2 },
    })
  })

  it('takes keys of WebCrypto that cannot be exported', async () => {
    const key = await crypto.subtle.importKey('raw', new Uint8Array(older.key), 'AES-GCM', false, [
      'encrypt',
      'decrypt',
    ])
    const sealed = await aesGcmSealer([{ id: '2025', key }]).seal(secret, context)
    expect(await aesGcmSealer([older]).open(sealed, context)).toEqual(secret)
  })

  it('keeps a copy of the key that it is given', async () => {
    const key = older.key.slice()
    const sealer = aesGcmSealer([{ id: '2025', key }])
    key.fill(0)
    expect(await aesGcmSealer([older]).open(await sealer.seal(secret, context), context)).toEqual(secret)
  })

  it('wipes the data key that it drew', async () => {
    const drawn: Uint8Array[] = []
    const random = (octets: number): Uint8Array => {
      const bytes = crypto.getRandomValues(new Uint8Array(octets))
      drawn.push(bytes)
      return bytes
    }
    await aesGcmSealer([older], { random }).seal(secret, context)
    expect(drawn.find((bytes) => bytes.length === 32)).toEqual(new Uint8Array(32))
  })

  it('says that the platform failed without telling more', async () => {
    const fail = (): Promise<never> => Promise.reject(new Error('something that must not be told'))
    const subtle = { importKey: fail, encrypt: fail, decrypt: fail, sign: fail }
    const sealer = aesGcmSealer([older], { subtle })
    const error = await sealer.seal(secret, context).catch((reason: unknown) => reason)
    expect(error).toMatchObject({ code: 'ERR_SEALER_FAILED' })
    expect(inspect(error, { depth: 9 })).not.toContain('told')
  })

  it('shows no key in a console or in JSON', () => {
    const text = inspect(aesGcmSealer([older]), { depth: 9, showHidden: true })
    expect(text).not.toContain(Buffer.from(older.key).toString('hex'))
    expect(text).not.toContain([...older.key].slice(0, 4).join(', '))
    expect(JSON.stringify(aesGcmSealer([older]))).toBe('{}')
  })

  it.each([
    ['no key', [], RangeError],
    ['an id twice', [older, { ...newer, id: '2025' }], RangeError],
    ['an empty id', [{ ...older, id: '' }], RangeError],
    ['an id of 256 octets', [{ ...older, id: 'x'.repeat(256) }], RangeError],
    ['an id that is no text', [{ ...older, id: '\ud800' }], RangeError],
    ['a key of 16 octets', [{ id: 'a', key: new Uint8Array(16) }], RangeError],
  ])('refuses %s', (_what, keys, error) => {
    expect(() => aesGcmSealer(keys)).toThrow(error)
  })

  it.each([
    ['an empty record', { ...context, recordId: '' }],
    ['an empty namespace', { ...context, namespace: '' }],
    ['a hash in upper case', { ...context, publicKeySha256: 'AB'.repeat(32) }],
    ['a short hash', { ...context, publicKeySha256: 'ab' }],
  ])('refuses a context with %s', async (_what, other) => {
    await expect(aesGcmSealer([older]).seal(secret, other)).rejects.toThrow(TypeError)
  })
})

function openGcm(key: Uint8Array, nonce: Uint8Array, sealed: Uint8Array, bound: string): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key, nonce)
  decipher.setAAD(Buffer.from(bound))
  decipher.setAuthTag(sealed.subarray(-16))
  return Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()])
}
