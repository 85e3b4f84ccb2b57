/** Hears of the end of a signal; what is returned takes leave of it. */
export type ListenToAbort = (signal: AbortSignal, act: () => void) => () => void

/**
 * Makes a way to listen to signals that many requests share, with one listener for each signal.
 *
 * Node warns of a leak from the eleventh listener on, and what AbortSignal.any() makes stays with a signal that lives long.
 */
export function createAbortListeners(): ListenToAbort {
  const bySignal = new WeakMap<AbortSignal, { readonly acts: Set<() => void>; readonly dispatch: () => void }>()

  function listenersOf(signal: AbortSignal): { readonly acts: Set<() => void>; readonly dispatch: () => void } {
    const known = bySignal.get(signal)
    if (known !== undefined) return known
    const acts = new Set<() => void>()
    const dispatch = (): void => {
      for (const act of acts) act()
    }
    const listeners = { acts, dispatch }
    bySignal.set(signal, listeners)
    signal.addEventListener('abort', dispatch, { once: true })
    return listeners
  }

  return (signal, act) => {
    const { acts, dispatch } = listenersOf(signal)
    acts.add(act)
    return () => {
      acts.delete(act)
      if (acts.size > 0) return
      signal.removeEventListener('abort', dispatch)
      bySignal.delete(signal)
    }
  }
}
