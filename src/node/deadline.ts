import type { ListenToAbort } from './abort-listeners.ts'

/** A signal that ends with another one, or when time is up. */
export interface Deadline {
  readonly signal: AbortSignal
  /** Lets the time begin; only the first call counts. */
  readonly start: () => void
  /** Takes leave of the other signal and of the timer. To be called in any case. */
  readonly end: () => void
}

/** Makes a signal that is aborted with the reason of `parent`, or `timeoutMs` after its start with the error of `elapsed`. */
export function createDeadline(
  parent: AbortSignal | undefined,
  timeoutMs: number,
  elapsed: () => Error,
  listen: ListenToAbort = listenAlone,
): Deadline {
  const controller = new AbortController()
  const follow = (): void => {
    controller.abort(parent?.reason)
  }
  if (parent?.aborted === true) follow()
  const takeLeave = parent === undefined ? undefined : listen(parent, follow)
  let timer: ReturnType<typeof setTimeout> | undefined
  return {
    signal: controller.signal,
    start: () => {
      timer ??= setTimeout(() => {
        controller.abort(elapsed())
      }, timeoutMs)
    },
    end: () => {
      takeLeave?.()
      clearTimeout(timer)
    },
  }
}

/** For signals that nobody else listens to. */
const listenAlone: ListenToAbort = (signal, act) => {
  signal.addEventListener('abort', act, { once: true })
  return () => {
    signal.removeEventListener('abort', act)
  }
}
