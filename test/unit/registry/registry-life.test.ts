import { describe, expect, it } from 'vitest'
import { createMemoryNotifier, createMemoryStore, type CertificateStore } from '../../../src/index.ts'
import { bundleOf, createWorld, LISTENER, typesOf } from './registry-world.ts'

const KIM = { name: 'Kim', email: 'kim@example.com' } as const

describe('sweep()', () => {
  it('finds a certificate revoked, alerts at once and then daily, and history shows by what evidence', async () => {
    const { registry, ca, leaf, clock, pass, delivered, notifier } = await createWorld()
    await registry.addContact(KIM)
    const server = await leaf()
    const result = await registry.register(bundleOf(server, 'www'))
    if (!result.ok) throw new TypeError('not registered')
    const { id } = result.record
    clock.advance({ days: 3 })
    ca.revoke(server, { reason: 'superseded' })
    const revokedAt = clock.now().toISOString()
    await pass(4)
    expect(await registry.get(id)).toMatchObject({
      status: 'revoked',
      revocation: {
        revokedAt,
        reason: 'superseded',
        source: 'crl',
        certificateSha256: server.certificate.fingerprint(),
      },
    })
    expect((await registry.history(id)).find(({ type }) => type === 'status-changed')).toMatchObject({
      actor: null,
      detail: {
        from: 'valid',
        to: 'revoked',
        evidence: { source: 'crl', url: 'http://crl.example.com/ca.crl', revokedAt, reason: 'superseded' },
      },
    })
    const before = delivered().length
    expect(before).toBeGreaterThan(0)
    expect(notifier.delivered()[0]?.alert).toMatchObject({
      kind: 'revoked',
      name: 'www',
      revokedAt,
      reason: 'superseded',
    })
    await pass(5)
    expect(delivered()).toHaveLength(5)
    await registry.replace(id, bundleOf(await leaf()))
    await pass(5)
    expect(delivered()).toEqual([])
    expect(await registry.get(id)).toMatchObject({ status: 'valid', revocation: null })
  })

  it('does not let an outage of the CA flip a good certificate before its grace has ended', async () => {
    const { registry, add, network, pass } = await createWorld()
    const { id } = await add('www')
    network.isDown = true
    await pass(6, 0.5)
    expect(await registry.get(id)).toMatchObject({ status: 'valid' })
    await pass(3, 0.5)
    expect(await registry.get(id)).toMatchObject({ status: 'unverifiable' })
    network.isDown = false
    await pass(1, 0.25)
    expect(await registry.get(id)).toMatchObject({ status: 'valid', problems: [] })
    const changes = (await registry.history(id)).filter(({ type }) => type === 'status-changed')
    expect(changes.map(({ detail }) => [detail['from'], detail['to']])).toEqual([
      ['valid', 'unverifiable'],
      ['unverifiable', 'valid'],
    ])
  })

  it('alerts anew when a certificate that was released from hold is revoked again', async () => {
    const { registry, ca, leaf, pass, delivered } = await createWorld()
    await registry.addContact(KIM)
    const server = await leaf()
    await registry.register(bundleOf(server, 'www'))
    ca.revoke(server, { reason: 'certificateHold' })
    await pass(5)
    ca.reinstate(server)
    await pass(5)
    expect((await registry.getByName('www'))?.status).toBe('valid')
    delivered()
    ca.revoke(server, { reason: 'certificateHold' })
    await pass(4)
    expect((await registry.getByName('www'))?.status).toBe('revoked')
    expect(delivered().length).toBeGreaterThan(0)
  })

  it('touches what is due, and not what is there', async () => {
    const inner = createMemoryStore()
    const calls = new Map<string, number>()
    const store = new Proxy<CertificateStore>(inner, {
      get: (target, name: keyof CertificateStore) => {
        const member = target[name]
        if (typeof member !== 'function') return member
        return (...args: readonly unknown[]): unknown => {
          calls.set(name, (calls.get(name) ?? 0) + 1)
          return Reflect.apply(member, target, args)
        }
      },
    })
    const { registry, add, clock } = await createWorld({ store, offline: true })
    const model = await add('model', { lifetimeDays: 90 })
    // Records of certificates that were registered on other days, without the work of registering them.
    const day = 86_400_000
    const dueMs = Date.parse(model.dueAt ?? '')
    const key = model.fingerprint ?? ''
    for (let index = 0; index < 100_000; index += 1) {
      const id = `copy-${String(index)}`
      const due = new Date(index < 100 ? dueMs : dueMs + day + index * 60_000).toISOString()
      const own = {
        id,
        name: id,
        version: 1,
        dueAt: due,
        fingerprint: key.slice(0, -8) + String(index).padStart(8, '0'),
      }
      // Keys of their own too: that many certificates share one is not what is measured here.
      const record = { ...model, ...own, publicKeySha256: own.fingerprint }
      await inner.commit({
        namespace: 'default',
        at: clock.now(),
        certificate: { kind: 'put', expectedVersion: 0, record },
      })
    }
    clock.set(new Date(dueMs))
    calls.clear()
    const report = await registry.sweep()
    expect(report).toMatchObject({ checked: 101, failures: [] })
    expect(calls.get('commit')).toBe(101)
    expect([...calls.values()].reduce((sum, count) => sum + count, 0)).toBeLessThan(101 * 4)
  }, 60_000)

  it('shares the work with other workers, each certificate once', async () => {
    const { registry, open, add, clock, store } = await createWorld()
    for (let index = 0; index < 12; index += 1) await add(`www ${String(index)}`)
    clock.advance({ days: 5 })
    const reports = await Promise.all([registry.sweep(), open().sweep(), open().sweep()])
    expect(reports.reduce((sum, { checked }) => sum + checked, 0)).toBe(12)
    const { items } = await store.list('default', { limit: 50 })
    expect(items.map(({ version }) => version)).toEqual(items.map(() => 2))
  })

  it('takes no more than it is told, tells how far it is, and ends when it is told to', async () => {
    const { registry, add, clock } = await createWorld()
    for (let index = 0; index < 5; index += 1) await add(`www ${String(index)}`)
    clock.advance({ days: 5 })
    const seen: number[] = []
    await registry.sweep({
      limit: 2,
      concurrency: 1,
      onProgress: ({ checked }) => {
        seen.push(checked)
        throw new TypeError('of no concern')
      },
    })
    expect(seen).toEqual([1, 2])
    await expect(registry.sweep({ signal: AbortSignal.abort(new TypeError('enough')) })).rejects.toThrow('enough')
    await expect(registry.sweep({ limit: 0 })).rejects.toThrow(RangeError)
    expect(await registry.sweep()).toMatchObject({ checked: 3 })
  })

  it('goes on where one certificate cannot be looked at, and names it', async () => {
    const { registry, add, clock, store } = await createWorld()
    const [bad, good] = [await add('bad'), await add('good')]
    const certificate = {
      kind: 'put',
      expectedVersion: 1,
      record: { ...bad, version: 2, certificatePem: 'lost' },
    } as const
    await store.commit({ namespace: 'default', at: clock.now(), certificate })
    clock.advance({ days: 5 })
    expect(await registry.sweep()).toMatchObject({
      checked: 1,
      failures: [{ id: bad.id, error: { code: 'ERR_PEM_NOT_CLEAN' } }],
    })
    expect(await registry.get(good.id)).toMatchObject({ version: 2 })
  })
})

