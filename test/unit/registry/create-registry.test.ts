import { describe, expect, it } from 'vitest'
import { createMemoryStore, createRegistry, type CertificateStore, type RegistryEvent } from '../../../src/index.ts'
import { bundleOf, createWorld, LISTENER, rejectionOf, typesOf } from './registry-world.ts'

describe('createRegistry()', () => {
  it('refuses a durable store without a sealer, since keys would be stored in clear', async () => {
    const { root } = await createWorld()
    const store: CertificateStore = { ...createMemoryStore(), durable: true }
    expect(() => createRegistry({ store, anchors: [root.pem] })).toThrow(
      expect.objectContaining({ code: 'ERR_REGISTRY_NO_SEALER' }),
    )
  })

  it.each([
    [{ namespace: '' }, RangeError],
    [{ policy: { checkEveryMs: 0 } }, RangeError],
    [{ policy: { checkEveryMs: 1e300 } }, RangeError],
    [{ policy: { leaseMs: Infinity } }, RangeError],
    [{ policy: { retry: { maxMs: 8.64e15 } } }, RangeError],
    [{ policy: { retry: { timeoutMs: 0 } } }, RangeError],
    [{ policy: { retry: { timeoutMs: 2 ** 31 } } }, RangeError],
    [{ policy: { maxBytes: -1 } }, RangeError],
    [{ policy: { schedule: { days: [-1] } } }, RangeError],
    [{ policy: { deliverAt: { timeZone: 'Nowhere/At_All', hour: 9 } } }, RangeError],
  ])('refuses options that cannot be meant: %o', async (changes, error) => {
    const { open } = await createWorld()
    expect(() => open(changes)).toThrow(error)
  })

  it('refuses a purpose or profile that there is not, before anything is registered', async () => {
    const { open } = await createWorld()
    // @ts-expect-error -- a caller without types
    expect(() => open({ policy: { purpose: 'server' } })).toThrow('"purpose" must be one of')
    // @ts-expect-error -- a caller without types
    expect(() => open({ policy: { profile: 'web' } })).toThrow('"profile" must be one of')
  })
})

