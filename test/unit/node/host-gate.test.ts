import { describe, expect, it } from 'vitest'
import { createHostGate } from '../../../src/node/host-gate.ts'

const { signal } = new AbortController()

/** Whether a promise has been settled by what has happened so far. */
async function isSettled(promise: Promise<unknown>): Promise<boolean> {
  let settled = false
  void promise.finally(() => {
    settled = true
  })
  await new Promise((resolve) => {
    setImmediate(resolve)
  })
  return settled
}

describe('createHostGate()', () => {
  it('lets in by the order of coming', async () => {
    const gate = createHostGate(1, 1)
    const leave = await gate.enter('a', signal)
    const order: string[] = []
    const others = ['b', 'c', 'd'].map(async (host) => {
      const leaveHost = await gate.enter(host, signal)
      order.push(host)
      leaveHost()
    })
    leave()
    await Promise.all(others)
    expect(order).toEqual(['b', 'c', 'd'])
  })

  it('gives back the place at a host of one who stopped waiting for the others', async () => {
    const gate = createHostGate(1, 1)
    const leave = await gate.enter('a', signal)
    const controller = new AbortController()
    const waiting = gate.enter('b', controller.signal)
    const next = gate.enter('b', signal)
    controller.abort(new Error('enough'))
    await expect(waiting).rejects.toThrow('enough')
    expect(await isSettled(next)).toBe(false)
    leave()
    await expect(next).resolves.toBeTypeOf('function')
  })

  it('gives back both places of one who is aborted in the moment of being let in', async () => {
    const gate = createHostGate(1, 1)
    const leave = await gate.enter('a', signal)
    const controller = new AbortController()
    const waiting = gate.enter('a', controller.signal)
    controller.abort(new Error('enough'))
    leave()
    await expect(waiting).rejects.toThrow('enough')
    await expect(gate.enter('a', signal)).resolves.toBeTypeOf('function')
  })

  it('lets nobody in with a signal that is aborted already', async () => {
    const gate = createHostGate(1, 1)
    await expect(gate.enter('a', AbortSignal.abort(new Error('enough')))).rejects.toThrow('enough')
    await expect(gate.enter('a', signal)).resolves.toBeTypeOf('function')
  })
})
