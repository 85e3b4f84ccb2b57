import { describe, expect, it } from 'vitest'
import { createMemoryStore, type CertificateStore } from '../../../src/index.ts'
import { createTestAuthority, createTestClock } from '../../../src/testing/index.ts'
import { bundleOf, createWorld } from './registry-world.ts'

/** The last instant before the text of an instant begins with a sign, and sorts before all others. */
const LAST = '9999-12-31T23:59:59.999Z'

describe('a mute to the end of time', () => {
  it('is refused where its instant would not sort as a text', async () => {
    const { registry, add } = await createWorld({ offline: true })
    const { id } = await add('www')
    for (const until of [new Date(Date.parse(LAST) + 1), new Date(8.64e15), new Date(Number.NaN)]) {
      await expect(registry.mute(id, until)).rejects.toThrow(RangeError)
    }
  })

  it('does not keep the certificate from being looked at', async () => {
    const { registry, add, pass } = await createWorld({ offline: true })
    const { id } = await add('www', { lifetimeDays: 90 })
    await registry.mute(id, new Date(LAST))
    await pass(100, 5)
    expect(await registry.get(id)).toMatchObject({ status: 'expired', alerts: { mutedUntil: LAST } })
  })
})

describe('a clock that was ahead for one sweep', () => {
  it.each([40, 400, 4000])('by %i days leaves nothing behind once it is put right', async (days) => {
    const { registry, add, clock, pass, delivered } = await createWorld({ offline: true })
    await registry.addContact({ name: 'Kim', email: 'kim@example.com' })
    const { id } = await add('www', { lifetimeDays: 30 })
    await add('another', { lifetimeDays: 90 })
    clock.advance({ days })
    await registry.sweep()
    expect(await registry.get(id)).toMatchObject({ status: 'expired' })
    clock.advance({ days: -days })
    await pass(1)
    expect(await registry.get(id)).toMatchObject({ status: 'valid' })
    delivered()
    await pass(35)
    expect(await registry.get(id)).toMatchObject({ status: 'expired' })
    expect(delivered().filter((subject) => subject.endsWith('has expired'))).toHaveLength(1)
  })

  it('nor where the store fails when that is to be mended, and works again at the next sweep', async () => {
    const inner = createMemoryStore()
    let failures = 0
    const store: CertificateStore = {
      ...inner,
      list: (...given) => {
        failures -= 1
        return failures >= 0 ? Promise.reject(new TypeError('the store is away')) : inner.list(...given)
      },
    }
    const { registry, add, clock } = await createWorld({ store, offline: true })
    const { id } = await add('www', { lifetimeDays: 30 })
    clock.advance({ days: 400 })
    await registry.sweep()
    clock.advance({ days: -400 })
    failures = 1
    await expect(registry.sweep()).rejects.toThrow('the store is away')
    await registry.sweep()
    expect(await registry.get(id)).toMatchObject({ status: 'valid' })
  })
})

describe('a certificate "without an end" (RFC 5280 section 4.1.2.5)', () => {
  it('is due at an instant whose text sorts as the others do', async () => {
    const notAfter = new Date('9999-12-31T23:59:59Z')
    const clock = createTestClock()
    const root = await createTestAuthority({ at: clock, notAfter })
    const policy = { profile: 'rfc5280', schedule: { days: [] } } as const
    const { registry } = await createWorld({ offline: true, clock, anchors: [root.pem], policy })
    const result = await registry.register(bundleOf(await root.leaf({ notAfter }), 'www'))
    expect(result).toMatchObject({ ok: true, record: { expiresAt: notAfter.toISOString(), dueAt: LAST } })
  })
})