describe('register()', () => {
  it('keeps a sound certificate, and tells what a console shows of it', async () => {
    const { registry, leaf, clock } = await createWorld()
    const server = await leaf({ names: ['www.example.com', '192.0.2.1'] })
    const result = await registry.register(bundleOf(server, '  www 2026 '), { actor: 'kim' })
    expect(result).toMatchObject({
      ok: true,
      record: {
        name: 'www 2026',
        status: 'valid',
        usage: 'unused',
        problems: [],
        version: 1,
        primaryDomain: 'www.example.com',
        domains: ['www.example.com', '192.0.2.1'],
        certificatePem: server.pem,
        chainPem: server.chainPem,
        hasKey: true,
        registeredBy: 'kim',
        registeredAt: clock.now().toISOString(),
        fingerprint: server.certificate.fingerprint(),
        expiresAt: server.certificate.notAfter.toISOString(),
      },
    })
    expect(result.ok && (await registry.get(result.record.id))).toEqual(result.ok && result.record)
    expect(await registry.getByName('www 2026 ')).toMatchObject({ name: 'www 2026' })
  })

  it('says everything that is wrong in one go, the name included, and keeps nothing', async () => {
    const { registry, leaf, add } = await createWorld()
    await add('www')
    const other = await leaf()
    const bundle = { ...bundleOf(await leaf(), 'www'), privateKey: other.key.pkcs8 }
    const result = await registry.register(bundle)
    expect(result.ok ? [] : result.problems.map(({ code, field }) => [code, field])).toEqual([
      ['name-taken', 'name'],
      ['key-mismatch', 'privateKey'],
    ])
    expect((await registry.list()).items).toHaveLength(1)
  })

  it('demands a name', async () => {
    const { registry, leaf } = await createWorld()
    expect(await registry.register(bundleOf(await leaf()))).toMatchObject({
      ok: false,
      problems: [{ code: 'name-empty' }],
    })
  })

  it('gives one name to one of many that ask for it at once, composed or not', async () => {
    const { registry, leaf } = await createWorld()
    const leaves = await Promise.all([leaf(), leaf(), leaf()])
    const names = ['caf\u00e9', 'cafe\u0301', ' caf\u00e9 ']
    const results = await Promise.all(leaves.map((each, index) => registry.register(bundleOf(each, names[index]))))
    expect(results.filter(({ ok }) => ok)).toHaveLength(1)
    for (const result of results) if (!result.ok) expect(result.problems).toMatchObject([{ code: 'name-taken' }])
  })

  it('does not keep namespaces from having the same names, nor show one to another', async () => {
    const { registry, open, leaf, add } = await createWorld()
    const record = await add('www')
    const other = open({ namespace: 'another account' })
    expect(await other.register(bundleOf(await leaf(), 'www'))).toMatchObject({ ok: true })
    expect(await other.get(record.id)).toBeUndefined()
    expect((await other.list()).items).toHaveLength(1)
    expect(await rejectionOf(() => other.delete(record.id))).toMatchObject({ code: 'ERR_REGISTRY_NOT_FOUND' })
    expect(await registry.get(record.id)).toBeDefined()
  })

  it('keeps what cannot be verified as unverifiable, unless revocation is required', async () => {
    const { registry, open, leaf, network } = await createWorld()
    network.isDown = true
    const server = await leaf()
    expect(await registry.register(bundleOf(server, 'a'))).toMatchObject({
      ok: true,
      record: { status: 'unverifiable' },
    })
    const strict = open({ policy: { requireRevocation: true } })
    const refused = await strict.register(bundleOf(server, 'b'))
    expect(refused.ok ? [] : refused.problems.map(({ kind }) => kind)).toContain('unverifiable')
  })

  it('refuses a revoked certificate', async () => {
    const { registry, ca, leaf } = await createWorld()
    const server = await leaf()
    ca.revoke(server, { reason: 'keyCompromise' })
    expect(await registry.register(bundleOf(server, 'www'))).toMatchObject({
      ok: false,
      problems: [{ code: 'certificate-revoked', kind: 'not-current' }],
    })
  })

  it('keeps a failed attempt without its key where the policy says so, which replace can make good', async () => {
    const { open, leaf, clock } = await createWorld({ policy: { keepFailed: true } })
    const registry = open()
    const server = await leaf()
    const wrong = { ...bundleOf(server, 'www'), privateKey: (await leaf()).key.pkcs8 }
    const result = await registry.register(wrong)
    if (result.ok || result.record === undefined) throw new TypeError('it was not kept')
    const { id } = result.record
    expect(result.record).toMatchObject({ status: 'registration-failed', hasKey: false, dueAt: null })
    expect(result.record.problems).toMatchObject([{ code: 'key-mismatch' }])
    expect((await registry.list({ status: 'registration-failed' })).items).toHaveLength(1)
    expect(await rejectionOf(() => registry.attach(id, LISTENER))).toMatchObject({ code: 'ERR_REGISTRY_NOT_VALID' })
    expect(await rejectionOf(() => registry.material(id, { actor: 'lb', purpose: 'tls' }))).toMatchObject({
      code: 'ERR_REGISTRY_NO_KEY',
    })
    expect(await registry.refresh(id)).toEqual(result.record)
    clock.advance({ days: 1 })
    expect(await registry.replace(id, bundleOf(server))).toMatchObject({
      ok: true,
      record: { id, name: 'www', status: 'valid', hasKey: true },
    })
  })

  it('tells of a key that another certificate has, and begins nothing with one that was lost', async () => {
    const { registry, ca, leaf, pass } = await createWorld()
    const first = await leaf()
    const [a, b] = [
      await registry.register(bundleOf(first, 'a')),
      await registry.register(bundleOf(await leaf({ key: first.key }), 'b')),
    ]
    if (!a.ok || !b.ok) throw new TypeError('not registered')
    expect(b.record.problems).toMatchObject([
      { code: 'key-shared', severity: 'warning', detail: { name: 'a', count: 1 } },
    ])
    ca.revoke(first, { reason: 'keyCompromise' })
    await pass(8)
    const marked = await registry.get(b.record.id)
    expect(marked).toMatchObject({ status: 'valid' })
    expect(marked?.problems.map(({ code }) => code)).toContain('key-compromised')
    expect(typesOf(await registry.history(b.record.id))).toContain('key-compromised')
    const third = await registry.register(bundleOf(await leaf({ key: first.key }), 'c'))
    expect(third.ok ? [] : third.problems[0].code).toBe('key-compromised')
    const again = await registry.replace(b.record.id, bundleOf(await leaf({ key: first.key })))
    expect(again.ok ? [] : again.problems[0].code).toBe('key-compromised')
  })

  it('refuses what is no bundle before any work', async () => {
    const { registry } = await createWorld()
    // @ts-expect-error -- a caller without types
    await expect(registry.register({ name: 'www' })).rejects.toThrow(TypeError)
    await expect(registry.get('')).rejects.toThrow(RangeError)
  })
})

