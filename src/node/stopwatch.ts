/** Times one step after another. */
export interface Stopwatch {
  /** Begins a step, which ends the one before. */
  readonly start: (timeoutMs: number, elapsed: () => void) => void
  readonly stop: () => void
}

/** Makes a stopwatch. After a time in which the process was busy, what has come in meanwhile counts as in time. */
export function createStopwatch(): Stopwatch {
  let timer: ReturnType<typeof setTimeout> | undefined
  let step = 0
  const stop = (): void => {
    step += 1
    clearTimeout(timer)
  }
  return {
    start: (timeoutMs, elapsed) => {
      stop()
      const current = step
      timer = setTimeout(() => {
        // Timers come before sockets in the event loop.
        setImmediate(() => {
          if (step === current) elapsed()
        })
      }, timeoutMs)
    },
    stop,
  }
}
