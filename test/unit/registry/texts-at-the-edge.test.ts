import { describe, expect, it } from 'vitest'
import { createMemoryStore, type CertificateStore } from '../../../src/index.ts'
import { bundleOf, createWorld, LISTENER } from './registry-world.ts'

/** Texts that a store could take for others: half a surrogate pair becomes U+FFFD in UTF-8, and what is too long is cut off. */
const UNSTORABLE = ['', '\ud800', 'a\udc00b', 'x'.repeat(1001)]

/** Odd, and as good as any. */
const ODD = ['__proto__', 'constructor', 'toString', '\0', "'; --", '🔒', 'x'.repeat(1000)]

describe('texts that a store could take for others', () => {
  it.each(UNSTORABLE)('are no id, actor, purpose, resource, namespace or worker: %j', async (text) => {
    const { registry, open, add } = await createWorld({ offline: true })
    const { id } = await add('www')
    const calls: readonly (() => Promise<unknown>)[] = [
      () => registry.get(text),
      () => registry.delete(text),
      () => registry.history(text),
      () => registry.removeContact(text),
      () => registry.delete(id, { actor: text }),
      () => registry.addContact({ name: 'Kim', email: 'kim@example.com' }, { actor: text }),
      () => registry.material(id, { actor: text, purpose: 'tls' }),
      () => registry.material(id, { actor: 'lb', purpose: text }),
      () => registry.attach(id, { ...LISTENER, service: text }),
      () => registry.attach(id, { ...LISTENER, resourceType: text }),
      () => registry.detach(id, { ...LISTENER, resourceId: text }),
    ]
    for (const call of calls) await expect(call()).rejects.toThrow(RangeError)
    expect(() => open({ namespace: text })).toThrow(RangeError)
    expect(() => open({ worker: text })).toThrow(RangeError)
    expect(await registry.getByName(text)).toBeUndefined()
    expect(await registry.get(id)).toMatchObject({ version: 1 })
  })

  it.each(UNSTORABLE)('are no name that a store is asked for: %j', async (text) => {
    const asked: unknown[] = []
    const inner = createMemoryStore()
    const store: CertificateStore = {
      ...inner,
      find: (namespace, lookup, options) => {
        asked.push(lookup)
        return inner.find(namespace, lookup, options)
      },
    }
    const { registry } = await createWorld({ store, offline: true })
    expect(await registry.getByName(text)).toBeUndefined()
    expect(asked).toEqual([])
    expect(await registry.getByName('www')).toBeUndefined()
    expect(asked).toEqual([{ name: 'www' }])
  })
})

describe('names by which two could look the same', () => {
  it.each([
    ['a Hangul filler', 'www\u3164'],
    ['a halfwidth Hangul filler', '\uffa0www'],
    ['a filler of the Jamo', 'ww\u115fw'],
    ['a blank of Braille', 'www\u2800'],
    ['a grapheme joiner', 'ww\u034fw'],
    ['a turn of direction', 'www\u202e'],
  ])('are refused: %s', async (_, name) => {
    const { registry, leaf } = await createWorld({ offline: true })
    const result = await registry.register(bundleOf(await leaf(), name))
    expect(result.ok ? [] : result.problems.map(({ code }) => code)).toEqual(['name-character'])
    expect((await registry.list()).items).toEqual([])
  })

  it('are kept where nothing in them is invisible, an emoji with its selector too', async () => {
    const { add } = await createWorld({ offline: true })
    for (const name of ['쇼핑몰 인증서', 'ㄱㄴㄷ', 'café', '❤\ufe0f']) expect(await add(name)).toMatchObject({ name })
  })
})

describe('names of contacts', () => {
  it.each([
    ['a line break', 'Kim\nBcc: all@example.com'],
    ['a line separator', 'Kim\u2028Bcc: all@example.com'],
    ['a turn of direction', 'Kim \u202emoc.live@mik'],
    ['half a surrogate pair', 'Kim \ud83d'],
  ])('are refused with %s', async (_, name) => {
    const { registry } = await createWorld({ offline: true })
    await expect(registry.addContact({ name, email: 'kim@example.com' })).rejects.toThrow(RangeError)
  })

  it('are kept as people have them', async () => {
    const { registry } = await createWorld({ offline: true })
    for (const name of ['홍길동', "Kim 'Jimmy' O’Neil, Jr. <ops>", 'علی‌رضا', '👩‍💻 oncall']) {
      expect(await registry.addContact({ name, email: 'kim@example.com' })).toMatchObject({ name })
    }
  })
})

describe('odd texts', () => {
  it.each(ODD)('are what they are as name, id, actor and resource: %j', async (text) => {
    const { registry, add, open } = await createWorld({ offline: true })
    const { id } = await add('www')
    expect(await registry.get(text)).toBeUndefined()
    expect(await registry.history(text)).toEqual([])
    const resource = { service: text, resourceType: text, resourceId: text }
    await registry.attach(id, resource, { actor: text })
    expect(await registry.attach(id, resource)).toMatchObject({ attachments: [{ ...resource, attachedBy: text }] })
    expect(await registry.detach(id, resource, { actor: text })).toMatchObject({ usage: 'unused' })
    expect((await registry.history(id)).map(({ actor }) => actor)).toEqual(['kim', text, text])
    const other = open({ namespace: text })
    expect(await other.get(id)).toBeUndefined()
    expect((await other.list({ search: text })).items).toEqual([])
  })

  it.each(['__proto__', 'constructor', "'; --", '🔒'])('are names: %j', async (name) => {
    const { registry, add } = await createWorld({ offline: true })
    expect(await registry.getByName(name)).toBeUndefined()
    const { id } = await add(name)
    expect(await registry.getByName(name)).toMatchObject({ id, name })
  })
})