describe('list()', () => {
  it('finds by status, usage, domain through a wildcard, expiry and text, in stable pages', async () => {
    const { registry, add, clock } = await createWorld()
    const wild = await add('wild', { names: ['*.shop.example.com'] })
    const plain = await add('plain', { names: ['www.example.com'] })
    await add('short', { names: ['short.example.com'], lifetimeDays: 10 })
    await registry.attach(plain.id, LISTENER)
    const names = async (options: Parameters<typeof registry.list>[0]): Promise<readonly string[]> =>
      (await registry.list(options)).items.map(({ name }) => name)
    expect(await names({ domain: 'A.Shop.example.com' })).toEqual(['wild'])
    expect(await names({ domain: '*.shop.example.com' })).toEqual(['wild'])
    expect(await names({ domain: 'a.b.shop.example.com' })).toEqual([])
    expect(await names({ usage: 'in-use' })).toEqual(['plain'])
    expect(await names({ expiringBefore: new Date(clock.now().getTime() + 20 * 86_400_000) })).toEqual(['short'])
    expect(await names({ search: 'SHOP' })).toEqual(['wild'])
    expect(await names({ status: 'revoked' })).toEqual([])
    const first = await registry.list({ limit: 2 })
    expect(first.items).toHaveLength(2)
    await registry.delete(wild.id)
    expect((await registry.list({ limit: 2, cursor: first.cursor })).items).toEqual([])
  })
})

describe('attach() and detach()', () => {
  it('are idempotent for each resource, and decide the usage', async () => {
    const { registry, add } = await createWorld()
    const { id } = await add('www')
    const once = await registry.attach(id, { ...LISTENER, hostnames: ['WWW.example.com'] }, { actor: 'lee' })
    expect(once).toMatchObject({
      usage: 'in-use',
      attachments: [{ ...LISTENER, hostnames: ['www.example.com'], attachedBy: 'lee' }],
    })
    expect(await registry.attach(id, { ...LISTENER, hostnames: ['www.example.com'] })).toEqual(once)
    expect(await registry.attach(id, LISTENER)).toEqual(once)
    expect((await registry.attach(id, { ...LISTENER, resourceId: 'lb-2' })).attachments).toHaveLength(2)
    await registry.detach(id, LISTENER)
    expect(await registry.detach(id, LISTENER)).toMatchObject({ usage: 'in-use' })
    expect(await registry.detach(id, { ...LISTENER, resourceId: 'lb-2' })).toMatchObject({ usage: 'unused' })
    expect(typesOf(await registry.history(id))).toEqual(['registered', 'attached', 'attached', 'detached', 'detached'])
  })

  it('take a certificate that is valid and covers the hosts only', async () => {
    const { registry, add, clock } = await createWorld()
    const { id } = await add('www')
    const uncovered = { ...LISTENER, hostnames: ['www.example.com', 'shop.example.com'] }
    expect(await rejectionOf(() => registry.attach(id, uncovered))).toMatchObject({
      code: 'ERR_REGISTRY_NOT_COVERED',
      detail: { hostnames: ['shop.example.com'] },
    })
    await expect(registry.attach(id, { ...LISTENER, hostnames: ['no host'] })).rejects.toThrow(RangeError)
    await expect(registry.attach(id, { ...LISTENER, resourceId: '' })).rejects.toThrow(RangeError)
    await expect(registry.attach(id, { ...LISTENER, resourceId: 'x'.repeat(1001) })).rejects.toThrow(RangeError)
    // No sweep has noticed yet.
    clock.advance({ days: 1000 })
    expect(await rejectionOf(() => registry.attach(id, LISTENER))).toMatchObject({
      code: 'ERR_REGISTRY_NOT_VALID',
      detail: { status: 'expired' },
    })
  })

  it('lose nothing when forty services attach at once from two processes', async () => {
    const { registry, open, add } = await createWorld()
    const { id } = await add('www')
    const second = open()
    const ids = Array.from({ length: 40 }, (_, index) => `lb-${String(index)}`)
    await Promise.all(
      ids.map((resourceId, index) => (index % 2 === 0 ? registry : second).attach(id, { ...LISTENER, resourceId })),
    )
    expect((await registry.get(id))?.attachments.map(({ resourceId }) => resourceId).sort()).toEqual(ids.sort())
  })
})

