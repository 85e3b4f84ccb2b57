/** Waits; rejects when the signal is aborted. */
export type Wait = (ms: number, signal: AbortSignal) => Promise<void>

/** What is done again and again, and how. */
export interface Repetition {
  readonly work: (signal: AbortSignal) => Promise<unknown>
  /** From the end of one run to the beginning of the next, so that two never run at once. */
  readonly everyMs: number
  readonly wait: Wait
  readonly signal: AbortSignal
  readonly onError: (error: unknown) => void
}

/** Does work again and again until the signal is aborted; resolves once the last run has ended. Never rejects. */
export async function repeat({ work, everyMs, wait, signal, onError }: Repetition): Promise<void> {
  while (!signal.aborted) {
    // What failed is due still, and done the next time.
    await work(signal).catch((error: unknown) => (signal.aborted ? undefined : onError(error)))
    await wait(everyMs, signal).catch(() => undefined)
  }
}
