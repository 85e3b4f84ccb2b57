/** What waits: the timers of a page, or those of a test. */
export interface Timers {
  readonly set: (callback: () => void, delayMs: number) => number
  readonly clear: (id: number) => void
}

/** What is done, and where the outcome goes. */
export interface LatestWork<Input, Output> {
  readonly work: (input: Input, signal: AbortSignal) => Promise<Output>
  readonly onResult: (output: Output) => void
  readonly onFailure: (error: unknown) => void
}

/**
 * Makes a function that starts the work once it was not called again for `delayMs`.
 *
 * Only the latest call counts: work for an older one is aborted, and its outcome dropped, however late it comes.
 */
export function runLatest<Input, Output>(
  { work, onResult, onFailure }: LatestWork<Input, Output>,
  timers: Timers,
): (input: Input, delayMs: number) => void {
  let latest = new AbortController()
  let waiting: number | undefined

  const run = async (input: Input, signal: AbortSignal): Promise<void> => {
    try {
      const output = await work(input, signal)
      if (!signal.aborted) onResult(output)
    } catch (error) {
      if (!signal.aborted) onFailure(error)
    }
  }
  return (input, delayMs) => {
    latest.abort()
    latest = new AbortController()
    const { signal } = latest
    if (waiting !== undefined) timers.clear(waiting)
    waiting = timers.set(() => void run(input, signal), delayMs)
  }
}