describe('delete()', () => {
  it('is refused while a service uses it, says which, and is for good', async () => {
    const { registry, store, add, leaf } = await createWorld()
    const { id, fingerprint } = await add('www')
    await registry.attach(id, LISTENER)
    expect(await rejectionOf(() => registry.delete(id))).toMatchObject({
      code: 'ERR_REGISTRY_IN_USE',
      detail: { attachments: [LISTENER] },
    })
    await registry.detach(id, LISTENER)
    expect(await registry.delete(id, { actor: 'lee' })).toEqual({ id, name: 'www', fingerprint, keyDestroyed: true })
    expect(await registry.get(id)).toBeUndefined()
    expect(await store.getWithKey('default', id)).toBeUndefined()
    for (const call of [
      () => registry.delete(id),
      () => registry.attach(id, LISTENER),
      () => registry.refresh(id),
      () => registry.material(id, { actor: 'lb', purpose: 'tls' }),
      () => registry.mute(id, null),
    ]) {
      expect(await rejectionOf(call)).toMatchObject({ code: 'ERR_REGISTRY_NOT_FOUND' })
    }
    expect((await registry.history(id)).at(-1)).toMatchObject({ type: 'deleted', actor: 'lee' })
    expect(await registry.register(bundleOf(await leaf(), 'www'))).toMatchObject({ ok: true })
  })

  it('and an attachment at the same moment never both come about', async () => {
    const { registry, open, add } = await createWorld()
    const second = open()
    for (let round = 0; round < 10; round += 1) {
      const { id } = await add(`www ${String(round)}`)
      const ends = await Promise.allSettled([registry.delete(id), second.attach(id, LISTENER)])
      expect(ends.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    }
  })
})

describe('replace()', () => {
  it('keeps id, name and attachments, and destroys the old key', async () => {
    const { registry, add, leaf, clock } = await createWorld()
    const before = await add('www')
    await registry.attach(before.id, { ...LISTENER, hostnames: ['www.example.com'] })
    clock.advance({ days: 5 })
    const next = await leaf({ names: ['www.example.com', 'shop.example.com'] })
    const result = await registry.replace(before.id, bundleOf(next), { actor: 'lee' })
    expect(result).toMatchObject({
      ok: true,
      record: {
        id: before.id,
        name: 'www',
        usage: 'in-use',
        fingerprint: next.certificate.fingerprint(),
        registeredAt: before.registeredAt,
        replacedAt: clock.now().toISOString(),
      },
    })
    const material = await registry.material(before.id, { actor: 'lb', purpose: 'tls' })
    expect(material.exportPrivateKeyPem()).toBe(next.key.pkcs8)
  })

  it('is refused if a service would lose its host name', async () => {
    const { registry, add, leaf } = await createWorld()
    const before = await add('www')
    await registry.attach(before.id, { ...LISTENER, hostnames: ['www.example.com'] })
    const now = await registry.get(before.id)
    const result = await registry.replace(before.id, bundleOf(await leaf({ names: ['shop.example.com'] })))
    expect(result).toMatchObject({
      ok: false,
      problems: [
        { code: 'attachment-not-covered', kind: 'in-use', detail: { hostname: 'www.example.com', ...LISTENER } },
      ],
    })
    expect(await registry.get(before.id)).toEqual(now)
  })

  it('by another certificate with the same key does not say that the key is shared', async () => {
    const { registry, leaf } = await createWorld()
    const server = await leaf()
    const before = await registry.register(bundleOf(server, 'www'))
    const after = await registry.replace(before.ok ? before.record.id : '', bundleOf(await leaf({ key: server.key })))
    expect(after).toMatchObject({ ok: true, record: { problems: [] } })
  })

  it('can give another name, unless it is taken', async () => {
    const { registry, add, leaf } = await createWorld()
    const { id } = await add('www')
    await add('shop')
    expect(await registry.replace(id, bundleOf(await leaf(), 'shop'))).toMatchObject({
      ok: false,
      problems: [{ code: 'name-taken' }],
    })
    expect(await registry.replace(id, bundleOf(await leaf(), 'www 2'))).toMatchObject({
      ok: true,
      record: { name: 'www 2' },
    })
    expect(await registry.getByName('www')).toBeUndefined()
  })
})

describe('material()', () => {
  it('hands out what was given, and writes down to whom and what for first', async () => {
    const { registry, leaf } = await createWorld()
    const server = await leaf({ algorithm: 'Ed25519', signatureAlgorithm: undefined })
    const result = await registry.register(bundleOf(server, 'www'))
    if (!result.ok) throw new TypeError(JSON.stringify(result.problems))
    const { id } = result.record
    const material = await registry.material(id, { actor: 'lb', purpose: 'tls termination' })
    expect(material.certificatePem + material.chainPem).toBe(server.fullChainPem)
    expect(material.exportPrivateKeyPem()).toBe(server.key.pkcs8)
    expect((await registry.history(id)).at(-1)).toMatchObject({
      type: 'key-read',
      actor: 'lb',
      detail: { purpose: 'tls termination' },
    })
    // @ts-expect-error -- nobody reads a key without saying what for
    await expect(registry.material(id, { actor: 'lb' })).rejects.toThrow(TypeError)
  })

  it('has nothing without a sealer, since no key was stored', async () => {
    const { store, add, registry } = await createWorld({ sealer: undefined })
    const { id, hasKey } = await add('www')
    expect(hasKey).toBe(false)
    expect(await store.getWithKey('default', id)).toMatchObject({ sealedKey: null })
    expect(await rejectionOf(() => registry.material(id, { actor: 'lb', purpose: 'tls' }))).toMatchObject({
      code: 'ERR_REGISTRY_NO_SEALER',
    })
  })

  it('does not open a key that was moved from one row to another, and writes that down', async () => {
    const { store, add, registry } = await createWorld()
    const [a, b] = [await add('a'), await add('b')]
    const stolen = (await store.getWithKey('default', a.id))?.sealedKey
    const record = { ...b, version: 2 }
    await store.commit({
      namespace: 'default',
      at: new Date(0),
      certificate: { kind: 'put', expectedVersion: 1, record, sealedKey: stolen },
    })
    expect(await rejectionOf(() => registry.material(b.id, { actor: 'lb', purpose: 'tls' }))).toMatchObject({
      code: 'ERR_SEALER_REFUSED',
    })
    expect((await registry.history(b.id)).at(-1)).toMatchObject({ type: 'key-refused' })
  })
})

describe('subscribe()', () => {
  it('tells each event with the id that history has, until it is ended; a listener that throws harms nobody', async () => {
    const { registry, add } = await createWorld()
    const events: RegistryEvent[] = []
    registry.subscribe(() => {
      throw new TypeError('a listener failed')
    })
    registry.subscribe(() => Promise.reject(new TypeError('a listener failed later')))
    const end = registry.subscribe((event) => events.push(event))
    const { id } = await add('www')
    await registry.attach(id, LISTENER)
    end()
    await registry.detach(id, LISTENER)
    expect(events).toMatchObject([
      { type: 'registered', subjectId: id, name: 'www', status: 'valid' },
      { type: 'attached', subjectId: id, ...LISTENER },
    ])
    const history = await registry.history(id)
    expect(events.map((event) => event.id)).toEqual(history.slice(0, 2).map((event) => event.id))
  })
})
