import { raceSignal } from '../problem/race-signal.ts'

/** Lets in so many at a time, of all hosts and of each. */
export interface HostGate {
  /**
   * Waits for room, first come first served, and resolves to what makes room again; to be called once.
   *
   * Rejects with the reason of `signal` when it is aborted before.
   */
  readonly enter: (host: string, signal: AbortSignal) => Promise<() => void>
}

interface Gate {
  readonly enter: (signal: AbortSignal) => Promise<void>
  readonly leave: () => void
  readonly isIdle: () => boolean
}

/** Makes a gate; waiting for one host keeps nobody from another. */
export function createHostGate(maxConcurrent: number, maxPerHost: number): HostGate {
  const all = createGate(maxConcurrent)
  const hosts = new Map<string, Gate>()

  async function enterBoth(gate: Gate, signal: AbortSignal): Promise<void> {
    await gate.enter(signal)
    try {
      await all.enter(signal)
    } catch (error) {
      gate.leave()
      throw error
    }
  }

  return {
    enter: async (host, signal) => {
      const gate = hosts.get(host) ?? createGate(maxPerHost)
      hosts.set(host, gate)
      const forget = (): void => {
        if (gate.isIdle()) hosts.delete(host)
      }
      try {
        await enterBoth(gate, signal)
      } catch (error) {
        forget()
        throw error
      }
      return () => {
        all.leave()
        gate.leave()
        forget()
      }
    },
  }
}

function createGate(limit: number): Gate {
  let inside = 0
  const waiting = new Set<() => void>()

  async function wait(signal: AbortSignal): Promise<void> {
    let admit: () => void = () => undefined
    const turn = new Promise<void>((resolve) => {
      admit = resolve
    })
    waiting.add(admit)
    try {
      await raceSignal(turn, signal)
    } catch (error) {
      // Admitted at the same moment: the place is not lost.
      if (!waiting.delete(admit)) leave()
      throw error
    }
  }

  function leave(): void {
    const [next] = waiting
    if (next === undefined) inside -= 1
    else {
      waiting.delete(next)
      // The place passes on, so that nobody comes in between.
      next()
    }
  }

  return {
    enter: async (signal) => {
      signal.throwIfAborted()
      if (inside >= limit) return wait(signal)
      inside += 1
    },
    leave,
    isIdle: () => inside === 0,
  }
}
