import { getEventListeners } from 'node:events'
import { describe, expect, it } from 'vitest'
import { raceSignal } from '../../../src/problem/race-signal.ts'

const never = new Promise<never>(() => undefined)

describe('raceSignal()', () => {
  it('gives what the promise gives, and rejects as it does', async () => {
    const { signal } = new AbortController()
    const reason = new Error('no answer')
    expect(await raceSignal(Promise.resolve(5), signal)).toBe(5)
    await expect(raceSignal(Promise.reject(reason), signal)).rejects.toBe(reason)
  })

  it('rejects with the reason of the signal, though the promise goes on', async () => {
    const controller = new AbortController()
    const waiting = raceSignal(never, controller.signal)
    const reason = new Error('too late')
    controller.abort(reason)
    await expect(waiting).rejects.toBe(reason)
  })

  it('rejects at once where the signal was aborted before', async () => {
    const reason = new Error('too late')
    await expect(raceSignal(never, AbortSignal.abort(reason))).rejects.toBe(reason)
  })

  it('leaves nothing behind on a signal that outlives many waits', async () => {
    const { signal } = new AbortController()
    await raceSignal(Promise.resolve(), signal)
    await expect(raceSignal(Promise.reject(new Error('no answer')), signal)).rejects.toThrow('no answer')
    expect(getEventListeners(signal, 'abort')).toEqual([])
  })
})
