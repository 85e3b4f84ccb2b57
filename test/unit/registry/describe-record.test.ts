import { describe, expect, it } from 'vitest'
import { describeRecord, type CertificateRecord } from '../../../src/index.ts'
import { createWorld, LISTENER } from './registry-world.ts'

const DAY_MS = 86_400_000

/** A record, and instants counted from its expiry. */
async function recordOf(): Promise<{ readonly record: CertificateRecord; readonly at: (ms: number) => Date }> {
  const { add, registry } = await createWorld({ offline: true })
  const { id } = await add('www', { lifetimeDays: 90 })
  const record = await registry.attach(id, LISTENER)
  return { record, at: (ms) => new Date(Date.parse(record.expiresAt ?? '') + ms) }
}

describe('describeRecord()', () => {
  it('gives the words of a console, and the days left rounded down', async () => {
    const { record, at } = await recordOf()
    expect(describeRecord(record, { language: 'ko', at: at(-30 * DAY_MS - 1000) })).toMatchObject({
      status: 'valid',
      statusText: { label: '정상' },
      usageText: { label: '사용중' },
      daysLeft: 30,
    })
    expect(describeRecord(record, { language: 'en', at: at(-30 * DAY_MS + 1000) })).toMatchObject({
      statusText: { label: 'Valid' },
      usageText: { label: 'In use' },
      daysLeft: 29,
    })
  })

  it('counts notAfter itself in, and calls a certificate expired a second later, before any sweep', async () => {
    const { record, at } = await recordOf()
    expect(describeRecord(record, { language: 'en', at: at(999) })).toMatchObject({ status: 'valid', daysLeft: 0 })
    const after = { status: 'expired', statusText: { label: 'Expired' }, daysLeft: -1 }
    expect(describeRecord(record, { language: 'en', at: at(1000) })).toMatchObject(after)
    const unverifiable = { ...record, status: 'unverifiable' } as const
    expect(describeRecord(unverifiable, { language: 'en', at: at(1000) })).toMatchObject(after)
  })

  it('leaves revoked what is revoked, and failed what has failed', async () => {
    const { record, at } = await recordOf()
    for (const status of ['revoked', 'registration-failed'] as const) {
      expect(describeRecord({ ...record, status }, { language: 'en', at: at(DAY_MS) })).toMatchObject({ status })
    }
  })

  it('knows no days of a failed registration without a certificate', async () => {
    const { registry, clock } = await createWorld({ policy: { keepFailed: true }, offline: true })
    const result = await registry.register({ name: 'www', privateKey: '', certificate: '' })
    if (result.ok || result.record === undefined) throw new TypeError('it was not kept')
    expect(describeRecord(result.record, { language: 'en', at: clock.now() })).toMatchObject({
      status: 'registration-failed',
      daysLeft: null,
    })
  })

  it('refuses an instant that is none', async () => {
    const { record } = await recordOf()
    expect(() => describeRecord(record, { language: 'en', at: new Date(Number.NaN) })).toThrow(RangeError)
  })
})