describe('alerts', () => {
  it('come at each step, once for each contact and channel, in the contact’s language', async () => {
    const { registry, add, pass, delivered, notifier } = await createWorld({ offline: true })
    await registry.addContact({ ...KIM, phone: '+82 10-1234-5678', locale: 'ko' })
    await registry.addContact({ name: 'Lee', email: 'lee@example.com' })
    await registry.addContact({ name: 'Silent', email: 'no@example.com', serviceNotifications: false })
    const { id } = await add('www', { lifetimeDays: 90 })
    await registry.attach(id, LISTENER)
    await pass(100)
    // Six warnings and the expiry, each to Kim twice and to Lee once.
    expect(delivered()).toHaveLength(7 * 3)
    const [first] = notifier.delivered()
    expect(first).toMatchObject({ alert: { name: 'www', services: [LISTENER], kind: 'expiring' } })
    expect(new Set(notifier.delivered().map(({ idempotencyKey }) => idempotencyKey)).size).toBe(21)
    for (const { idempotencyKey } of notifier.delivered()) expect(idempotencyKey).toMatch(/^[\x21-\x7e]{1,100}$/)
    expect(new Set(notifier.delivered().map(({ locale }) => locale))).toEqual(new Set(['ko', 'en']))
    expect(await registry.get(id)).toMatchObject({ status: 'expired' })
    expect(await registry.sweep()).toMatchObject({ checked: 0 })
  })

  it('after downtime are one, for the most urgent step that has passed', async () => {
    const { registry, add, pass, delivered, clock } = await createWorld({ offline: true })
    await registry.addContact(KIM)
    await add('www', { lifetimeDays: 90 })
    clock.advance({ days: 78 })
    await pass(0.1, 0.1)
    expect(delivered()).toHaveLength(1)
    await pass(4)
    expect(delivered()).toHaveLength(1)
  })

  it('are not repeated when the clock goes back, nor lost', async () => {
    const { registry, add, pass, delivered, clock } = await createWorld({ offline: true })
    await registry.addContact(KIM)
    await add('www', { lifetimeDays: 90 })
    await pass(70)
    expect(delivered()).toHaveLength(3)
    clock.advance({ days: -20 })
    await pass(20)
    expect(delivered()).toHaveLength(0)
    await pass(25)
    expect(delivered()).toHaveLength(4)
  })

  it.each<
    [string, (world: Awaited<ReturnType<typeof createWorld>>, id: string, contactId: string) => Promise<unknown>]
  >([
    ['deleted', ({ registry }, id) => registry.delete(id)],
    ['replaced', async ({ registry, leaf }, id) => registry.replace(id, bundleOf(await leaf({ lifetimeDays: 90 })))],
    ['muted', ({ registry, clock }, id) => registry.mute(id, new Date(clock.now().getTime() + 86_400_000))],
    [
      'expired',
      ({ clock }) => {
        clock.advance({ days: 40 })
        return Promise.resolve()
      },
    ],
    ['left without its contact', ({ registry }, _, contactId) => registry.removeContact(contactId)],
    [
      'told to a contact no more',
      ({ registry }, _, contactId) => registry.updateContact(contactId, { serviceNotifications: false }),
    ],
  ])('that wait are dropped once the certificate is %s', async (_, act) => {
    const world = await createWorld({ offline: true })
    const { registry, add, clock, delivered } = world
    const contact = await registry.addContact(KIM)
    const { id } = await add('www', { lifetimeDays: 90 })
    clock.advance({ days: 61 })
    expect(await registry.sweep()).toMatchObject({ alerts: 1 })
    await act(world, id, contact.id)
    expect(await registry.dispatch()).toMatchObject({ delivered: 0, dropped: 1 })
    expect(delivered()).toEqual([])
    expect((await registry.history(id)).find(({ type }) => type === 'alert-dropped')).toMatchObject({
      detail: { contactId: contact.id, channel: 'email', attempts: 0, reason: expect.stringMatching(/./) as unknown },
    })
  })

  it('wait while they are muted, and then are one', async () => {
    const { registry, add, pass, delivered, clock } = await createWorld({ offline: true })
    await registry.addContact(KIM)
    const { id } = await add('www', { lifetimeDays: 90 })
    const until = new Date(clock.now().getTime() + 77 * 86_400_000)
    expect(await registry.mute(id, until, { actor: 'lee' })).toMatchObject({
      alerts: { mutedUntil: until.toISOString() },
    })
    await pass(76)
    expect(delivered()).toEqual([])
    await pass(1)
    expect(delivered()).toHaveLength(1)
    expect(await registry.get(id)).toMatchObject({ alerts: { mutedUntil: null } })
    await expect(registry.mute(id, clock.now())).rejects.toThrow(RangeError)
  })

  it('of a certificate that is registered twice go out once, also after one of the two is deleted', async () => {
    const { registry, leaf, clock, delivered } = await createWorld({ offline: true })
    await registry.addContact(KIM)
    const server = await leaf({ lifetimeDays: 90 })
    const [a, b] = [await registry.register(bundleOf(server, 'a')), await registry.register(bundleOf(server, 'b'))]
    if (!a.ok || !b.ok) throw new TypeError('not registered')
    clock.advance({ days: 61 })
    await registry.sweep()
    await registry.delete(a.record.id)
    await registry.dispatch()
    expect(delivered()).toHaveLength(1)
  })

  it('that fail for now are tried again, later each time, and given up in the end', async () => {
    const notifier = createMemoryNotifier({ respond: () => ({ outcome: 'temporary-failure', reason: 'busy' }) })
    const { registry, add, clock, store } = await createWorld({ offline: true, notifiers: [notifier] })
    await registry.addContact(KIM)
    const { id, fingerprint } = await add('www', { lifetimeDays: 90 })
    clock.advance({ days: 61 })
    await registry.sweep()
    const tries: number[] = []
    for (let minute = 0; minute < 4 * 24 * 60; minute += 1) {
      const { retried, failed } = await registry.dispatch()
      if (retried + failed > 0) tries.push(minute)
      clock.advance({ minutes: 1 })
    }
    const waits = tries.slice(1).map((minute, index) => minute - (tries[index] ?? 0))
    expect(waits.slice(0, 9)).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256])
    expect(Math.max(...waits)).toBe(360)
    expect(notifier.delivered()).toEqual([])
    const { items } = await store.listMessages('default', fingerprint ?? '', { limit: 10 })
    expect(items).toMatchObject([{ state: 'failed', reason: 'busy', attempts: tries.length }])
    expect(typesOf(await registry.history(id))).toContain('alert-failed')
  })

  it('that can never be delivered are written down and stepped over, and what a notifier throws stays inside', async () => {
    const notifier = createMemoryNotifier({
      respond: ({ to }) => {
        if ('email' in to && to.email.startsWith('gone'))
          return { outcome: 'permanent-failure', reason: 'no such address' }
        if ('email' in to && to.email.startsWith('odd')) throw new TypeError('smtp://user:secret@mail')
        return { outcome: 'delivered' }
      },
    })
    const { registry, add, clock } = await createWorld({ offline: true, notifiers: [notifier] })
    for (const name of ['gone', 'odd', 'kim']) await registry.addContact({ name, email: `${name}@example.com` })
    const { id } = await add('www', { lifetimeDays: 90 })
    clock.advance({ days: 61 })
    await registry.sweep()
    const report = await registry.dispatch()
    expect(report).toMatchObject({ delivered: 1, failed: 1, retried: 1 })
    expect(JSON.stringify([report, await registry.history(id)])).not.toContain('secret')
    clock.advance({ hours: 1 })
    expect(await registry.dispatch()).toMatchObject({ failed: 0, retried: 1 })
  })

  it('wait for a notifier where there is none', async () => {
    const { registry, open, add, clock } = await createWorld({ offline: true })
    await registry.addContact(KIM)
    await add('www', { lifetimeDays: 90 })
    clock.advance({ days: 61 })
    await registry.sweep()
    expect(await open({ notifiers: [] }).dispatch()).toMatchObject({ delivered: 0, failures: [] })
    expect(await registry.dispatch()).toMatchObject({ delivered: 1 })
  })

  it('go out at the local hour that the policy names', async () => {
    const deliverAt = { timeZone: 'Asia/Seoul', hour: 9 }
    const { registry, add, pass, delivered, clock } = await createWorld({ offline: true, policy: { deliverAt } })
    await registry.addContact(KIM)
    await add('www', { lifetimeDays: 90 })
    await pass(59, 0.5)
    delivered()
    const hours: number[] = []
    for (let hour = 0; hour < 40 * 24; hour += 1) {
      await pass(1 / 24, 1 / 24)
      if (delivered().length > 0) hours.push(clock.now().getUTCHours())
    }
    expect(new Set(hours)).toEqual(new Set([0]))
    expect(hours).toHaveLength(7)
  })
})

