import { describe, expect, it } from 'vitest'
import { runLatest, type Timers } from '../../docs/playground/run-latest.ts'

/** Timers that fire when they are told to. */
function handTimers(): { readonly timers: Timers; readonly fire: () => void; readonly delays: readonly number[] } {
  const waiting = new Map<number, () => void>()
  const delays: number[] = []
  const timers = {
    set: (callback: () => void, delayMs: number) => {
      delays.push(delayMs)
      waiting.set(delays.length, callback)
      return delays.length
    },
    clear: (id: number) => void waiting.delete(id),
  }
  const fire = (): void => {
    for (const [id, callback] of waiting) {
      waiting.delete(id)
      callback()
    }
  }
  return { timers, fire, delays }
}

/** Work that ends when it is told to. */
function openWork(): {
  readonly latest: ReturnType<typeof runLatest<string, string>>
  readonly fire: () => void
  readonly started: readonly { readonly input: string; readonly signal: AbortSignal }[]
  readonly settle: (index: number, outcome: string | Error) => Promise<void>
  readonly seen: readonly string[]
} {
  const { timers, fire } = handTimers()
  const started: { input: string; signal: AbortSignal }[] = []
  const ends: ((outcome: string | Error) => void)[] = []
  const seen: string[] = []
  const latest = runLatest<string, string>(
    {
      work: (input, signal) =>
        new Promise((resolve, reject) => {
          started.push({ input, signal })
          ends.push((outcome) => {
            if (outcome instanceof Error) reject(outcome)
            else resolve(outcome)
          })
        }),
      onResult: (output) => seen.push(output),
      onFailure: (error) => seen.push(`failed: ${String(error)}`),
    },
    timers,
  )
  const settle = async (index: number, outcome: string | Error): Promise<void> => {
    ends[index]?.(outcome)
    await Promise.resolve()
    await Promise.resolve()
  }
  return { latest, fire, started, settle, seen }
}

describe('runLatest()', () => {
  it('waits until nothing was typed for a while, and then works once', () => {
    const { latest, fire, started } = openWork()
    for (const input of ['a', 'ab', 'abc']) latest(input, 150)
    expect(started).toEqual([])
    fire()
    expect(started.map(({ input }) => input)).toEqual(['abc'])
  })

  it('aborts older work, and drops its outcome even if it comes last', async () => {
    const { latest, fire, started, settle, seen } = openWork()
    latest('old', 0)
    fire()
    latest('new', 0)
    expect(started[0]?.signal.aborted).toBe(true)
    fire()
    await settle(1, 'new outcome')
    await settle(0, 'old outcome')
    expect(seen).toEqual(['new outcome'])
  })

  it('tells of a failure, but not of one of older work', async () => {
    const { latest, fire, settle, seen } = openWork()
    latest('old', 0)
    fire()
    latest('new', 0)
    fire()
    await settle(0, new Error('too late'))
    await settle(1, new Error('no network'))
    expect(seen).toEqual(['failed: Error: no network'])
  })
})
