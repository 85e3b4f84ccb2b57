import type { MemoryNotifier, Registry, RegistryOptions } from 'certkeep'
import type { Library } from '../library.ts'
import type { TestRun } from '../test-run.ts'
import { bytesOf, fixture } from './fixture.ts'

/** A registry in memory with a clock that stands until it is moved. */
interface World {
  readonly registry: Registry
  readonly notifier: MemoryNotifier
  readonly pass: (days: number) => Promise<void>
}

const LISTENER = { service: 'load-balancer', resourceType: 'listener', resourceId: 'lb-1' } as const
const DAY_MS = 86_400_000

export function testRegistry(t: TestRun, { certkeep, noble }: Library): void {
  const { aesGcmSealer, createFallbackVerifier, createMemoryNotifier, createMemoryStore, createRegistry } = certkeep
  const { createWebCryptoVerifier, parseCertificate } = certkeep
  const { samples } = t
  const sealing = [{ id: 'k1', key: new Uint8Array(32).fill(7) }]
  const bundle = {
    name: 'www',
    privateKey: fixture(t, 'server.key'),
    certificate: fixture(t, 'server.crt'),
    chain: fixture(t, 'chain.crt'),
  }

  const createWorld = (changes: Partial<RegistryOptions> = {}): World => {
    let nowMs = Date.parse(samples.at)
    const notifier = createMemoryNotifier()
    const registry = createRegistry({
      store: createMemoryStore(),
      anchors: [fixture(t, 'root.crt'), samples.revocation.root],
      clock: { now: () => new Date(nowMs) },
      notifiers: [notifier],
      verifier: createFallbackVerifier(createWebCryptoVerifier(), noble.createNobleVerifier()),
      ...(t.has('WebCrypto') ? { sealer: aesGcmSealer(sealing) } : {}),
      ...changes,
    })
    return {
      registry,
      notifier,
      pass: async (days) => {
        nowMs += days * DAY_MS
        await registry.sweep()
        await registry.dispatch()
      },
    }
  }
  const add = async (registry: Registry): Promise<string> => {
    const result = await registry.register(bundle, { actor: 'kim' })
    if (!result.ok) throw new Error(JSON.stringify(result.problems))
    return result.record.id
  }

  t.test('a registry registers, lists by name, domain and search, and refuses a name that is taken', async () => {
    const { registry } = createWorld()
    const id = await add(registry)
    t.like(await registry.getByName(' www '), { id, status: 'valid', usage: 'unused', hasKey: t.has('WebCrypto') })
    for (const query of [{}, { domain: 'www.example.com' }, { search: 'EXAMPLE' }, { status: 'valid' } as const]) {
      t.equal(
        (await registry.list(query)).items.map((item) => item.id),
        [id],
      )
    }
    t.equal((await registry.list({ domain: 'example.net' })).items, [])
    t.like(await registry.register(bundle), { ok: false })
  })

  t.test('a registry does not delete what a service uses', async () => {
    const { registry } = createWorld()
    const id = await add(registry)
    const request = { ...LISTENER, hostnames: ['www.example.com'] }
    t.like(await registry.attach(id, request), { usage: 'in-use' })
    await t.rejects(() => registry.delete(id), { code: 'ERR_REGISTRY_IN_USE' })
    await t.rejects(() => registry.attach(id, { ...request, hostnames: ['example.net'] }), {
      code: 'ERR_REGISTRY_NOT_COVERED',
    })
    await registry.detach(id, LISTENER)
    t.like(await registry.delete(id), { id, name: 'www', keyDestroyed: t.has('WebCrypto') })
    t.equal([await registry.get(id), (await registry.list()).items], [undefined, []])
    t.equal((await registry.history(id)).at(-1)?.type, 'deleted')
  })

  if (t.has('WebCrypto')) {
    t.test('a registry hands out the key that it sealed, and writes down to whom', async () => {
      const { registry } = createWorld()
      const id = await add(registry)
      const material = await registry.material(id, { actor: 'proxy', purpose: 'tls' })
      t.equal([material.exportPrivateKeyPem(), material.certificatePem], [bundle.privateKey, bundle.certificate])
      t.like((await registry.history(id)).at(-1), { actor: 'proxy' })
    })
  } else {
    t.test(
      'without WebCrypto nothing is sealed: the sealer refuses to be made, and a registry keeps no key',
      async () => {
        await t.rejects(() => aesGcmSealer(sealing), { name: 'TypeError' })
        const { registry } = createWorld()
        const id = await add(registry)
        await t.rejects(() => registry.material(id, { actor: 'proxy', purpose: 'tls' }), {
          code: 'ERR_REGISTRY_NO_SEALER',
        })
      },
    )
  }

  t.test('alerts come at each step of the clock, once, in the language of the contact', async () => {
    const { registry, notifier, pass } = createWorld()
    await registry.addContact({ name: 'Kim', email: 'kim@example.com', locale: 'ko' })
    await add(registry)
    const { notAfter } = parseCertificate(bundle.certificate)
    const daysLeft = Math.floor((notAfter.getTime() - Date.parse(samples.at)) / DAY_MS)
    await pass(daysLeft - 31)
    for (let day = 0; day < 34; day += 1) await pass(1)
    t.equal(
      notifier.delivered().map(({ alert }) => alert.kind),
      [...Array.from({ length: 6 }, () => 'expiring'), 'expired'],
    )
    t.equal(
      notifier.delivered().every(({ subject }) => /\p{Script=Hangul}/u.test(subject)),
      true,
    )
    t.like(await registry.getByName('www'), { status: 'expired' })
  })

  t.test('sweep() finds a certificate revoked, and dispatch() tells of it', async () => {
    const { revoked, revokedKey, issuing, root, rootCrl, rootCrlUrl, crl, crlBefore } = samples.revocation
    let current = crlBefore
    const { registry, notifier, pass } = createWorld({
      fetcher: ({ url }) => Promise.resolve({ status: 200, body: bytesOf(url === rootCrlUrl ? rootCrl : current) }),
    })
    await registry.addContact({ name: 'Lee', email: 'lee@example.com' })
    const form = { name: 'lost', privateKey: revokedKey, certificate: revoked, chain: issuing + root }
    t.like(await registry.register(form), { ok: true, record: { status: 'valid' } })
    current = crl
    for (let day = 0; day < 6; day += 1) await pass(1)
    t.like(await registry.getByName('lost'), { status: 'revoked', revocation: { reason: 'keyCompromise' } })
    t.like(notifier.delivered()[0], { locale: 'en', to: { email: 'lee@example.com' }, alert: { kind: 'revoked' } })
    t.equal(new Set(notifier.delivered().map(({ idempotencyKey }) => idempotencyKey)).size, notifier.delivered().length)
  })
}