describe('contacts', () => {
  it('are added, changed and removed, and their history does not hold their addresses', async () => {
    const { registry } = await createWorld()
    const kim = await registry.addContact({ ...KIM, phone: '+821012345678' }, { actor: 'lee' })
    expect(kim).toMatchObject({ channels: ['email', 'sms'], locale: 'en', serviceNotifications: true, version: 1 })
    const changed = await registry.updateContact(kim.id, { phone: null, channels: ['email'], locale: 'ko' })
    expect(changed).toMatchObject({ email: KIM.email, phone: null, channels: ['email'], locale: 'ko', version: 2 })
    expect(await registry.updateContact(kim.id, { locale: 'ko' })).toEqual(changed)
    expect(await registry.listContacts()).toEqual([changed])
    await registry.removeContact(kim.id)
    expect(await registry.listContacts()).toEqual([])
    const history = await registry.history(kim.id)
    expect(typesOf(history)).toEqual(['contact-added', 'contact-updated', 'contact-removed'])
    expect(JSON.stringify(history)).not.toMatch(/kim@|8210/)
    await expect(registry.removeContact(kim.id)).rejects.toMatchObject({ code: 'ERR_REGISTRY_NOT_FOUND' })
  })

  it.each([
    [{ name: ' ' }],
    [{ name: 'Kim\r\nBcc: all@example.com' }],
    [{ email: 'kim' }],
    [{ email: 'kim@example.com\nBcc: all@example.com' }],
    [{ phone: 'call me' }],
    [{ channels: ['sms' as const] }],
  ])('are refused with what cannot be delivered to: %o', async (changes) => {
    const { registry } = await createWorld()
    await expect(registry.addContact({ ...KIM, ...changes })).rejects.toThrow(RangeError)
  })
})
